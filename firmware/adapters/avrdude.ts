import { spawn } from 'node:child_process';
import { LockerError } from '../../statecharts/locker-error.ts';
import { seconds } from '../../statecharts/units.ts';
import type { Clock, Timer } from '../ports/clock.ts';

/** It says something each two seconds; on a port that goes away some versions turn round and round without a word or an end. */
const silentAtMost = seconds(15);
/** Of what it says, no more is kept: it writes a few kilobytes. */
const saidMost = 256 * 1024;

interface AvrdudeOptions {
  /** The program; a test may give another one. */
  readonly program: string;
  readonly words: readonly string[];
  readonly input: string;
  readonly clock: Clock;
  readonly interrupted: AbortSignal;
  /** @param said all of it so far */
  readonly onSaid: (said: string) => void;
}

interface AvrdudeEnd {
  readonly isDone: boolean;
  /** It had nothing to say any more, and was ended for that. */
  readonly isSilent: boolean;
  readonly said: string;
}

/**
 * Runs avrdude to its end, or until it is interrupted or silent.
 * @throws LockerError `program.missing`
 */
export function runAvrdude({ program, words, input, clock, interrupted, onSaid }: AvrdudeOptions): Promise<AvrdudeEnd> {
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
    child.once('close', (code) => resolve({ isDone: code === 0, isSilent, said }));
    // It may have ended before it has read everything; why is told by its end.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      wait();
      said = (said + text).slice(0, saidMost);
      onSaid(said);
    });
    wait();
    interrupted.addEventListener('abort', end, { once: true });
    if (interrupted.aborted) end();
  }).finally(() => {
    if (patience !== null) clock.cancel(patience);
    interrupted.removeEventListener('abort', end);
  });
}
