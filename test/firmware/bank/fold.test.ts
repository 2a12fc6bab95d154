import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newBooks, type Books } from '../../../firmware/bank/books.ts';
import type { Fact } from '../../../firmware/bank/facts.ts';
import { fold } from '../../../firmware/bank/fold.ts';
import { usualBankSettings } from '../../../firmware/bank/settings.ts';
import { eventData, type EventType } from '../../../firmware/upstream/contract/events.ts';
import { arbitraryOf } from '../../support/arbitrary-of.ts';
import { dayMs, hourMs, noonMs } from '../../support/noon.ts';
import { bankProfile, PaperBank } from '../../support/paper-bank.ts';

const eventTypes = Object.keys(eventData) as EventType[];
const tags = fc.array(fc.string({ minLength: 22, maxLength: 22 }), { maxLength: 3 });
const kept: Partial<Record<EventType, fc.Arbitrary<unknown>>> = {
  'reservation.made': fc.record({ tags }),
  'reservation.changed': fc.record({ tags }),
  'document.applied': fc.oneof(fc.constant({ settings: usualBankSettings }), fc.constant({ directory: { recipients: {}, operators: {} } })),
  'credential.locked-out': fc.record({ untilMs: fc.nat() }),
};

/** Ids and lockers are few, so that facts meet. */
const few = { locker: fc.integer({ min: 1, max: 7 }), reservation: fc.constantFrom('a', 'b', '__proto__') };

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

const note: fc.Arbitrary<Fact> = fc.oneof(
  fc.record({ ...few, purpose: fc.constantFrom('pickup', 'deposit', 'remote'), again: fc.boolean() }).map((visit): Fact => ({
    type: 'note.intent', visit: { intent: 'i', by: null, command: null, session: null, phase: 'intended', ...visit },
  })),
  fc.nat().map((through): Fact => ({ type: 'note.acknowledged', through })),
  few.locker.map((locker): Fact => ({ type: 'note.door-found', locker, door: 'closed' })),
  few.locker.map((locker): Fact => ({ type: 'note.visit-ended', locker })),
  fc.constantFrom('code', 'password').map((kind): Fact => ({ type: 'note.misses-forgiven', kind })),
);
const anyFact = fc.oneof({ weight: 1, arbitrary: note }, { weight: 4, arbitrary: fc.constantFrom(...eventTypes).chain(factOf) });

function foldAll(facts: readonly Fact[], check: (before: Books, after: Books) => void = () => undefined): Books {
  return facts.reduce((before, fact, index) => {
    const after = fold(before, fact, { atMs: noonMs + (index % 3), sequence: fact.type.startsWith('note.') ? null : index + 1 });
    check(before, after);
    return after;
  }, newBooks(bankProfile()));
}

describe('the fold of the journal', () => {
  test.each(eventTypes)('takes every event that the contract knows, in whatever state the bank is [%s]', (type) => {
    fc.assert(fc.property(fc.array(anyFact, { maxLength: 12 }), factOf(type), (before, fact) => {
      const books = foldAll(before);
      expect(fold(books, fact, { atMs: 1, sequence: 1 }).floorMs).toBe(Math.max(1, books.floorMs));
    }), { numRuns: 40 });
  });

  test('leaves books that a snapshot gives back as they were', () => {
    fc.assert(fc.property(fc.array(anyFact, { maxLength: 30 }), (facts) => {
      const books = foldAll(facts);
      expect(JSON.parse(JSON.stringify(books))).toEqual(books);
    }), { numRuns: 200 });
  });

  test('changes nothing that was there before: an old state stays as it was', () => {
    fc.assert(fc.property(fc.array(anyFact, { maxLength: 20 }), (facts) => {
      foldAll(facts, (before) => deepFreeze(before));
    }), { numRuns: 100 });
  });

  test('no code leads to a reservation that is gone, and none is lost that belongs to one', () => {
    fc.assert(fc.property(fc.array(anyFact, { maxLength: 40 }), (facts) => {
      foldAll(facts, (_, books) => {
        for (const [tag, id] of Object.entries(books.codeTags)) {
          expect(Object.hasOwn(books.reservations, id)).toBe(true);
          expect(books.reservations[id]?.tags).toContain(tag);
        }
      });
    }), { numRuns: 300 });
  });

  test('what the upstream has acknowledged never becomes less, and time never runs back', () => {
    fc.assert(fc.property(fc.array(anyFact, { maxLength: 40 }), (facts) => {
      foldAll(facts, (before, after) => {
        expect(after.acknowledged).toBeGreaterThanOrEqual(before.acknowledged);
        expect(after.floorMs).toBeGreaterThanOrEqual(before.floorMs);
      });
    }), { numRuns: 100 });
  });

  test.each([
    ['event', 'lockers.painted'], ['note', 'note.painted'],
  ])('a journal that speaks of what this version does not know is not guessed at [%s]', (_, type) => {
    const fact = { type, subject: 'bank', data: {} } as unknown as Fact;
    expect(() => fold(newBooks(bankProfile()), fact, { atMs: 1, sequence: 1 })).toThrow('unknown');
  });
});

describe('what the bank remembers', () => {
  const refuse = (bank: PaperBank, id: string) => bank.command('reservation.cancel', { reservation: 'none' }, { id });

  test('a command for a week, so that a late repeat moves nothing', () => {
    const bank = new PaperBank();
    refuse(bank, 'first');
    bank.wait(7 * dayMs - 1);
    refuse(bank, 'second');
    expect(Object.keys(bank.books.commands)).toEqual(['first', 'second']);
    bank.wait(1);
    refuse(bank, 'third');
    expect(Object.keys(bank.books.commands)).toEqual(['second', 'third']);
  });

  test('the newest 5,000 commands, also where their ids are numbers', () => {
    const bank = new PaperBank();
    const outcome = (sequence: number) => ({ sequence, atMs: bank.nowMs });
    const many = Array.from({ length: 4_998 }, (_, index) => [`c${String(index)}`, outcome(index + 1)] as const);
    bank.books = { ...bank.books, commands: Object.fromEntries([...many, ['7', outcome(4_999)], ['oldest', outcome(0)]]) };
    bank.take([{ type: 'command.done', subject: 'bank', command: 'newest', data: { command: 'newest', cmd: 'x' } }]);
    expect(Object.keys(bank.books.commands)).toHaveLength(5_000);
    expect(bank.books.commands).toMatchObject({ 7: { sequence: 4_999 }, newest: { sequence: 1 } });
    expect(bank.books.commands['oldest']).toBeUndefined();
  });

  test('a collected parcel for a day beyond its reopen window, and then neither it nor its code', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1');
    bank.pickUp('parcel-1');
    bank.wait(dayMs + bank.books.settings.lockerAccessAfterPickup);
    bank.reserve('parcel-2');
    expect(Object.keys(bank.books.reservations)).toEqual(['parcel-1', 'parcel-2']);
    bank.wait(1);
    bank.reserve('parcel-3');
    expect(Object.keys(bank.books.reservations)).toEqual(['parcel-2', 'parcel-3']);
    expect(Object.values(bank.books.codeTags).sort()).toEqual(['parcel-2', 'parcel-3']);
  });

  test('which code went with which parcel, when one is called off among others', () => {
    const bank = new PaperBank();
    for (const id of ['parcel-1', 'parcel-2']) bank.delivered(id);
    bank.reserve('parcel-3');
    bank.command('reservation.cancel', { reservation: 'parcel-3' });
    bank.wait(hourMs);
    expect(['parcel-1', 'parcel-2', 'parcel-3'].map((id) => bank.code(`CODE-${id}`).kind)).toEqual(['granted', 'granted', 'refused']);
  });
});

function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const inner of Object.values(value)) deepFreeze(inner);
}
