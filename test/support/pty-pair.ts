import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { neededProgram } from './needed-program.ts';
import { until } from './until.ts';

/** Two serial ports with a cable between them, as far as the kernel can tell. */
export interface PtyPair {
  readonly ours: string;
  readonly theirs: string;
  /** Pulls the cable and both ports out. The paths stay, so that `plugIn` may use them again. */
  unplug(): Promise<void>;
  plugIn(): Promise<void>;
  remove(): Promise<void>;
}

export async function ptyPair(): Promise<PtyPair> {
  const program = neededProgram('socat');
  const folder = mkdtempSync(join(tmpdir(), 'lockerbank-pty-'));
  const [ours, theirs] = [join(folder, 'ours'), join(folder, 'theirs')];
  let unplug = (): Promise<void> => Promise.resolve();
  const plugIn = async (): Promise<void> => {
    const socat = spawn(program, [`pty,raw,echo=0,link=${ours}`, `pty,raw,echo=0,link=${theirs}`], { stdio: 'ignore' });
    const gone = new Promise<void>((resolve) => socat.once('close', () => resolve()));
    unplug = async () => {
      socat.kill();
      await gone;
    };
    await until('socat has made two pseudo-terminals', () => existsSync(ours) && existsSync(theirs));
  };
  const remove = async (): Promise<void> => {
    await unplug();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await plugIn();
  } catch (error) {
    await remove();
    throw error;
  }
  return { ours, theirs, unplug: () => unplug(), plugIn, remove };
}
