import { lockerStatuses } from '../contract/messages.ts';
import type { Books } from './books.ts';
import { allRemembered } from './memory.ts';
import type { Moment } from './moment.ts';
import { statusOf } from './status.ts';

/** What `bank.diagnose` tells: short names, and values without anything about a person. */
export type Findings = Readonly<Record<string, string | number | boolean>>;

/** What the books say of the bank's health: how many lockers are how, and what waits. */
export function findingsIn(books: Books, now: Moment): Findings {
  const lockers = Object.values(books.lockers);
  const withStatus = new Map(lockerStatuses.map((status) => [status, 0]));
  for (const locker of lockers) {
    const status = statusOf(books, locker, now);
    withStatus.set(status, (withStatus.get(status) ?? 0) + 1);
  }
  const { directory } = books.documents;
  const validUntilMs = directory?.validUntilMs ?? null;
  return {
    ...Object.fromEntries([...withStatus].map(([status, count]) => [`lockers-${status}`, count])),
    'doors-open': lockers.filter(({ door }) => door === 'open').length,
    'doors-unknown': lockers.filter(({ door }) => door === 'unknown').length,
    'lockers-dedicated': lockers.filter(({ dedicatedTo }) => dedicatedTo !== null).length,
    'reservations': allRemembered(books, now).length,
    'visits': Object.keys(books.visits).length,
    'acknowledged': books.acknowledged,
    'degraded': books.degraded.join(' '),
    ...(directory ? { 'directory-version': directory.version } : {}),
    ...(validUntilMs === null ? {} : { 'directory-valid-until': new Date(validUntilMs).toISOString() }),
  };
}
