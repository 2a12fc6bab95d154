import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Books } from '../../../firmware/bank/books.ts';
import { decideDocument } from '../../../firmware/bank/documents.ts';
import { fold } from '../../../firmware/bank/fold.ts';
import { isLive } from '../../../firmware/bank/status.ts';
import { decideRetract } from '../../../firmware/bank/visits.ts';
import { createHash } from 'node:crypto';
import { operator, PaperBank, paperBooks, recipient } from '../../support/paper-bank.ts';

/** What people, doors and the upstream do to a bank in any order, sensible or not. */
type Step = (bank: PaperBank) => void;

/** Few parcels, and most of them asked for at two lockers, so that their ways cross. */
const id = fc.constantFrom('parcel-1', 'parcel-2', 'parcel-3');
const locker = fc.integer({ min: 1, max: 6 });
const minute = 60_000;

const steps: Record<string, fc.Arbitrary<Step>> = {
  put: fc.record({
    id, code: fc.constantFrom('AAAAAA', 'BBBBBB', 'CCCCCC', null), accessible: fc.boolean(),
    exact: fc.constantFrom(1, 1, 1, 2, null), minutes: fc.option(fc.integer({ min: -5, max: 90 })),
  })
    .map(({ id, code, accessible, exact, minutes }) => (bank) => {
      const free = freeOf(bank);
      const before = bank.books.reservations[id];
      bank.put(id, {
        codes: code === null ? [] : [code], accessible, ...(exact === null ? {} : { locker: exact }),
        ...(minutes === null ? {} : { window: { until: new Date(bank.nowMs + minutes * minute).toISOString() } }),
      });
      const after = bank.books.reservations[id];
      const isNew = before === undefined || before.state === 'collected';
      if (isNew && after?.state === 'reserved') expect(free).toContain(after.locker);
    }),
  cancel: id.map((reservation) => (bank) => void bank.command('reservation.cancel', { reservation })),
  extend: fc.record({ id, minutes: fc.integer({ min: -5, max: 9_000 }) })
    .map(({ id: reservation, minutes }) => (bank) => {
      bank.command('reservation.extend', { reservation, until: new Date(bank.nowMs + minutes * minute).toISOString() });
    }),
  service: fc.record({ locker, to: fc.constantFrom('in', 'out') }).map((args) => (bank) => void bank.command('locker.service', args)),
  open: locker.map((one) => (bank) => void bank.command('locker.open', { locker: one })),
  deposit: id.map((reservation) => (bank) => void releaseAt(bank, 'deposit', reservation)),
  pickup: id.map((reservation) => (bank) => void releaseAt(bank, 'pickup', reservation)),
  wholeDeposit: id.map((reservation) => (bank) => visitAt(bank, 'deposit', reservation)),
  wholePickup: id.map((reservation) => (bank) => visitAt(bank, 'pickup', reservation)),
  retract: id.map((reservation) => (bank) => {
    const at = bank.books.reservations[reservation]?.locker ?? 1;
    bank.take(decideRetract(bank.books, { purpose: 'deposit', locker: at, reservation }, operator, bank.nowMs) ?? []);
  }),
  door: fc.record({ locker, says: fc.constantFrom('opens', 'shuts', 'found open', 'found shut', 'forced', 'stuck', 'held', 'lost') })
    .map(({ locker: one, says }) => (bank) => doorSays(bank, one, says)),
  code: fc.constantFrom('AAAAAA', 'BBBBBB', 'WRONG-1').map((typed) => (bank) => {
    const answer = bank.code(typed);
    if (answer.kind === 'granted') bank.release(answer.visit, recipient);
  }),
  wait: fc.constantFrom(1, minute, 5 * minute, 60 * minute, 80 * 60 * minute).map((forMs) => (bank) => bank.wait(forMs)),
  due: fc.constant((bank) => void bank.due()),
  boot: fc.constant((bank) => void bank.boot()),
  settings: fc.record({
    lockerAccessAfterPickup: fc.constantFrom(0, 5 * minute, 60 * minute),
    dropOffReopenWindow: fc.constantFrom(0, 30 * minute), sizeStepUp: fc.boolean(),
  })
    .map((rows) => (bank) => {
      const body = JSON.stringify(rows);
      const version = (bank.books.documents['settings']?.version ?? 0) + 1;
      const sha256 = createHash('sha256').update(body).digest('hex');
      bank.take(decideDocument(bank.books, bank.keys, { kind: 'settings', version, sha256 }, body));
    }),
};

function freeOf(bank: PaperBank): readonly number[] {
  const { lockers, reservations, visits } = bank.books;
  const taken = new Set(
    Object.values(reservations)
      .filter((r) => r.state !== 'collected' || (r.accessUntilMs ?? 0) > bank.nowMs)
      .map((r) => r.locker),
  );
  return Object.values(lockers)
    .filter((one) => one.door === 'closed' && one.doubt === null && one.outOfService === null)
    .filter((one) => !visits[one.number] && !taken.has(one.number))
    .map((one) => one.number);
}

function releaseAt(bank: PaperBank, purpose: 'deposit' | 'pickup', reservation: string): number | null {
  const at = bank.books.reservations[reservation]?.locker;
  if (at === undefined) return null;
  return bank.release({ purpose, locker: at, reservation }, purpose === 'deposit' ? operator : recipient).kind === 'intended' ? at : null;
}

function visitAt(bank: PaperBank, purpose: 'deposit' | 'pickup', reservation: string): void {
  const at = releaseAt(bank, purpose, reservation);
  if (at === null) return;
  bank.opens(at);
  bank.shuts(at);
}

function doorSays(bank: PaperBank, at: number, says: string): void {
  const intent = bank.books.visits[at]?.intent;
  switch (says) {
    case 'opens':
      return void bank.opens(at);
    case 'shuts':
      return void bank.shuts(at);
    case 'found open':
      return void bank.door({ type: 'door.opened', locker: at, intent: null, how: 'found' });
    case 'found shut':
      return void bank.door({ type: 'door.closed', locker: at, how: 'found' });
    case 'forced':
      return void bank.door({ type: 'door.forced', locker: at });
    case 'stuck':
      return intent === undefined ? undefined : void bank.door({ type: 'door.did-not-open', locker: at, intent, why: 'stuck' });
    case 'held':
      return void bank.door({ type: 'door.held-open', locker: at });
    default:
      return void bank.door({ type: 'door.sensor-fault', locker: at });
  }
}

/** What is wrong with the books; nothing, where all is well. */
function troubleIn(books: Books, nowMs: number): string | null {
  for (const number of Object.keys(books.lockers).map(Number)) {
    const claims = Object.values(books.reservations).filter((r) => r.locker === number && isLive(r, nowMs));
    if (claims.length > 1) return `locker ${String(number)} belongs to ${claims.map((r) => r.id).join(' and ')}`;
  }
  for (const [tag, reservation] of Object.entries(books.codeTags)) {
    if (!books.reservations[reservation]?.tags.includes(tag)) return `a code leads to ${reservation}, which does not know it`;
  }
  for (const visit of Object.values(books.visits)) {
    const visited = visit.reservation === null ? undefined : books.reservations[visit.reservation];
    if (visited && visited.locker !== visit.locker && isLive(visited, nowMs) && !visit.again) {
      return `${visited.id} is visited at the wrong locker`;
    }
  }
  return null;
}

const often: Readonly<Record<string, number>> = { put: 4, wholeDeposit: 4, wholePickup: 6, wait: 3 };
const anyDay = fc.array(
  fc.oneof(...Object.entries(steps).map(([name, arbitrary]) => ({ weight: often[name] ?? 1, arbitrary }))),
  { minLength: 20, maxLength: 80, size: 'max' },
);

describe('on any day, whatever people, doors and the upstream do', () => {
  test('no locker belongs to two, no code leads astray, and only a free locker is given out', () => fc.assert(fc.property(anyDay, (day) => {
    const bank = new PaperBank();
    for (const step of day) {
      step(bank);
      expect(troubleIn(bank.books, bank.nowMs)).toBeNull();
    }
  }), { numRuns: 600 }));

  test('no door is released to whom another person\'s parcel would lie open', () => fc.assert(fc.property(anyDay, (day) => {
    const bank = new PaperBank();
    for (const step of day) {
      const { reservations } = bank.books;
      const from = bank.facts.length;
      step(bank);
      for (const fact of bank.facts.slice(from)) {
        if (fact.type !== 'note.intent' || fact.visit.purpose === 'remote') continue;
        const { locker: at, reservation } = fact.visit;
        const others = Object.values(reservations).filter((r) => r.locker === at && r.state !== 'collected' && r.id !== reservation);
        expect(others).toEqual([]);
      }
    }
  }), { numRuns: 300 }));

  test('the books are the fold of what was said, and a snapshot keeps all of them', () => fc.assert(fc.property(anyDay, (day) => {
    const bank = new PaperBank();
    const stamps: { atMs: number; sequence: number | null }[] = [];
    let sequence = 0;
    const stampUp = (): void => {
      for (const fact of bank.facts.slice(stamps.length)) {
        stamps.push({ atMs: bank.nowMs, sequence: fact.type.startsWith('note.') ? null : ++sequence });
      }
    };
    stampUp();
    for (const step of day) {
      const from = bank.facts.length;
      step(bank);
      if (bank.facts.length > from) stampUp();
    }
    const replayed = bank.facts.reduce(
      (books, fact, index) => fold(books, fact, stamps[index] ?? { atMs: 0, sequence: null }),
      paperBooks(),
    );
    expect(replayed).toEqual(bank.books);
    expect(JSON.parse(JSON.stringify(bank.books))).toEqual(bank.books);
  }), { numRuns: 100 }));
});
