import { join } from 'node:path';
import { readEnvironment } from './adapters/environment.ts';
import { RealTerminal } from './adapters/terminal.ts';
import { runWords } from './technician/cli/command-line.ts';
import { commands } from './technician/cli/commands.ts';
import { version } from './version.ts';

/** Without a word the bank itself; with one, what a technician asks for. The bank with all its drivers is loaded only then. */
const words = process.argv.slice(2);
if (words.length === 0) {
  const { runBank } = await import('./run-bank.ts');
  await runBank();
} else {
  const terminal = new RealTerminal();
  process.exitCode = await runWords(words, {
    commands, terminal, version, folder: process.cwd(), shell: process.env,
    profileFolder: join(import.meta.dirname, 'board-profiles'),
    environment: () => readEnvironment(process.cwd(), process.env),
  });
  terminal.close();
}
