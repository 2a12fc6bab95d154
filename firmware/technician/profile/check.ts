import { basename } from 'node:path';
import type { ProfileKind, ProfileLibrary, ProfileText } from '../../../board-profiles/inherit.ts';
import { examineBoardModel, examineProfile, lockersOf } from '../../../board-profiles/profile.ts';
import type { Profile } from '../../../board-profiles/profile.schema.ts';
import type { Trouble } from '../../../board-profiles/trouble.ts';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { slowLinesOf } from '../../hardware/bus/known-within.ts';

/** What `profile check` finds in a file. No trouble: a bank can be started with it. */
interface CheckReport {
  readonly file: string;
  readonly kind: ProfileKind;
  /** Of a cabinet that is sound; `null` of a board, and of what is not. */
  readonly doors: number | null;
  readonly troubles: readonly Trouble[];
  /** What a bank can be started with, and somebody should know all the same. */
  readonly warnings: readonly Trouble[];
}

/** A place that somebody has to fill in before the file is of use. */
const toFillIn = /FILL[ -]IN/;

/** Everything that is wrong with a file, at once. */
export function checkProfile(file: ProfileText, library: ProfileLibrary): CheckReport {
  const own = ownOf(file);
  const kind = kindOf(own, library);
  const report = { file: file.where, kind, warnings: [] };
  const unfinished = [...(kind === 'board' ? nameTroubles(own, file.where) : []), ...placesToFillIn(own)];
  try {
    if (kind === 'board') {
      return { ...report, doors: null, troubles: [...unfinished, ...examineBoardModel(file, library).troubles] };
    }
    const { profile, troubles } = examineProfile(file, library);
    const all = [...unfinished, ...troubles];
    const warnings = profile === null || all.length > 0 ? [] : slowLines(profile);
    return { ...report, doors: profile && all.length === 0 ? lockersOf(profile).length : null, troubles: all, warnings };
  } catch (error) {
    if (!(error instanceof LockerError)) throw error;
    const what = error.where === file.where ? error.message.slice(error.where.length + 2) : error.message;
    return { ...report, doors: null, troubles: [...unfinished, { field: 'the whole file', what, cure: null }] };
  }
}

function ownOf({ text }: ProfileText): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Whoever has to look through more files than this is going round in a circle. */
const generationsMost = 8;

/** A model of a board says who speaks to it, or inherits from one that does; both kinds may lie in one folder of a technician's. */
function kindOf(own: unknown, library: ProfileLibrary, generation = 0): ProfileKind {
  if (typeof own !== 'object' || own === null || 'columns' in own) return 'cabinet';
  if ('family' in own) return 'board';
  if (!('inherits' in own) || typeof own.inherits !== 'string' || generation > generationsMost) return 'cabinet';
  const parent = library('board', own.inherits);
  return parent === null ? 'cabinet' : kindOf(ownOf(parent), library, generation + 1);
}

/** Cabinets find the model of a board by its id alone. A cabinet is a file that somebody names, on a stick too. */
function nameTroubles(own: unknown, where: string): Trouble[] {
  if (typeof own !== 'object' || own === null || !('id' in own) || typeof own.id !== 'string') return [];
  const name = basename(where, '.json');
  return own.id === name ? [] : [{ field: 'id', what: `is ${own.id}, but the file is called ${name}`, cure: 'Give both the same name' }];
}

function placesToFillIn(part: unknown, field = ''): Trouble[] {
  if (typeof part === 'string') return toFillIn.test(part) ? [{ field, what: 'is still to be filled in', cure: part }] : [];
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => placesToFillIn(value, field === '' ? key : `${field}.${key}`));
}

function slowLines(profile: Profile): readonly Trouble[] {
  return slowLinesOf(profile).map(({ bus, knownWithin, boardsMost }) => ({
    field: `bus ${bus}`,
    what: `is long: a door that moves is known within ${String(knownWithin)} ms on the wire alone, ` +
      'and people look at the screen sooner (250 ms)',
    cure: `At most ${String(boardsMost)} of these boards on a line, or a faster one`,
  }));
}

/** The report as a technician reads it: the place, what is wrong there, and below it what to do. */
export function sayCheck({ file, kind, doors, troubles, warnings }: CheckReport): string {
  const count = troubles.length === 1 ? 'One thing is' : `${String(troubles.length)} things are`;
  const isSound = `${file} is sound: a ${kind}${doors === null ? '' : ` with ${String(doors)} ${doors === 1 ? 'door' : 'doors'}`}.`;
  return [
    troubles.length === 0 ? isSound : `${count} wrong with ${file}:`,
    ...troubles.flatMap(sayTrouble),
    ...(warnings.length === 0 ? [] : ['It will work, but:', ...warnings.flatMap(sayTrouble)]),
  ].join('\n');
}

function sayTrouble({ field, what, cure }: Trouble): string[] {
  return [`  ${field}: ${what}`, ...(cure === null ? [] : [`      ${cure}`])];
}
