import { describe, expect, test } from 'vitest';
import { doorRows } from '../../../../firmware/technician/socket/door-rows.ts';
import { noonMs } from '../../../support/noon.ts';
import { bankProfile, PaperBank } from '../../../support/paper-bank.ts';

const minuteMs = 60_000;
const afterNoon = (minutes: number): string => new Date(noonMs + minutes * minuteMs).toISOString();
const seen = (minutes: number) => ({ after: afterNoon(minutes), by: afterNoon(minutes) });
const movedOf = (bank: PaperBank): unknown => doorRows(bankProfile(), bank.books, bank.now)[0]?.moved;

/** Door 1 was opened and shut at noon, by somebody with a key; a minute later nothing is heard of its contact any more. */
function lost(shut = true): PaperBank {
  const bank = new PaperBank();
  bank.door({ type: 'door.forced', locker: 1 });
  if (shut) bank.shuts(1);
  bank.wait(minuteMs);
  bank.door({ type: 'door.sensor-fault', locker: 1 });
  bank.wait(minuteMs);
  return bank;
}

describe('the last movement of a door', () => {
  test('was never seen where its contact has said the same since the bank began', () => {
    expect(movedOf(new PaperBank())).toBeNull();
  });

  test('is when its contact said otherwise than before', () => {
    const bank = new PaperBank();
    bank.wait(minuteMs);
    bank.door({ type: 'door.forced', locker: 1 });
    expect(movedOf(bank)).toEqual(seen(1));
    bank.wait(minuteMs);
    bank.shuts(1);
    expect(movedOf(bank)).toEqual(seen(2));
  });

  test('is not that its contact fell silent', () => {
    expect(movedOf(lost())).toEqual(seen(0));
  });

  test.each([['shut', true], ['open', false]] as const)('is not that a contact came back and says %s, as it said before', (_, shut) => {
    const bank = lost(shut);
    bank.door(shut ? { type: 'door.closed', locker: 1, how: 'found' } : { type: 'door.opened', locker: 1, intent: null, how: 'found' });
    expect(movedOf(bank)).toEqual(seen(0));
  });

  test.each([['open', true], ['shut', false]] as const)(
    'lies after the last one that was seen, where a contact came back and says %s: its loss may have been told late', (_, shut) => {
      const bank = lost(shut);
      bank.door(shut ? { type: 'door.opened', locker: 1, intent: null, how: 'found' } : { type: 'door.closed', locker: 1, how: 'found' });
      expect(movedOf(bank)).toEqual({ after: afterNoon(0), by: afterNoon(2) });
    });

  test('is known by the time a door was found otherwise than books of an earlier version say', () => {
    const bank = new PaperBank();
    bank.shuts(1);
    const { last: _, ...door } = bank.books.lockers[1] ?? {};
    Object.assign(bank.books.lockers, { 1: door });
    expect(movedOf(bank)).toBeNull();
    bank.wait(minuteMs);
    bank.door({ type: 'door.opened', locker: 1, intent: null, how: 'found' });
    expect(movedOf(bank)).toEqual({ after: null, by: afterNoon(1) });
  });

  test('was at the latest when a bank that began anew found it open, and after the last one that was seen', () => {
    const bank = new PaperBank();
    bank.wait(minuteMs);
    bank.door({ type: 'door.opened', locker: 1, intent: null, how: 'found' });
    expect(movedOf(bank)).toEqual({ after: null, by: afterNoon(1) });
    bank.shuts(1);
    bank.wait(minuteMs);
    bank.door({ type: 'door.opened', locker: 1, intent: null, how: 'found' });
    expect(movedOf(bank)).toEqual({ after: afterNoon(1), by: afterNoon(2) });
  });

  test('is not that a door which stands open is released once more', () => {
    const bank = lost(false);
    bank.door({ type: 'door.opened', locker: 1, intent: null, how: 'found' });
    bank.wait(minuteMs);
    bank.door({ type: 'door.opened', locker: 1, intent: 'again', how: 'already' });
    expect(movedOf(bank)).toEqual(seen(0));
  });
});
