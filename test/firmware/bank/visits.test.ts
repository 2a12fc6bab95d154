import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../firmware/bank/facts.ts';
import { decideRelease, decideRetract } from '../../../firmware/bank/visits.ts';
import type { AskedVisit } from '../../../statecharts/session/session.events.ts';
import { ms } from '../../../statecharts/units.ts';
import { operator, PaperBank, recipient, typesOf } from '../../support/paper-bank.ts';

const id = 'parcel-1';
const asks = (purpose: AskedVisit['purpose'], locker = 1, reservation = id): AskedVisit => ({ purpose, locker, reservation });

function reserved(): PaperBank {
  const bank = new PaperBank();
  bank.reserve(id);
  return bank;
}

function delivered(): PaperBank {
  const bank = new PaperBank();
  bank.delivered(id);
  return bank;
}

function collected(): PaperBank {
  const bank = delivered();
  bank.pickUp(id);
  return bank;
}

describe('whether a door may be opened', () => {
  test('for an operator, to put the parcel in', () => {
    expect(reserved().release(asks('deposit'), operator)).toMatchObject({
      kind: 'intended',
      visit: {
        locker: 1, purpose: 'deposit', again: false, reservation: id, by: { role: 'operator', id: 'mia' },
        command: null, session: 'session-of-mia', phase: 'intended',
      },
    });
  });

  test('for a recipient, to take it out', () => {
    expect(delivered().release(asks('pickup'), recipient)).toMatchObject({
      kind: 'intended', visit: { purpose: 'pickup', again: false, by: { role: 'recipient', id: 'ada' }, session: 'session-of-ada' },
    });
  });

  test.each([
    ['a deposit by somebody who is not staff', reserved, asks('deposit'), recipient],
    ['a pickup where nothing is in yet', reserved, asks('pickup'), recipient],
    ['a deposit where everything has been collected', collected, asks('deposit'), operator],
    ['a reservation that does not exist', delivered, asks('pickup', 1, 'parcel-9'), recipient],
    ['a reservation named like a part of the language', delivered, asks('pickup', 1, '__proto__'), recipient],
    ['another locker than the one reserved', delivered, asks('pickup', 2), recipient],
  ])('not for %s', (_, bank, asked, visitor) => {
    expect(bank().release(asked, visitor)).toEqual({ kind: 'refused', why: 'window-over' });
  });

  test('not while it is about to be opened for somebody', () => {
    const bank = delivered();
    bank.release(asks('pickup'), recipient);
    expect(bank.release(asks('pickup'), recipient)).toEqual({ kind: 'refused', why: 'locker-busy' });
    bank.opens(1);
    expect(bank.release(asks('pickup'), recipient).kind).toBe('intended');
  });

  test('to a recipient again, until the time that was promised at the pickup is over', () => {
    const bank = collected();
    const { lockerAccessAfterPickup } = bank.books.settings;
    bank.wait(lockerAccessAfterPickup - 1);
    expect(decideRelease(bank.books, asks('pickup'), recipient, 'i', bank.nowMs)).toMatchObject({
      kind: 'intended',
      visit: { again: true },
    });
    bank.wait(1);
    expect(bank.release(asks('pickup'), recipient)).toEqual({ kind: 'refused', why: 'window-over' });
  });

  test('settings that grow later give nobody a locker back that holds another person\'s parcel', () => {
    const bank = collected();
    bank.wait(bank.books.settings.lockerAccessAfterPickup);
    bank.delivered('parcel-2', { locker: 1 });
    bank.books = { ...bank.books, settings: { ...bank.books.settings, lockerAccessAfterPickup: ms(3_600_000) } };
    expect(bank.code(`CODE-${id}`).kind).toBe('refused');
    expect(bank.release(asks('pickup'), recipient)).toEqual({ kind: 'refused', why: 'window-over' });
  });

  test('to an operator again, within the reopen window of the drop-off', () => {
    const bank = delivered();
    const { dropOffReopenWindow } = bank.books.settings;
    bank.wait(dropOffReopenWindow - 1);
    expect(decideRelease(bank.books, asks('deposit'), operator, 'i', bank.nowMs)).toMatchObject({
      kind: 'intended',
      visit: { again: true },
    });
    bank.wait(1);
    expect(bank.release(asks('deposit'), operator)).toEqual({ kind: 'refused', why: 'window-over' });
  });
});

describe('what a door says, and what it means for the books', () => {
  const releasedFor = (purpose: AskedVisit['purpose'], bank: PaperBank): PaperBank => {
    bank.release(asks(purpose), purpose === 'deposit' ? operator : recipient);
    return bank;
  };

  test('a deposit from the release to the closed door', () => {
    const bank = releasedFor('deposit', reserved());
    const { intent } = bank.visitOf(1);
    expect(bank.door({ type: 'door.released', locker: 1, intent, pulse: 1 })).toMatchObject([
      { type: 'door.released', data: { locker: 1, intent, pulse: 1 }, session: 'session-of-mia' },
    ]);
    expect(bank.opens(1)).toMatchObject([
      { type: 'door.opened', data: { how: 'released', intent } },
      {
        type: 'deposit.started',
        subject: 'locker/1',
        data: { reservation: id, locker: 1, by: { role: 'operator', id: 'mia' }, items: [{ id: 'label parcel-1' }] },
      },
    ]);
    expect(bank.books.visits[1]?.phase).toBe('open');
    expect(typesOf(bank.door({ type: 'door.held-open', locker: 1 }))).toEqual(['door.held-open']);
    const until = new Date(bank.nowMs + bank.books.settings.itemExpiry).toISOString();
    expect(bank.shuts(1)).toMatchObject([
      { type: 'door.closed', session: 'session-of-mia' },
      { type: 'deposit.completed', data: { until } },
    ]);
    expect(bank.books.reservations[id]).toMatchObject({
      state: 'occupied',
      depositedMs: bank.nowMs,
      untilMs: Date.parse(until),
      hasExpired: false,
    });
    expect(bank.books.visits).toEqual({});
  });

  test('a pickup, and the reopening after it', () => {
    const bank = releasedFor('pickup', delivered());
    expect(typesOf(bank.opens(1))).toEqual(['door.opened', 'pickup.started']);
    expect(typesOf(bank.shuts(1))).toEqual(['door.closed', 'pickup.completed']);
    expect(bank.books.reservations[id]).toMatchObject({ state: 'collected', collectedMs: bank.nowMs });
    const before = bank.books.reservations[id];
    bank.wait(1000);
    releasedFor('pickup', bank);
    expect(typesOf(bank.opens(1))).toEqual(['door.opened', 'pickup.reopened']);
    expect(typesOf(bank.shuts(1))).toEqual(['door.closed', 'note.visit-ended']);
    expect(bank.books.reservations[id]).toEqual(before);
  });

  test('the reopening of a drop-off changes nothing about the parcel', () => {
    const bank = delivered();
    const before = bank.books.reservations[id];
    bank.wait(1000);
    releasedFor('deposit', bank);
    expect(typesOf(bank.opens(1))).toEqual(['door.opened', 'deposit.reopened']);
    expect(typesOf(bank.shuts(1))).toEqual(['door.closed', 'note.visit-ended']);
    expect(bank.books.reservations[id]).toEqual(before);
  });

  test('a door that did not open is looked at, and the next try is free to come', () => {
    const bank = releasedFor('pickup', delivered());
    const { intent } = bank.visitOf(1);
    expect(bank.door({ type: 'door.did-not-open', locker: 1, intent, why: 'stuck' })).toMatchObject([
      { type: 'door.did-not-open', data: { intent, why: 'stuck' } }, { type: 'locker.check', data: { why: 'did-not-open' } },
    ]);
    expect(bank.books.visits).toEqual({});
    expect(bank.books.lockers[1]?.doubt).toBe('did-not-open');
    releasedFor('pickup', bank);
    bank.opens(1);
    expect(bank.shuts(1)).toMatchObject([
      { type: 'door.closed' },
      { type: 'pickup.completed' },
      { type: 'locker.checked', data: { locker: 1, by: { role: 'recipient', id: 'ada' } } },
    ]);
    expect(bank.books.lockers[1]?.doubt).toBeNull();
  });

  test('a deposit into a locker in doubt is the look that clears it', () => {
    const bank = reserved();
    bank.door({ type: 'door.forced', locker: 1 });
    bank.shuts(1);
    bank.deposit(id);
    expect(typesOf(bank.facts.slice(-2))).toEqual(['deposit.completed', 'locker.checked']);
  });

  test('a forced door puts its locker in doubt, once', () => {
    const bank = new PaperBank();
    expect(typesOf(bank.door({ type: 'door.forced', locker: 2 }))).toEqual(['door.forced', 'locker.check']);
    expect(typesOf(bank.shuts(2))).toEqual(['door.closed']);
    expect(typesOf(bank.door({ type: 'door.forced', locker: 2 }))).toEqual(['door.forced']);
    expect(bank.books.lockers[2]).toMatchObject({ door: 'open', doubt: 'forced' });
  });

  test('a sensor that fails leaves its door unknown, and nothing else', () => {
    const bank = new PaperBank();
    expect(typesOf(bank.door({ type: 'door.sensor-fault', locker: 2 }))).toEqual(['door.sensor-fault']);
    expect(bank.books.lockers[2]).toMatchObject({ door: 'unknown', doubt: null });
  });

  test('a door that opens for nobody known is written down and starts nothing', () => {
    expect(typesOf(new PaperBank().door({ type: 'door.opened', locker: 2, intent: 'old', how: 'already' }))).toEqual(['door.opened']);
  });

  test('a door that shuts twice shuts once', () => {
    expect(new PaperBank().shuts(2)).toEqual([]);
  });

  test('a door that shuts before it was seen to open completes nothing', () => {
    const bank = releasedFor('pickup', delivered());
    expect(typesOf(bank.shuts(1))).toEqual(['door.closed']);
    expect(bank.books.reservations[id]?.state).toBe('occupied');
  });

  test('a visit whose reservation is gone ends without a word about a parcel', () => {
    for (const purpose of ['pickup', 'deposit'] as const) {
      const bank = releasedFor(purpose, purpose === 'deposit' ? reserved() : delivered());
      const data = { reservation: id, kind: 'delivery', locker: 1, items: [{ id: 'x' }], party: { type: 'recipient', id: 'ada' } };
      bank.take([{ type: 'reservation.cancelled', subject: 'locker/1', data } as unknown as Fact]);
      expect(typesOf(bank.opens(1))).toEqual(['door.opened']);
      expect(typesOf(bank.shuts(1))).toEqual(['door.closed']);
    }
  });
});

describe('what a restart finds', () => {
  test('a door that was to be opened and was not seen to is reported, looked at, and never run again', () => {
    const bank = delivered();
    bank.release(asks('pickup'), recipient);
    expect(bank.boot()).toMatchObject([
      { type: 'locker.check', data: { locker: 1, why: 'interrupted' } },
      { type: 'note.visit-ended', locker: 1 },
    ]);
    expect(bank.boot()).toEqual([]);
    expect(bank.books.visits).toEqual({});
  });

  test('a remote opening that was interrupted ends its command, once', () => {
    const bank = delivered();
    bank.command('locker.open', { locker: 1 }, { id: 'open-1' });
    expect(bank.boot()).toMatchObject([
      { type: 'command.interrupted', command: 'open-1', data: { command: 'open-1', cmd: 'locker.open' } },
      { type: 'locker.check' }, { type: 'note.visit-ended' },
    ]);
    expect(bank.books.commands['open-1']).toBeDefined();
    expect(bank.boot()).toEqual([]);
  });

  test('a door that still stands open stays open for whom it was opened', () => {
    const bank = delivered();
    bank.release(asks('pickup'), recipient);
    bank.opens(1);
    expect(bank.boot()).toEqual([]);
    expect(bank.door({ type: 'door.opened', locker: 1, intent: null, how: 'found' })).toEqual([]);
    expect(typesOf(bank.shuts(1))).toEqual(['door.closed', 'pickup.completed']);
  });

  test('an open door of which the books know nothing is looked at', () => {
    const bank = new PaperBank();
    expect(bank.door({ type: 'door.opened', locker: 1, intent: null, how: 'found' })).toMatchObject([
      { type: 'door.opened', data: { how: 'found' } }, { type: 'locker.check', data: { why: 'found-open' } },
    ]);
  });

  test('a door whose sensor had failed, and which is found open, goes on with its visit', () => {
    const bank = delivered();
    bank.release(asks('pickup'), recipient);
    bank.opens(1);
    bank.door({ type: 'door.sensor-fault', locker: 1 });
    expect(typesOf(bank.door({ type: 'door.opened', locker: 1, intent: null, how: 'found' }))).toEqual(['door.opened']);
    expect(typesOf(bank.shuts(1))).toEqual(['door.closed', 'pickup.completed']);
  });

  test('a pickup whose door is found shut is unconfirmed: the parcel stays in the books, and somebody looks', () => {
    const bank = delivered();
    bank.release(asks('pickup'), recipient);
    bank.opens(1);
    const facts = bank.door({ type: 'door.closed', locker: 1, how: 'found' });
    expect(typesOf(facts)).toEqual(['door.closed', 'pickup.unconfirmed', 'locker.check', 'note.visit-ended']);
    expect(bank.books.reservations[id]?.state).toBe('occupied');
    expect(bank.books.lockers[1]).toMatchObject({ doubt: 'unconfirmed', door: 'closed' });
  });

  test.each(['deposit', 'reopened pickup'])('nobody says what happened behind a door that is found shut [%s]', (what) => {
    const bank = what === 'deposit' ? reserved() : collected();
    bank.release(asks(what === 'deposit' ? 'deposit' : 'pickup'), operator);
    bank.opens(1);
    const facts = bank.door({ type: 'door.closed', locker: 1, how: 'found' });
    expect(typesOf(facts)).toEqual(['door.closed', 'locker.check', 'note.visit-ended']);
    expect(bank.books.visits).toEqual({});
  });

  test('a door that was open for nobody and is found shut has closed', () => {
    const bank = new PaperBank();
    bank.door({ type: 'door.forced', locker: 2 });
    expect(typesOf(bank.door({ type: 'door.closed', locker: 2, how: 'found' }))).toEqual(['door.closed']);
  });

  test('a door that was shut and is found shut is no news', () => {
    const bank = new PaperBank();
    expect(bank.door({ type: 'door.closed', locker: 2, how: 'found' })).toEqual([]);
    bank.door({ type: 'door.sensor-fault', locker: 2 });
    expect(bank.door({ type: 'door.closed', locker: 2, how: 'found' })).toEqual([{ type: 'note.door-found', locker: 2, door: 'closed' }]);
    expect(bank.books.lockers[2]?.door).toBe('closed');
  });
});

describe('a locker that is opened from afar', () => {
  test('is done when the door is seen open, and in doubt afterwards where a parcel lay in it', () => {
    const bank = delivered();
    bank.command('locker.open', { locker: 1 }, { id: 'open-1' });
    expect(bank.opens(1)).toMatchObject([
      { type: 'door.opened' },
      { type: 'command.done', command: 'open-1', data: { command: 'open-1', cmd: 'locker.open', opened: true } },
    ]);
    expect(typesOf(bank.shuts(1))).toEqual(['door.closed', 'pickup.unconfirmed', 'locker.check', 'note.visit-ended']);
    expect(bank.books.lockers[1]?.doubt).toBe('opened-remotely');
    expect(bank.books.reservations[id]?.state).toBe('occupied');
    expect(bank.code(`CODE-${id}`).kind).toBe('granted');
  });

  test('is in no doubt where nothing lay in it', () => {
    const bank = reserved();
    bank.command('locker.open', { locker: 1 }, { id: 'open-1' });
    bank.opens(1);
    expect(typesOf(bank.shuts(1))).toEqual(['door.closed', 'note.visit-ended']);
    expect(bank.books.lockers[1]?.doubt).toBeNull();
  });

  test('that does not open has its command refused', () => {
    const bank = delivered();
    bank.command('locker.open', { locker: 1 }, { id: 'open-1' });
    expect(bank.door({ type: 'door.did-not-open', locker: 1, intent: bank.visitOf(1).intent, why: 'silent' })).toMatchObject([
      { type: 'door.did-not-open' },
      { type: 'locker.check' },
      { type: 'command.refused', command: 'open-1', data: { why: 'did-not-open' } },
    ]);
    expect(bank.books.commands['open-1']).toBeDefined();
  });

  test('and was opened by no command known is told as a door, and no more', () => {
    const bank = new PaperBank();
    const nobody = { reservation: null, by: null, command: null, session: null } as const;
    bank.take([{ type: 'note.intent', visit: { intent: 'i', locker: 1, purpose: 'remote', again: false, ...nobody, phase: 'intended' } }]);
    expect(typesOf(bank.opens(1))).toEqual(['door.opened']);
    expect(typesOf(bank.boot())).toEqual([]);
  });
});

describe('an operator who takes the parcel back out', () => {
  const retract = (bank: PaperBank, visitor = operator, asked = asks('deposit')) => decideRetract(bank.books, asked, visitor, bank.nowMs);

  test('says so, and the locker waits for the parcel again', () => {
    const bank = delivered();
    const facts = retract(bank);
    expect(facts).toMatchObject([
      { type: 'deposit.abandoned', data: { reservation: id, by: { role: 'operator', id: 'mia' } }, session: 'session-of-mia' },
    ]);
    bank.take(facts ?? []);
    expect(bank.books.reservations[id]).toMatchObject({ state: 'reserved', depositedMs: null });
    expect(bank.code(`CODE-${id}`).kind).toBe('refused');
    bank.deposit(id);
    expect(bank.code(`CODE-${id}`).kind).toBe('granted');
  });

  test('cannot do so later, for another locker, with the door open, as somebody else, or where nothing is in', () => {
    const bank = delivered();
    expect(retract(bank, recipient)).toBeNull();
    expect(retract(bank, operator, asks('deposit', 2))).toBeNull();
    expect(retract(bank, operator, asks('deposit', 1, 'constructor'))).toBeNull();
    bank.release(asks('deposit'), operator);
    expect(retract(bank)).toBeNull();
    bank.opens(1);
    bank.shuts(1);
    bank.wait(bank.books.settings.dropOffReopenWindow);
    expect(retract(bank)).toBeNull();
    expect(retract(reserved())).toBeNull();
    expect(retract(collected())).toBeNull();
  });
});
