import { describe, expect, test } from 'vitest';
import type { Visit } from '../../../firmware/bank/books.ts';
import { aboutLocker } from '../../../firmware/bank/facts.ts';
import { parcelOf } from '../../../firmware/bank/reservation.ts';
import type { WantedVisit } from '../../../firmware/bank/visits.ts';
import { typesOf } from '../../support/paper-bank.ts';
import { PeopledBank, asHolder, asStaff } from '../../support/peopled-bank.ts';

const id = 'parcel-1';
const mia = asStaff('mia');
const holder = asHolder(id, 1);
const wants = (purpose: WantedVisit['purpose']): WantedVisit => ({ purpose, locker: 1, reservation: id });
const reserved = (): PeopledBank => new PeopledBank().made(id);
const delivered = (): PeopledBank => new PeopledBank().putIn(id);

function releasedFor(purpose: 'deposit' | 'pickup', bank: PeopledBank): PeopledBank {
  expect(bank.release(wants(purpose), purpose === 'deposit' ? mia : holder).kind).toBe('intended');
  return bank;
}

/** The upstream has a locker opened, as its command would. */
function remotely(bank: PeopledBank, change: Partial<Visit> = {}): PeopledBank {
  const reservation = bank.books.reservations[id] ? id : null;
  bank.take([{
    type: 'note.intent', visit: {
      intent: 'remote-1', locker: 1, purpose: 'remote', again: false, reservation, leg: 0, items: null, leaving: [], ends: false,
      by: { role: 'upstream', id: 'upstream' }, command: 'open-1', session: null, token: null, newCode: null, phase: 'intended', ...change,
    },
  }]);
  return bank;
}

describe('what a door says, and what it means for the books', () => {
  test('a deposit from the release to the closed door', () => {
    const bank = releasedFor('deposit', reserved());
    const { intent } = bank.visitOf(1);
    expect(bank.door({ type: 'door.released', locker: 1, intent, pulse: 1, confirmed: true })).toMatchObject([
      { type: 'door.released', data: { locker: 1, intent, pulse: 1, confirmed: true }, session: 'session-of-mia' },
    ]);
    expect(bank.opens(1)).toMatchObject([
      { type: 'door.opened', data: { how: 'released', intent } },
      {
        type: 'deposit.started', subject: 'locker/1', session: 'session-of-mia',
        data: { reservation: id, locker: 1, by: { role: 'operator', id: 'mia' }, items: [{ id: 'label parcel-1' }] },
      },
    ]);
    expect(bank.books.visits[1]?.phase).toBe('open');
    expect(typesOf(bank.door({ type: 'door.left-open', locker: 1 }))).toEqual([]);
    expect(typesOf(bank.door({ type: 'door.held-open', locker: 1 }))).toEqual(['door.held-open']);
    const untilMs = bank.nowMs + (bank.books.settings.itemExpiry ?? 0);
    expect(bank.shuts(1)).toMatchObject([
      { type: 'door.closed', session: 'session-of-mia' },
      { type: 'deposit.completed', data: { until: new Date(untilMs).toISOString(), items: [{ id: 'label parcel-1' }] } },
    ]);
    expect(bank.books.reservations[id]).toMatchObject({
      state: 'occupied', depositedMs: bank.nowMs, untilMs, hasExpired: false, putInBy: { role: 'operator', id: 'mia' },
    });
    expect(bank.books.visits).toEqual({});
  });

  test('a parcel that never expires is said to', () => {
    const bank = new PeopledBank({ itemExpiry: null }).putIn(id);
    expect(bank.facts.at(-1)).toMatchObject({ type: 'deposit.completed', data: { until: null } });
  });

  test('a pickup, and the reopening after it', () => {
    const bank = releasedFor('pickup', delivered());
    expect(typesOf(bank.opens(1))).toEqual(['door.opened', 'pickup.started']);
    expect(typesOf(bank.shuts(1))).toEqual(['door.closed', 'pickup.completed']);
    expect(bank.books.reservations[id]).toMatchObject({ state: 'collected', items: [{ place: 'out' }] });
    const before = bank.books.reservations[id];
    bank.wait(1000);
    releasedFor('pickup', bank);
    expect(bank.opens(1))
      .toMatchObject([{ type: 'door.opened' }, { type: 'pickup.reopened', data: { items: [{ id: 'label parcel-1' }] } }]);
    expect(typesOf(bank.shuts(1))).toEqual(['door.closed', 'note.visit-ended']);
    expect(bank.books.reservations[id]).toEqual(before);
  });

  test('the reopening of a drop-off changes nothing about the parcel', () => {
    const bank = delivered();
    const before = bank.books.reservations[id];
    bank.wait(1000);
    releasedFor('deposit', bank);
    const items = [{ id: 'label parcel-1' }];
    expect(bank.opens(1)).toMatchObject([{ type: 'door.opened' }, { type: 'deposit.reopened', data: { items } }]);
    expect(typesOf(bank.shuts(1))).toEqual(['door.closed', 'note.visit-ended']);
    expect(bank.books.reservations[id]).toEqual(before);
  });

  test('a door that did not open is looked at, and the next try is free to come', () => {
    const bank = releasedFor('pickup', delivered());
    const { intent } = bank.visitOf(1);
    expect(bank.door({ type: 'door.did-not-open', locker: 1, intent, why: 'stuck' })).toMatchObject([
      { type: 'door.did-not-open', data: { intent, why: 'stuck' }, session: holder.session },
      { type: 'locker.check', data: { why: 'did-not-open' } },
    ]);
    expect(bank.books.visits).toEqual({});
    releasedFor('pickup', bank);
    bank.opens(1);
    expect(bank.shuts(1)).toMatchObject([
      { type: 'door.closed' },
      { type: 'pickup.completed' },
      { type: 'locker.checked', data: { locker: 1, by: { role: 'recipient', id: 'ada' } } },
    ]);
    expect(bank.books.lockers[1]?.doubt).toBeNull();
  });

  test('a door that opens for nobody known is written down and starts nothing', () => {
    expect(typesOf(new PeopledBank().door({ type: 'door.opened', locker: 2, intent: 'old', how: 'already' }))).toEqual(['door.opened']);
    const bank = releasedFor('pickup', delivered());
    expect(typesOf(bank.door({ type: 'door.opened', locker: 1, intent: 'old', how: 'released' }))).toEqual(['door.opened']);
    expect(bank.visitOf(1).phase).toBe('intended');
  });

  test('a door that shuts twice shuts once', () => {
    expect(new PeopledBank().shuts(2)).toEqual([]);
  });

  test('a door that shuts before it was seen to open completes nothing', () => {
    const bank = releasedFor('pickup', delivered());
    expect(typesOf(bank.shuts(1))).toEqual(['door.closed']);
    expect(bank.books.reservations[id]?.state).toBe('occupied');
  });

  test('misses at the keypad are forgiven when the pickup is completed, and not before', () => {
    const bank = delivered();
    bank.books = {
      ...bank.books, misses: { code: { inARow: 4, isStrict: false, locks: 0, lockedUntilAgeMs: 0, atAgeMs: [] } },
    };
    releasedFor('pickup', bank);
    bank.opens(1);
    expect(bank.books.misses['code']?.inARow).toBe(4);
    expect(typesOf(bank.shuts(1))).toEqual(['door.closed', 'pickup.completed', 'note.misses-forgiven']);
    expect(bank.books.misses['code']?.inARow).toBe(0);
  });

  test('neither staff nor a QR token earn that: they have typed no code', () => {
    const bank = reserved();
    const misses = { code: { inARow: 4, isStrict: true, locks: 1, lockedUntilAgeMs: 0, atAgeMs: [] } };
    bank.books = { ...bank.books, misses };
    bank.visit(wants('deposit'), mia);
    bank.visit(wants('pickup'), asHolder(id, 1, { id: 'token', untilMs: bank.nowMs + 1 }));
    expect(bank.books.misses).toEqual(misses);
  });
});

describe('a visit whose reservation has gone or gone on, while its door stood open', () => {
  test.each(['pickup', 'deposit'] as const)('leaves a locker into which somebody must look [%s]', (purpose) => {
    const bank = releasedFor(purpose, purpose === 'deposit' ? reserved() : delivered());
    bank.opens(1);
    const reservation = bank.books.reservations[id];
    if (!reservation) throw new Error('gone already');
    bank.take([aboutLocker('reservation.cancelled', 1, parcelOf(reservation))]);
    expect(bank.shuts(1)).toMatchObject([
      { type: 'door.closed' }, { type: 'locker.check', data: { why: 'unconfirmed' } }, { type: 'note.visit-ended' },
    ]);
    expect(bank.books.visits).toEqual({});
  });

  test.each([
    ['has been collected', { state: 'collected', leg: 2 }],
    ['waits to be put in again', { state: 'reserved', leg: 1 }],
    ['waits for another leg', { state: 'occupied', leg: 0 }],
  ] as const)('a parcel that %s is not collected with it', (_, change) => {
    const bank = releasedFor('pickup', delivered());
    bank.opens(1);
    const reservation = bank.books.reservations[id];
    if (!reservation) throw new Error('gone already');
    bank.books = { ...bank.books, reservations: { [id]: { ...reservation, ...change } } };
    const told = typesOf(bank.shuts(1));
    expect(told).not.toContain('pickup.completed');
    expect(told.slice(-2)).toEqual(['locker.check', 'note.visit-ended']);
  });
});

describe('what a restart finds', () => {
  test('a door that was to be opened and was not seen to is reported, looked at, and never run again', () => {
    const bank = releasedFor('pickup', delivered());
    expect(bank.boot())
      .toMatchObject([{ type: 'locker.check', data: { locker: 1, why: 'interrupted' } }, { type: 'note.visit-ended', locker: 1 }]);
    expect(bank.boot()).toEqual([]);
    expect(bank.books.visits).toEqual({});
  });

  test('a remote opening that was interrupted ends its command, once', () => {
    const bank = remotely(delivered());
    expect(bank.boot()).toMatchObject([
      { type: 'command.interrupted', command: 'open-1', data: { command: 'open-1', cmd: 'locker.open' } },
      { type: 'locker.check' }, { type: 'note.visit-ended' },
    ]);
    expect(bank.books.commands['open-1']).toBeDefined();
    expect(bank.boot()).toEqual([]);
  });

  test('a door that still stands open stays open for whom it was opened', () => {
    const bank = releasedFor('pickup', delivered());
    bank.opens(1);
    expect(bank.boot()).toEqual([]);
    expect(bank.door({ type: 'door.opened', locker: 1, intent: null, how: 'found' })).toEqual([]);
    expect(typesOf(bank.shuts(1))).toEqual(['door.closed', 'pickup.completed']);
  });

  test('an open door of which the books know nothing is looked at, and told once', () => {
    const bank = new PeopledBank();
    const found = { type: 'door.opened', locker: 1, intent: null, how: 'found' } as const;
    expect(bank.door(found)).toMatchObject([
      { type: 'door.opened', data: { how: 'found' } }, { type: 'locker.check', data: { why: 'found-open' } },
    ]);
    expect(bank.door(found)).toEqual([]);
  });

  test('a door that was only about to be opened is nobody\'s when it is found open', () => {
    const bank = releasedFor('pickup', delivered());
    const facts = bank.door({ type: 'door.opened', locker: 1, intent: null, how: 'found' });
    expect(typesOf(facts)).toEqual(['door.opened', 'locker.check']);
    expect(bank.visitOf(1).phase).toBe('intended');
  });

  test('a door whose sensor had failed, and which is found open, goes on with its visit', () => {
    const bank = releasedFor('pickup', delivered());
    bank.opens(1);
    expect(typesOf(bank.door({ type: 'door.sensor-fault', locker: 1 }))).toEqual(['door.sensor-fault', 'locker.check']);
    expect(typesOf(bank.door({ type: 'door.opened', locker: 1, intent: null, how: 'found' }))).toEqual(['door.opened']);
    expect(typesOf(bank.shuts(1))).toEqual(['door.closed', 'pickup.completed', 'locker.checked']);
  });

  test('a pickup whose door is found shut is unconfirmed: the parcel stays in the books, and somebody looks', () => {
    const bank = releasedFor('pickup', delivered());
    bank.opens(1);
    const facts = bank.door({ type: 'door.closed', locker: 1, how: 'found' });
    expect(typesOf(facts)).toEqual(['door.closed', 'pickup.unconfirmed', 'locker.check', 'note.visit-ended']);
    const by = { role: 'recipient', id: 'ada' };
    expect(facts[1]).toMatchObject({ data: { items: [{ id: 'label parcel-1' }], by }, session: holder.session });
    expect(facts[1]).not.toHaveProperty('data.leg');
    expect(bank.books.reservations[id]?.state).toBe('occupied');
    expect(bank.books.lockers[1]).toMatchObject({ doubt: 'unconfirmed', door: 'closed' });
    expect(bank.says(wants('pickup'), holder)).toBe('opens');
  });

  test.each(['deposit', 'reopened pickup'])('nobody says what happened behind a door that is found shut [%s]', (what) => {
    const bank = what === 'deposit' ? reserved() : delivered();
    if (what !== 'deposit') bank.visit(wants('pickup'), holder);
    releasedFor(what === 'deposit' ? 'deposit' : 'pickup', bank);
    bank.opens(1);
    expect(typesOf(bank.door({ type: 'door.closed', locker: 1, how: 'found' })))
      .toEqual(['door.closed', 'locker.check', 'note.visit-ended']);
    expect(bank.books.visits).toEqual({});
  });

  test.each(['something added', 'a look'])('nobody can have taken a parcel out where the door was open for %s', (what) => {
    const bank = delivered().announced(id, 'more');
    const asked = what === 'a look' ? { purpose: 'look', locker: 1, reservation: null } as const : { ...wants('deposit'), items: ['more'] };
    bank.release(asked, asStaff(what === 'a look' ? 'oli' : 'mia'));
    bank.opens(1);
    const facts = bank.door({ type: 'door.closed', locker: 1, how: 'found' });
    expect(typesOf(facts)).toEqual(['door.closed', 'locker.check', 'note.visit-ended']);
  });

  test('a door that was open for nobody and is found shut has closed', () => {
    const bank = new PeopledBank();
    bank.door({ type: 'door.forced', locker: 2 });
    expect(typesOf(bank.door({ type: 'door.closed', locker: 2, how: 'found' }))).toEqual(['door.closed']);
  });

  test('a door that was shut and is found shut is no news', () => {
    const bank = new PeopledBank();
    expect(bank.door({ type: 'door.closed', locker: 2, how: 'found' })).toEqual([]);
    bank.door({ type: 'door.sensor-fault', locker: 2 });
    expect(bank.door({ type: 'door.closed', locker: 2, how: 'found' })).toEqual([{ type: 'note.door-found', locker: 2, door: 'closed' }]);
    expect(bank.books.lockers[2]?.door).toBe('closed');
  });
});

describe('a locker that is opened from afar', () => {
  test('is done when the door is seen open, and in doubt afterwards where a parcel lay in it', () => {
    const bank = remotely(delivered());
    expect(bank.opens(1)).toMatchObject([
      { type: 'door.opened' }, { type: 'command.done', command: 'open-1', data: { command: 'open-1', cmd: 'locker.open', opened: true } },
    ]);
    const facts = bank.shuts(1);
    expect(typesOf(facts)).toEqual(['door.closed', 'pickup.unconfirmed', 'locker.check', 'note.visit-ended']);
    expect(facts.filter((fact) => 'command' in fact && fact.command !== undefined)).toEqual([]);
    expect(bank.books.lockers[1]?.doubt).toBe('opened-remotely');
    expect(bank.books.reservations[id]?.state).toBe('occupied');
    expect(bank.says(wants('pickup'), holder)).toBe('opens');
  });

  test('is in the same doubt where nobody saw the door shut', () => {
    const bank = remotely(delivered());
    bank.opens(1);
    bank.door({ type: 'door.closed', locker: 1, how: 'found' });
    expect(bank.books.lockers[1]?.doubt).toBe('opened-remotely');
  });

  test('is in no doubt where nothing lay in it', () => {
    const bank = remotely(reserved());
    bank.opens(1);
    expect(typesOf(bank.shuts(1))).toEqual(['door.closed', 'note.visit-ended']);
    expect(bank.books.lockers[1]?.doubt).toBeNull();
  });

  test('that does not open has its command refused', () => {
    const bank = remotely(delivered());
    expect(bank.door({ type: 'door.did-not-open', locker: 1, intent: 'remote-1', why: 'silent' })).toMatchObject([
      { type: 'door.did-not-open' },
      { type: 'locker.check' },
      { type: 'command.refused', command: 'open-1', data: { why: 'did-not-open' } },
    ]);
    expect(bank.books.commands['open-1']).toBeDefined();
  });

  test('and was opened by no command known is told as a door, and no more', () => {
    const bank = remotely(new PeopledBank(), { command: null });
    expect(typesOf(bank.opens(1))).toEqual(['door.opened']);
    expect(typesOf(bank.boot())).toEqual([]);
  });

  test('for its recipient, who shows the code at the open door, is a pickup like any other', () => {
    const bank = remotely(delivered());
    bank.opens(1);
    releasedFor('pickup', bank);
    expect(typesOf(bank.opensAgain(1))).toEqual(['door.opened', 'pickup.started']);
    expect(typesOf(bank.shuts(1))).toEqual(['door.closed', 'pickup.completed']);
    expect(bank.books.lockers[1]?.doubt).toBeNull();
  });
});
