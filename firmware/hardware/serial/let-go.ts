import { seconds, type Milliseconds } from '../../../statecharts/units.ts';
import type { Clock } from '../../ports/clock.ts';

/** So long a port may take to forget, or to close. One that hangs must not keep anybody. */
const letsGoWithin = seconds(0.5);

type Callback = (error: Error | null | undefined) => void;

/** What is used of a port at its end. */
interface EndingPort {
  readonly isOpen: boolean;
  flush(callback: Callback): void;
  close(callback: Callback): void;
}

/** @returns false for what comes to a bad end, or to none in time: a port that was unplugged in this very moment never calls back */
export function isDone(clock: Clock, what: string, within: Milliseconds, begin: (done: Callback) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const limit = clock.setTimer(what, within, () => resolve(false));
    begin((error) => {
      clock.cancel(limit);
      resolve(!error);
    });
  });
}

/** @returns whether it has forgotten what was written and has not left */
export function forgets(port: EndingPort, clock: Clock): Promise<boolean> {
  return isDone(clock, 'a port forgets', letsGoWithin, (done) => port.flush(done));
}

export async function closes(port: EndingPort, clock: Clock): Promise<void> {
  if (port.isOpen) await isDone(clock, 'a port closes', letsGoWithin, (done) => port.close(done));
}

/** The system sends what it holds of a port even after it was closed, for half a minute. */
export async function letGo(port: EndingPort, clock: Clock): Promise<void> {
  if (!port.isOpen) return;
  await forgets(port, clock);
  await closes(port, clock);
}
