import type { Profile, ProfileLocker } from '../../board-profiles/profile.schema.ts';
import { newBooks, type Books } from '../../firmware/bank/books.ts';
import { bankKeys } from '../../firmware/bank/codes.ts';
import { decideCommand } from '../../firmware/bank/commands.ts';
import type { RecipientEntry } from '../../firmware/bank/directory.ts';
import { fold, type Stamp } from '../../firmware/bank/fold.ts';
import type { Command } from '../../firmware/contract/commands.ts';
import type { Moment } from '../../firmware/bank/moment.ts';
import { noonMs } from './noon.ts';
import { bankProfile, staffEntry } from './paper-bank.ts';

const people = 20_000;
export const [lockersMost, live, remembered] = [240, 230, 2_000];
export const now = { ms: noonMs, ageMs: 10_000_000 };
export const frame = {
  keys: bankKeys(new Uint8Array(32)),
  sizes: ['small', 'medium', 'large'],
  ownPrefix: 'log',
  isOnline: true,
  health: {},
};

/** What the bank answers to a wish for a place. */
export function put(books: Books, reservation: string, change: object = {}, at: Moment = now) {
  const args = {
    reservation,
    kind: 'delivery',
    party: { type: 'recipient', id: 'p7' },
    items: [{ id: `label ${reservation}` }],
    codes: [`CODE-${reservation}`],
    tags: [],
    accessible: false,
    shared: false,
    visitor: false,
    ...change,
  };
  const command = { id: `c-${reservation}`, cmd: 'reservation.put', args, expMs: at.ms + 1, by: 'upstream' } as Command;
  const decision = decideCommand(books, frame, command, at, 'intent');
  return decision.kind === 'facts' ? decision.facts : [];
}

/** A cabinet of 240 lockers of every size. */
export function largeProfile(): Profile {
  const profile = bankProfile();
  const shapes = profile.columns.flatMap((column) => column.lockers);
  const lockers = Array.from({ length: lockersMost }, (_, n) => ({ ...shapes[n % shapes.length], number: n + 1 }) as ProfileLocker);
  return { ...profile, columns: profile.columns.slice(0, 1).map((column) => ({ ...column, lockers })) };
}

/** 240 lockers, nearly all of them full, 2,000 parcels of the last day, and 20,000 people. */
export function largeBank(): Books {
  const fresh = newBooks(largeProfile());
  const entry = (n: number): RecipientEntry => ({
    id: `p${String(n)}`,
    name: '',
    accessible: n % 50 === 0,
    departments: ['post'],
    pin: null,
  });
  const recipients = Object.fromEntries(Array.from({ length: people }, (_, n) => [`p${String(n)}`, entry(n)]));
  const books: Books = {
    ...fresh,
    documents: { directory: { version: 1, sha256: 'a'.repeat(64) } },
    directory: { ...fresh.directory, recipients, staff: { mia: staffEntry('mia', ['drop-off']) } },
    settings: { ...fresh.settings, bankModes: ['delivery', 'storage'], deliveryOnlyMinimum: { small: 5 } },
  };
  let sequence = 0;
  const take = (facts: Parameters<typeof fold>[1][], at = now) => {
    for (const fact of facts) fold(books, fact, { at, floorMs: 0, sequence: ++sequence } satisfies Stamp);
  };
  for (let locker = 1; locker <= lockersMost; locker++) take([{ type: 'note.door-found', locker, door: 'closed' }]);
  for (let n = 0; n < remembered + live; n++) {
    const facts = put(books, `r${String(n)}`);
    take([...facts]);
    const [made] = facts;
    if (made?.type !== 'reservation.made' || n >= remembered) continue;
    const { reservation, kind, locker, items, party } = made.data;
    const parcel = { reservation, kind, locker, items, party, by: null };
    const longAgo = { ms: noonMs, ageMs: 0 };
    take([{ type: 'deposit.completed', subject: '', data: { ...parcel, until: null } }], longAgo);
    take([{ type: 'pickup.completed', subject: '', data: parcel }], longAgo);
  }
  return books;
}
