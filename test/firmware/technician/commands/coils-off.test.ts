import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockDataFolder } from '../../../../firmware/adapters/data-lock.ts';
import { runLine } from '../../../support/stand-in-terminal.ts';

const profiles = join(import.meta.dirname, '../../../../board-profiles');
let folder = '';
let profileFolder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockerbank-coils-off-'));
  profileFolder = join(folder, 'board-profiles');
  cpSync(profiles, profileFolder, { recursive: true });
  const cabinet = join(profileFolder, 'cabinets', 'firmata-mega-24.json');
  writeFileSync(cabinet, readFileSync(cabinet, 'utf8').replaceAll(/"port": "[^"]*"/g, '"port": "/dev/no-such-port"'));
  mkdirSync(join(folder, 'data'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function coilsOff(profile: string, ...words: string[]) {
  return runLine(['coils-off', ...words], { folder, profileFolder, environment: { LOCKERBANK_PROFILE: profile } });
}

test('a technician whose board is not there is told which, and a program that asks gets its answer', async () => {
  const { code, terminal } = await coilsOff('firmata-mega-24', '--json');
  const trouble = expect.stringMatching(/^\/dev\/no-such-port: cannot be opened/) as string;
  expect([code, terminal.json]).toEqual([1, { profile: 'firmata-mega-24', off: false, troubles: [trouble] }]);
  expect(terminal.complaints).toMatch(/^\/dev\/no-such-port: cannot be opened/);
});

test('beside a bank that works no coil is touched, but with --force; after its end it needs no word', async () => {
  const bank = await lockDataFolder(join(folder, 'data'));
  try {
    const { code, terminal } = await coilsOff('kerong-cu16-64');
    expect([code, terminal.shown]).toEqual([3, '']);
    expect(terminal.complaints).toContain('the bank works');
    expect(terminal.complaints).toContain('If it hangs and does not stop: --force');
    expect((await coilsOff('kerong-cu16-64', '--force')).terminal.shown).toBe('All coils are off.\n');
  } finally {
    await bank.release();
  }
  const after = await coilsOff('kerong-cu16-64');
  expect([after.code, after.terminal.shown]).toEqual([0, 'All coils are off.\n']);
});
