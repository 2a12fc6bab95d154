import type { Profile } from '../../board-profiles/profile.schema.ts';
import { statusOf } from '../bank/status.ts';
import type { Ledger } from '../journal/ledger.ts';
import type { EventMessage, ReportMessage } from '../contract/messages.ts';
import type { Link } from './link.ts';
import type { TrustMode } from '../signed/trust.ts';

/** What the bank says of itself: documents in force, one row a locker, counts, health. */
export async function reportOf(
  ledger: Ledger,
  profile: Profile,
  trust: TrustMode,
  { acknowledged, messagesRefused }: Pick<Link, 'acknowledged' | 'messagesRefused'>,
): Promise<Omit<ReportMessage, 'session'>> {
  const { books } = ledger;
  const now = ledger.now();
  const lockers = Object.values(books.lockers).map((locker) => ({
    number: locker.number,
    size: locker.size,
    accessible: locker.accessible,
    status: statusOf(books, locker, now),
    door: locker.door,
    since: new Date(locker.sinceMs).toISOString(),
  }));
  const counts: Record<string, number> = {};
  for (const { status } of lockers) counts[status] = (counts[status] ?? 0) + 1;
  const degraded = [
    ...books.degraded,
    ...(trust === 'broker' ? ['trusts-its-broker'] : []),
    ...(ledger.isBroken ? ['storage-failed'] : []),
  ];
  const [oldest] = await ledger.events(acknowledged + 1, 1);
  const oldestUnacknowledged = oldest === undefined ? null : (JSON.parse(oldest) as EventMessage).time;
  return {
    profile: profile.id,
    trust,
    // The parts of a directory are the bank's own business, and hundreds of hashes would not fit the message.
    documents: Object.fromEntries(Object.entries(books.documents).map(([kind, { version, sha256 }]) => [kind, { version, sha256 }])),
    lockers,
    counts,
    health: { degraded, messagesRefused },
    oldestUnacknowledged,
  };
}
