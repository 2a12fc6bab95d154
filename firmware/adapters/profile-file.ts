import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readProfile } from '../../board-profiles/profile.ts';
import type { Profile } from '../../board-profiles/profile.schema.ts';
import { LockerError } from '../../statecharts/locker-error.ts';

/**
 * Reads the profile that the configuration names: a file, or the id of one that comes with the program.
 * @param folder where the profiles of the program lie
 * @throws LockerError `profile.missing`, or what is wrong with it
 */
export function loadProfile(named: string, folder: string): Profile {
  const path = existsSync(named) ? named : join(folder, `${named}.json`);
  try {
    return readProfile(readFileSync(path, 'utf8'), path);
  } catch (cause) {
    if (cause instanceof LockerError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    const what = `cannot be read (${why}). Cure: set LOCKERBANK_PROFILE to a file, or to an id from board-profiles/`;
    throw new LockerError('profile.missing', path, what, cause);
  }
}
