import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { profileLibrary } from '../../../../firmware/adapters/profile-file.ts';
import { commands } from '../../../../firmware/technician/cli/commands.ts';
import { completionFor } from '../../../../firmware/technician/cli/completion.ts';
import { runLine } from '../../../support/stand-in-terminal.ts';

const profileFolder = join(import.meta.dirname, '../../../../board-profiles');
const cabinets = profileLibrary(profileFolder).names?.('cabinet') ?? [];
const offers = { commands, cabinets };

/** What bash itself offers behind these words, of which the last is not finished. */
function offered(words: readonly string[], folder = '/'): readonly string[] {
  const quoted = ['lockerbank', ...words].map((word) => `'${word}'`).join(' ');
  const asking = `COMP_WORDS=(${quoted}); COMP_CWORD=${String(words.length)}; _lockerbank; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const script = `set -u; cd '${folder}'; ${completionFor('bash', offers)}\n${asking}`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\n').filter((word) => word !== '').toSorted();
}

describe('a shell', () => {
  test('offers the commands by their first words', () => {
    expect(offered([''])).toEqual([...new Set(commands.map(({ name }) => name.split(' ')[0] ?? ''))].toSorted());
    expect(offered(['st'])).toEqual(['status']);
  });

  test('offers the second words of a command that has two', () => {
    expect(offered(['key', ''])).toEqual(['add', 'list', 'new', 'remove']);
  });

  test('offers the options of a command, and what an operand may be', () => {
    expect(offered(['events', '--f'])).toEqual(['--follow', '--from']);
    expect(offered(['completion', ''])).toEqual(expect.arrayContaining(['bash', 'fish', 'zsh']));
    expect(offered(['open', '7', '--re'])).toEqual(['--reason']);
  });

  test('offers files where a file belongs', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lockerbank-'));
    writeFileSync(join(folder, 'bank-1.backup.tar.gz'), '');
    expect(offered(['restore', 'bank'], folder)).toEqual(['bank-1.backup.tar.gz']);
    expect(offered(['doors', 'bank'], folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  test('offers the cabinets where one belongs, with files where a file does, too', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lockerbank-'));
    writeFileSync(join(folder, 'walk of fame.json'), '');
    expect(offered(['profile', 'show', 'wal'], folder)).toEqual(['walk of fame.json', 'walk-in-8']);
    expect(offered(['flash', 'walk-'], folder)).toEqual(['walk-in-8']);
    expect(offered(['flash', 'walk-in-8', 'walk'], folder)).toEqual([]);
    expect(offered(['profile', 'new', 'hall', '--from', 'wal'], folder)).toEqual(['walk-in-8']);
    expect(offered(['profile', 'new', 'wal'], folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  test('offers what an option may be behind it, however it is written, and for a locker no files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lockerbank-'));
    writeFileSync(join(folder, '7.key'), '');
    expect(offered(['probe', 'scan', '/dev/ttyUSB0', '--family', 'ker'], folder)).toEqual(['kerong-cu16', 'kerong-cu48']);
    expect(offered(['probe', 'scan', '--family', '=', 'wk'], folder)).toEqual(['wkly']);
    expect(offered(['open', '7'], folder)).toEqual([]);
    expect(offered(['open', '7', '--reason', '7'], folder)).toEqual([]);
    expect(offered(['open', '7', '--second-key', '7'], folder)).toEqual(['7.key']);
    rmSync(folder, { recursive: true });
  });

  test('zsh takes what bash takes, and fish has a line for each command and option', () => {
    expect(completionFor('zsh', offers)).toContain(completionFor('bash', offers));
    expect(completionFor('zsh', offers)).toMatch(/^#compdef lockerbank\n/);
    const fish = completionFor('fish', offers);
    for (const { name, options } of commands) {
      const last = name.split(' ').at(-1) ?? '';
      expect(fish).toMatch(new RegExp(`-a '${last}' -d '`));
      for (const option of Object.keys(options)) expect(fish).toContain(` -l ${option}`);
    }
    expect(fish.split('\n').filter((line) => (line.replaceAll("\\'", '').match(/'/g)?.length ?? 0) % 2 === 1)).toEqual([]);
  });

  test('is told by lockerbank completion', async () => {
    const { code, terminal } = await runLine(['completion', 'fish'], { profileFolder });
    expect([code, terminal.shown]).toEqual([0, completionFor('fish', offers)]);
    expect((await runLine(['completion', 'tcsh'], { profileFolder })).code).toBe(2);
  });
});
