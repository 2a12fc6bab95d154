import { describe, expect, test } from 'vitest';
import type { Permission } from '../../../firmware/bank/directory.ts';
import {
  decideChecked, decideEndReservation, decideProblem, decideRemoveExpired, decideService, expiredRows, lockerRows, serviceReasons,
  type StaffDecision,
} from '../../../firmware/bank/staff.ts';
import type { Visitor } from '../../../firmware/bank/identity.ts';
import type { Party } from '../../../firmware/contract/parts.ts';
import { dayMs, hourMs, noonMs } from '../../support/noon.ts';
import { holderOf, typesOf, type PaperBank } from '../../support/paper-bank.ts';
import { administrator, byAmy, recipientOf, staffedBank, staffWith } from '../../support/staffed-bank.ts';

const sales = { type: 'department', id: 'sales' } as const;

/** What a decision leads to goes into the books; a visit is carried out, door and all. */
function carryOut(bank: PaperBank, decision: StaffDecision, visitor: Visitor): readonly string[] {
  switch (decision.kind) {
    case 'facts':
      return typesOf(bank.take(decision.facts));
    case 'visit': {
      const answer = bank.release(decision.wanted, visitor);
      if (answer.kind === 'refused') return [answer.why];
      return [...typesOf(bank.opens(decision.wanted.locker)), ...typesOf(bank.shuts(decision.wanted.locker))];
    }
    case 'refused':
      return [decision.why];
  }
}

function statusAt(bank: PaperBank, locker: number) {
  return lockerRows(bank.books, bank.now)[locker - 1]?.status;
}

/** Somebody has begun to store something; the locker is theirs. */
function stored(bank: PaperBank, id: string, party: Party, ends?: number): number {
  const until = ends === undefined ? {} : { ends: new Date(ends).toISOString() };
  const locker = bank.reserve(id, { kind: 'storage', party, items: [], shared: party.type === 'department', ...until });
  bank.release({ purpose: 'keep', locker, reservation: id }, administrator);
  bank.opens(locker);
  bank.shuts(locker);
  return locker;
}

describe('a locker out of service', () => {
  const out = (bank: PaperBank, locker: number, why = 'lock', who = administrator) =>
    decideService(bank.books, { locker, to: 'out', why }, who, bank.now);
  const back = (bank: PaperBank, locker: number) => decideService(bank.books, { locker, to: 'in' }, administrator, bank.now);

  test('is not given out, and says why and by whom, until it is back in service', () => {
    const bank = staffedBank();
    const facts = bank.take(carriedOut(out(bank, 1)));
    expect(facts)
      .toMatchObject([{ type: 'locker.out-of-service', session: 'session-of-amy', data: { locker: 1, why: 'lock', by: byAmy } }]);
    expect([statusAt(bank, 1), bank.reserve('parcel-1')]).toEqual(['out-of-service', 2]);
    expect(carriedOut(back(bank, 1))).toMatchObject([{ type: 'locker.in-service', data: { by: byAmy } }]);
    carryOut(bank, back(bank, 1), administrator);
    expect(statusAt(bank, 1)).toBe('available');
  });

  test('stays occupied for whoever collects from it, and is out of service only then', () => {
    const bank = staffedBank();
    bank.delivered('parcel-1');
    carryOut(bank, out(bank, 1), administrator);
    expect(statusAt(bank, 1)).toBe('occupied');
    bank.pickUp('parcel-1');
    bank.wait(hourMs);
    expect(statusAt(bank, 1)).toBe('out-of-service');
  });

  test('is told of once for each reason, and of going back only when it was out', () => {
    const bank = staffedBank();
    expect(carriedOut(back(bank, 1))).toEqual([]);
    carryOut(bank, out(bank, 1), administrator);
    expect(carriedOut(out(bank, 1))).toEqual([]);
    expect(carriedOut(out(bank, 1, 'dirty'))).toMatchObject([{ data: { why: 'dirty' } }]);
  });

  test.each(serviceReasons)('may be so because of: %s', (why) => {
    expect(out(staffedBank(), 1, why).kind).toBe('facts');
  });

  test('is refused for no reason or for one that is not on the list, for a locker that there is not, and to whoever may not', () => {
    const bank = staffedBank();
    const silent = decideService(bank.books, { locker: 1, to: 'out' }, administrator, bank.now);
    expect(silent).toEqual({ kind: 'refused', why: 'reason-needed' });
    expect(out(bank, 1, 'because')).toEqual({ kind: 'refused', why: 'reason-needed' });
    expect(out(bank, 99)).toEqual({ kind: 'refused', why: 'unknown-locker' });
    expect(out(bank, 1, 'lock', staffWith(bank, 'open', 'end-reservations'))).toEqual({ kind: 'refused', why: 'not-allowed' });
  });
});

function carriedOut(decision: StaffDecision) {
  if (decision.kind !== 'facts') throw new Error(`no facts, but ${decision.kind}`);
  return decision.facts;
}

describe('ending a reservation', () => {
  const end = (bank: PaperBank, id: string, who = administrator) => decideEndReservation(bank.books, id, who, bank.now);

  test('of a locker with nothing in it frees it at once', () => {
    const bank = staffedBank();
    bank.reserve('parcel-1');
    expect(carriedOut(end(bank, 'parcel-1')))
      .toMatchObject([{ type: 'reservation.cancelled', session: 'session-of-amy', data: { by: byAmy } }]);
    carryOut(bank, end(bank, 'parcel-1'), administrator);
    expect([statusAt(bank, 1), bank.books.codeTags]).toEqual(['available', {}]);
  });

  test('of a locker with a parcel in it takes a visit: it is over when the door has shut on an empty locker', () => {
    const bank = staffedBank();
    bank.delivered('parcel-1');
    expect(end(bank, 'parcel-1')).toEqual({ kind: 'visit', wanted: { purpose: 'empty', locker: 1, reservation: 'parcel-1' } });
    expect(statusAt(bank, 1)).toBe('occupied');
    expect(carryOut(bank, end(bank, 'parcel-1'), administrator)).toContain('pickup.completed');
    expect(bank.books.reservations['parcel-1']).toMatchObject({ state: 'collected', collectedBy: byAmy });
  });

  test('leaves the parcel in the books where the door did not open', () => {
    const bank = staffedBank();
    bank.delivered('parcel-1');
    const decision = end(bank, 'parcel-1');
    if (decision.kind === 'visit') bank.release(decision.wanted, administrator);
    bank.door({ type: 'door.did-not-open', locker: 1, intent: bank.visitOf(1).intent, why: 'silent' });
    expect([bank.books.reservations['parcel-1']?.state, statusAt(bank, 1)]).toEqual(['occupied', 'check']);
  });

  test('of storage that a department shares is for administrators', () => {
    const bank = staffedBank();
    stored(bank, 'shelf', sales);
    expect(end(bank, 'shelf', staffWith(bank, 'end-reservations'))).toEqual({ kind: 'refused', why: 'not-allowed' });
    expect(carryOut(bank, end(bank, 'shelf'), administrator)).toContain('storage.ended');
  });

  test('waits while somebody is at the locker', () => {
    const bank = staffedBank();
    bank.reserve('parcel-1');
    bank.release({ purpose: 'deposit', locker: 1, reservation: 'parcel-1' }, administrator);
    expect(end(bank, 'parcel-1')).toEqual({ kind: 'refused', why: 'locker-busy' });
  });

  test('that is over, or that nobody has heard of, ends nothing, and tells strangers nothing', () => {
    const bank = staffedBank();
    bank.delivered('parcel-1');
    bank.pickUp('parcel-1');
    const drops = staffWith(bank, 'drop-off', 'remove-expired');
    for (const id of ['parcel-1', 'constructor']) {
      expect(end(bank, id)).toEqual({ kind: 'refused', why: 'nothing-there' });
      expect(end(bank, id, drops)).toEqual({ kind: 'refused', why: 'not-allowed' });
      expect(end(bank, id, recipientOf('ada'))).toEqual({ kind: 'refused', why: 'not-allowed' });
    }
    bank.reserve('parcel-2');
    expect(end(bank, 'parcel-2', drops)).toEqual({ kind: 'refused', why: 'not-allowed' });
    expect(end(bank, 'parcel-2', holderOf('parcel-2'))).toEqual({ kind: 'refused', why: 'not-allowed' });
  });
});

describe('removing what has expired', () => {
  const remove = (bank: PaperBank, id: string, who = administrator) => decideRemoveExpired(bank.books, id, who, bank.now);
  const late = 3 * dayMs;

  test('takes a visit by somebody who may do just that', () => {
    const bank = staffedBank();
    bank.delivered('parcel-1');
    bank.wait(late);
    bank.due();
    const clears = staffWith(bank, 'remove-expired');
    expect(carryOut(bank, remove(bank, 'parcel-1', clears), clears)).toContain('pickup.completed');
    expect(bank.books.reservations['parcel-1']?.collectedBy).toEqual({ role: 'operator', id: 'oz' });
  });

  test('is offered the longest overdue first, belongings among them, and also where a person must look', () => {
    const bank = staffedBank({ storagePerPerson: 2 });
    bank.delivered('parcel-1');
    bank.wait(hourMs);
    bank.delivered('parcel-2');
    const bag = stored(bank, 'bag', { type: 'recipient', id: 'ben' }, bank.nowMs + hourMs);
    bank.delivered('parcel-3', { party: { type: 'recipient', id: 'ben' } });
    bank.door({ type: 'door.forced', locker: bank.lockerOf('parcel-2') });
    bank.wait(late - 1);
    const expired = () => expiredRows(bank.books, bank.now).map(({ reservation }) => reservation);
    expect(expired()).toEqual(['bag', 'parcel-1']);
    bank.wait(1);
    expect(expired()).toEqual(['bag', 'parcel-1', 'parcel-2', 'parcel-3']);
    expect(statusAt(bank, bag)).toBe('expired');
  });

  test('is refused before its time, twice at once, and to whoever may not', () => {
    const bank = staffedBank();
    bank.delivered('parcel-1');
    expect(remove(bank, 'parcel-1')).toEqual({ kind: 'refused', why: 'nothing-there' });
    expect(remove(bank, 'parcel-1', staffWith(bank, 'open'))).toEqual({ kind: 'refused', why: 'not-allowed' });
    bank.wait(late);
    expect(remove(bank, 'parcel-1', staffWith(bank, 'open'))).toEqual({ kind: 'refused', why: 'not-allowed' });
    bank.release({ purpose: 'empty', locker: 1, reservation: 'parcel-1' }, administrator);
    expect(remove(bank, 'parcel-1')).toEqual({ kind: 'refused', why: 'locker-busy' });
  });
});

describe('a doubt', () => {
  const check = (bank: PaperBank, locker: number, who: Visitor) => decideChecked(bank.books, locker, who, bank.now);

  test('is cleared by a look behind the door, and by nobody\'s word', () => {
    const bank = staffedBank();
    bank.door({ type: 'door.forced', locker: 1 });
    bank.door({ type: 'door.closed', locker: 1, how: 'seen' });
    expect(check(bank, 1, administrator)).toEqual({ kind: 'visit', wanted: { purpose: 'look', locker: 1, reservation: null } });
    expect(statusAt(bank, 1)).toBe('check');
    expect(carryOut(bank, check(bank, 1, administrator), administrator)).toContain('locker.checked');
    expect(statusAt(bank, 1)).toBe('available');
  });

  test('is not looked into where there is none, by two at once, or without the permission to open', () => {
    const bank = staffedBank();
    expect(check(bank, 1, administrator)).toEqual({ kind: 'refused', why: 'nothing-there' });
    expect(check(bank, 99, administrator)).toEqual({ kind: 'refused', why: 'unknown-locker' });
    bank.door({ type: 'door.forced', locker: 1 });
    bank.door({ type: 'door.closed', locker: 1, how: 'seen' });
    expect(check(bank, 1, staffWith(bank, 'drop-off', 'end-reservations'))).toEqual({ kind: 'refused', why: 'not-allowed' });
    bank.release({ purpose: 'look', locker: 1, reservation: null }, administrator);
    expect(check(bank, 1, administrator)).toEqual({ kind: 'refused', why: 'locker-busy' });
  });
});

describe('whoever may do what', () => {
  const out = { locker: 6, to: 'out', why: 'dirty' } as const;
  const deeds: Record<string, readonly [Permission, (bank: PaperBank, who: Visitor) => StaffDecision]> = {
    'take a locker out of service': ['in-out-of-service', (bank, who) => decideService(bank.books, out, who, bank.now)],
    'end a reservation': ['end-reservations', (bank, who) => decideEndReservation(bank.books, 'parcel-1', who, bank.now)],
    'remove what has expired': ['remove-expired', (bank, who) => decideRemoveExpired(bank.books, 'parcel-1', who, bank.now)],
    'look into a locker': ['open', (bank, who) => decideChecked(bank.books, 2, who, bank.now)],
  };
  function ready(): PaperBank {
    const bank = staffedBank();
    bank.delivered('parcel-1');
    bank.door({ type: 'door.forced', locker: 2 });
    bank.door({ type: 'door.closed', locker: 2, how: 'seen' });
    bank.wait(3 * dayMs);
    return bank;
  }

  test.each(Object.entries(deeds))('may %s with that permission alone, by a young directory', (_deed, [permission, decide]) => {
    const bank = ready();
    expect(decide(bank, staffWith(bank, permission)).kind).not.toBe('refused');
    expect(decide(bank, staffWith(bank))).toEqual({ kind: 'refused', why: 'not-allowed' });
    const who = staffWith(bank, permission);
    bank.books = { ...bank.books, documents: { directory: { version: 1, sha256: '', validUntilMs: bank.nowMs } } };
    expect(decide(bank, who)).toEqual({ kind: 'refused', why: 'not-allowed' });
  });
});

describe('a problem', () => {
  test('can be reported by anybody, about a locker or not, in a few words', () => {
    const bank = staffedBank();
    const by = { role: 'recipient', id: 'ada' };
    expect(decideProblem(bank.books, { why: ' it sticks ', locker: 1 }, recipientOf('ada')))
      .toMatchObject([{ subject: 'locker/1', session: 'session-of-ada', data: { why: 'it sticks', locker: 1, by } }]);
    expect(decideProblem(bank.books, { why: 'x'.repeat(200) }, { session: 's' }))
      .toMatchObject([{ subject: 'bank', data: { why: 'x'.repeat(80), by: null } }]);
    bank.reserve('parcel-1');
    expect(decideProblem(bank.books, { why: 'dark' }, holderOf('parcel-1'))).toMatchObject([{ data: { by } }]);
  });

  test('without a word, or about a locker that there is not, is none', () => {
    const bank = staffedBank();
    expect(decideProblem(bank.books, { why: ' ' }, administrator)).toEqual([]);
    expect(decideProblem(bank.books, { why: 'it sticks', locker: 99 }, administrator)).toEqual([]);
  });
});

describe('the lockers on a staff screen', () => {
  test('say what is how since when, and how much lies where, without a name', () => {
    const bank = staffedBank();
    bank.wait(hourMs);
    bank.delivered('parcel-1', { items: [{ id: 'L1' }, { id: 'L2' }] });
    bank.reserve('parcel-2');
    carryOut(bank, decideService(bank.books, { locker: 4, to: 'out', why: 'dirty' }, administrator, bank.now), administrator);
    bank.release({ purpose: 'deposit', locker: 2, reservation: 'parcel-2' }, administrator);
    const rows = lockerRows(bank.books, bank.now);
    expect(rows.map(({ locker, status, items }) => [locker, status, items]))
      .toEqual([
        [1, 'occupied', 2], [2, 'reserved', 0], [3, 'available', 0], [4, 'out-of-service', 0], [5, 'available', 0], [6, 'available', 0],
      ]);
    expect(rows[0]).toMatchObject({ reservation: 'parcel-1', sinceMs: noonMs + hourMs, isVisited: false, isDedicated: false, doubt: null });
    expect(rows.map(({ isVisited }) => isVisited)).toEqual([false, true, false, false, false, false]);
    expect(rows[3]).toMatchObject({ outOfService: 'dirty', size: 'medium', accessible: false, door: 'closed', reservation: null });
    expect(JSON.stringify(rows)).not.toContain('ada');
  });

  test('say since when something is expired', () => {
    const bank = staffedBank();
    bank.delivered('parcel-1');
    bank.wait(9 * dayMs);
    expect(lockerRows(bank.books, bank.now)[0]).toMatchObject({ status: 'expired', sinceMs: noonMs + 3 * dayMs });
  });
});
