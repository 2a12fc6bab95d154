import { spawnSync } from 'node:child_process';

interface StepRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface StepOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly withinMs?: number;
}

/** Runs a program to its end, and waits for nothing else meanwhile; names the step where it comes to none. */
export function runStep(step: string, [program = '', ...words]: readonly string[], options: StepOptions = {}): StepRun {
  const { withinMs = 30_000, ...surroundings } = options;
  const run = spawnSync(program, words, { ...surroundings, encoding: 'utf8', timeout: withinMs, killSignal: 'SIGKILL' });
  const said = `${run.stdout}${run.stderr}`.trim();
  if (run.signal !== null) throw new Error(`${step}: not done within ${String(withinMs)} ms; it said: ${said}`);
  if (run.error) throw new Error(`${step}: ${run.error.message}`, { cause: run.error });
  return run;
}
