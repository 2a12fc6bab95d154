import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { coilsOffCommand } from '../../firmware/coils-off.ts';

test('a technician whose board is not there is told which, and a program that asks gets its answer', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lockerbank-coils-off-'));
  try {
    const profileFolder = join(folder, 'board-profiles');
    cpSync(join(import.meta.dirname, '../../board-profiles'), profileFolder, { recursive: true });
    const cabinet = join(profileFolder, 'cabinets', 'firmata-mega-24.json');
    writeFileSync(cabinet, readFileSync(cabinet, 'utf8').replaceAll(/"port": "[^"]*"/g, '"port": "/dev/no-such-port"'));
    const [answers, notes]: [unknown[], string[]] = [[], []];
    const work = await coilsOffCommand.load();
    const code = await work({
      operands: [], options: {}, isJson: true, profileFolder, folder, environment: { LOCKERBANK_PROFILE: 'firmata-mega-24' },
      terminal: {
        out: () => undefined, error: () => undefined, hasColours: false, ask: () => Promise.resolve(null),
        interrupted: new AbortController().signal,
      },
      answer: (value) => void answers.push(value), note: (text) => void notes.push(text),
    });
    const trouble = expect.stringMatching(/^\/dev\/no-such-port: cannot be opened/) as string;
    expect([code, answers]).toEqual([1, [{ profile: 'firmata-mega-24', off: false, troubles: [trouble] }]]);
    expect(notes).toEqual([trouble]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
