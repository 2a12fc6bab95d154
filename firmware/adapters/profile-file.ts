import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ProfileKind, ProfileLibrary, ProfileText } from '../../board-profiles/inherit.ts';
import { didYouMean } from '../../board-profiles/near.ts';
import { readProfile } from '../../board-profiles/profile.ts';
import type { Profile } from '../../board-profiles/profile.schema.ts';
import { LockerError } from '../../statecharts/locker-error.ts';

/** Where each kind of profile lies below the folder of them all. */
const roomOf = { cabinet: 'cabinets', board: 'boards' } as const satisfies Record<ProfileKind, string>;

/**
 * The profiles in a folder that has `cabinets/` and `boards/`.
 * @param beside the folder of a technician's own file, where other own files lie: cabinets beside it, models in `boards/`
 */
export function profileLibrary(folder: string, beside: string | null = null): ProfileLibrary {
  const find = (kind: ProfileKind, id: string) => {
    const own = beside === null ? [] : [join(beside, roomOf[kind], `${id}.json`), join(beside, `${id}.json`)];
    const where = [join(folder, roomOf[kind], `${id}.json`), ...own].find((path) => existsSync(path));
    return where === undefined ? null : { text: readFileSync(where, 'utf8'), where };
  };
  const names = (kind: ProfileKind) => namesIn(folder, kind);
  return Object.assign(find, { names });
}

/** What a file may name: what comes with the program, and what lies beside it. */
export function libraryFor({ where }: ProfileText, folder: string): ProfileLibrary {
  return profileLibrary(folder, dirname(where));
}

/**
 * The text that somebody means: of a file, or of a profile that comes with the program.
 * @param folder where the profiles of the program lie
 * @param cure what one does to mean another one
 * @throws LockerError `profile.missing`
 */
export function profileText(named: string, folder: string, kind: ProfileKind = 'cabinet', cure = 'name'): ProfileText {
  const isFile = isFileName(named);
  const where = isFile ? named : join(folder, roomOf[kind], `${named}.json`);
  try {
    return { text: readFileSync(where, 'utf8'), where, ...(!isFile && { id: named }) };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const what = isFile ? `cannot be read (${why})` : `does not come with the program${didYouMean(named, namesIn(folder, kind))}`;
    const ids = kind === 'cabinet' ? 'an id of lockerbank profile list' : `an id from board-profiles/${roomOf.board}/`;
    throw new LockerError('profile.missing', isFile ? where : named, `${what}. Cure: ${cure} a file, or ${ids}`, cause);
  }
}

/** Whether somebody means a file, and not the id of a profile: by what it looks like, whatever lies where they stand. */
export function isFileName(named: string): boolean {
  return named.includes('/') || named.endsWith('.json');
}

/**
 * Reads the profile that the configuration names: a file, or the id of one that comes with the program.
 * @param folder where the profiles of the program lie
 * @throws LockerError `profile.missing`, or what is wrong with it
 */
export function loadProfile(named: string, folder: string): Profile {
  const file = profileText(named, folder, 'cabinet', 'set LOCKERBANK_PROFILE to');
  return readProfile(file, libraryFor(file, folder));
}

/**
 * Writes a profile where none is yet.
 * @throws LockerError `file.unusable`
 */
export function writeNewProfile(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new LockerError('file.unusable', path, `cannot be written (${why}). Cure: choose another name with --to`, cause);
  }
}

/**
 * Writes a drawing, over an older one of the same name.
 * @throws LockerError `file.unusable`
 */
export function writeDrawing(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new LockerError('file.unusable', path, `cannot be written (${why}). Cure: choose a folder that you may write to`, cause);
  }
}

function namesIn(folder: string, kind: ProfileKind): readonly string[] {
  const room = join(folder, roomOf[kind]);
  const files = existsSync(room) ? readdirSync(room) : [];
  return files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length)).toSorted();
}
