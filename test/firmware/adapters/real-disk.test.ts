import {
  chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { realDisk } from '../../../firmware/adapters/real-disk.ts';
import { diskContract } from '../../disk-contract.ts';

function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), 'lockerbank-disk-'));
}

diskContract('a folder of the machine', () => {
  const folder = freshFolder();
  return { disk: realDisk(folder), end: () => rmSync(folder, { recursive: true, force: true }) };
});

describe('a folder of the machine', () => {
  let folder: string;
  beforeEach(() => (folder = freshFolder()));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('nobody but the controller may read who fetched what', async () => {
    const disk = realDisk(folder);
    await disk.replace('journal/1.log', Buffer.from('x'));
    await disk.replace('2.log', Buffer.from('x'));
    await disk.rename('2.log', 'quarantine/2.log');
    for (const name of ['journal', 'quarantine']) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o700);
    for (const name of ['journal/1.log', 'quarantine/2.log']) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  });

  test('what a superuser writes belongs to whoever has the folder', async () => {
    if (process.getuid?.() === 0) chownSync(folder, 4321, 4322); // Anybody else can give nothing away, and need not.
    const owner = statSync(folder);
    const disk = realDisk(folder);
    await disk.replace('technicians.json', Buffer.from('x'));
    await disk.replace('profile/deep/a.json', Buffer.from('x'));
    for (const name of ['technicians.json', 'profile', 'profile/deep', 'profile/deep/a.json']) {
      const { uid, gid } = statSync(join(folder, name));
      expect([name, uid, gid]).toEqual([name, owner.uid, owner.gid]);
    }
  });

  test('a link that somebody has laid where a draft goes leads nowhere', async () => {
    const disk = realDisk(folder);
    await disk.list('.');
    writeFileSync(join(folder, 'dear'), 'dear');
    await disk.replace('a.json', Buffer.from('x'));
    symlinkSync(join(folder, 'dear'), join(folder, 'a.json.draft'));
    await expect(disk.replace('a.json', Buffer.from('y'))).rejects.toThrow(/ELOOP/);
    expect(readFileSync(join(folder, 'dear'), 'utf8')).toBe('dear');
  });

  test('a draft that a power cut left behind is in no list, and in nobody\'s way', async () => {
    const disk = realDisk(folder, 'held');
    writeFileSync(join(folder, 'a.json.draft'), 'half');
    await disk.replace('a.json', Buffer.from('whole'));
    expect(readdirSync(folder)).toEqual(['a.json']);
    writeFileSync(join(folder, 'b.json.draft'), 'half');
    expect(await disk.list('.')).toEqual(['a.json']);
  });

  test.each(['list', 'replace'] as const)('drafts that a power cut left behind go with the first %s in their folder', async (first) => {
    mkdirSync(join(folder, 'directory'));
    for (const name of ['one', 'two']) writeFileSync(join(folder, `directory/${name}.draft`), 'half');
    const disk = realDisk(folder, 'held');
    if (first === 'list') expect(await disk.list('directory')).toEqual([]);
    else await Promise.all(['one', 'three'].map((name) => disk.replace(`directory/${name}`, Buffer.from('whole'))));
    expect(readdirSync(join(folder, 'directory')).sort()).toEqual(first === 'list' ? [] : ['one', 'three']);
  });

  test('whoever only visits a folder leaves alone what the bank is just writing', async () => {
    writeFileSync(join(folder, 'slots.json.draft'), 'on its way');
    const visitor = realDisk(folder);
    await visitor.replace('technicians.json', Buffer.from('x'));
    expect(await visitor.list('.')).toEqual(['technicians.json']);
    expect(readdirSync(folder).sort()).toEqual(['slots.json.draft', 'technicians.json']);
  });

  test('a file that cannot be replaced leaves no draft: it would keep the room that is missing', async () => {
    const disk = realDisk(folder);
    mkdirSync(join(folder, 'a.json/in-the-way'), { recursive: true });
    await expect(disk.replace('a.json', Buffer.from('whole'))).rejects.toMatchObject({ name: 'DiskError', path: 'a.json' });
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  test('a folder where a file should be is trouble, not a missing file', async () => {
    const disk = realDisk(folder);
    await disk.replace('journal/1.log', Buffer.from('x'));
    await expect(disk.read('journal')).rejects.toMatchObject({ name: 'DiskError', trouble: 'failed', path: 'journal' });
    await expect(disk.list('journal/1.log')).rejects.toMatchObject({ name: 'DiskError', trouble: 'failed' });
  });

  test('the room of a folder that is not there yet is that of the disk it will be on', async () => {
    expect(await realDisk(join(folder, 'not/yet')).freeBytes()).toBeGreaterThan(0);
  });

  test('a full disk is said to be full', async () => {
    const full = await realDisk('/dev').open('full');
    await expect(full.write(0, Buffer.from('x'))).rejects.toMatchObject({ name: 'DiskError', trouble: 'full', path: 'full' });
    await full.close();
  });
});
