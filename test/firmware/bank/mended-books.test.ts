import { describe, expect, test } from 'vitest';
import { checkCode } from '../../../firmware/bank/people.ts';
import { hourMs } from '../../support/noon.ts';
import { holderOf, PaperBank, typesOf } from '../../support/paper-bank.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

/** Somebody holds a text before the scanner at the home screen. */
function scan(bank: PaperBank, code: string): readonly string[] {
  const answer = checkCode(bank.books, bank.keys, { how: 'scanned', code }, bank.now, 'session-of-ada');
  bank.take(answer.facts);
  return [answer.kind === 'refused' ? answer.why : answer.kind, ...typesOf(answer.facts)];
}

/** A visitor opens the locker with the right code, and leaves the door open. */
function opensAndLeaves(bank: PaperBank, reservation: string): void {
  expect(bank.code(`CODE-${reservation}`).kind).toBe('granted');
  const locker = bank.lockerOf(reservation);
  expect(bank.release({ purpose: 'pickup', locker, reservation }, holderOf(reservation)).kind).toBe('intended');
  const how = bank.books.lockers[locker]?.door === 'open' ? 'already' : 'released';
  bank.door({ type: 'door.opened', locker, intent: bank.visitOf(locker).intent, how });
}

describe('the time of a parcel that lies in its locker', () => {
  test('does not end because the upstream reserves again with a window that has passed', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1', { window: { until: iso(bank.nowMs + hourMs) } });
    const { untilMs } = bank.books.reservations['parcel-1'] ?? {};
    bank.wait(2 * hourMs);
    bank.put('parcel-1', { window: { until: iso(bank.nowMs - hourMs) } });
    expect(bank.books.reservations['parcel-1']?.untilMs).toBe(untilMs);
    expect(bank.due()).toEqual([]);
    expect(bank.code('CODE-parcel-1').kind).toBe('granted');
  });

  test('is moved by reservation.extend', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1');
    bank.command('reservation.extend', { reservation: 'parcel-1', until: iso(bank.nowMs + hourMs) });
    bank.wait(hourMs - 1);
    expect(bank.due()).toEqual([]);
    bank.wait(1);
    expect(bank.due()).toMatchObject([{ type: 'reservation.expired', data: { reservation: 'parcel-1', occupied: true } }]);
  });
});

describe('to cancel a parcel that lies in its locker', () => {
  test('is allowed once the locker was opened from afar and shut again', () => {
    const bank = new PaperBank();
    const locker = bank.delivered('parcel-1');
    bank.command('locker.open', { locker });
    bank.opens(locker);
    bank.shuts(locker);
    expect(typesOf(bank.command('reservation.cancel', { reservation: 'parcel-1', end: false }))).toEqual(['reservation.cancelled']);
    expect(bank.books.reservations['parcel-1']).toBeUndefined();
  });

  test('is refused where nobody has opened the locker', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1');
    expect(bank.command('reservation.cancel', { reservation: 'parcel-1', end: false }))
      .toMatchObject([{ type: 'command.refused', data: { cmd: 'reservation.cancel', why: 'occupied' } }]);
    expect(bank.books.reservations['parcel-1']?.state).toBe('occupied');
  });
});

describe('what is held before the scanner at the home screen', () => {
  test.each([
    ['the label of a parcel that is awaited', 'label parcel-1'],
    ['the label of a parcel that is in', 'LABEL parcel-2'],
    ['a number too short to be a code', '4711'],
    ['an address', 'https://example.org/'],
  ])('is refused without counting as a miss, however often [%s]', (_what, text) => {
    const bank = new PaperBank();
    bank.reserve('parcel-1');
    bank.delivered('parcel-2');
    for (let times = 0; times < 7; times++) expect(scan(bank, text)).toEqual(['code-refused']);
    expect(bank.books.misses['code']).toBeUndefined();
    expect(bank.code('CODE-parcel-2').kind).toBe('granted');
  });

  test('opens its locker where it is both a code and what is printed on the parcel', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1', { items: [{ id: 'JD0145' }], codes: ['JD0145'] });
    expect(scan(bank, 'JD0145')).toEqual(['granted']);
  });
});

test('misses are not forgiven before the pickup is completed, however often the own door is opened and left open', () => {
  const bank = new PaperBank();
  bank.delivered('parcel-1');
  for (let times = 0; times < 4; times++) bank.code('WRONG-777');
  for (let times = 0; times < 3; times++) opensAndLeaves(bank, 'parcel-1');
  expect(bank.books.misses['code']?.inARow).toBe(4);
  expect(typesOf(bank.code('WRONG-777').facts)).toEqual(['credential.refused', 'credential.locked-out']);
  expect(bank.code('WRONG-777')).toEqual({ kind: 'refused', why: 'keypad-locked', facts: [] });
});
