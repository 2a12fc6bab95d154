import { describe, expect, test } from 'vitest';
import { aboutLocker } from '../../../firmware/bank/facts.ts';
import { parcelOf } from '../../../firmware/bank/reservation.ts';
import { ms } from '../../../statecharts/units.ts';
import { noonMs } from '../../support/noon.ts';
import { PeopledBank, ada, asHolder, asRecipient, asStaff, bea, leg } from '../../support/peopled-bank.ts';

describe('what the bank remembers', () => {
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
