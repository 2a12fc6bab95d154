import { describe, expect, test } from 'vitest';
import type { Settings } from '../../../firmware/bank/settings.ts';
import { decideLeftSome, decideRetract } from '../../../firmware/bank/visits.ts';
import { ms } from '../../../statecharts/units.ts';
import { hourMs } from '../../support/noon.ts';
import { typesOf } from '../../support/paper-bank.ts';
import { PeopledBank, ada, asHolder, asRecipient, asStaff, bea, leg } from '../../support/peopled-bank.ts';

const id = 'p';
const mia = asStaff('mia');
const holder = asHolder(id, 1);

function placesIn(bank: PeopledBank): string {
  return (bank.books.reservations[id]?.items ?? []).map((item) => `${item.id} ${item.place}`).join(', ');
}

/** Two things lie in locker 1. */
const two = (settings: Partial<Settings> = {}): PeopledBank => new PeopledBank(settings).putIn(id, { items: { a: 0, b: 0 } });
/** One thing lies in locker 1, and one more has been announced. */
function oneMore(settings: Partial<Settings> = {}): PeopledBank {
  return new PeopledBank(settings).putIn(id, { items: { a: 0 } }).announced(id, 'b');
}
const wantsB = (bank: PeopledBank) => bank.want('deposit', id, { items: ['b'] });

describe('several things in one locker', () => {
  test('go in one by one, as they come', () => {
    const bank = new PeopledBank().made(id, { items: { a: 0, b: 0 } });
    const facts = bank.visit(bank.want('deposit', id, { items: ['a', 'a'] }), mia);
    expect(facts.at(-1)).toMatchObject({ type: 'deposit.completed', data: { items: [{ id: 'a' }] } });
    expect(placesIn(bank)).toBe('a in, b expected');
    bank.visit(wantsB(bank), mia);
    expect(placesIn(bank)).toBe('a in, b in');
    expect(bank.books.reservations[id]).toMatchObject({ state: 'occupied', leg: 1 });
  });

  test('are all collected at once by who says nothing else', () => {
    const bank = two();
    expect(bank.visit(bank.want('pickup', id), holder).at(-1))
      .toMatchObject({ type: 'pickup.completed', data: { items: [{ id: 'a' }, { id: 'b' }] } });
    expect(placesIn(bank)).toBe('a out, b out');
  });

  test('are collected in part by who says so beforehand', () => {
    const bank = two();
    const facts = bank.visit(bank.want('pickup', id, { items: ['b'] }), holder);
    expect(facts.at(-1))
      .toMatchObject({ type: 'pickup.partial', data: { items: [{ id: 'b' }], left: [{ id: 'a' }], by: { role: 'recipient', id: 'ada' } } });
    expect(facts.at(-1)).not.toHaveProperty('data.leg');
    expect(placesIn(bank)).toBe('a in, b out');
    expect(bank.books.reservations[id]).toMatchObject({ state: 'occupied', leg: 1 });
    bank.visit(bank.want('pickup', id), holder);
    expect(bank.books.reservations[id]?.state).toBe('collected');
  });

  test('are announced one by one at an open door only where a batch may be dropped off', () => {
    const bank = new PeopledBank().made(id, { items: { a: 0, b: 0 } });
    bank.release(bank.want('deposit', id, { items: ['a'] }), mia);
    bank.opens(1);
    expect(bank.says(wantsB(bank), mia)).toBe('locker-busy');
    expect(bank.says(bank.want('deposit', id, { items: ['a'] }), mia)).toBe('opens');
    bank.set({ batchDropOff: true });
    bank.release(wantsB(bank), mia);
    expect(bank.opensAgain(1))
      .toMatchObject([{ type: 'door.opened' }, { type: 'deposit.started', data: { items: [{ id: 'a' }, { id: 'b' }] } }]);
    expect(bank.shuts(1).at(-1)).toMatchObject({ type: 'deposit.completed', data: { items: [{ id: 'a' }, { id: 'b' }] } });
    expect(placesIn(bank)).toBe('a in, b in');
  });

  test.each([['once', false], ['again', true]])('announced while the door stands open, released %s, are still to come', (_how, isAgain) => {
    const bank = new PeopledBank().made(id, { items: { a: 0 } });
    bank.release(bank.want('deposit', id), mia);
    bank.opens(1);
    bank.announced(id, 'b');
    if (isAgain) {
      bank.release(bank.want('deposit', id), mia);
      bank.opensAgain(1);
    }
    expect(bank.shuts(1).at(-1)).toMatchObject({ type: 'deposit.completed', data: { items: [{ id: 'a' }] } });
    expect(placesIn(bank)).toBe('a in, b expected');
  });

  test('what was named for taking out at an open door is taken out too', () => {
    const bank = two();
    bank.release(bank.want('pickup', id, { items: ['a'] }), holder);
    bank.opens(1);
    expect(bank.answer(bank.want('pickup', id, { items: ['b'] }), holder)).toMatchObject({ visit: { items: ['a', 'b'] } });
    expect(bank.answer(bank.want('pickup', id), holder)).toMatchObject({ visit: { items: null } });
  });
});

describe('who may add to what lies in a locker', () => {
  const others = (settings: Partial<Settings>): readonly string[] => {
    const bank = oneMore(settings);
    bank.wait(bank.books.settings.dropOffReopenWindow);
    const people = [asStaff('mia'), asStaff('max'), asStaff('cara'), asStaff('nil'), asRecipient('ada'), holder];
    return people.map((visitor) => bank.says(wantsB(bank), visitor));
  };

  test.each([
    ['nobody', ['not-allowed', 'not-allowed', 'not-allowed', 'not-allowed', 'not-allowed', 'not-allowed']],
    ['staff', ['opens', 'opens', 'not-allowed', 'not-allowed', 'not-allowed', 'not-allowed']],
    ['same-carrier', ['opens', 'opens', 'not-allowed', 'not-allowed', 'not-allowed', 'not-allowed']],
    ['anyone', ['opens', 'opens', 'opens', 'not-allowed', 'not-allowed', 'not-allowed']],
  ] as const)('where the setting says %s, later: operators, carrier, staff without rights, recipient, code', (addToOccupied, answers) => {
    expect(others({ addToOccupied })).toEqual(answers);
  });

  test('the carrier who put in what lies there, and no other, where the setting says so', () => {
    const bank = new PeopledBank({ addToOccupied: 'same-carrier' }).made(id, { items: { a: 0 } });
    bank.visit(bank.want('deposit', id), asStaff('cara'));
    bank.announced(id, 'b');
    bank.wait(bank.books.settings.dropOffReopenWindow);
    expect(bank.says(wantsB(bank), asStaff('cara'))).toBe('opens');
    expect(bank.says(wantsB(bank), asStaff('carl'))).toBe('not-allowed');
  });

  test('whoever put in last, within their reopen window, whatever the setting says', () => {
    const bank = oneMore({ addToOccupied: 'nobody' });
    expect(bank.says(wantsB(bank), mia)).toBe('opens');
    expect(bank.says(wantsB(bank), asStaff('max'))).toBe('not-allowed');
    bank.visit(wantsB(bank), mia);
    expect(bank.says(bank.want('deposit', id), mia)).toBe('again');
    bank.wait(bank.books.settings.dropOffReopenWindow);
    expect(bank.says(bank.want('deposit', id), mia)).toBe('window-over');
  });

  test('nobody where no label says what lies there: to take the new thing back would leave the books without the old one', () => {
    const bank = new PeopledBank({ addToOccupied: 'anyone' }).putIn(id, { items: {} }).announced(id, 'b');
    expect(bank.says(wantsB(bank), mia)).toBe('window-over');
  });

  test('nobody in a locker that is out of service or in doubt', () => {
    const bank = oneMore();
    bank.changeLocker(1, { outOfService: 'hinge' });
    expect(bank.says(wantsB(bank), mia)).toBe('locker-busy');
    bank.changeLocker(1, { outOfService: null, doubt: 'forced' });
    expect(bank.says(wantsB(bank), mia)).toBe('locker-busy');
  });

  test('nobody at a door that was opened from afar, but staff who may look into it', () => {
    const bank = oneMore({ addToOccupied: 'anyone' });
    bank.command('locker.open', { locker: 1 });
    bank.opens(1);
    expect([asStaff('cara'), mia, asStaff('max')].map((visitor) => bank.says(wantsB(bank), visitor)))
      .toEqual(['locker-busy', 'locker-busy', 'opens']);
    bank.shuts(1);
    expect(bank.books.lockers[1]?.doubt).toBe('opened-remotely');
  });

  test('a reopening that becomes an addition puts in what was added', () => {
    const bank = oneMore({ batchDropOff: true });
    bank.release(bank.want('deposit', id), mia);
    expect(typesOf(bank.opens(1))).toEqual(['door.opened', 'deposit.reopened']);
    bank.release(wantsB(bank), mia);
    expect(typesOf(bank.opensAgain(1))).toEqual(['door.opened', 'deposit.started']);
    bank.release(bank.want('deposit', id), mia);
    expect(typesOf(bank.opensAgain(1))).toEqual(['door.opened']);
    expect(bank.shuts(1).at(-1)).toMatchObject({ type: 'deposit.completed', data: { items: [{ id: 'b' }] } });
  });
});

describe('when things expire that were added to', () => {
  const untilAfter = (settings: Partial<Settings>, waitMs: number): number | null => {
    const bank = oneMore({ itemExpiry: 10 * hourMs, ...settings });
    bank.wait(waitMs);
    bank.visit(wantsB(bank), asStaff('max'));
    const { untilMs = null } = bank.books.reservations[id] ?? {};
    return untilMs === null ? null : (untilMs - (bank.nowMs - waitMs)) / hourMs;
  };

  test.each([
    ['all of them have the whole time again', { expiryOnAdd: 'restart' }, 15],
    ['what lay there first says when', { expiryOnAdd: 'keep' }, 10],
    ['never, where the setting says so', { expiryOnAdd: 'restart', itemExpiry: null }, null],
  ] as const)('%s', (_, settings, hours) => {
    expect(untilAfter(settings, 5 * hourMs)).toBe(hours);
  });

  test('never, once the setting says so, although they were to expire', () => {
    const bank = oneMore({ itemExpiry: 10 * hourMs });
    bank.set({ itemExpiry: null });
    bank.visit(wantsB(bank), mia);
    expect(bank.books.reservations[id]?.untilMs).toBeNull();
  });

  test('no earlier than before, where the upstream has given more time', () => {
    const bank = oneMore({ itemExpiry: 10 * hourMs });
    const reservation = bank.books.reservations[id];
    if (!reservation) throw new Error('not there');
    const untilMs = bank.nowMs + 100 * hourMs;
    bank.books = { ...bank.books, reservations: { [id]: { ...reservation, untilMs } } };
    bank.visit(wantsB(bank), mia);
    expect(bank.books.reservations[id]?.untilMs).toBe(untilMs);
  });

  test('when the upstream says that the next leg ends, whatever the setting says', () => {
    const untilMs = Date.UTC(2026, 11, 24);
    const bank = new PeopledBank().putIn(id, { legs: [leg('deposit', null), leg('collect', ada, untilMs)] });
    expect(bank.books.reservations[id]?.untilMs).toBe(untilMs);
  });
});

describe('what was added is taken back', () => {
  test('alone, and what lay there before stays', () => {
    const bank = oneMore();
    bank.visit(wantsB(bank), mia);
    const facts = decideRetract(bank.books, wantsB(bank), mia, bank.now);
    expect(facts).toMatchObject([{ type: 'deposit.abandoned', data: { items: [{ id: 'b' }] } }]);
    bank.take(facts ?? []);
    expect(placesIn(bank)).toBe('a in, b expected');
    expect(bank.books.reservations[id]).toMatchObject({ state: 'occupied', leg: 1, reopenUntilAgeMs: null });
  });

  test('by whoever added it, also where they are no party to the leg that put in the rest', () => {
    const bank = new PeopledBank({ addToOccupied: 'anyone' })
      .made(id, { kind: 'return', legs: [leg('deposit', ada), leg('collect', bea)], items: { a: 0 } });
    bank.visit(bank.want('deposit', id), asRecipient('ada'));
    bank.announced(id, 'b');
    bank.visit(wantsB(bank), mia);
    expect(bank.says(bank.want('deposit', id), mia)).toBe('again');
    expect(decideRetract(bank.books, wantsB(bank), asRecipient('ada'), bank.now)).toBeNull();
    expect(decideRetract(bank.books, wantsB(bank), mia, bank.now)).toMatchObject([{ type: 'deposit.abandoned' }]);
  });

  test('by whoever added it, who says nothing of what somebody else has put in', () => {
    const bank = oneMore();
    bank.visit(wantsB(bank), asStaff('max'));
    const says = (items: readonly string[]) => decideRetract(bank.books, bank.want('deposit', id, { items }), asStaff('max'), bank.now);
    expect([says(['a']), says(['a', 'b'])]).toEqual([null, null]);
    expect(says([])).toMatchObject([{ type: 'deposit.abandoned', data: { items: [{ id: 'b' }] } }]);
    bank.take(says([]) ?? []);
    expect(placesIn(bank)).toBe('a in, b expected');
  });

  test('where books of before do not say who put what in: all of it', () => {
    const bank = two();
    const before = bank.books.reservations[id];
    if (!before) throw new Error('nothing is there');
    const items = before.items.map(({ id: item, leg: putBy, place }) => ({ id: item, leg: putBy, place }));
    bank.books = { ...bank.books, reservations: { [id]: { ...before, items } } };
    expect(decideRetract(bank.books, bank.want('deposit', id), mia, bank.now))
      .toMatchObject([{ data: { items: [{ id: 'a' }, { id: 'b' }] } }]);
  });

  test('a thing without a label too, where nothing else lies there', () => {
    const bank = new PeopledBank().putIn(id, { items: {} });
    const facts = decideRetract(bank.books, bank.want('deposit', id), mia, bank.now);
    expect(facts).toMatchObject([{ type: 'deposit.abandoned', data: { items: [] } }]);
    bank.take(facts ?? []);
    expect(bank.books.reservations[id]).toMatchObject({ state: 'reserved', leg: 0 });
  });
});

describe('whoever collects says that something stays', () => {
  const says = (bank: PeopledBank, left: readonly string[], visitor = holder) => decideLeftSome(bank.books, id, left, visitor, bank.now);

  test('while the door is open: the pickup is partial', () => {
    const bank = two();
    const facts = bank.visit(bank.want('pickup', id), holder, () => {
      expect(says(bank, ['a'])).toEqual([{ type: 'note.visit-said', locker: 1, leaving: ['a'], ends: false }]);
      bank.take(says(bank, ['a', 'a']) ?? []);
    });
    expect(facts.at(-1)).toMatchObject({ type: 'pickup.partial', data: { items: [{ id: 'b' }], left: [{ id: 'a' }] } });
    expect(placesIn(bank)).toBe('a in, b out');
  });

  test('and takes it back', () => {
    const bank = two();
    const facts = bank.visit(bank.want('pickup', id), holder, () => {
      bank.take(says(bank, ['a', 'b']) ?? []);
      bank.take(says(bank, []) ?? []);
    });
    expect(facts.at(-1)?.type).toBe('pickup.completed');
  });

  test('all of it: nothing has been taken', () => {
    const bank = two();
    bank.visit(bank.want('pickup', id), holder, () => void bank.take(says(bank, ['a', 'b']) ?? []));
    expect(bank.facts.at(-1)).toMatchObject({ type: 'pickup.partial', data: { items: [], left: [{ id: 'a' }, { id: 'b' }] } });
    expect(placesIn(bank)).toBe('a in, b in');
  });

  test('what was said stays said while the same person has the open door released again', () => {
    const bank = two({ departmentPickup: 'members' });
    bank.release(bank.want('pickup', id), holder);
    bank.opens(1);
    bank.take(says(bank, ['a']) ?? []);
    expect(bank.answer(bank.want('pickup', id), holder)).toMatchObject({ visit: { leaving: ['a'], hasBegun: true } });
  });

  test('after the door is shut, as long as they may open it again: the locker is theirs to collect from again', () => {
    const bank = two();
    bank.visit(bank.want('pickup', id), holder);
    bank.wait(bank.books.settings.lockerAccessAfterPickup - 1);
    const facts = says(bank, ['b'], asRecipient('ada'));
    expect(facts)
      .toMatchObject([{ type: 'pickup.partial', data: { items: [{ id: 'a' }], left: [{ id: 'b' }] }, session: 'session-of-ada' }]);
    expect(says(bank, [])).toBeNull();
    expect(says(bank, ['c'])).toBeNull();
    expect(says(bank, ['b'], asRecipient('cid'))).toBeNull();
    expect(says(bank, ['b'], asHolder(id, 0))).toBeNull();
    bank.wait(1);
    expect(says(bank, ['b'])).toBeNull();
    bank.take(facts ?? []);
    expect(bank.books.reservations[id]).toMatchObject({ state: 'occupied', leg: 1, collectedBy: null, accessUntilAgeMs: null });
    expect(bank.says(bank.want('pickup', id), holder)).toBe('opens');
  });

  test('at the reopened door', () => {
    const bank = two();
    bank.visit(bank.want('pickup', id), holder);
    bank.visit(bank.want('pickup', id), holder, () => void bank.take(says(bank, ['a']) ?? []));
    expect(bank.facts.at(-1)).toMatchObject({ type: 'pickup.partial', data: { items: [{ id: 'b' }], left: [{ id: 'a' }] } });
    expect(placesIn(bank)).toBe('a in, b out');
  });

  test('and nobody else says it, of nothing else, and not of a door that is not open yet', () => {
    const bank = two();
    expect(says(bank, ['a'])).toBeNull();
    expect(decideLeftSome(bank.books, '__proto__', ['a'], holder, bank.now)).toBeNull();
    bank.release(bank.want('pickup', id), holder);
    expect(says(bank, ['a'])).toBeNull();
    bank.opens(1);
    expect(says(bank, ['c'])).toBeNull();
    expect(says(bank, ['a'], asRecipient('cid'))).toBeNull();
    expect(says(bank, ['a'], { ...holder, session: 'another' })).toBeNull();
    expect(says(bank, ['a'])).not.toBeNull();
  });

  test('not by whoever puts something in', () => {
    const bank = new PeopledBank().made(id);
    bank.release(bank.want('deposit', id), mia);
    bank.opens(1);
    expect(says(bank, [], mia)).toBeNull();
  });

  test('not while the door has been forced open since', () => {
    const bank = two();
    bank.visit(bank.want('pickup', id), holder);
    bank.door({ type: 'door.forced', locker: 1 });
    expect(says(bank, ['a'])).toBeNull();
  });
});

test('one party\'s things never lie open to another party, should a locker hold both', () => {
  const bank = new PeopledBank({ lockerAccessAfterPickup: ms(0) })
    .putIn('p', { party: ada }).putIn('q', { locker: 2, party: bea }).made('r', { party: ada });
  const [q] = [bank.books.reservations['q']];
  if (!q) throw new Error('not there');
  bank.books = { ...bank.books, reservations: { ...bank.books.reservations, q: { ...q, locker: 1 } }, claims: { 1: ['p', 'q', 'r'] } };
  expect(bank.says(bank.want('pickup', 'p'), asRecipient('ada'))).toBe('not-allowed');
  expect(bank.says(bank.want('deposit', 'r'), mia)).toBe('not-allowed');
  bank.books = { ...bank.books, claims: { 1: ['p', 'r'] } };
  expect(bank.says(bank.want('pickup', 'p'), asRecipient('ada'))).toBe('opens');
  expect(bank.says(bank.want('deposit', 'r'), mia)).toBe('opens');
  bank.set({ addToOccupied: 'nobody' });
  expect(bank.says(bank.want('deposit', 'r'), mia)).toBe('not-allowed');
});
