import { dayMs } from '../../statecharts/units.ts';
import type { CredentialTrouble } from '../contract/events.ts';
import type { CredentialKind } from '../contract/parts.ts';
import { missesKey, noMisses, type Books, type Misses } from './books.ts';
import { aboutBank, type Fact } from './facts.ts';
import type { Moment } from './moment.ts';
import { own } from './own.ts';

/** Who guesses what: a kind of credential and, where the guesser had to name somebody first, that person. */
export interface Guess {
  readonly kind: CredentialKind;
  readonly person?: string;
}

/** What a guesser has to name somebody for. All other kinds say by themselves who it is. */
const personalKinds: ReadonlySet<string> = new Set<CredentialKind>(['password', 'pin']);

/**
 * How many times the guesses of one person all people together have: whoever tries one password with every name gets
 * no further than that, and no honest day comes near it.
 */
const peopleGuessing = 4;

/** How often it has been locked within a day of its last lock. Measured by the bank's age: no clock step ends it. */
export function recentLocks(misses: Misses, now: Moment): number {
  return now.ageMs - misses.lockedUntilAgeMs < dayMs ? misses.locks : 0;
}

/** The ages of the misses of the last day. */
export function recentMisses(misses: Misses, now: Moment): readonly number[] {
  const first = misses.atAgeMs.findIndex((ageMs) => now.ageMs - ageMs < dayMs);
  return first < 0 ? [] : misses.atAgeMs.slice(first);
}

/**
 * Whether a refusal was a guess. None is a signed token, which nobody can make up, nor a badge or a password that the
 * directory knows and that opens nothing all the same.
 */
export function isGuess({ kind, person }: Guess, why: string): boolean {
  if (kind === 'qr' || why === 'two-people') return false;
  return person === undefined || (personalKinds.has(kind) && why === 'wrong');
}

/** Under which names guesses are counted: what is guessed at a person also counts for all people together. */
export function countedUnder({ kind, person }: Guess): { readonly own: string; readonly all: string | null } {
  if (person === undefined || !personalKinds.has(kind)) return { own: missesKey(kind), all: null };
  return { own: missesKey(kind, person), all: missesKey(kind) };
}

/** Under which name refusals are counted that were no guesses. Nobody's id is empty. */
export function toldUnder({ kind }: Guess): string {
  return missesKey(kind, '');
}

/** How long a kind of credential, or one person's, stays locked, in milliseconds; 0 where it is not. */
export function lockedForMs(books: Books, guess: Guess, now: Moment): number {
  const { own: ownKey, all } = countedUnder(guess);
  const untilAgeMs = Math.max(missesAt(books, ownKey).lockedUntilAgeMs, all === null ? 0 : missesAt(books, all).lockedUntilAgeMs);
  return Math.max(0, untilAgeMs - now.ageMs);
}

export function isLocked(books: Books, guess: Guess, now: Moment): boolean {
  return lockedForMs(books, guess, now) > 0;
}

/**
 * A credential that was not taken. So many misses in a row lock it for `lockFirst`, then twice as long each time up to
 * `lockLongest`; once it has been locked, every further miss locks it again until somebody gets it right. A day allows
 * `guessesPerDay` in all, counted by the bank's age: that bound is what the length of codes is reckoned by.
 */
export function missed(books: Books, guess: Guess, why: CredentialTrouble, now: Moment, session: string | null): readonly Fact[] {
  const { kind } = guess;
  const refused = aboutBank('credential.refused', { ...guess, why }, { session });
  const keys = countedUnder(guess);
  const lock = (who: Guess, forMs: number): readonly Fact[] => {
    if (forMs === 0) return [];
    const until = new Date(now.ms + forMs).toISOString();
    return [aboutBank('credential.locked-out', { ...who, until, seconds: forMs / 1000 }, { session })];
  };
  const { guessesPerDay } = books.settings;
  const allForMs = keys.all === null ? 0 : fullForMs(missesAt(books, keys.all), peopleGuessing * guessesPerDay, now);
  return [refused, ...lock(guess, lockForMs(books, missesAt(books, keys.own), now)), ...lock({ kind }, allForMs)];
}

/**
 * A credential that was not taken although nobody guessed: it is told so many times a day and then no more, so that a
 * sheet of paper stuck before the scanner does not fill the journal.
 */
export function notTaken(books: Books, guess: Guess, why: CredentialTrouble, now: Moment, session: string | null): readonly Fact[] {
  const today = recentMisses(missesAt(books, toldUnder(guess)), now);
  return today.length < books.settings.guessesPerDay ? [aboutBank('credential.refused', { ...guess, why }, { session })] : [];
}

/** What a person has earned who got it right. */
export function forgiven(books: Books, guess: Guess): readonly Fact[] {
  const key = countedUnder(guess).own;
  const { inARow, isStrict } = missesAt(books, key);
  return inARow > 0 || isStrict ? [{ type: 'note.misses-forgiven', kind: key }] : [];
}

/** For how long one more miss locks; 0 where it does not. */
function lockForMs(books: Books, misses: Misses, now: Moment): number {
  const { missesBeforeLock, lockFirst, lockLongest, guessesPerDay } = books.settings;
  const fullMs = fullForMs(misses, guessesPerDay, now);
  const isDue = misses.isStrict || misses.inARow + 1 >= missesBeforeLock;
  if (fullMs === 0 && !isDue) return 0;
  return Math.max(fullMs, Math.min(lockLongest, lockFirst * 2 ** recentLocks(misses, now)));
}

/** How long it takes, once this miss is counted, until another one fits into the day; 0 where it fits already. */
function fullForMs(misses: Misses, perDay: number, now: Moment): number {
  const today = [...recentMisses(misses, now), now.ageMs];
  const firstThatCounts = today.at(-perDay);
  return firstThatCounts === undefined ? 0 : dayMs - (now.ageMs - firstThatCounts);
}

function missesAt(books: Books, key: string): Misses {
  return own(books.misses, key) ?? noMisses;
}
