import { LockerError } from '../../statecharts/locker-error.ts';
import { codeOf } from '../ports/error-code.ts';
import { DiskError } from '../ports/disk.ts';
import { ExpectedTrouble } from '../ports/expected-trouble.ts';

/** Exit codes that scripts rely on. `locked`: another lockerbank works on the same data folder. */
export const exitCodes = { done: 0, failed: 1, misused: 2, locked: 3 } as const;

/**
 * Runs a program until it is told to stop, by Ctrl-C or by systemd, and then stops it in order. Broken set-up ends
 * with the place and the cure, and without a stack: the reader is a technician.
 */
export async function runUntilStopped(start: () => Promise<{ stop(): Promise<void> }>): Promise<void> {
  const stopping = new Promise<void>((resolve) => {
    // It stays: a Ctrl-C under npm arrives twice, and the second must not cut the shutdown short.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
  });
  try {
    const running = await start();
    await stopping;
    await running.stop();
    process.exit(exitCodes.done);
  } catch (error) {
    process.stderr.write(`${sayError(error)}\n`);
    process.exit(exitCodeOf(error));
  }
}

/** What a program ends with that ran into this. */
export function exitCodeOf(error: unknown): (typeof exitCodes)[keyof typeof exitCodes] {
  if (!(error instanceof LockerError)) return exitCodes.failed;
  if (error.code === 'data.locked') return exitCodes.locked;
  return error.code.startsWith('configuration.') ? exitCodes.misused : exitCodes.failed;
}

/** Errors that nobody in front of the machine can mend, one line each. */
export function logTrouble(where: string, error: unknown): void {
  process.stderr.write(`${new Date().toISOString()} ${where}: ${sayError(error)}\n`);
}

/** For whoever sits in front of it: broken set-up in one line, anything else with its stack. */
export function sayError(error: unknown): string {
  if (error instanceof LockerError) return `lockerbank: ${error.message} [${error.code}]`;
  if (error instanceof DiskError) {
    return `lockerbank: ${error.message}${isForbidden(error) ? '. Cure: use sudo' : ''} [disk.${error.trouble}]`;
  }
  if (error instanceof ExpectedTrouble) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The data folder is the bank's own user's. */
function isForbidden({ cause }: DiskError): boolean {
  return ['EACCES', 'EPERM'].includes(codeOf(cause) ?? '');
}
