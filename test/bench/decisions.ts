import { checkCode } from '../../firmware/bank/code-check.ts';
import { decideDoorFact } from '../../firmware/bank/door-facts.ts';
import { decideRelease } from '../../firmware/bank/visits.ts';
import { decideWalkIn } from '../../firmware/bank/walk-in.ts';
import { decideDue } from '../../firmware/bank/deadlines.ts';
import type { Books } from '../../firmware/bank/books.ts';
import { frame, largeBank, live, now, put, remembered } from '../support/large-bank.ts';
import { operator } from '../support/paper-bank.ts';

const rounds = 3_000;
const warmUp = 300;

/** How long each of a bank's decisions takes in memory, in milliseconds, in a bank as large as they come. */
export function measureDecisions(): Readonly<Record<string, readonly number[]>> {
  const books = largeBank();
  const known = `CODE-r${String(remembered + live - 1)}`;
  const reservation = `r${String(remembered + live - 1)}`;
  const locker = books.reservations[reservation]?.locker ?? 1;
  const walkIn = { kind: 'delivery', items: ['JD1'], party: { type: 'recipient', id: 'p9' }, visitor: operator } as const;
  const decisions: Record<string, (of: Books) => unknown> = {
    'a place for a parcel that is announced': (of) => put(of, 'new'),
    'a place for a parcel that somebody brings': (of) => decideWalkIn(of, frame, walkIn, now),
    'a code that is right': (of) => checkCode(of, frame.keys, { how: 'typed', code: known }, now, null),
    'a code that is wrong': (of) => checkCode(of, frame.keys, { how: 'typed', code: '00000000' }, now, null),
    'a door to be opened': (of) => decideRelease(of, { purpose: 'deposit', locker, reservation }, operator, 'intent', now),
    'a door that opened': (of) => decideDoorFact(of, { type: 'door.opened', locker, intent: null, how: 'found' }, now),
    'what is due': (of) => decideDue(of, now),
  };
  return Object.fromEntries(Object.entries(decisions).map(([what, decide]) => [what, timesOf(() => decide(books))]));
}

function timesOf(decide: () => unknown): readonly number[] {
  for (let round = 0; round < warmUp; round++) decide();
  return Array.from({ length: rounds }, () => {
    const began = performance.now();
    decide();
    return performance.now() - began;
  });
}
