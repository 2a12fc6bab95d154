import { dayMs } from '../../statecharts/units.ts';
import type { CredentialKind } from '../contract/parts.ts';
import { noMisses } from './books.ts';
import type { Draft } from './draft.ts';
import type { EventFact } from './facts.ts';
import { countedUnder, isGuess, recentLocks, recentMisses, toldUnder, type Guess } from './lockout.ts';
import type { Moment } from './moment.ts';
import { own } from './own.ts';

type CredentialFact = Extract<EventFact, { type: `credential.${string}` }>;

/**
 * Counters of people who are long gone are let go beyond so many: more than the misses that a day allows at its
 * strictest settings, so that nobody sheds the misses of today by guessing names.
 */
const countersMost = 4_096;

export function foldCredential(books: Draft, fact: CredentialFact, at: Moment): void {
  const { kind, person } = fact.data;
  const guess: Guess = { kind: kind as CredentialKind, ...(person === undefined ? {} : { person }) };
  const keys = countedUnder(guess);
  if (fact.type === 'credential.locked-out') return lock(books, keys.own, forMsOf(fact, at), at);
  if (!isGuess(guess, fact.data.why)) return count(books, toldUnder(guess), 0, at);
  count(books, keys.own, 1, at);
  if (keys.all !== null) count(books, keys.all, 0, at);
  forgetSome(books);
}

/** Somebody got it right: single misses are forgiven, the locks and the guesses of the day are not. */
export function forgive(books: Draft, key: string): void {
  const before = own(books.misses, key);
  if (before) books.misses[key] = { ...before, inARow: 0, isStrict: false };
}

function count(books: Draft, key: string, inARow: 0 | 1, at: Moment): void {
  const before = own(books.misses, key) ?? noMisses;
  books.misses[key] = { ...before, inARow: before.inARow + inARow, atAgeMs: [...recentMisses(before, at), at.ageMs] };
}

function lock(books: Draft, key: string, forMs: number, at: Moment): void {
  const before = own(books.misses, key) ?? noMisses;
  const lockedUntilAgeMs = Math.max(before.lockedUntilAgeMs, at.ageMs + forMs);
  books.misses[key] = { ...before, inARow: 0, isStrict: true, locks: recentLocks(before, at) + 1, lockedUntilAgeMs };
}

/** Nothing is ever locked for longer. */
const lockMostMs = dayMs;

/** Older journals tell the end alone, as a date. */
function forMsOf(fact: Extract<CredentialFact, { type: 'credential.locked-out' }>, at: Moment): number {
  const { seconds, until } = fact.data;
  const forMs = seconds === undefined ? Date.parse(until) - at.ms : seconds * 1000;
  return forMs > 0 ? Math.min(Math.round(forMs), lockMostMs) : 0; // What is no time locks nothing.
}

/** The counters of people go, the longest untouched first; those of whole kinds stay. */
function forgetSome(books: Draft): void {
  const keys = Object.keys(books.misses);
  if (keys.length <= countersMost) return;
  const lastAgeMs = (key: string) => books.misses[key]?.atAgeMs.at(-1) ?? -Infinity;
  const [oldest] = keys.filter((key) => /\/./.test(key)).toSorted((a, b) => lastAgeMs(a) - lastAgeMs(b));
  if (oldest !== undefined) delete books.misses[oldest];
}
