import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Books } from '../../../firmware/bank/books.ts';
import { decideCommand } from '../../../firmware/bank/commands.ts';
import { findingsIn } from '../../../firmware/bank/diagnosis.ts';
import { dropReservation, type Draft } from '../../../firmware/bank/draft.ts';
import { aboutBank, isNote, type Fact } from '../../../firmware/bank/facts.ts';
import { fold, type Stamp } from '../../../firmware/bank/fold.ts';
import { checkScanned } from '../../../firmware/bank/code-check.ts';
import { checkToken } from '../../../firmware/bank/tokens.ts';
import { decideRelease } from '../../../firmware/bank/visits.ts';
import type { Command } from '../../../firmware/contract/commands.ts';
import { dayMs, hourMs } from '../../support/noon.ts';
import { typesOf } from '../../support/paper-bank.ts';
import { asHolder, asRecipient, asStaff, PeopledBank } from '../../support/peopled-bank.ts';

const done = (id: string) => aboutBank('command.done', { command: id, cmd: 'bank.restart' }, { command: id });
/** Five minutes for whoever reopens it, and a day more. */
const rememberedMs = 300_000 + dayMs;
const repeated = aboutBank('bank.recovered', { why: 'disk-full' });

/** It goes by until the bank is an hour older, and looks after itself. */
function anHourGoesBy(bank: PeopledBank): void {
  bank.wait(hourMs);
  bank.take([repeated]);
}

/** A parcel that was collected so long ago. */
function collectedBank(agoMs: number): PeopledBank {
  const bank = new PeopledBank();
  bank.delivered('parcel-1');
  bank.pickUp('parcel-1');
  bank.wait(agoMs);
  return bank;
}

describe('the bank remembers a command', () => {
  test('for a week, so that a late repeat moves nothing, and lets go of it with the next full hour of its age', () => {
    const bank = new PeopledBank();
    bank.take([done('first')]);
    bank.wait(7 * dayMs);
    bank.take([done('second')]);
    bank.wait(hourMs - 1);
    bank.take([repeated]);
    expect(Object.keys(bank.books.commands)).toEqual(['first', 'second']);
    bank.wait(1);
    bank.take([repeated]);
    expect(Object.keys(bank.books.commands)).toEqual(['second']);
  });

  test('of more than 5,000 the youngest 4,500, whatever their ids look like, counted at every 512th event', () => {
    const bank = new PeopledBank();
    const many = Array.from({ length: 5_001 }, (_, index) =>
      [index % 2 ? String(index) : `c${String(index)}`, { sequence: index + 1, atMs: bank.nowMs }] as const);
    bank.books = { ...bank.books, commands: Object.fromEntries(many) };
    const at = (sequence: number) => fold(bank.books, repeated, { at: bank.now, floorMs: bank.nowMs, sequence });
    at(5_119);
    expect(Object.keys(bank.books.commands)).toHaveLength(5_001);
    at(5_120);
    expect(Object.keys(bank.books.commands)).toHaveLength(4_500);
    expect(['c500', '501', '499', 'c5000'].map((id) => id in bank.books.commands)).toEqual([false, true, false, true]);
  });
});

describe('the bank remembers a token that was used', () => {
  test('of more than 20,000 those that expire last, where no clock is trusted', () => {
    const bank = new PeopledBank();
    const many = Array.from({ length: 20_002 }, (_, index) => [`t${String(index)}`, bank.nowMs - index] as const);
    bank.books = { ...bank.books, burned: Object.fromEntries(many) };
    fold(bank.books, repeated, { at: bank.now, floorMs: 0, sequence: 512 });
    expect(Object.keys(bank.books.burned)).toHaveLength(20_000);
    expect(['t0', 't19999', 't20000', 't20001'].map((id) => id in bank.books.burned)).toEqual([true, true, false, false]);
  });
});

describe('the bank remembers a collected parcel', () => {
  test('for a day, and lets go of it and of its code with the next full hour of its age', () => {
    const bank = collectedBank(rememberedMs);
    bank.take([repeated]);
    expect(Object.keys(bank.books.reservations)).toEqual(['parcel-1']);
    anHourGoesBy(bank);
    expect([bank.books.reservations, bank.books.codeTags, bank.books.claims]).toEqual([{}, {}, {}]);
  });

  test('by its own age, however far the clock is set forward', () => {
    const bank = collectedBank(0);
    bank.nowMs += 100 * dayMs;
    bank.ageMs += rememberedMs;
    expect(typesOf(bank.put('parcel-1'))).toEqual(['command.refused']);
    bank.ageMs++;
    expect(typesOf(bank.put('parcel-1'))).toEqual(['reservation.made']);
  });

  test('as long as somebody is there, so that what they leave is told', () => {
    const bank = new PeopledBank().putIn('p');
    bank.visit(bank.want('pickup', 'p'), asHolder('p', 1));
    bank.release(bank.want('pickup', 'p'), asHolder('p', 1));
    bank.opens(1);
    bank.nowMs += dayMs;
    for (let hour = 0; hour < 30; hour++) anHourGoesBy(bank);
    expect(bank.books.reservations['p']?.state).toBe('collected');
    bank.shuts(1);
    anHourGoesBy(bank);
    expect(bank.books.reservations['p']).toBeUndefined();
  });

  test('without taking a code away that another one has got since', () => {
    const bank = collectedBank(rememberedMs + 1);
    bank.put('parcel-2', { codes: ['CODE-parcel-1'] });
    anHourGoesBy(bank);
    expect(Object.keys(bank.books.reservations)).toEqual(['parcel-2']);
    bank.deposit('parcel-2');
    expect(bank.code('CODE-parcel-1').kind).toBe('granted');
  });
});

describe('whether the books still hold what is forgotten', () => {
  const order = (bank: PeopledBank, books: Books, cmd: string, args: object) =>
    decideCommand(books, bank.frame, { id: 'c', cmd, args, expMs: Infinity, by: 'upstream' } as unknown as Command, bank.now, 'i');
  const bea = { type: 'recipient', id: 'bea' };
  const newPut = { kind: 'delivery', party: bea, accessible: false, items: [], tags: [], shared: false, visitor: false };
  const claims = { jti: 't', reservation: 'parcel-1', leg: null, locker: null, nbfMs: 0, expMs: 1e15 };
  const open = { purpose: 'pickup', locker: 1, reservation: 'parcel-1' } as const;

  test.each<[string, (bank: PeopledBank, books: Books) => unknown]>([
    ['its code', (bank, books) => checkScanned(books, bank.keys, 'CODE-parcel-1', bank.now, 's')],
    ['its label', (bank, books) => checkScanned(books, bank.keys, 'label parcel-1', bank.now, 's')],
    ['its token', (bank, books) => checkToken(books, claims, bank.now, 's')],
    ['a visit of its recipient', (bank, books) => decideRelease(books, open, asRecipient('ada'), 'i', bank.now)],
    ['a visit of somebody else', (bank, books) => decideRelease(books, open, asStaff('mia'), 'i', bank.now)],
    ['that it is called off', (bank, books) =>
      order(bank, books, 'reservation.cancel', { reservation: 'parcel-1', end: false })],
    ['that it is to end later', (bank, books) =>
      order(bank, books, 'reservation.extend', { reservation: 'parcel-1', until: '2027-01-01T00:00:00Z' })],
    ['a new one of its name', (bank, books) =>
      order(bank, books, 'reservation.put', { ...newPut, reservation: 'parcel-1', codes: [] })],
    ['a new one with its code', (bank, books) =>
      order(bank, books, 'reservation.put', { ...newPut, reservation: 'q', codes: ['CODE-parcel-1'] })],
    ['what is found at a look', (bank, books) => findingsIn(books, bank.now)],
  ])('decides nothing: %s', (_what, decide) => {
    const bank = collectedBank(rememberedMs + 1);
    const without = structuredClone(bank.books);
    dropReservation(without as Draft, 'parcel-1');
    expect(decide(bank, bank.books)).toEqual(decide(bank, without));
  });
});

interface Written {
  readonly fact: Fact;
  readonly stamp: Stamp;
}

/** Parcels and people with tokens for many days, at any times of the day, and what a journal would have written of them. */
function manyDays(pauses: readonly number[]): { readonly bank: PeopledBank; readonly records: readonly Written[] } {
  const bank = new PeopledBank();
  const records: Written[] = [];
  let sequence = 0;
  bank.take = (facts) => {
    for (const fact of facts) {
      const stamp = { at: bank.now, floorMs: bank.nowMs, sequence: isNote(fact) ? null : ++sequence };
      records.push({ fact, stamp });
      fold(bank.books, fact, stamp);
    }
    return facts;
  };
  for (const [index, pauseMs] of pauses.entries()) {
    const id = `parcel-${String(index)}`;
    bank.put(id);
    bank.deposit(id);
    bank.wait(pauseMs);
    bank.visit(bank.want('pickup', id), asHolder(id, 1, { id: `token-${id}`, untilMs: bank.nowMs + 1 }));
    bank.wait(hourMs);
  }
  return { bank, records };
}

test('a replay forgets what was forgotten, from wherever it begins', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 6 * hourMs }), { minLength: 30, maxLength: 40 }), fc.double({ min: 0, max: 1, noNaN: true }),
      (pauses, share) => {
        const { bank, records } = manyDays(pauses);
        const cut = Math.floor(share * records.length);
        let books = new PeopledBank().books;
        for (const [index, { fact, stamp }] of records.entries()) {
          if (index === cut) books = JSON.parse(JSON.stringify(books)) as Books;
          fold(books, fact, stamp);
        }
        expect(books).toEqual(bank.books);
        expect(books.reservations['parcel-0']).toBeUndefined();
        expect(books.burned['token-parcel-0']).toBeUndefined();
      },
    ),
  );
});
