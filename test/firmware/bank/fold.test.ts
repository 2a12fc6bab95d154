import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newBooks, type Books } from '../../../firmware/bank/books.ts';
import { isNote, type Fact } from '../../../firmware/bank/facts.ts';
import { fold } from '../../../firmware/bank/fold.ts';
import { usualBankSettings } from '../../../firmware/bank/settings.ts';
import { eventData, type EventType } from '../../../firmware/contract/events.ts';
import { legDeeds } from '../../../firmware/contract/parts.ts';
import { arbitraryOf } from '../../support/arbitrary-of.ts';
import { noonMs } from '../../support/noon.ts';
import { bankProfile } from '../../support/paper-bank.ts';

const eventTypes = Object.keys(eventData) as EventType[];
const tags = fc.array(fc.string({ minLength: 22, maxLength: 22 }), { maxLength: 3 });
const party = fc.constantFrom({ type: 'recipient' as const, id: 'ada' }, null);
const leg = fc.record({ does: fc.constantFrom(...legDeeds), party, untilMs: fc.option(fc.nat()), tags });
const legs = fc.array(leg, { minLength: 1, maxLength: 4 });
const item = fc.record({ id: fc.constantFrom('x', 'y', '__proto__'), leg: fc.nat(3), place: fc.constantFrom('expected', 'in', 'out') });
const items = fc.array(item, { maxLength: 3 });
const inForce = fc.record({ validUntilMs: fc.option(fc.nat()), parts: fc.array(fc.string(), { maxLength: 2 }) });
const kept: Partial<Record<EventType, fc.Arbitrary<unknown>>> = {
  'reservation.made': fc.record({ tags, legs, items }, { requiredKeys: ['tags'] }),
  'reservation.changed': fc.record({ tags, legs, items }, { requiredKeys: ['tags'] }),
  'deposit.completed': fc.record({ tags }),
  'document.applied': fc.record({ settings: fc.constant(usualBankSettings), inForce }, { requiredKeys: [] }),
  'document.rolled-back': fc.record({ settings: fc.constant(usualBankSettings), inForce }, { requiredKeys: [] }),
};

/** Ids and lockers are few, so that facts meet. */
const few = { locker: fc.integer({ min: 1, max: 7 }), reservation: fc.constantFrom('a', 'b', 'bank-1', '__proto__') };

function factOf(type: EventType): fc.Arbitrary<Fact> {
  return fc.record({
    type: fc.constant(type), subject: fc.constant('bank'), locker: few.locker, reservation: few.reservation,
    data: arbitraryOf(eventData[type]), kept: fc.option(kept[type] ?? fc.constant(null)),
    command: fc.option(fc.constantFrom('c1', '2', '__proto__')),
  }).map(({ locker, reservation, kept: own, command, data, ...fact }) => {
    const plain = data as Record<string, unknown>;
    const met = { ...plain, ...('locker' in plain ? { locker } : {}), ...('reservation' in plain ? { reservation } : {}) };
    return { ...fact, data: met, ...(own === null ? {} : { kept: own }), ...(command === null ? {} : { command }) } as unknown as Fact;
  });
}

const token = fc.option(fc.record({ id: fc.constantFrom('t1', '__proto__'), untilMs: fc.nat() }));
const purpose = fc.constantFrom('pickup', 'deposit', 'remote', 'keep', 'swap', 'empty', 'look');
const note: fc.Arbitrary<Fact> = fc.oneof(
  fc.record({ ...few, purpose, again: fc.boolean(), token, leg: fc.nat(3) }).map((visit): Fact => ({
    type: 'note.intent', visit: {
      intent: 'i', items: null, leaving: [], ends: false, by: null, command: null, session: null, newCode: null, phase: 'intended',
      ...visit,
    },
  })),
  fc.nat().map((through): Fact => ({ type: 'note.acknowledged', through })),
  fc.nat().map((through): Fact => ({ type: 'note.rewound', through })),
  few.locker.map((locker): Fact => ({ type: 'note.door-found', locker, door: 'closed' })),
  few.locker.map((locker): Fact => ({ type: 'note.visit-ended', locker })),
  fc.record({ locker: few.locker, ends: fc.boolean() }).map((said): Fact => ({ type: 'note.visit-said', leaving: ['x'], ...said })),
  fc.constantFrom('code', 'password', 'password/mia', '__proto__').map((kind): Fact => ({ type: 'note.misses-forgiven', kind })),
);
const anyFact = fc.oneof({ weight: 1, arbitrary: note }, { weight: 4, arbitrary: fc.constantFrom(...eventTypes).chain(factOf) });

const stampOf = (fact: Fact, index: number) => ({
  at: { ms: noonMs + (index % 3), ageMs: index }, floorMs: noonMs + (index % 3), sequence: isNote(fact) ? null : index + 1,
});

function foldAll(facts: readonly Fact[], check: (books: Books) => void = () => undefined): Books {
  const books = newBooks(bankProfile());
  for (const [index, fact] of facts.entries()) {
    fold(books, fact, stampOf(fact, index));
    check(books);
  }
  return books;
}

describe('the fold of the journal', () => {
  test.each(eventTypes)('takes every event that the contract knows, in whatever state the bank is [%s]', (type) => {
    fc.assert(fc.property(fc.array(anyFact, { maxLength: 12 }), factOf(type), (before, fact) => {
      const books = foldAll(before);
      const { floorMs } = books;
      fold(books, fact, { at: { ms: 1, ageMs: 1 }, floorMs: 1, sequence: 1 });
      expect(books.floorMs).toBe(Math.max(1, floorMs));
    }), { numRuns: 40 });
  });

  test('leaves books that a snapshot gives back as they were', () => {
    fc.assert(fc.property(fc.array(anyFact, { maxLength: 30 }), (facts) => {
      const books = foldAll(facts);
      expect(JSON.parse(JSON.stringify(books))).toEqual(books);
    }), { numRuns: 200 });
  });

  test('gives the same books for the same facts, also when it goes on from a snapshot', () => {
    fc.assert(fc.property(fc.array(anyFact, { maxLength: 30 }), fc.nat(30), (facts, cut) => {
      const whole = foldAll(facts);
      const resumed = JSON.parse(JSON.stringify(foldAll(facts.slice(0, cut)))) as Books;
      for (const [index, fact] of facts.entries()) if (index >= cut) fold(resumed, fact, stampOf(fact, index));
      expect(resumed).toEqual(whole);
    }), { numRuns: 200 });
  });

  test('replaces what it changes: whoever holds a locker, a visit or a reservation of before still has it as it was', () => {
    fc.assert(fc.property(fc.array(anyFact, { maxLength: 20 }), (facts) => {
      foldAll(facts, (books) => {
        const shelves = [books.lockers, books.visits, books.reservations, books.misses, books.commands];
        for (const entry of shelves.flatMap((shelf) => Object.values<unknown>(shelf))) deepFreeze(entry);
        deepFreeze(books.settings);
        deepFreeze(books.degraded);
      });
    }), { numRuns: 100 });
  });

  test('no code leads to a reservation that is gone, and none is lost that belongs to one', () => {
    fc.assert(fc.property(fc.array(anyFact, { maxLength: 40 }), (facts) => {
      foldAll(facts, (books) => {
        for (const [tag, id] of Object.entries(books.codeTags)) {
          expect(Object.hasOwn(books.reservations, id)).toBe(true);
          expect(books.reservations[id]?.legs.flatMap((leg) => leg.tags)).toContain(tag);
        }
        for (const { legs: own } of Object.values(books.reservations)) {
          for (const tag of own.flatMap((leg) => leg.tags)) expect(Object.hasOwn(books.codeTags, tag)).toBe(true);
        }
      });
    }), { numRuns: 300 });
  });

  test('every reservation is found by its locker, and no locker leads to one that is gone', () => {
    fc.assert(fc.property(fc.array(anyFact, { maxLength: 40 }), (facts) => {
      foldAll(facts, (books) => {
        const claimed = Object.entries(books.claims).flatMap(([locker, ids]) => ids.map((id) => `${locker} ${id}`));
        const made = Object.values(books.reservations).map(({ locker, id }) => `${String(locker)} ${id}`);
        expect(claimed.toSorted()).toEqual(made.toSorted());
      });
    }), { numRuns: 200 });
  });

  test('the floor and the age never fall, and only a restored upstream has acknowledged less', () => {
    fc.assert(fc.property(fc.array(anyFact, { maxLength: 40 }), (facts) => {
      let before = { acknowledged: 0, floorMs: 0, ageMs: 0 };
      let index = 0;
      foldAll(facts, ({ acknowledged, floorMs, ageMs }) => {
        const type = facts[index++]?.type;
        if (type !== 'note.rewound' && type !== 'log.rolled-back') expect(acknowledged).toBeGreaterThanOrEqual(before.acknowledged);
        expect(floorMs).toBeGreaterThanOrEqual(before.floorMs);
        expect(ageMs).toBeGreaterThanOrEqual(before.ageMs);
        before = { acknowledged, floorMs, ageMs };
      });
    }), { numRuns: 100 });
  });

  test.each([
    ['event', 'lockers.painted'], ['note', 'note.painted'],
  ])('a journal that speaks of what this version does not know is not guessed at [%s]', (_, type) => {
    const fact = { type, subject: 'bank', data: {} } as unknown as Fact;
    expect(() => fold(newBooks(bankProfile()), fact, { at: { ms: 1, ageMs: 1 }, floorMs: 1, sequence: 1 })).toThrow('unknown');
  });
});

function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const inner of Object.values(value)) deepFreeze(inner);
}
