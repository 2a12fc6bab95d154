import { describe, expect, test } from 'vitest';
import { decideRetract, type WantedVisit } from '../../../firmware/bank/visits.ts';
import { ms } from '../../../statecharts/units.ts';
import { typesOf } from '../../support/paper-bank.ts';
import { PeopledBank, asHolder, asRecipient, asStaff } from '../../support/peopled-bank.ts';

const id = 'parcel-1';
const wants = (purpose: WantedVisit['purpose'], locker = 1, reservation = id): WantedVisit => ({ purpose, locker, reservation });
const mia = asStaff('mia');
const holder = asHolder(id, 1);

const reserved = (): PeopledBank => new PeopledBank().made(id);
const delivered = (): PeopledBank => new PeopledBank().putIn(id);

function collected(): PeopledBank {
  const bank = delivered();
  bank.visit(wants('pickup'), holder);
  return bank;
}

describe('whether a door may be opened for a parcel', () => {
  test('for an operator, to put the parcel in', () => {
    expect(reserved().release(wants('deposit'), mia)).toEqual({
      kind: 'intended',
      visit: {
        intent: 'intent-1', locker: 1, purpose: 'deposit', again: false, reservation: id, leg: 0, items: ['label parcel-1'],
        leaving: [], ends: false,
        by: { role: 'operator', id: 'mia' }, command: null, session: 'session-of-mia', token: null, newCode: null, phase: 'intended',
      },
    });
  });

  test.each([['with the code', holder], ['by name', asRecipient('ada')]])('for its recipient, to take it out [%s]', (_, visitor) => {
    expect(delivered().answer(wants('pickup'), visitor)).toMatchObject({
      kind: 'intended', visit: { purpose: 'pickup', again: false, leg: 1, by: { role: 'recipient', id: 'ada' }, session: visitor.session },
    });
  });

  test.each([
    ['a pickup where nothing is in yet', reserved, wants('pickup'), holder, 'window-over'],
    ['a deposit where everything has been collected', collected, wants('deposit'), mia, 'window-over'],
    ['a reservation that does not exist', delivered, wants('pickup', 1, 'parcel-9'), holder, 'window-over'],
    ['a reservation named like a part of the language', delivered, wants('pickup', 1, '__proto__'), holder, 'window-over'],
    ['another locker than the one reserved', delivered, wants('pickup', 2), holder, 'window-over'],
    ['no reservation at all', delivered, { purpose: 'pickup', locker: 1, reservation: null } as const, holder, 'window-over'],
    ['a purpose that the leg does not have', delivered, wants('swap'), holder, 'window-over'],
    ['storage that is a delivery', delivered, wants('keep'), holder, 'window-over'],
    ['an item that nobody has announced', reserved, { ...wants('deposit'), items: ['label 9'] }, mia, 'window-over'],
    ['an announced item and another', reserved, { ...wants('deposit'), items: ['label parcel-1', 'x'] }, mia, 'window-over'],
    ['one more that nobody has announced', delivered, { ...wants('deposit'), items: ['label 9'] }, mia, 'window-over'],
    ['storage that was a delivery', collected, wants('keep'), holder, 'window-over'],
    ['an item that is not there', delivered, { ...wants('pickup'), items: ['label 9'] }, holder, 'window-over'],
    ['a deposit by the recipient', reserved, wants('deposit'), asRecipient('ada'), 'not-allowed'],
    ['a deposit with the pickup code', reserved, wants('deposit'), holder, 'not-allowed'],
    ['a pickup by an operator', delivered, wants('pickup'), mia, 'not-allowed'],
    ['a pickup by another recipient', delivered, wants('pickup'), asRecipient('cid'), 'not-allowed'],
    ['a pickup with the code of another parcel', delivered, wants('pickup'), asHolder('parcel-2', 1), 'not-allowed'],
    ['a pickup with the code of another leg', delivered, wants('pickup'), asHolder(id, 0), 'not-allowed'],
  ])('not for %s', (_, bank, wanted, visitor, why) => {
    expect(bank().release(wanted, visitor)).toEqual({ kind: 'refused', why });
  });

  test('a locker that the profile has lost is trouble of the bank, not a locker that is busy for ever', () => {
    const bank = delivered();
    const { 1: _lost, ...lockers } = bank.books.lockers;
    bank.books = { ...bank.books, lockers };
    expect(bank.says(wants('pickup'), holder)).toBe('bank-trouble');
    expect(bank.says({ purpose: 'look', locker: 1, reservation: null }, asStaff('ann'))).toBe('bank-trouble');
  });

  test('not while it is about to be opened for somebody', () => {
    const bank = delivered();
    bank.release(wants('pickup'), holder);
    expect(bank.says(wants('pickup'), holder)).toBe('locker-busy');
    bank.opens(1);
    expect(bank.says(wants('pickup'), holder)).toBe('opens');
  });

  test('not for anything else while it stands open for somebody', () => {
    const bank = delivered();
    bank.release(wants('pickup'), holder);
    bank.opens(1);
    expect(bank.says(wants('deposit'), mia)).toBe('locker-busy');
    expect(bank.says({ purpose: 'look', locker: 1, reservation: null }, asStaff('ann'))).toBe('locker-busy');
    expect(bank.says(wants('empty'), asStaff('ann'))).toBe('locker-busy');
  });

  test('to its recipient again, until the time that was promised at the pickup is over', () => {
    const bank = collected();
    bank.wait(bank.books.settings.lockerAccessAfterPickup - 1);
    expect(bank.says(wants('pickup'), holder)).toBe('again');
    expect(bank.says(wants('pickup'), asRecipient('ada'))).toBe('again');
    expect(bank.says(wants('pickup'), asRecipient('cid'))).toBe('not-allowed');
    bank.wait(1);
    expect(bank.says(wants('pickup'), holder)).toBe('window-over');
  });

  test('a clock that is set gives nobody more or less time to reopen', () => {
    const bank = collected();
    bank.nowMs += 10 * 365 * 86_400_000;
    expect(bank.says(wants('pickup'), holder)).toBe('again');
    bank.ageMs += bank.books.settings.lockerAccessAfterPickup;
    bank.nowMs = 0;
    expect(bank.says(wants('pickup'), holder)).toBe('window-over');
  });

  test('settings that grow later give nobody a locker back that holds another person\'s parcel', () => {
    const bank = collected();
    bank.wait(bank.books.settings.lockerAccessAfterPickup);
    bank.putIn('parcel-2');
    bank.set({ lockerAccessAfterPickup: ms(3_600_000) });
    expect(bank.says(wants('pickup'), holder)).toBe('window-over');
  });

  test('to the operator who put it in again, within the reopen window of the drop-off', () => {
    const bank = delivered();
    bank.wait(bank.books.settings.dropOffReopenWindow - 1);
    expect(bank.says(wants('deposit'), mia)).toBe('again');
    expect(bank.says({ ...wants('deposit'), items: ['label parcel-1'] }, mia)).toBe('again');
    expect(bank.says(wants('deposit'), asStaff('max'))).toBe('window-over');
    expect(bank.says(wants('deposit'), asStaff('nil'))).toBe('not-allowed');
    bank.wait(1);
    expect(bank.says(wants('deposit'), mia)).toBe('window-over');
  });
});

describe('a door that still stands open is released for the same visit once more', () => {
  function leftOpen(): PeopledBank {
    const bank = delivered();
    bank.release(wants('pickup'), holder);
    bank.opens(1);
    bank.release(wants('pickup'), { ...holder, session: 'another' });
    return bank;
  }

  test('and the pickup goes on: it has begun once and is completed once', () => {
    const bank = leftOpen();
    expect(typesOf(bank.opensAgain(1))).toEqual(['door.opened']);
    expect(typesOf(bank.shuts(1))).toEqual(['door.closed', 'pickup.completed']);
    expect(typesOf(bank.facts).filter((type) => type === 'pickup.started')).toHaveLength(1);
    expect(bank.facts.at(-1)).toMatchObject({ session: 'another' });
  });

  test('also where the door was shut just before', () => {
    const bank = leftOpen();
    expect(typesOf(bank.shuts(1))).toEqual(['door.closed']);
    expect(typesOf(bank.opens(1))).toEqual(['door.opened']);
    expect(typesOf(bank.shuts(1))).toEqual(['door.closed', 'pickup.completed']);
  });

  test('and is unconfirmed where the door was shut just before and does not open any more', () => {
    const bank = leftOpen();
    bank.shuts(1);
    const facts = bank.door({ type: 'door.did-not-open', locker: 1, intent: bank.visitOf(1).intent, why: 'stuck' });
    expect(typesOf(facts)).toEqual(['door.did-not-open', 'pickup.unconfirmed', 'locker.check']);
    expect(bank.books.visits).toEqual({});
  });

  test('and is unconfirmed where the power goes before it is known to be open', () => {
    const bank = leftOpen();
    expect(typesOf(bank.boot())).toEqual(['pickup.unconfirmed', 'locker.check', 'note.visit-ended']);
    expect(bank.books.visits).toEqual({});
  });

  test('for another person of the same department it begins anew: both have been there', () => {
    const bank = new PeopledBank({ departmentPickup: 'members' });
    bank.putIn(id, { party: { type: 'department', id: 'law' } });
    bank.release(wants('pickup'), asRecipient('ada'));
    bank.opens(1);
    bank.release(wants('pickup'), asRecipient('bea'));
    expect(bank.opensAgain(1)).toMatchObject([{ type: 'door.opened' }, { type: 'pickup.started', data: { by: { id: 'bea' } } }]);
    expect(bank.shuts(1)).toMatchObject([{ type: 'door.closed' }, { type: 'pickup.completed', data: { by: { id: 'bea' } } }]);
  });

  test('a reopened pickup is told once too', () => {
    const bank = collected();
    bank.release(wants('pickup'), holder);
    expect(typesOf(bank.opens(1))).toEqual(['door.opened', 'pickup.reopened']);
    bank.release(wants('pickup'), holder);
    expect(typesOf(bank.opensAgain(1))).toEqual(['door.opened']);
    expect(typesOf(bank.shuts(1))).toEqual(['door.closed', 'note.visit-ended']);
  });
});

describe('a pickup code that the bank has made', () => {
  const newCode = { tag: 'tag-of-the-code', sealed: 'sealed-code' };

  test('goes to the upstream with the deposit, sealed, and stays in the bank as a tag', () => {
    const bank = reserved();
    const answer = bank.answer(wants('deposit'), mia, newCode);
    if (answer.kind !== 'intended') throw new Error(answer.why);
    bank.take([{ type: 'note.intent', visit: answer.visit }]);
    bank.opens(1);
    expect(bank.shuts(1)).toMatchObject([
      { type: 'door.closed' }, { type: 'deposit.completed', data: { sealedcode: 'sealed-code' }, kept: { tags: ['tag-of-the-code'] } },
    ]);
    expect(bank.books.codeTags['tag-of-the-code']).toBe(id);
    expect(bank.books.reservations[id]?.legs[1]?.tags).toEqual(['tag-of-the-code']);
  });

  test('belongs to what is put in: no other visit carries one, and an open door keeps its first', () => {
    const bank = delivered();
    expect(bank.answer(wants('pickup'), holder, newCode)).toMatchObject({ visit: { newCode: null } });
    expect(bank.answer(wants('deposit'), mia, newCode)).toMatchObject({ visit: { again: true, newCode: null } });
    const other = reserved();
    const first = other.answer(wants('deposit'), mia, newCode);
    if (first.kind !== 'intended') throw new Error(first.why);
    other.take([{ type: 'note.intent', visit: first.visit }]);
    other.opens(1);
    expect(other.answer(wants('deposit'), mia, { tag: 'second', sealed: null })).toMatchObject({ visit: { newCode } });
  });
});

describe('a QR token', () => {
  const token = { id: 'token-1', untilMs: 2_000_000_000_000 };
  const scanned = asHolder(id, 1, token);

  test('opens once: it is used up by the intent, whatever the door does then', () => {
    const bank = delivered();
    bank.release(wants('pickup'), scanned);
    expect(bank.books.burned).toEqual({ 'token-1': token.untilMs });
    bank.boot();
    expect(bank.says(wants('pickup'), scanned)).toBe('not-allowed');
    expect(bank.says(wants('pickup'), holder)).toBe('opens');
  });

  test('is not presented a second time to the door that it has opened and that still stands open', () => {
    const bank = delivered();
    bank.release(wants('pickup'), scanned);
    bank.opens(1);
    expect(bank.says(wants('pickup'), scanned)).toBe('opens');
    expect(bank.says(wants('pickup'), { ...scanned, session: 'another' })).toBe('not-allowed');
    bank.shuts(1);
    expect(bank.says(wants('pickup'), scanned)).toBe('not-allowed');
    expect(bank.says(wants('pickup'), { ...holder, session: scanned.session })).toBe('again');
  });

  test('opens nothing once it has expired', () => {
    const bank = new PeopledBank({ itemExpiry: null }).putIn(id);
    bank.nowMs = token.untilMs;
    expect(bank.says(wants('pickup'), scanned)).toBe('not-allowed');
    bank.nowMs--;
    expect(bank.says(wants('pickup'), scanned)).toBe('opens');
  });
});

describe('an operator who takes the parcel back out', () => {
  const retract = (bank: PeopledBank, visitor = mia, wanted = wants('deposit')) => decideRetract(bank.books, wanted, visitor, bank.now);

  test('says so, and the locker waits for the parcel again, as long as its claim was to last', () => {
    const untilMs = Date.UTC(2026, 11, 24);
    const bank = new PeopledBank().putIn(id, { untilMs });
    const facts = retract(bank);
    expect(facts).toMatchObject([{
      type: 'deposit.abandoned', session: 'session-of-mia',
      data: { reservation: id, items: [{ id: 'label parcel-1' }], by: { role: 'operator', id: 'mia' } },
    }]);
    expect(facts?.[0]).not.toHaveProperty('data.leg');
    bank.take(facts ?? []);
    expect(bank.books.reservations[id]).toMatchObject({ state: 'reserved', leg: 0, depositedMs: null, untilMs });
    expect(bank.says(wants('pickup'), holder)).toBe('window-over');
    bank.visit(wants('deposit'), mia);
    expect(bank.says(wants('pickup'), holder)).toBe('opens');
  });

  test('cannot do so later, for another locker, with the door open, as somebody else, or where nothing is in', () => {
    const bank = delivered();
    expect(retract(bank)).not.toBeNull();
    const others = [holder, asRecipient('ada'), asStaff('max'), asStaff('nil'), asStaff('cara')];
    for (const other of others) expect(retract(bank, other)).toBeNull();
    expect(retract(bank, mia, wants('deposit', 2))).toBeNull();
    expect(retract(bank, mia, wants('deposit', 1, 'constructor'))).toBeNull();
    expect(retract(bank, mia, { purpose: 'deposit', locker: 1, reservation: null })).toBeNull();
    expect(retract(bank, mia, { ...wants('deposit'), items: ['label 9'] })).toBeNull();
    bank.release(wants('deposit'), mia);
    expect(retract(bank)).toBeNull();
    bank.opens(1);
    bank.shuts(1);
    bank.wait(bank.books.settings.dropOffReopenWindow);
    expect(retract(bank)).toBeNull();
    expect(retract(reserved())).toBeNull();
    expect(retract(collected())).toBeNull();
  });

  test('cannot do so while somebody has forced the door open, or once the right to drop off is gone', () => {
    const bank = delivered();
    bank.door({ type: 'door.forced', locker: 1 });
    expect(retract(bank)).toBeNull();
    const other = delivered();
    other.books = { ...other.books, directory: { ...other.books.directory, staff: {} } };
    expect(retract(other)).toBeNull();
  });
});
