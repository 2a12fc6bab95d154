import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { Books } from '../../../firmware/bank/books.ts';
import { aboutBank, isNote, type Fact } from '../../../firmware/bank/facts.ts';
import { fold, type Stamp } from '../../../firmware/bank/fold.ts';
import type { Visitor } from '../../../firmware/bank/identity.ts';
import type { Moment } from '../../../firmware/bank/moment.ts';
import { isLive, nextLeg } from '../../../firmware/bank/reservation.ts';
import { decideRetract } from '../../../firmware/bank/visits.ts';
import { decideAdd, decideWalkIn, decideWalkInOver, type TakenWalkIn, type WalkIn } from '../../../firmware/bank/walk-in.ts';
import { eventData, terminalEvents } from '../../../firmware/contract/events.ts';
import type { LegDeed, Party } from '../../../firmware/contract/parts.ts';
import { holderOf, operator, PaperBank, paperBooks, type PutArgs } from '../../support/paper-bank.ts';

/** What people, doors and the upstream do to a bank in any order, sensible or not. */
type Step = (bank: PaperBank) => void;

/** Few parcels, and most of them asked for at two lockers, so that their ways cross. */
const id = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('parcel-1', 'parcel-2', 'parcel-3') },
  { weight: 1, arbitrary: fc.constantFrom('bank-log-1', 'bank-log-2') },
);
const locker = fc.integer({ min: 1, max: 6 });
const party = fc.constantFrom<Party>(
  { type: 'recipient', id: 'ada' }, { type: 'recipient', id: 'bob' }, { type: 'department', id: 'post' },
);
const minute = 60_000;
const inMinutes = (bank: PaperBank, minutes: number): string => new Date(bank.nowMs + minutes * minute).toISOString();

const leg = (does: LegDeed, whose: Party | null, codes: string[]) => ({ does, party: whose, codes, tags: [], oneTime: codes.length > 0 });
const legsOf = (kind: PutArgs['kind'], whose: Party, code: string | null): Partial<PutArgs> => {
  const codes = code === null ? [] : [code];
  const [from, to] = [leg('deposit', { type: 'recipient', id: 'bob' }, codes), leg('collect', whose, [])];
  if (kind === 'return') return { codes: [], legs: [from, to] };
  if (kind !== 'exchange') return { codes };
  return { codes: [], legs: [leg('deposit', null, []), leg('swap', whose, codes), leg('collect', null, [])] };
};

const put = fc.record({
  id, kind: fc.constantFrom('delivery', 'delivery', 'asset', 'return', 'exchange', 'storage'), party,
  code: fc.constantFrom('AAAAAA', 'BBBBBB', 'CCCCCC', null), accessible: fc.constantFrom(false, false, false, true),
  exact: fc.constantFrom(1, 1, 1, 2, null), minutes: fc.option(fc.integer({ min: -5, max: 90 })),
  items: fc.uniqueArray(fc.constantFrom('JD1', 'JD2', 'JD3', 'JD4'), { maxLength: 3 }), shared: fc.boolean(),
}).map(({ id: reservation, kind: wanted, party: whose, code, accessible, exact, minutes, items, shared }): Step => (bank) => {
  const kind = bank.books.reservations[reservation]?.kind ?? (wanted as PutArgs['kind']);
  bank.put(reservation, {
    kind, party: whose, accessible, items: items.map((one) => ({ id: one })), shared: shared && kind === 'storage',
    ...legsOf(kind, whose, code), ...(exact === null ? {} : { locker: exact }),
    ...(minutes === null ? {} : { window: { until: inMinutes(bank, minutes) } }),
  });
});

const brought = fc.record({
  kind: fc.constantFrom('delivery', 'asset', 'return'),
  items: fc.uniqueArray(fc.constantFrom('JD1', 'JD2', 'JD5'), { minLength: 1, maxLength: 2 }),
  party: fc.option(party), another: fc.boolean(), size: fc.constantFrom(undefined, 'small', 'large'),
  how: fc.constantFrom(decideWalkIn, decideAdd),
  then: fc.constantFrom('is put in', 'is put in', 'is forgotten', 'is given up'),
}).map(({ how, then, ...change }): Step => (bank) => {
  const answer = how(bank.books, bank.frame, { ...change, visitor: operator } as WalkIn, bank.now);
  if (answer.kind === 'refused') return;
  bank.take(answer.facts);
  finish(bank, answer, then);
});

function finish(bank: PaperBank, answer: TakenWalkIn, then: string): void {
  if (then === 'is put in' && bank.release(answer.wanted, operator).kind === 'intended') {
    bank.opens(answer.wanted.locker);
    bank.shuts(answer.wanted.locker);
  }
  if (then !== 'is forgotten') bank.take(decideWalkInOver(bank.books, answer));
}

const steps: Record<string, fc.Arbitrary<Step>> = {
  put,
  brought,
  cancel: fc.record({ reservation: id, end: fc.boolean() }).map((args) => (bank) => void bank.command('reservation.cancel', args)),
  extend: fc.record({ id, minutes: fc.integer({ min: -5, max: 9_000 }) })
    .map(({ id: reservation, minutes }) => (bank) => {
      bank.command('reservation.extend', { reservation, until: inMinutes(bank, minutes) });
    }),
  service: fc.record({ locker, to: fc.constantFrom('in', 'out') }).map((args) => (bank) => void bank.command('locker.service', args)),
  dedicate: fc.record({ locker, party: fc.option(party) }).map((args) => (bank) => void bank.command('locker.dedicate', args)),
  open: locker.map((one) => (bank) => void bank.command('locker.open', { locker: one })),
  go: id.map((reservation) => (bank) => void goTo(bank, reservation)),
  visit: id.map((reservation) => (bank) => {
    const at = goTo(bank, reservation);
    if (at === null) return;
    bank.opens(at);
    bank.shuts(at);
  }),
  again: id.map((reservation) => (bank) => {
    const at = bank.books.reservations[reservation]?.locker ?? 1;
    if (bank.release({ purpose: 'deposit', locker: at, reservation }, operator).kind === 'refused') return;
    bank.opens(at);
    bank.shuts(at);
  }),
  retract: id.map((reservation) => (bank) => {
    const at = bank.books.reservations[reservation]?.locker ?? 1;
    bank.take(decideRetract(bank.books, { purpose: 'deposit', locker: at, reservation }, operator, bank.now) ?? []);
  }),
  door: fc.record({ locker, says: fc.constantFrom('opens', 'shuts', 'found open', 'found shut', 'forced', 'stuck', 'held', 'lost') })
    .map(({ locker: one, says }) => (bank) => doorSays(bank, one, says)),
  wait: fc.constantFrom(1, minute, 5 * minute, 60 * minute, 80 * 60 * minute).map((forMs) => (bank) => bank.wait(forMs)),
  due: fc.constant((bank) => void bank.due()),
  boot: fc.constant((bank) => void bank.boot()),
  settings: fc.record({
    lockerAccessAfterPickup: fc.constantFrom(0, 5 * minute, 60 * minute), dropOffReopenWindow: fc.constantFrom(0, 30 * minute),
    sizeStepUp: fc.boolean(), dedicatedTakeOthers: fc.boolean(), deliveryOnlyMinimum: fc.constantFrom({}, { small: 1, medium: 1 }),
    addToOccupied: fc.constantFrom('nobody', 'staff'), oneCodePerRecipient: fc.boolean(), reservationWithoutRecipient: fc.boolean(),
    storagePerPerson: fc.constantFrom(1, 3),
  }).map((change) => (bank) => {
    const settings = { ...bank.books.settings, ...change } as Books['settings'];
    const version = (bank.books.documents['settings']?.version ?? 0) + 1;
    bank.take([aboutBank('document.applied', { kind: 'settings', version, sha256: 'a'.repeat(64) }, {}, { settings })]);
  }),
};

/** Whoever is next with a reservation has its door released. */
function goTo(bank: PaperBank, id: string): number | null {
  const reservation = bank.books.reservations[id];
  const next = reservation && (nextLeg(reservation) ?? reservation.legs.at(-1));
  if (!reservation || !next) return null;
  const at = Math.min(reservation.leg, reservation.legs.length - 1);
  const visitor: Visitor = next.does === 'deposit' && next.party === null ? operator : holderOf(id, at);
  const purpose = next.does === 'collect' ? 'pickup' : next.does;
  const wanted = { purpose, locker: reservation.locker, reservation: id } as const;
  return bank.release(wanted, visitor).kind === 'intended' ? reservation.locker : null;
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

/** Quick days with much coming and going, and now and then something that stops it. */
const often: Readonly<Record<string, number>> = {
  put: 14, brought: 9, visit: 22, go: 3, again: 3, retract: 3, wait: 9, door: 4, due: 3, cancel: 3, extend: 3, open: 3, dedicate: 2,
};
const anyDay = fc.array(
  fc.oneof(...Object.entries(steps).map(([name, arbitrary]) => ({ weight: often[name] ?? 1, arbitrary }))),
  { minLength: 15, maxLength: 60, size: 'max' },
);

/** What does not happen every day, but on some of so many. */
const seldom = [
  'reservation.refused', 'reservation.changed', 'reservation.cancelled', 'reservation.expired', 'pickup.reopened',
  'locker.dedicated', 'locker.released', 'locker.check', 'command.refused', 'command.interrupted',
] as const satisfies readonly Fact['type'][];

/** A bank that is for everything. */
function bankForAll(): PaperBank {
  const bank = new PaperBank();
  const settings = { ...bank.books.settings, bankModes: ['delivery', 'asset', 'storage'] as const, returnsAndExchanges: true };
  bank.take([aboutBank('document.applied', { kind: 'settings', version: 1, sha256: 'a'.repeat(64) }, {}, { settings })]);
  return bank;
}

type Look = (bank: PaperBank, before: Books, facts: readonly Fact[]) => void;

/** Lives through any day, and looks after each step at what it has changed. */
function through(look: Look, numRuns: number): void {
  fc.assert(fc.property(anyDay, (day) => {
    const bank = bankForAll();
    for (const step of day) {
      const { books, facts: { length } } = bank;
      step(bank);
      look(bank, books, bank.facts.slice(length));
    }
  }), { numRuns });
}

function isFreeIn(books: Books, number: number, now: Moment): boolean {
  const one = books.lockers[number];
  return one?.door === 'closed' && one.doubt === null && one.outOfService === null && !books.visits[number] &&
    Object.values(books.reservations).every((r) => r.locker !== number || !isLive(r, now));
}

/** What is wrong with the books; nothing, where all is well. */
function troubleIn(books: Books, now: Moment): string | null {
  for (const number of Object.keys(books.lockers).map(Number)) {
    const there = Object.values(books.reservations).filter((r) => r.locker === number);
    const live = there.filter((r) => isLive(r, now));
    if (live.length > 1) return `locker ${String(number)} belongs to ${live.map((r) => r.id).join(' and ')}`;
    const claims = [...(books.claims[number] ?? [])].toSorted();
    if (claims.join() !== there.map((r) => r.id).toSorted().join()) return `the claims on locker ${String(number)} are ${claims.join()}`;
  }
  const tags = Object.values(books.reservations).flatMap((r) => r.legs.flatMap((one) => one.tags.map((tag) => [tag, r.id] as const)));
  if (new Set(tags.map(([tag]) => tag)).size < tags.length) return 'a code means two things';
  for (const [tag, owner] of tags) if (books.codeTags[tag] !== owner) return `a code of ${owner} leads to ${String(books.codeTags[tag])}`;
  if (Object.keys(books.codeTags).length > tags.length) return 'a code leads to nobody';
  for (const r of Object.values(books.reservations)) {
    if (r.state === 'reserved' && r.items.some(({ place }) => place === 'in')) return `${r.id} is only reserved, and something is in`;
    if (new Set(r.items.map((item) => item.id)).size < r.items.length) return `${r.id} has one thing twice`;
    if (r.legs[r.leg] === undefined && r.state !== 'collected') return `${r.id} waits for a leg that is not there`;
  }
  return null;
}

describe('on any day, whatever people, doors and the upstream do', () => {
  test('no locker belongs to two, and no code leads astray', () => {
    const seen = new Set<string>();
    through((bank, _before, facts) => {
      for (const fact of facts) seen.add(fact.type);
      expect(troubleIn(bank.books, bank.now)).toBeNull();
    }, 250);
    // Days on which little happens would prove little.
    for (const type of seldom) expect(seen).toContain(type);
  });

  test('only a locker that is free is given out, and it stays with whom it was given to', () => {
    through((bank, before, facts) => {
      for (const fact of facts) {
        if (fact.type === 'reservation.made') expect(isFreeIn(before, fact.data.locker, bank.now)).toBe(true);
        if (fact.type === 'reservation.changed') expect(fact.data.locker).toBe(before.reservations[fact.data.reservation]?.locker);
      }
    }, 200);
  });

  test('whatever is not a delivery leaves as many free lockers of its size as are kept for deliveries', () => {
    through((bank, before, facts) => {
      for (const fact of facts) {
        if (fact.type !== 'reservation.made' || fact.data.kind === 'delivery' || before.lockers[fact.data.locker]?.dedicatedTo) continue;
        const free = Object.values(before.lockers).filter(({ number, size, dedicatedTo }) =>
          size === fact.data.size && dedicatedTo === null && isFreeIn(before, number, bank.now));
        expect(free.length - 1).toBeGreaterThanOrEqual(before.settings.deliveryOnlyMinimum[fact.data.size] ?? 0);
      }
    }, 120);
  });

  test('no door is released to whom another person\'s things would lie open', () => {
    through((_bank, before, facts) => {
      for (const fact of facts) {
        if (fact.type !== 'note.intent' || fact.visit.purpose === 'remote') continue;
        const { locker: at, reservation } = fact.visit;
        const others = Object.values(before.reservations).filter((r) => r.locker === at && r.state === 'occupied' && r.id !== reservation);
        expect(others).toEqual([]);
      }
    }, 120);
  });

  test('every command ends in one event that names it, and every event is one that the contract knows', () => {
    through((_bank, _before, facts) => {
      const named = facts.flatMap((fact) => (isNote(fact) || fact.command === undefined ? [] : [fact]));
      expect(named.every(({ type }) => terminalEvents.has(type))).toBe(true);
      expect(new Set(named.map(({ command }) => command)).size).toBe(named.length);
      for (const fact of facts) if (!isNote(fact)) expect(v.safeParse(eventData[fact.type], fact.data).issues).toBeUndefined();
    }, 120);
  });

  test('the books are the fold of what was said, and a snapshot keeps all of them', () => fc.assert(fc.property(anyDay, (day) => {
    const bank = new PaperBank();
    const stamps: Stamp[] = [];
    let sequence = 0;
    const stampUp = (): void => {
      for (const fact of bank.facts.slice(stamps.length)) {
        stamps.push({ at: bank.now, floorMs: bank.nowMs, sequence: isNote(fact) ? null : ++sequence });
      }
    };
    stampUp();
    for (const step of day) {
      step(bank);
      stampUp();
    }
    const replayed = paperBooks();
    for (const [index, fact] of bank.facts.entries()) {
      const stamp = stamps[index];
      if (stamp) fold(replayed, fact, stamp);
    }
    expect(replayed).toEqual(bank.books);
    expect(JSON.parse(JSON.stringify(bank.books))).toEqual(bank.books);
  }), { numRuns: 60 }));
});
