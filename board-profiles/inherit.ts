import { LockerError } from '../statecharts/locker-error.ts';
import { didYouMean } from './near.ts';

/** A profile as text, and where it was found, for messages. */
export interface ProfileText {
  readonly text: string;
  readonly where: string;
  /** By which somebody asked for it: what it calls itself has to be the same. Left out where a file was named. */
  readonly id?: string;
}

export type ProfileKind = 'cabinet' | 'board';

/** Finds a profile by its id. `null`: there is none. */
export interface ProfileLibrary {
  (kind: ProfileKind, id: string): ProfileText | null;
  /** The ids that there are, for whoever has misspelt one. */
  readonly names?: (kind: ProfileKind) => readonly string[];
}

/** Whoever has to look through more files than this to see one figure will read the wrong one. */
const generationsMost = 4;

type Json = Readonly<Record<string, unknown>>;

/**
 * A profile with everything that it inherits, before it is checked. Objects are merged field by field; a list or a figure
 * replaces the inherited one as a whole.
 * @throws LockerError `profile.malformed` for what is no JSON object, and `profile.missing` for a parent that nobody has
 */
export function inherited(kind: ProfileKind, file: ProfileText, library: ProfileLibrary): unknown {
  const chain: Json[] = [];
  const seen = new Set<string>();
  for (let next: ProfileText | null = file; next !== null;) {
    const own: unknown = parseJson(next);
    if (!isObject(own)) return chain.length === 0 ? own : refuse(next.where, 'is no object');
    chain.unshift(own);
    const parent: unknown = own['inherits'];
    if (typeof parent !== 'string') break;
    if (seen.has(parent)) return refuse(file.where, `inherits: ${parent} inherits from itself`);
    if (chain.length > generationsMost) return refuse(file.where, `inherits: more than ${String(generationsMost)} generations`);
    seen.add(parent);
    const where: string = next.where;
    next = library(kind, parent);
    if (next === null) throw new LockerError('profile.missing', where, `inherits: ${sayMissing(library, kind, parent)}`);
  }
  return chain.reduce((all, own) => merged(all, own), {});
}

/** That there is no such profile, and which one may have been meant. */
export function sayMissing(library: ProfileLibrary, kind: ProfileKind, id: string): string {
  return `there is no ${kind} profile called ${id}${didYouMean(id, library.names?.(kind) ?? [])}`;
}

function merged(under: Json, over: Json): Json {
  const both: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = Object.hasOwn(under, key) ? under[key] : undefined;
    both[key] = isObject(value) && isObject(below) ? merged(below, value) : value;
  }
  return both;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson({ text, where }: ProfileText): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    return refuse(where, `this is not JSON (${String(cause)})`);
  }
}

function refuse(where: string, what: string): never {
  throw new LockerError('profile.malformed', where, what);
}
