import type { Books, DocumentInForce } from './books.ts';
import { aboutBank, type Fact } from './facts.ts';
import type { Moment } from './moment.ts';
import type { Settings } from './settings.ts';

/** Until when the upstream's word on a directory counts, as a date: to the end that it named, or so long after it was given. */
export function wordEndsMs({ directoryAgeMost }: Settings, word: Pick<DocumentInForce, 'validUntilMs' | 'sinceMs'>): number {
  const { validUntilMs, sinceMs } = word;
  const byAge = directoryAgeMost === null || sinceMs === undefined ? Infinity : sinceMs + directoryAgeMost;
  return Math.min(validUntilMs ?? Infinity, byAge);
}

/** From when on, as a date, the directory in force is too old. `null` where that never comes, or where there is no directory. */
export function directoryOutdatesMs(books: Books): number | null {
  const inForce = books.documents.directory;
  const atMs = inForce ? wordEndsMs(books.settings, inForce) : Infinity;
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
