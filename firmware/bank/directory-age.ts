import type { Books } from './books.ts';
import { aboutBank, type Fact } from './facts.ts';
import type { Moment } from './moment.ts';

/**
 * From when on, as a date, the directory in force is too old: at the end that the upstream gave it, or so long after
 * the upstream last said that it is the one to have. `null` where neither comes, or where there is no directory.
 */
export function directoryOutdatesMs(books: Books): number | null {
  const inForce = books.documents['directory'];
  if (!inForce) return null;
  const { directoryAgeMost } = books.settings;
  const byAge = directoryAgeMost === null || inForce.sinceMs === undefined ? Infinity : inForce.sinceMs + directoryAgeMost;
  const atMs = Math.min(inForce.validUntilMs ?? Infinity, byAge);
  return atMs === Infinity ? null : atMs;
}

/** Too old for staff and carriers, whose rights may have been taken away since. Recipients still collect what is theirs. */
export function isDirectoryOutdated(books: Books, now: Moment): boolean {
  const atMs = directoryOutdatesMs(books);
  return atMs !== null && now.ms >= atMs;
}

/**
 * Told once when the directory becomes too old. That it is well again is told when it has been fetched again: a clock
 * that is set back makes nobody's rights younger.
 */
export function decideDirectoryAge(books: Books, now: Moment): readonly Fact[] {
  const isTold = books.degraded.includes('directory-outdated');
  return isDirectoryOutdated(books, now) && !isTold ? [aboutBank('bank.degraded', { why: 'directory-outdated' })] : [];
}
