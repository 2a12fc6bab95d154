import { spawn } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockDataFolder, type DataLock } from '../../../firmware/adapters/data-lock.ts';
import { scratchFolder } from '../../support/sim-process.ts';

let scratch: ReturnType<typeof scratchFolder>;
const locks: DataLock[] = [];
beforeEach(() => (scratch = scratchFolder()));
afterEach(async () => {
  for (const lock of locks.splice(0)) await lock.release();
  scratch.remove();
});

async function lock(folder: string, platform?: NodeJS.Platform): Promise<DataLock> {
  const got = await lockDataFolder(folder, platform);
  locks.push(got);
  return got;
}

/** A process that locks the folder as this one would, says so, and then only exists. */
async function otherProcess(folder: string, platform: NodeJS.Platform): Promise<{ kill(): Promise<void> }> {
  const code = `
    const { lockDataFolder } = await import(${JSON.stringify(join(import.meta.dirname, '../../../firmware/adapters/data-lock.ts'))});
    await lockDataFolder(${JSON.stringify(folder)}, ${JSON.stringify(platform)});
    console.log('locked');
    setInterval(() => undefined, 1_000);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
  return {
    kill() {
      child.kill('SIGKILL');
      return ended;
    },
  };
}

const refusal = { name: 'LockerError', code: 'data.locked', message: expect.stringContaining('LOCKERBANK_DATA') as string };

test.each([
  'linux', 'darwin',
] as const)('a data folder has one bank at a time; the second is told which folder, and what to do [%s]', async (platform) => {
  const folder = join(scratch.path, 'data');
  const first = await lock(folder, platform);
  await expect(lockDataFolder(folder, platform)).rejects.toMatchObject({ ...refusal, where: expect.stringMatching(/data$/) as string });
  await first.release();
  locks.length = 0;
  await lock(folder, platform);
});

test('a folder by another name is the same folder', async () => {
  const folder = join(scratch.path, 'data');
  mkdirSync(folder);
  symlinkSync(folder, join(scratch.path, 'link'));
  await lock(folder);
  await expect(lockDataFolder(join(scratch.path, 'link'))).rejects.toMatchObject(refusal);
});

test('two folders have two banks', async () => {
  await lock(join(scratch.path, 'one'));
  await lock(join(scratch.path, 'two'));
});

test.each(['linux', 'darwin'] as const)('a bank that was killed leaves its folder to the next [%s]', async (platform) => {
  const folder = join(scratch.path, 'data');
  const other = await otherProcess(folder, platform);
  await expect(lockDataFolder(folder, platform)).rejects.toMatchObject(refusal);
  await other.kill();
  await lock(folder, platform);
});
