import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

interface ProcessFigures {
  readonly readyMs: number;
  readonly memoryMiB: number;
}

/** Starts a Node process, waits until it says that it is ready, and looks at its memory two seconds later. */
export async function measureProcess(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  readyText: string,
): Promise<ProcessFigures> {
  const began = performance.now();
  const child = spawn(process.execPath, [...args], { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    await saysReady(child, ended, readyText);
    const readyMs = performance.now() - began;
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    return { readyMs, memoryMiB: residentMiB(child) };
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

function saysReady(child: ChildProcess, ended: Promise<void>, readyText: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes(readyText)) resolve();
    });
    void ended.then(() => reject(new Error(`it ended before it was ready:\n${output}`)));
  });
}

function residentMiB(child: ChildProcess): number {
  const status = readFileSync(`/proc/${String(child.pid)}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) / 1024;
}
