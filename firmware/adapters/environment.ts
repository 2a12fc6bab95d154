import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'dotenv';
import { LockerError } from '../../statecharts/locker-error.ts';

/** A line of `.env` that dotenv would silently pass over is a mistake that somebody has to find at two in the morning. */
const lineOfEnv = /^\s*(?:#.*|(?:export\s+)?[\w.-]+\s*=.*)?$/;

/**
 * The environment, with what the file adds to it that `LOCKERBANK_ENV_FILE` names, or else a `.env` in `folder`.
 * @throws LockerError `configuration.unreadable`, naming the file and the line
 */
export function readEnvironment(folder: string, environment: NodeJS.ProcessEnv): Readonly<Record<string, string | undefined>> {
  const named = environment['LOCKERBANK_ENV_FILE'];
  const path = named ? resolve(folder, named) : join(folder, '.env');
  // One that is named is meant.
  if (!named && !existsSync(path)) return environment;
  const text = readText(path);
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (!lineOfEnv.test(line)) {
      // The line itself is not quoted: it may be half of a password.
      const what = 'is not NAME=value. Cure: correct or remove the line';
      throw new LockerError('configuration.unreadable', `${path}:${String(index + 1)}`, what);
    }
  }
  return { ...parse(text), ...environment };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const what = `cannot be read (${why}). Cure: join the group that may read it (sudo adduser $USER lockerbank), or use sudo`;
    throw new LockerError('configuration.unreadable', path, what, cause);
  }
}
