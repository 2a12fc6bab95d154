import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runWords } from '../../../../firmware/technician/cli/command-line.ts';
import { profileCommands } from '../../../../firmware/technician/profile/commands.ts';

const profileFolder = fileURLToPath(new URL('../../../../board-profiles', import.meta.url));
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockerbank-profile-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What a technician types after `lockerbank profile`, and what they see. */
async function typed(line: string): Promise<{ readonly code: number; readonly out: string; readonly error: string }> {
  let out = '';
  let error = '';
  const code = await runWords(['profile', ...line.split(' ')], {
    commands: profileCommands, version: '0', folder, profileFolder, shell: {}, environment: () => ({}),
    terminal: {
      out: (text) => void (out += text), error: (text) => void (error += text), hasColours: false, ask: () => Promise.resolve(null),
      interrupted: new AbortController().signal,
    },
  });
  return { code, out, error };
}

describe('profile list', () => {
  test('has every cabinet with its doors and boards', async () => {
    const { code, out } = await typed('list');
    expect(code).toBe(0);
    expect(out).toMatch(/^waveshare-48 +48 +6 × waveshare-relay-8d +48 doors/m);
    expect(out).toMatch(/^walk-in-8 +8 +raspberry-pi-gpio, 3 × mcp23017 /m);
  });

  test('is JSON for a program', async () => {
    expect(JSON.parse((await typed('list --json')).out)).toContainEqual({
      id: 'sim-24', label: 'Simulated bank, 24 lockers', doors: 24, boards: 'simulated',
    });
  });
});

describe('profile show', () => {
  test('says what hangs where', async () => {
    const { out } = await typed('show walk-in-8');
    expect(out).toContain('Doors    8: 4 bench, 4 wardrobe');
    expect(out).toMatch(/650 mA: pulse 400 ms, rest 3000 ms$/m);
    expect(out).toContain('headphones plughw:CARD=Headphones,DEV=0, sensed at pi/4');
    expect(out).toMatch(/^doors +mcp23017 +0x20 +\/dev\/i2c-1$/m);
    expect(out).toMatch(/^pi +raspberry-pi-gpio +- +header of the Pi$/m);
    expect(out).toMatch(/^4 +bench +doors\/7 +doors\/3$/m);
  });

  test('says it of the other kinds, too', async () => {
    expect((await typed('show sim-24')).out).toMatch(/^Supply +not said, so one coil at a time$/m);
    expect((await typed('show sim-24')).out).toMatch(/^cabinet +simulated +- +simulated$/m);
    expect((await typed('show bcc8a-96')).out).toMatch(/^b2 +bcc-8a-24 +2 +\/dev\/serial\/by-id\//m);
  });

  test('draws the wiring and the map', async () => {
    const { code, out } = await typed('show wkly-48 --wiring w.svg --map m.html');
    expect({ code, out }).toEqual({ code: 0, out: `Drawn: ${folder}/w.svg\nDrawn: ${folder}/m.html\n` });
    expect(readFileSync(join(folder, 'w.svg'), 'utf8')).toContain('<svg ');
    expect(readFileSync(join(folder, 'm.html'), 'utf8')).toContain('<!doctype html>');
    await typed('show wkly-48 --map m.svg');
    expect(readFileSync(join(folder, 'm.svg'), 'utf8')).toContain('Doors of 48 doors');
  });

  test('of a cabinet that is not there guesses which one is meant', async () => {
    const { code, error } = await typed('show waveshare-84');
    expect(code).toBe(1);
    expect(error).toContain('did you mean waveshare-48?');
  });

  test('into a folder that is not there says so', async () => {
    const { code, error } = await typed('show wkly-48 --wiring nowhere/w.svg');
    expect(code).toBe(1);
    expect(error).toContain('nowhere/w.svg: cannot be written');
  });
});

describe('a technician who writes a profile', () => {
  test('begins with one that inherits, fills it in, has it checked, and sees what changes', async () => {
    const begun = await typed('new town-hall --from waveshare-48');
    expect(begun.code).toBe(0);
    expect(begun.out).toContain('fill in label, source, buses.0.port');
    const file = join(folder, 'town-hall.json');
    expect((await typed('check town-hall.json')).code).toBe(1);

    const text = readFileSync(file, 'utf8');
    const filled = text.replaceAll(/FILL IN: [^"]*/g, 'Town hall, north door').replace('FILL-IN-1', 'usb-A1');
    writeFileSync(file, filled.replace('"version": 1', '"version": 2').replace('"label"', '"lock": {"pulseMs": 500},\n  "label"'));
    expect(await typed('check town-hall.json')).toMatchObject({ code: 0, out: `${file} is sound: a cabinet with 48 doors.\n` });

    const { out } = await typed('diff waveshare-48 town-hall.json');
    expect(out).toContain('lock: pulse 400 -> 500 ms');
    expect(out).toContain('-> /dev/serial/by-id/usb-A1');
    // The same bus at another adapter: each door still hangs on its own lock.
    expect(out).toContain('Every door stays what it is.');
  });

  test('never writes over a file', async () => {
    await typed('new post-office --from walk-in-8');
    const { code, error } = await typed('new post-office --from walk-in-8');
    expect(code).toBe(1);
    expect(error).toContain('cannot be written');
  });

  test('finds places for the readers and the keypad of a cabinet that has them', async () => {
    const begun: unknown = JSON.parse((await typed('new readers --from walk-in-8 --json')).out);
    expect(begun).toMatchObject({ toFillIn: ['label', 'source', 'readers.0.device', 'readers.1.device', 'keypad.device'] });
  });

  test.each([
    ['new Town_Hall --from sim-24', 'Town_Hall is no id'],
    ['new town-hall', '--from is missing. There are bcc8a-96,'],
    ['new hall --from waveshare-49', 'there is no cabinet called waveshare-49; did you mean waveshare-48?'],
    ['new sim-24 --from waveshare-48', 'sim-24 is the name of one that comes with the program'],
    ['new hall --from sim-24 --to other.json', 'the file is called hall.json, as its id'],
  ])('is shown how it is done [%s]', async (line, message) => {
    const { code, error } = await typed(line);
    expect(code).toBe(2);
    expect(error).toContain(message);
  });
});

test('a model of boards of one\'s own lies beside the profile that names it, or in boards/ there', async () => {
  const model = { profileVersion: 2, id: 'acme-16', version: 1, inherits: 'bcc-8a-16', label: 'Acme 16', source: 'Label on the board' };
  const cabinet = {
    profileVersion: 2, id: 'own-boards', version: 1, inherits: 'bcc8a-96', label: 'Own', source: 'Measured',
    boards: [1, 2, 3, 4, 5, 6].map((address) => ({ id: `b${String(address)}`, model: 'acme-16', bus: 'line', address })),
    columns: [{ widthMm: 450, lockers: [{ number: 1, size: 'small', heightMm: 150, lock: 'b6/16' }] }],
  };
  writeFileSync(join(folder, 'own-boards.json'), JSON.stringify(cabinet));
  expect((await typed('check own-boards.json')).out).toContain('there is no board profile called acme-16');
  writeFileSync(join(folder, 'acme-16.json'), JSON.stringify(model));
  expect(await typed('check own-boards.json')).toMatchObject({ code: 0 });
  expect(await typed('check acme-16.json')).toMatchObject({ code: 0, out: `${join(folder, 'acme-16.json')} is sound: a board.\n` });
});

test('profile check knows the cabinets that come with the program', async () => {
  expect(await typed('check sim-24')).toMatchObject({ code: 0 });
  expect(JSON.parse((await typed('check sim-24 --json')).out)).toMatchObject({ kind: 'cabinet', doors: 24, troubles: [] });
});
