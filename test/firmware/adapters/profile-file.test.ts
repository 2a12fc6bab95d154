import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadProfile, profileText } from '../../../firmware/adapters/profile-file.ts';

let folder: string;
let profiles: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockerbank-'));
  profiles = join(folder, 'board-profiles');
  mkdirSync(join(profiles, 'cabinets'), { recursive: true });
  writeFileSync(join(profiles, 'cabinets', 'town-hall.json'), 'shipped');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a technician means a file by what looks like one, and else a profile that comes with the program', () => {
  const own = join(folder, 'town-hall.json');
  writeFileSync(own, 'own');
  expect(profileText(own, profiles)).toEqual({ text: 'own', where: own });
  expect(profileText('town-hall', profiles).text).toBe('shipped');
});

test('a file that is not there is named as it was typed, and not looked up as an id', () => {
  const missing = join(folder, 'no-such.json');
  expect(() => profileText(missing, profiles)).toThrow(`${missing}: cannot be read`);
  expect(() => profileText('./town-hall', profiles)).toThrow(/^\.\/town-hall: cannot be read/);
  expect(() => profileText('../cabinets/town-hall', profiles)).toThrow(/^\.\.\/cabinets\/town-hall: cannot be read/);
});

test('a technician who names no profile is told how to name one, and a bank that is told none which setting says so', () => {
  const unknown = /^town-hail: does not come with the program; did you mean town-hall\?\. Cure: name a file, or an id of/;
  expect(() => profileText('town-hail', profiles)).toThrow(unknown);
  expect(() => loadProfile('town-hail', profiles)).toThrow('Cure: set LOCKERBANK_PROFILE to a file, or an id');
});

test('a folder of the same name where the technician stands is not what they mean', () => {
  const here = process.cwd();
  mkdirSync(join(folder, 'town-hall'));
  process.chdir(folder);
  try {
    expect(profileText('town-hall', profiles).text).toBe('shipped');
  } finally {
    process.chdir(here);
  }
});
