import { describe, expect, test } from 'vitest';
import { decideReserve, type ReserveAnswer, type ReserveRequest } from '../../../firmware/bank/reserve.ts';
import type { Settings } from '../../../firmware/bank/settings.ts';
import { dayMs, hourMs, noonMs } from '../../support/noon.ts';
import { holderOf, typesOf, type PaperBank } from '../../support/paper-bank.ts';
import { administrator, byAmy, recipientOf, staffedBank, staffWith } from '../../support/staffed-bank.ts';

const ada = { type: 'recipient', id: 'ada' } as const;
const code = { tag: 'd8tag-of-a-new-code---', sealed: null };
const parcel: ReserveRequest = {
  kind: 'delivery', party: ada, items: ['1Z 99'], accessible: false, untilMs: noonMs + dayMs, newCode: null,
};
const bag: ReserveRequest = { ...parcel, kind: 'storage', items: [] };

const asks = (bank: PaperBank, request: ReserveRequest, who = administrator): ReserveAnswer =>
  decideReserve(bank.books, bank.frame, request, who, bank.now);

function reserves(bank: PaperBank, request: ReserveRequest): string {
  const answer = asks(bank, request);
  if (answer.kind === 'refused') throw new Error(answer.why);
  bank.take(answer.facts);
  return answer.reservation;
}

describe('staff reserve at the kiosk', () => {
  test('a locker for a parcel, which is then put in like any other', () => {
    const bank = staffedBank();
    expect(asks(bank, parcel)).toMatchObject({
      kind: 'reserved', locker: 1, reservation: 'bank-log-1',
      facts: [{
        type: 'reservation.made', session: 'session-of-amy',
        data: { items: [{ id: '1Z 99' }], until: '2026-11-23T12:00:00.000Z', by: byAmy },
      }],
    });
    const id = reserves(bank, parcel);
    expect(bank.deposit(id)).toBe(1);
    expect(bank.books.reservations[id]).toMatchObject({ state: 'occupied', items: [{ id: '1Z 99', place: 'in' }] });
  });

  test('a place for belongings, whose holder begins with the code and has the whole time from then on', () => {
    const bank = staffedBank();
    const id = reserves(bank, { ...bag, newCode: code });
    bank.wait(5 * hourMs);
    bank.release({ purpose: 'keep', locker: 1, reservation: id }, holderOf(id, 0));
    bank.opens(1);
    expect(typesOf(bank.shuts(1))).toContain('storage.started');
    expect(bank.books.reservations[id]?.untilMs).toBe(noonMs + 29 * hourMs);
  });

  test('a place that a department shares', () => {
    const bank = staffedBank();
    const id = reserves(bank, { ...bag, party: { type: 'department', id: 'sales' } });
    expect(bank.books.reservations[id]?.shared).toBe(true);
    expect(bank.release({ purpose: 'keep', locker: 1, reservation: id }, recipientOf('ben')).kind).toBe('intended');
  });

  test('a locker that comes free again when nobody uses it in time', () => {
    const bank = staffedBank();
    reserves(bank, parcel);
    bank.wait(dayMs);
    expect(bank.due()).toMatchObject([{ type: 'reservation.cancelled', data: { by: null } }]);
    expect(bank.reserve('parcel-1')).toBe(1);
  });

  test('a locker within reach for who needs it', () => {
    expect(asks(staffedBank(), { ...parcel, party: { type: 'recipient', id: 'cleo' } })).toMatchObject({ locker: 3 });
  });
});

describe('nothing is reserved at the kiosk', () => {
  test.each<[string, Partial<ReserveRequest>, string, Partial<Settings>]>([
    ['for strangers', { party: { type: 'recipient', id: 'eve' } }, 'unknown-party', {}],
    ['for a kind that the bank is not for', { kind: 'asset' }, 'not-allowed', { bankModes: ['delivery'] }],
    ['without an end', { untilMs: Number.NaN }, 'not-offered', {}],
    ['until now', { untilMs: noonMs }, 'not-offered', {}],
    ['for longer than 60 days', { untilMs: noonMs + 60 * dayMs + 1 }, 'not-offered', {}],
    ['for a parcel without a label', { items: [] }, 'label-needed', {}],
    ['for a parcel with an empty one', { items: [' '] }, 'label-needed', {}],
    ['for a label that is longer than any', { items: ['x'.repeat(65)] }, 'label-needed', {}],
    ['in a locker that somebody has', { locker: 1, items: ['other'] }, 'locker-occupied', {}],
    ['for a parcel that lies in a locker', { items: ['LABEL PARCEL-1'] }, 'label-known', {}],
    ['for a parcel that is announced', { items: ['label parcel-2'] }, 'label-known', {}],
  ])('%s', (_when, change, why, settings) => {
    const bank = staffedBank(settings);
    bank.delivered('parcel-1');
    bank.reserve('parcel-2');
    expect(asks(bank, { ...parcel, ...change })).toEqual({ kind: 'refused', why });
  });

  test('by whoever may not', () => {
    const bank = staffedBank();
    expect(asks(bank, parcel, staffWith(bank, 'drop-off', 'dedicate'))).toEqual({ kind: 'refused', why: 'not-allowed' });
    expect(asks(bank, parcel, recipientOf('ada'))).toEqual({ kind: 'refused', why: 'not-allowed' });
    expect(asks(bank, parcel, staffWith(bank, 'reserve')).kind).toBe('reserved');
  });

  test('beyond what one person may have, under a code that is in use, or on a full disk', () => {
    const bank = staffedBank();
    reserves(bank, { ...bag, newCode: code });
    expect(asks(bank, bag)).toEqual({ kind: 'refused', why: 'too-many' });
    expect(asks(bank, { ...bag, party: { type: 'recipient', id: 'ben' }, newCode: code })).toEqual({ kind: 'refused', why: 'code-in-use' });
    bank.books = { ...bank.books, degraded: ['disk-full'] };
    expect(asks(bank, parcel)).toEqual({ kind: 'refused', why: 'bank-trouble' });
  });
});
