import { spawn } from 'node:child_process';
import type { BoardModel } from '../../../board-profiles/board.schema.ts';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { seconds } from '../../../statecharts/units.ts';
import type { Clock, Timer } from '../../ports/clock.ts';
import { complaintsIn, failureIn, progressIn, type FlashFailure, type FlashProgress, type FlashStage } from './avrdude-progress.ts';

/** It says something each two seconds; on a port that goes away some versions turn round and round without a word or an end. */
const silentAtMost = seconds(15);
/** Of what it says, no more is kept: it writes a few kilobytes. */
const saidMost = 256 * 1024;

export type Mcu = NonNullable<BoardModel['mcu']>;

interface AvrdudeOptions {
  /** The program; a test may give another one. */
  readonly program: string;
  readonly mcu: Mcu;
  readonly port: string;
  /** A `.hex` file that has been looked at: what goes in is what was checked. */
  readonly hex: string;
  readonly clock: Clock;
  readonly interrupted: AbortSignal;
  readonly onProgress: (progress: FlashProgress) => void;
}

export type AvrdudeEnd =
  /** Written, read back, and the same. */
  | { readonly kind: 'flashed' }
  | { readonly kind: 'interrupted'; readonly stage: FlashStage }
  | { readonly kind: 'failed'; readonly stage: FlashStage; readonly why: FlashFailure; readonly says: readonly string[] };

/**
 * Has avrdude write a program and read it back.
 * @throws LockerError `program.missing`
 */
export function runAvrdude({ program, mcu, port, hex, clock, interrupted, onProgress }: AvrdudeOptions): Promise<AvrdudeEnd> {
  const words = ['-p', mcu.part, '-c', mcu.programmer, '-P', port, '-b', String(mcu.baud), '-D', '-U', 'flash:w:-:i'];
  // In a group of its own: a Ctrl-C is for us, who then say how far it was.
  const child = spawn(program, words, { stdio: ['pipe', 'ignore', 'pipe'], detached: true, env: { ...process.env, LC_ALL: 'C' } });
  let said = '';
  let patience: Timer | null = null;
  let isSilent = false;
  const end = (): void => void child.kill('SIGKILL');
  const wait = (): void => {
    if (patience !== null) clock.cancel(patience);
    patience = clock.setTimer('avrdude says something', silentAtMost, () => {
      isSilent = true;
      end();
    });
  };
  return new Promise<AvrdudeEnd>((resolve, reject) => {
    child.once('error', (cause) => {
      const what = `cannot be started (${cause.message}). Cure: sudo apt-get install avrdude; nothing was touched`;
      reject(new LockerError('program.missing', program, what, cause));
    });
    child.once('close', (code) => {
      const { stage } = progressIn(said);
      if (code === 0) resolve({ kind: 'flashed' });
      else if (interrupted.aborted) resolve({ kind: 'interrupted', stage });
      else resolve({ kind: 'failed', stage, why: isSilent ? 'no-answer' : failureIn(said), says: complaintsIn(said) });
    });
    // It may have ended before it has read everything; why is told by its end.
    child.stdin.on('error', () => undefined);
    child.stdin.end(hex);
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      wait();
      said = (said + text).slice(0, saidMost);
      onProgress(progressIn(said));
    });
    wait();
    interrupted.addEventListener('abort', end, { once: true });
    if (interrupted.aborted) end();
  }).finally(() => {
    if (patience !== null) clock.cancel(patience);
    interrupted.removeEventListener('abort', end);
  });
}
