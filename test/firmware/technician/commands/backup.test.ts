import { once } from 'node:events';
import {
  chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { lockDataFolder } from '../../../../firmware/adapters/data-lock.ts';
import { RealClock } from '../../../../firmware/adapters/real-clock.ts';
import { realDisk } from '../../../../firmware/adapters/real-disk.ts';
import { realRandom } from '../../../../firmware/adapters/real-random.ts';
import { aboutBank } from '../../../../firmware/bank/facts.ts';
import { Ledger } from '../../../../firmware/journal/ledger.ts';
import { testProfile } from '../../../support/profiles.ts';
import { runLine } from '../../../support/stand-in-terminal.ts';

let folder: string;
let data: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockerbank-'));
  data = join(folder, 'data');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const run = (words: readonly string[], change: Readonly<Record<string, string>> = {}) =>
  runLine(words, { folder, environment: { LOCKERBANK_DATA: data, ...change } });

/** A real data folder, with a key and so many events. */
async function aBank(events: number): Promise<Ledger> {
  const clock = new RealClock();
  const ledger = await Ledger.open({ disk: realDisk(data), clock, random: realRandom, profile: testProfile(), source: 'lb://demo/bank-1' });
  writeFileSync(join(data, 'bank.key'), Buffer.alloc(32, 7), { mode: 0o600 });
  for (let count = 0; count < events; count++) {
    await ledger.commit([aboutBank('problem.reported', { why: `event ${String(count)}`, by: null })]);
  }
  return ledger;
}

async function headOf(): Promise<number> {
  const ledger = await aBank(0);
  const { head } = ledger;
  await ledger.close();
  return head;
}

describe('a backup', () => {
  test('brings everything back on another card, and nobody else can read it', async () => {
    await (await aBank(20)).close();
    const made = await run(['backup', 'bank.tar.gz', '--json']);
    expect(made.code).toBe(0);
    expect(made.terminal.json).toMatchObject({ format: 1, source: 'lb://demo/bank-1' });
    expect(statSync(join(folder, 'bank.tar.gz')).mode & 0o777).toBe(0o600);
    const before = readFileSync(join(data, 'bank.key'));
    rmSync(data, { recursive: true });
    const { code, terminal } = await run(['restore', 'bank.tar.gz']);
    expect([code, terminal.complaints]).toEqual([0, '']);
    expect(terminal.shown).toContain('let somebody look into the lockers');
    expect(readFileSync(join(data, 'bank.key')).equals(before)).toBe(true);
    expect(statSync(data).mode & 0o777).toBe(0o700);
    expect(statSync(join(data, 'bank.key')).mode & 0o777).toBe(0o600);
    expect(await headOf()).toBe(20);
  });

  test('says that the bank\'s key is in it', async () => {
    await (await aBank(1)).close();
    expect((await run(['backup', 'bank.tar.gz'])).terminal.shown).toContain('The bank\'s key is in it');
  });

  test('is made while the bank works, and starts as after a power cut', async () => {
    const ledger = await aBank(5);
    let isOver = false;
    const working = (async () => {
      while (!isOver) await ledger.commit([aboutBank('problem.reported', { why: 'meanwhile', by: null })]);
    })();
    const { code, terminal } = await run(['backup', 'bank.tar.gz']);
    isOver = true;
    await working;
    const { head } = ledger;
    await ledger.close();
    expect([code, terminal.complaints]).toEqual([0, '']);
    expect((await run(['restore', 'bank.tar.gz'])).code).toBe(0);
    const restored = await headOf();
    expect(restored).toBeGreaterThanOrEqual(5);
    expect(restored).toBeLessThanOrEqual(head);
  });

  test('is written over no other file, and not half', async () => {
    await (await aBank(1)).close();
    writeFileSync(join(folder, 'bank.tar.gz'), 'dear');
    expect((await run(['backup', 'bank.tar.gz'])).code).toBe(1);
    expect(readFileSync(join(folder, 'bank.tar.gz'), 'utf8')).toBe('dear');
    const locked = join(folder, 'locked');
    mkdirSync(locked);
    writeFileSync(join(locked, 'file'), '');
    expect((await run(['backup', 'locked/file/bank.tar.gz'])).code).toBe(1);
    expect(readdirSync(locked)).toEqual(['file']);
    chmodSync(locked, 0o700);
  });

  test('that was written can be restored, whatever a technician has put among the data, and says what it left out', async () => {
    await (await aBank(3)).close();
    writeFileSync(join(data, 'notes from tom.txt'), 'tidy');
    writeFileSync(join(data, `${'x'.repeat(120)}.txt`), 'long');
    const { code, terminal } = await run(['backup', 'bank.tar.gz']);
    expect([code, terminal.complaints]).toEqual([0, expect.stringContaining(`${'x'.repeat(120)}.txt`)]);
    const restored = await run(['restore', 'bank.tar.gz']);
    expect([restored.code, restored.terminal.complaints]).toEqual([0, '']);
    expect(readFileSync(join(data, 'notes from tom.txt'), 'utf8')).toBe('tidy');
    expect(await headOf()).toBe(3);
  });

  test('that is made with sudo is whose who typed it, and nobody else can read it', async () => {
    if (process.getuid?.() !== 0) return;
    await (await aBank(1)).close();
    vi.stubEnv('SUDO_UID', '1234');
    vi.stubEnv('SUDO_GID', '1235');
    expect((await run(['backup', 'bank.tar.gz'])).code).toBe(0);
    const { uid, gid, mode } = statSync(join(folder, 'bank.tar.gz'));
    expect([uid, gid, mode & 0o777]).toEqual([1234, 1235, 0o600]);
  });

  test('goes through no name that somebody else has put where it is written', async () => {
    await (await aBank(1)).close();
    writeFileSync(join(folder, 'dear'), 'dear');
    symlinkSync(join(folder, 'dear'), join(folder, 'bank.tar.gz.draft'));
    expect((await run(['backup', 'bank.tar.gz'])).code).toBe(0);
    expect(readFileSync(join(folder, 'dear'), 'utf8')).toBe('dear');
  });

  test('makes up no folder for a stick that is not there', async () => {
    await (await aBank(1)).close();
    const { code, terminal } = await run(['backup', 'media/usb/bank.tar.gz']);
    expect([code, terminal.complaints]).toEqual([1, expect.stringContaining('choose a folder that is there')]);
    expect(existsSync(join(folder, 'media'))).toBe(false);
  });

  test('is made of a bank\'s data alone', async () => {
    const { code, terminal } = await run(['backup', 'bank.tar.gz']);
    expect(code).toBe(1);
    expect(terminal.complaints).toContain('no bank has its data there');
  });
});

describe('a restore', () => {
  /** A backup of twenty events, and five more after it. */
  async function twentyAndFive(): Promise<Buffer> {
    const ledger = await aBank(20);
    await run(['backup', 'bank.tar.gz']);
    await ledger.commit([1, 2, 3, 4, 5].map((count) => aboutBank('problem.reported', { why: `later ${String(count)}`, by: null })));
    await ledger.close();
    return readFileSync(join(folder, 'bank.tar.gz'));
  }

  test('keeps what was there beside it', async () => {
    await twentyAndFive();
    const { code, terminal } = await run(['restore', 'bank.tar.gz', '--json']);
    const { kept } = terminal.json as { kept: string };
    expect([code, await headOf()]).toEqual([0, 20]);
    expect(existsSync(join(kept, 'bank.key'))).toBe(true);
    expect(readdirSync(folder).filter((name) => name.endsWith('.restoring'))).toEqual([]);
  });

  test('leaves at no moment a bank without its data, or with the half of them', async () => {
    await twentyAndFive();
    const looker = new Worker(`
      const { statSync } = require('node:fs'), { parentPort, workerData } = require('node:worker_threads');
      let looks = 0, missed = 0, isOver = false;
      parentPort.once('message', () => (isOver = true));
      const look = () => {
        for (let times = 0; times < 200; times++) {
          looks++;
          if (!statSync(workerData, { throwIfNoEntry: false })) missed++;
        }
        if (isOver) parentPort.postMessage({ looks, missed }); else setImmediate(look);
      };
      look();
    `, { eval: true, workerData: join(data, 'bank.key') });
    for (let times = 0; times < 8; times++) expect((await run(['restore', 'bank.tar.gz'])).code).toBe(0);
    const told = once(looker, 'message');
    looker.postMessage('over');
    const [{ looks, missed }] = await told as [{ looks: number; missed: number }];
    await looker.terminate();
    expect(looks).toBeGreaterThan(1000);
    expect(missed).toBe(0);
  });

  test('that may not write beside the data folder says so, and what to do', async () => {
    data = join(folder, 'd'.repeat(250)); // There is no room in a name for what is put after it.
    await twentyAndFive();
    const { code, terminal } = await run(['restore', 'bank.tar.gz']);
    expect([code, terminal.complaints]).toEqual([1, expect.stringMatching(/cannot be written .* Cure: use sudo.*\[file\.unusable\]\n$/)]);
    expect(await headOf()).toBe(25);
  });

  test('through a link puts the data where they were, on the disk that the link leads to', async () => {
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    symlinkSync(join(disk, 'bank'), data);
    mkdirSync(join(disk, 'bank'));
    await twentyAndFive();
    const { code, terminal } = await run(['restore', 'bank.tar.gz', '--json']);
    const { kept } = terminal.json as { kept: string };
    expect([code, lstatSync(data).isSymbolicLink(), await headOf()]).toEqual([0, true, 20]);
    expect([existsSync(join(disk, 'bank/bank.key')), dirname(kept)]).toEqual([true, realpathSync(disk)]);
    expect(readdirSync(folder).toSorted()).toEqual(['bank.tar.gz', 'data', 'disk']);
  });

  test('that was cut off in the middle leaves nothing in the way of the next one', async () => {
    await twentyAndFive();
    mkdirSync(`${data}.restoring/journal`, { recursive: true });
    writeFileSync(`${data}.restoring/journal/half`, 'half');
    expect((await run(['restore', 'bank.tar.gz'])).code).toBe(0);
    expect([existsSync(join(data, 'journal/half')), existsSync(`${data}.restoring`), await headOf()]).toEqual([false, false, 20]);
  });

  test('is refused while the bank runs, and touches nothing', async () => {
    await twentyAndFive();
    const lock = await lockDataFolder(data);
    const { code, terminal } = await run(['restore', 'bank.tar.gz']);
    await lock.release();
    expect(code).toBe(3);
    expect(terminal.complaints).toContain('data.locked');
    expect(await headOf()).toBe(25);
  });

  /** The same archive with other text in it, of the same length. */
  function changed(bytes: Buffer, from: string, to: string): void {
    const text = gunzipSync(bytes).toString('latin1');
    expect(text).toContain(from);
    writeFileSync(join(folder, 'changed.tar.gz'), gzipSync(Buffer.from(text.replace(from, to), 'latin1')));
  }

  test.each([
    ['of a newer kind', '"format": 1', '"format": 2', 'data.newer'],
    ['with data of a newer format', '"dataFormat": 2', '"dataFormat": 9', 'data.newer'],
    ['of another bank', '"source": "lb://demo/bank-1"', '"source": "lb://demo/bank-2"', 'data.foreign'],
    ['in which a file was changed', 'event 7', 'event 8', 'archive.malformed'],
    ['in which a file has another name', 'data/bank.key', 'data/bank.kez', 'archive.malformed'],
  ])('of a backup %s is refused, and touches nothing', async (_what, from, to, code) => {
    changed(await twentyAndFive(), from, to);
    const refused = await run(['restore', 'changed.tar.gz']);
    expect(refused.code).toBe(1);
    expect(refused.terminal.complaints).toContain(`[${code}]`);
    expect(await headOf()).toBe(25);
    expect(readdirSync(folder).toSorted()).toEqual(['bank.tar.gz', 'changed.tar.gz', 'data']);
  });

  test('of half a backup, of none, and of something else is refused, and touches nothing', async () => {
    const whole = await twentyAndFive();
    writeFileSync(join(folder, 'half.tar.gz'), whole.subarray(0, whole.length / 2));
    writeFileSync(join(folder, 'other.tar.gz'), 'a letter');
    expect((await run(['diagnose', 'diagnosis.tar.gz'])).code).toBe(0);
    for (const [name, says] of [
      ['half.tar.gz', 'Cure: take another copy of it [archive.malformed]'],
      ['other.tar.gz', 'Cure: take another copy of it [archive.malformed]'],
      ['diagnosis.tar.gz', 'is an archive, but none that lockerbank backup has written. Cure: name one that it has [archive.malformed]'],
      ['nowhere.tar.gz', 'Cure: name a file that you may read [file.unusable]'],
    ] as const) {
      const { code, terminal } = await run(['restore', name]);
      expect([name, code]).toEqual([name, 1]);
      expect(terminal.complaints).toContain(says);
    }
    expect(await headOf()).toBe(25);
  });
});
