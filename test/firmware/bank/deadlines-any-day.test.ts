import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Books } from '../../../firmware/bank/books.ts';
import { decideDue, nextAgeMs, nextDueMs } from '../../../firmware/bank/deadlines.ts';
import { isNote, type Fact } from '../../../firmware/bank/facts.ts';
import { statusOf } from '../../../firmware/bank/status.ts';
import type { Visitor } from '../../../firmware/bank/identity.ts';
import { decideEndReservation } from '../../../firmware/bank/staff.ts';
import { decideStore } from '../../../firmware/bank/store.ts';
import { decideRetract, type WantedVisit } from '../../../firmware/bank/visits.ts';
import type { PutArgs } from '../../../firmware/bank/put-legs.ts';
import type { Settings } from '../../../firmware/bank/settings.ts';
import { dayMs, hourMs } from '../../support/noon.ts';
import { holderOf, operator, type PaperBank } from '../../support/paper-bank.ts';
import { administrator, recipientOf, staffedBank } from '../../support/staffed-bank.ts';

/** What people, the upstream, the power and the clock do to a bank in any order, sensible or not. */
type Step = (bank: PaperBank) => void;

const minuteMs = 60_000;
const id = fc.constantFrom('a', 'b', 'c');
/** Short times cross each other; long ones outlast every deadline. */
const ahead = fc.oneof(
  fc.integer({ min: -5, max: 90 }).map((minutes) => minutes * minuteMs),
  fc.integer({ min: 1, max: 4 }).map((days) => days * dayMs),
);
const isoIn = (bank: PaperBank, ms: number) => new Date(bank.nowMs + ms).toISOString();
const ben = { type: 'recipient', id: 'ben' } as const;

/** What has to come together for something to lie in a locker until it is overdue comes more often. */
const often: Record<string, number> = { visit: 6, delivery: 2, belongings: 2, untilNext: 4 };

const steps: Record<string, fc.Arbitrary<Step>> = {
  delivery: fc.record({ id, ms: fc.option(ahead) }).map(({ id, ms }) => (bank) => {
    bank.put(id, { codes: [`CODE-OF-${id}`], ...(ms === null ? {} : { window: { until: isoIn(bank, ms) } }) });
  }),
  exchange: fc.record({ id, ms: ahead, oneTime: fc.boolean() }).map(({ id, ms, oneTime }) => (bank) => {
    const legs: PutArgs['legs'] = [
      { does: 'deposit', party: ben, codes: [], tags: [], oneTime },
      { does: 'swap', party: ben, codes: [], tags: [], oneTime: false, until: isoIn(bank, ms) },
      { does: 'collect', party: ben, codes: [], tags: [], oneTime: false },
    ];
    bank.put(id, { kind: 'exchange', codes: [], legs });
  }),
  belongings: fc.record({ id, ms: fc.option(ahead), windowMs: fc.option(ahead) }).map(({ id, ms, windowMs }) => (bank) => {
    bank.put(id, {
      kind: 'storage', items: [], codes: [], ...(ms === null ? {} : { ends: isoIn(bank, ms) }),
      ...(windowMs === null ? {} : { window: { until: isoIn(bank, windowMs) } }),
    });
  }),
  store: fc.constant((bank) => {
    const { identity, session } = recipientOf('ada');
    const whose = { type: 'recipient', id: 'ada' } as const;
    const request = { whose, identity, session, accessible: false, lengthMs: null, newCode: null };
    const answer = decideStore(bank.books, bank.frame, request, bank.now);
    if (answer.kind === 'taken') bank.take(answer.facts);
  }),
  extend: fc.record({ id, ms: ahead }).map(({ id: reservation, ms }) => (bank) => {
    bank.command('reservation.extend', { reservation, until: isoIn(bank, ms) });
  }),
  cancel: fc.record({ reservation: id, end: fc.boolean() }).map((args) => (bank) => void bank.command('reservation.cancel', args)),
  end: id.map((reservation) => (bank) => {
    const decision = decideEndReservation(bank.books, reservation, administrator, bank.now);
    if (decision.kind === 'facts') bank.take(decision.facts);
    if (decision.kind === 'visit') bank.release(decision.wanted, administrator);
  }),
  visit: fc.record({ id, last: fc.constantFrom(0, 1, 2, 2, 2, 2, 3), ends: fc.boolean() }).map(({ id, last, ends }) => (bank) => {
    const found = bank.books.reservations[id] ?? Object.values(bank.books.reservations).find((r) => r.id.startsWith('bank-'));
    if (!found) return;
    const { does = 'collect', party } = found.legs[found.leg] ?? {};
    const purpose = does === 'collect' ? 'pickup' : does;
    const visitor: Visitor = party === null ? operator : holderOf(found.id, found.leg);
    const wanted: WantedVisit = { purpose, locker: found.locker, reservation: found.id, ends };
    const answer = bank.release(wanted, visitor);
    if (answer.kind === 'refused' || last === 0) return;
    bank.opens(found.locker);
    if (last > 1) bank.shuts(found.locker);
    if (last > 2 && purpose === 'deposit') bank.take(decideRetract(bank.books, wanted, visitor, bank.now) ?? []);
  }),
  door: fc.record({ locker: fc.integer({ min: 1, max: 6 }), how: fc.constantFrom('opens', 'shuts') }).map(({ locker, how }) => (bank) => {
    if (how === 'opens') bank.opens(locker);
    else bank.shuts(locker);
  }),
  wait: ahead.map((ms) => (bank) => bank.wait(Math.max(0, ms))),
  untilNext: fc.constant((bank) => {
    const next = nextDueMs(bank.books, bank.now);
    if (next !== null) bank.wait(next - bank.nowMs);
  }),
  jump: fc.constantFrom(-10, -1, 1, 10).map((years) => (bank) => {
    const before = nextAgeMs(bank.books, bank.now);
    bank.nowMs += years * 365 * dayMs;
    expect(nextAgeMs(bank.books, bank.now)).toBe(before);
  }),
  /** The power goes, and comes back after a while: no door that was open is seen to shut. */
  powerCut: fc.record({ ms: ahead, stillOpen: fc.boolean() }).map(({ ms, stillOpen }) => (bank) => {
    bank.nowMs += Math.max(0, ms);
    bank.boot();
    for (const { number, door } of Object.values(bank.books.lockers)) {
      if (door === 'open' && stillOpen) bank.door({ type: 'door.opened', locker: number, intent: null, how: 'found' });
      else bank.door({ type: 'door.closed', locker: number, how: 'found' });
    }
  }),
};

/** Looks at every fact as it is taken into the books, and remembers what has been told of which end. */
class Listener {
  readonly #told = new Map<string, number | null>();

  constructor(bank: PaperBank) {
    const take = bank.take.bind(bank);
    bank.take = (facts) => {
      for (const fact of facts) {
        this.#hears(bank.books, fact);
        take([fact]);
        this.#forgets(bank.books);
      }
      return facts;
    };
  }

  #hears(books: Books, fact: Fact): void {
    if (isNote(fact)) return;
    const isEnd = fact.type === 'storage.overdue' || (fact.type === 'reservation.expired' && fact.data.occupied);
    if (!isEnd) return;
    const { reservation } = fact.data;
    expect(this.#told.has(reservation), `${reservation} expires twice`).toBe(false);
    this.#told.set(reservation, books.reservations[reservation]?.untilMs ?? null);
  }

  /** An end that has been moved is another end. */
  #forgets(books: Books): void {
    for (const [reservation, untilMs] of this.#told) {
      const { state, untilMs: nowUntilMs } = books.reservations[reservation] ?? {};
      if (state !== 'occupied' || nowUntilMs !== untilMs) this.#told.delete(reservation);
    }
  }
}

/** What the rule says of one reservation, in the plainest words: when its claim or its time is over. */
function endOf(books: Books, reservation: string): number {
  const found = books.reservations[reservation];
  if (!found || found.state === 'collected' || found.hasExpired || books.visits[found.locker]) return Infinity;
  const legEnd = found.state === 'reserved' ? found.legs[found.leg]?.untilMs : null;
  return Math.min(found.untilMs ?? Infinity, legEnd ?? Infinity);
}

/** What a shell does after everything that happens: act on what is due, and set one timer for the next. */
function actOnWhatIsDue(bank: PaperBank): void {
  const before = bank.books;
  const due = decideDue(before, bank.now);
  const ends = due.map((fact) => (isNote(fact) || !('reservation' in fact.data) ? NaN : endOf(before, fact.data.reservation)));
  expect(ends).toEqual(ends.toSorted((a, b) => a - b));
  expect(ends.every((endMs) => endMs <= bank.nowMs)).toBe(true);
  bank.take(due);
  for (const reservation of Object.keys(bank.books.reservations)) {
    expect(endOf(bank.books, reservation), `${reservation} is overdue`).toBeGreaterThan(bank.nowMs);
  }
  for (const locker of Object.values(bank.books.lockers)) {
    const held = Object.values(bank.books.reservations).some((r) => r.locker === locker.number && r.state === 'occupied');
    if (held) expect(['occupied', 'expired', 'check']).toContain(statusOf(bank.books, locker, bank.now));
  }
  timerIsRight(bank);
}

/** The timer neither fires for nothing, nor after the thing it was set for. */
function timerIsRight({ books, now }: PaperBank): void {
  const next = nextDueMs(books, now);
  expect(decideDue(books, now)).toEqual([]);
  if (next === null) return expect(decideDue(books, { ...now, ms: now.ms + 100 * 365 * dayMs })).toEqual([]);
  expect(next).toBeGreaterThan(now.ms);
  expect(decideDue(books, { ...now, ms: next - 1 })).toEqual([]);
  expect(decideDue(books, { ...now, ms: next })).not.toEqual([]);
}

test('whatever happens, every deadline lies ahead or has been acted on, in order, and none twice', () => {
  const settings: Partial<Settings> = { returnsAndExchanges: true, itemExpiry: hourMs, storageLongest: 2 * hourMs, oneTimePinLife: hourMs };
  const anyStep = fc.oneof(
    ...Object.entries(steps).map(([name, step]) => ({ weight: often[name] ?? 1, arbitrary: step.map((run) => ({ name, run })) })),
  );
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.array(anyStep, { minLength: 10, maxLength: 40 }), (day) => {
      const bank = staffedBank(settings);
      new Listener(bank);
      for (const { run } of day) {
        run(bank);
        const first = bank.facts.length;
        actOnWhatIsDue(bank);
        for (const fact of bank.facts.slice(first)) {
          seen.add(fact.type === 'reservation.expired' ? `${fact.type} ${fact.data.occupied ? 'occupied' : 'reserved'}` : fact.type);
        }
      }
    }),
    { numRuns: Number(process.env['RUNS'] ?? 150) },
  );
  expect([...seen].toSorted()).toEqual([
    'reservation.cancelled', 'reservation.expired occupied', 'reservation.expired reserved', 'storage.overdue',
  ]);
});
