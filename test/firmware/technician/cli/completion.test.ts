import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commands } from '../../../../firmware/technician/cli/commands.ts';
import { completionFor } from '../../../../firmware/technician/cli/completion.ts';
import { runLine } from '../../../support/stand-in-terminal.ts';

/** What bash itself offers behind these words, of which the last is not finished. */
function offered(words: readonly string[], folder = '/'): readonly string[] {
  const quoted = ['lockerbank', ...words].map((word) => `'${word}'`).join(' ');
  const asking = `COMP_WORDS=(${quoted}); COMP_CWORD=${String(words.length)}; _lockerbank; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const script = `set -u; cd '${folder}'; ${completionFor('bash', commands)}\n${asking}`;
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

  test('zsh takes what bash takes, and fish has a line for each command and option', () => {
    expect(completionFor('zsh', commands)).toContain(completionFor('bash', commands));
    expect(completionFor('zsh', commands)).toMatch(/^#compdef lockerbank\n/);
    const fish = completionFor('fish', commands);
    for (const { name, options } of commands) {
      const last = name.split(' ').at(-1) ?? '';
      expect(fish).toMatch(new RegExp(`-a '${last}' -d '`));
      for (const option of Object.keys(options)) expect(fish).toContain(` -l ${option}`);
    }
    expect(fish.split('\n').filter((line) => (line.replaceAll("\\'", '').match(/'/g)?.length ?? 0) % 2 === 1)).toEqual([]);
  });

  test('is told by lockerbank completion', async () => {
    const { code, terminal } = await runLine(['completion', 'fish']);
    expect([code, terminal.shown]).toEqual([0, completionFor('fish', commands)]);
    expect((await runLine(['completion', 'tcsh'])).code).toBe(2);
  });
});
