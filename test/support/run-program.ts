import { spawn } from 'node:child_process';
import { join } from 'node:path';

interface ProgramRun {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a program of dist/ until it ends by itself. */
export function runProgram(
  program: 'lockerbank' | 'lockerbank-sim',
  folder: string,
  environment: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
  timeout = 20_000,
): Promise<ProgramRun> {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('LOCKERBANK_')));
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../dist', `${program}.mjs`), ...args], {
    cwd: folder, env: { ...inherited, ...environment }, stdio: ['ignore', 'pipe', 'pipe'], timeout,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}
