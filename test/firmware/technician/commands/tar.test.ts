import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filesIn, tarOf, type ArchivedFile } from '../../../../firmware/technician/commands/tar.ts';

const madeMs = Date.UTC(2026, 2, 1, 12);

async function* pieces<T>(all: readonly T[]): AsyncIterable<T> {
  yield* all;
}

async function packed(files: readonly ArchivedFile[]): Promise<Buffer> {
  const found: Uint8Array[] = [];
  for await (const piece of tarOf(pieces(files), madeMs)) found.push(piece);
  return Buffer.concat(found);
}

/** In pieces of so many bytes, however the disk may bring them. */
async function unpacked(bytes: Uint8Array, pieceLength = 1000): Promise<readonly ArchivedFile[]> {
  const count = Math.ceil(bytes.length / pieceLength);
  const parts = Array.from({ length: count }, (_, at) => bytes.subarray(at * pieceLength, (at + 1) * pieceLength));
  const found: ArchivedFile[] = [];
  for await (const { name, bytes: content } of filesIn(pieces(parts), 'bank.tar')) found.push({ name, bytes: new Uint8Array(content) });
  return found;
}

const fileAny = fc.record({
  name: fc.stringMatching(/^[a-z0-9_-]{1,20}(\/[a-z0-9_-]{1,20}){0,2}\.json$/), bytes: fc.uint8Array({ maxLength: 2_000 }),
});

test('what goes into an archive comes out of it, in whatever pieces it is read', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fileAny, { maxLength: 5 }), fc.integer({ min: 1, max: 700 }), async (files, pieceLength) => {
    expect(await unpacked(await packed(files), pieceLength)).toEqual(files);
  }), { numRuns: 60 });
});

test('a technician unpacks it with the tar that every system has', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lockerbank-'));
  writeFileSync(join(folder, 'a.tar'), await packed([{ name: 'data/journal/one.log', bytes: Buffer.from('hello\n') }]));
  expect(execFileSync('tar', ['-tvf', 'a.tar'], { cwd: folder, encoding: 'utf8', env: { ...process.env, TZ: 'UTC' } })).toMatch(
    /^-rw------- 0\/0 +6 2026-03-01 12:00 data\/journal\/one\.log\n$/);
  execFileSync('tar', ['-xf', 'a.tar'], { cwd: folder });
  expect(execFileSync('cat', ['data/journal/one.log'], { cwd: folder, encoding: 'utf8' })).toBe('hello\n');
  rmSync(folder, { recursive: true });
});

test('bytes of any kind are refused, and nothing else: no archive opens a way out of its folder', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 3_000 }), async (bytes) => {
    try {
      for (const { name } of await unpacked(bytes)) expect(name).not.toContain('..');
    } catch (error) {
      expect(error).toMatchObject({ code: 'archive.malformed' });
    }
  }), { numRuns: 200 });
});

test.each(['../escape', '/etc/passwd', 'a/../../b', 'a//b', 'a/./b', ''])('a file called %j is taken out of no archive', async (name) => {
  await expect(unpacked(await packed([{ name, bytes: new Uint8Array(3) }]))).rejects.toMatchObject({ code: 'archive.malformed' });
});

test('an archive that is cut off, or has one bit turned in a header, is refused', async () => {
  const whole = await packed([{ name: 'a', bytes: new Uint8Array(600) }]);
  for (const length of [0, 100, 512, 900, 1_536]) {
    await expect(unpacked(whole.subarray(0, length))).rejects.toMatchObject({ code: 'archive.malformed' });
  }
  for (let at = 0; at < 512; at += 7) {
    const turned = Buffer.from(whole);
    turned.writeUInt8(turned.readUInt8(at) ^ 1, at);
    await expect(unpacked(turned)).rejects.toMatchObject({ code: 'archive.malformed' });
  }
});
