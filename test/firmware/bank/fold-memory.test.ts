import { describe, expect, test } from 'vitest';
import { aboutBank, aboutLocker } from '../../../firmware/bank/facts.ts';
import { parcelOf } from '../../../firmware/bank/reservation.ts';
import { ms } from '../../../statecharts/units.ts';
import { dayMs, noonMs } from '../../support/noon.ts';
import { PeopledBank, ada, asHolder, asRecipient, asStaff, bea, leg } from '../../support/peopled-bank.ts';

const done = (id: string) => aboutBank('command.done', { command: id, cmd: 'bank.restart' }, { command: id });

describe('what the bank remembers', () => {
  test('a command, so that a late repeat moves nothing', () => {
    const bank = new PeopledBank();
    bank.take([done('first')]);
    bank.wait(30 * dayMs);
    bank.take([done('second')]);
    expect(Object.keys(bank.books.commands)).toEqual(['first', 'second']);
  });

  test('of 5,000 commands those of the last week, also where their ids are numbers', () => {
    const bank = new PeopledBank();
    const week = 7 * dayMs;
    const outcome = (sequence: number, agoMs: number) => ({ sequence, atMs: bank.nowMs - agoMs });
    const many = Array.from({ length: 5_000 }, (_, index) => {
      const agoMs = index < 2_000 ? week + 1 : week;
      return [index % 2 ? String(index) : `c${String(index)}`, outcome(index + 1, agoMs)] as const;
    });
    bank.books = { ...bank.books, commands: Object.fromEntries(many) };
    bank.take([done('newest')]);
    expect(Object.keys(bank.books.commands)).toHaveLength(3_001);
    expect([bank.books.commands['1999'], bank.books.commands['c2000'], bank.books.commands['newest']].map((one) => one !== undefined))
      .toEqual([false, true, true]);
  });

  test('of 5,000 commands of one week all but the oldest tenth', () => {
    const bank = new PeopledBank();
    const many = Array.from({ length: 5_000 }, (_, index) => [`c${String(index)}`, { sequence: index + 1, atMs: bank.nowMs }] as const);
    bank.books = { ...bank.books, commands: Object.fromEntries(many) };
    bank.take([done('newest')]);
    expect(Object.keys(bank.books.commands)).toHaveLength(4_501);
    expect(bank.books.commands['c499']).toBeUndefined();
    expect(bank.books.commands['c500']).toBeDefined();
  });

  test('a collected parcel for a day beyond its reopen window, and then neither it nor its code', () => {
    const bank = new PeopledBank();
    bank.made('p');
    const legs = [leg('deposit', null), { ...leg('collect', ada), tags: ['tag-of-p'] }];
    bank.made('p', { legs });
    bank.visit(bank.want('deposit', 'p'), asStaff('mia'));
    bank.visit(bank.want('pickup', 'p'), asHolder('p', 1));
    bank.wait(dayMs);
    bank.made('q', { locker: 2 });
    expect(Object.keys(bank.books.reservations)).toEqual(['p', 'q']);
    bank.wait(1);
    bank.made('r', { locker: 3 });
    expect(Object.keys(bank.books.reservations)).toEqual(['q', 'r']);
    expect(bank.books.codeTags).toEqual({});
    expect(bank.books.claims[1]).toBeUndefined();
  });

  test('a collected parcel as long as it may be reopened, however far the clock is set forward', () => {
    const bank = new PeopledBank().putIn('p');
    bank.visit(bank.want('pickup', 'p'), asHolder('p', 1));
    bank.nowMs += 100 * dayMs;
    bank.made('q', { locker: 2 });
    expect(bank.says(bank.want('pickup', 'p'), asHolder('p', 1))).toBe('again');
    bank.ageMs += bank.books.settings.lockerAccessAfterPickup;
    bank.made('r', { locker: 3 });
    expect(bank.books.reservations['p']).toBeUndefined();
  });

  test('which code went with which parcel, when one is called off among others', () => {
    const bank = new PeopledBank();
    for (const [index, id] of ['p', 'q', 'r'].entries()) {
      bank.made(id, { locker: index + 1, legs: [leg('deposit', null), { ...leg('collect', ada), tags: [`tag-of-${id}`] }] });
    }
    const q = bank.books.reservations['q'];
    if (q) bank.take([aboutLocker('reservation.cancelled', 2, parcelOf(q))]);
    expect(bank.books.codeTags).toEqual({ 'tag-of-p': 'p', 'tag-of-r': 'r' });
  });

  test('how many reservations it has named itself', () => {
    const bank = new PeopledBank().made('bank-1').made('p', { locker: 2 }).made('bank-2', { locker: 3 });
    expect(bank.books.ownReservations).toBe(2);
  });
});

describe('a code that the bank makes', () => {
  test('opens for whoever comes next, not for whoever comes last', () => {
    const bank = new PeopledBank().made('p', { kind: 'exchange', legs: [leg('deposit', null), leg('swap', ada), leg('collect', bea)] });
    const answer = bank.answer(bank.want('deposit', 'p'), asStaff('mia'), { tag: 'made', sealed: null });
    if (answer.kind !== 'intended') throw new Error(answer.why);
    bank.take([{ type: 'note.intent', visit: answer.visit }]);
    bank.opens(1);
    expect(bank.shuts(1).at(-1)).not.toHaveProperty('data.sealedcode');
    expect(bank.books.reservations['p']?.legs.map(({ tags }) => tags)).toEqual([[], ['made'], []]);
  });
});

describe('what was promised stays promised, whatever the settings say later', () => {
  test('how long a drop-off may be reopened, a pickup, and storage be ended', () => {
    const bank = new PeopledBank({ dropOffReopenWindow: ms(60_000), lockerAccessAfterPickup: ms(120_000) })
      .putIn('p').putIn('q', { locker: 2 });
    bank.visit(bank.want('pickup', 'q'), asHolder('q', 1));
    bank.made('s', { kind: 'storage', locker: 3 });
    bank.visit(bank.want('keep', 's'), asRecipient('ada'));
    bank.set({ dropOffReopenWindow: ms(0), lockerAccessAfterPickup: ms(0) });
    const { p, q, s } = bank.books.reservations;
    expect([p?.reopenUntilAgeMs, q?.accessUntilAgeMs, s?.reopenUntilAgeMs]).toEqual([60_000, 120_000, 120_000]);
  });
});

describe('a moment that nobody can read', () => {
  test('is none: with it nothing would ever come due again', () => {
    const bank = new PeopledBank();
    const parcel = { reservation: 'p', kind: 'delivery', locker: 1, items: [], party: ada } as const;
    const made = { ...parcel, items: [], size: 'small', accessible: false, until: '2026-01-01T00:00:00+02' };
    bank.take([aboutLocker('reservation.made', 1, made)]);
    expect(bank.books.reservations['p']?.untilMs).toBeNull();
    bank.take([aboutLocker('reservation.changed', 1, { ...parcel, items: [], until: new Date(noonMs).toISOString() })]);
    expect(bank.books.reservations['p']?.untilMs).toBe(noonMs);
  });
});
