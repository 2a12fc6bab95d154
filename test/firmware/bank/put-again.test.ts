import { describe, expect, test } from 'vitest';
import { codeTag } from '../../../firmware/bank/codes.ts';
import { unknownRecipient } from '../../../firmware/bank/parties.ts';
import { dayMs, hourMs, noonMs } from '../../support/noon.ts';
import { holderOf, typesOf, type PutArgs } from '../../support/paper-bank.ts';
import { ada, bankWith, bob, iso, leg, post, refused, refusedCommand, sound, withDirectory, type AskedLeg } from '../../support/put-rig.ts';

/** A collected parcel may be reopened for five minutes, and is known for a day more. */
const rememberedMs = dayMs + 300_000;

describe('a reservation that is put again', () => {
  test('is one place: the second time changes what is said about it', () => {
    const bank = bankWith();
    const locker = bank.reserve('parcel-1', { window: { until: iso(noonMs + dayMs) } });
    const again = sound(bank.put('parcel-1', { items: [{ id: 'JD2' }], codes: ['NEWCODE-1'], locker: 6, party: bob }));
    expect(again).toMatchObject([
      { type: 'reservation.changed', data: { locker, party: ada, items: [{ id: 'JD2' }], until: iso(noonMs + dayMs) } },
    ]);
    expect(bank.lockerOf('parcel-1')).toBe(locker);
    expect(Object.keys(bank.books.codeTags)).toHaveLength(1);
    bank.deposit('parcel-1');
    expect([bank.code('CODE-parcel-1').kind, bank.code('NEWCODE-1').kind]).toEqual(['refused', 'granted']);
  });

  test('keeps what is not said: codes, window and things', () => {
    const bank = bankWith();
    bank.reserve('parcel-1');
    const before = bank.books.reservations['parcel-1'];
    bank.put('parcel-1', { codes: [], items: [] });
    expect(bank.books.reservations['parcel-1']).toEqual(before);
    bank.put('parcel-1', { codes: [], window: { until: iso(noonMs + hourMs) } });
    expect(bank.books.reservations['parcel-1']).toMatchObject({ untilMs: noonMs + hourMs, legs: [{ untilMs: noonMs + hourMs }, {}] });
    bank.deposit('parcel-1');
    expect(bank.code('CODE-parcel-1').kind).toBe('granted');
  });

  test('once the parcel is in, keeps its end and what lies there, and awaits what is new', () => {
    const bank = bankWith();
    bank.delivered('parcel-1');
    const until = bank.books.reservations['parcel-1']?.untilMs;
    bank.put('parcel-1', { items: [{ id: 'more' }], codes: [], window: { until: iso(noonMs + 60_000) } });
    expect(bank.books.reservations['parcel-1']).toMatchObject({
      state: 'occupied', untilMs: until,
      items: [{ id: 'label parcel-1', leg: 0, place: 'in' }, { id: 'more', leg: 0, place: 'expected' }],
    });
    bank.put('parcel-1', { items: [{ id: 'other' }], codes: [] });
    expect(bank.books.reservations['parcel-1']?.items.map(({ id }) => id)).toEqual(['label parcel-1', 'other']);
  });

  test('once the parcel is in, does not end because the window that is said has passed', () => {
    const bank = bankWith();
    bank.delivered('parcel-1', { window: { until: iso(noonMs + hourMs) } });
    const until = bank.books.reservations['parcel-1']?.untilMs;
    bank.wait(2 * hourMs);
    bank.put('parcel-1', { window: { until: iso(noonMs + hourMs) } });
    expect(bank.books.reservations['parcel-1']?.untilMs).toBe(until);
    expect(bank.due()).toEqual([]);
    expect(bank.code('CODE-parcel-1').kind).toBe('granted');
  });

  test('is not told as expired a second time, unless its end was moved', () => {
    const bank = bankWith();
    bank.delivered('parcel-1');
    bank.wait(4 * dayMs);
    expect(typesOf(bank.due())).toEqual(['reservation.expired']);
    bank.put('parcel-1', { codes: ['NEWCODE-1'] });
    expect(bank.due()).toEqual([]);
  });

  test('a day after it could last be reopened is something new, as is its code for another, whatever happened since', () => {
    for (const [id, codes] of [['parcel-1', ['CODE-other']], ['parcel-2', ['CODE-parcel-1']]] as const) {
      const bank = bankWith();
      bank.delivered('parcel-1');
      bank.pickUp('parcel-1');
      bank.wait(rememberedMs);
      expect(typesOf(bank.put(id, { codes: [...codes] }))).toEqual(['command.refused']);
      bank.wait(1);
      expect(typesOf(bank.put(id, { codes: [...codes] }))).toEqual(['reservation.made']);
      bank.deposit(id);
      expect(bank.code(codes[0]).kind).toBe('granted');
      bank.wait(hourMs);
      bank.put('parcel-3');
      expect(Object.keys(bank.books.reservations)).toEqual([id, 'parcel-3']);
      expect(bank.code(codes[0]).kind).toBe('granted');
    }
  });

  test('may take over a code once it is forgotten', () => {
    const bank = bankWith();
    bank.delivered('parcel-1');
    bank.pickUp('parcel-1');
    bank.delivered('parcel-2');
    bank.wait(rememberedMs);
    expect(bank.put('parcel-2', { codes: ['CODE-parcel-1'] })).toMatchObject(refusedCommand('code-in-use'));
    bank.wait(1);
    expect(typesOf(bank.put('parcel-2', { codes: ['CODE-parcel-1'] }))).toEqual(['reservation.changed']);
  });

  test('after the parcel was collected is refused, for as long as that is remembered', () => {
    const bank = bankWith();
    bank.delivered('parcel-1');
    bank.pickUp('parcel-1');
    expect(bank.put('parcel-1')).toMatchObject(refusedCommand('already-collected'));
    bank.wait(rememberedMs + 1);
    expect(typesOf(bank.put('parcel-1'))).toEqual(['reservation.made']);
  });

  test('may go on with other legs from where it is, and leaves those alone that are done', () => {
    const bank = bankWith({ returnsAndExchanges: true });
    const collect = leg('collect', ada, { codes: ['33334444'] });
    bank.put('back', { kind: 'return', codes: [], items: [{ id: 'x' }], legs: [leg('deposit', null, { codes: ['11112222'] }), collect] });
    bank.deposit('back');
    const [done] = bank.books.reservations['back']?.legs ?? [];
    const put = (...legs: AskedLeg[]) => bank.put('back', { kind: 'return', codes: [], items: [], legs });
    const over = leg('deposit', bob, { codes: ['99998888'] });
    expect(typesOf(put(over, leg('swap', bob), leg('collect', ada)))).toEqual(['reservation.changed']);
    const legs = [done, { does: 'swap', party: bob }, { does: 'collect', tags: [] }];
    expect(bank.books.reservations['back']).toMatchObject({ leg: 1, state: 'occupied', legs });
    expect(put(leg('collect', ada))).toMatchObject(refusedCommand('malformed', 'data.args.legs'));
    expect(put(leg('deposit'))).toMatchObject(refusedCommand('malformed', 'data.args.legs'));
    expect(put(leg('deposit'), leg('deposit'), leg('collect', ada))).toMatchObject(refusedCommand('malformed', 'data.args.legs.1'));
  });

  test('cannot undo what was done: legs that are over are over', () => {
    const bank = bankWith({ returnsAndExchanges: true });
    const loan = [leg('deposit'), leg('collect', ada), leg('deposit'), leg('collect', ada)];
    const put = (...legs: AskedLeg[]) => bank.put('loan', { kind: 'exchange', codes: [], items: [], legs });
    put(...loan);
    bank.deposit('loan');
    bank.pickUp('loan');
    expect(bank.books.reservations['loan']).toMatchObject({ state: 'reserved', leg: 2 });
    expect(put(leg('deposit'), leg('collect', ada))).toMatchObject(refusedCommand('malformed', 'data.args.legs'));
    expect(put(leg('deposit'), leg('swap', ada), leg('collect', ada))).toMatchObject(refusedCommand('malformed', 'data.args.legs'));
    expect(typesOf(put(...loan))).toEqual(['reservation.changed']);
  });

  test('leaves each thing with the leg that puts it in', () => {
    const bank = bankWith({ returnsAndExchanges: true });
    const legs = [leg('deposit', null, { items: [{ id: 'new' }] }), leg('swap', ada, { items: [{ id: 'old' }] }), leg('collect')];
    bank.put('swap-1', { kind: 'exchange', codes: [], items: [], legs });
    bank.put('swap-1', { kind: 'exchange', codes: [], items: [{ id: 'old' }, { id: 'new' }, { id: 'more' }] });
    const items = bank.books.reservations['swap-1']?.items.map((item) => [item.id, item.leg]);
    expect(items).toEqual([['old', 1], ['new', 0], ['more', 0]]);
  });

  test('does not move the end of storage that has begun', () => {
    const bank = bankWith({ bankModes: ['storage'] });
    bank.reserve('bag', { kind: 'storage', items: [] });
    bank.release({ purpose: 'keep', locker: 1, reservation: 'bag' }, holderOf('bag', 0));
    bank.opens(1);
    bank.shuts(1);
    const before = bank.books.reservations['bag'];
    expect(before).toMatchObject({ state: 'occupied', untilMs: noonMs + dayMs });
    const end = iso(noonMs + hourMs);
    const again: Partial<PutArgs> = { kind: 'storage', items: [], codes: [], ends: end, window: { until: end } };
    bank.put('bag', again);
    expect(bank.books.reservations['bag']).toEqual(before);
    bank.put('bag', { ...again, legs: [leg('keep', ada)] });
    expect(bank.books.reservations['bag']).toEqual(before);
  });

  test('keeps the codes and ends of legs for which it names none', () => {
    const bank = bankWith({ returnsAndExchanges: true });
    const legs = [leg('deposit', bob, { codes: ['11112222'], oneTime: true }), leg('collect', ada, { codes: ['33334444'] })];
    bank.put('back', { kind: 'return', codes: [], legs });
    const before = bank.books.reservations['back'];
    bank.put('back', { kind: 'return', codes: [], legs: [leg('deposit', bob), leg('collect', ada)] });
    expect(bank.books.reservations['back']).toEqual(before);
    bank.wait(hourMs);
    const others = [leg('deposit', bob, { codes: ['55556666'], oneTime: true }), leg('collect', post)];
    bank.put('back', { kind: 'return', codes: [], legs: others });
    const now = bank.books.reservations['back'];
    expect(now?.untilMs).toBe((before?.untilMs ?? 0) + hourMs);
    expect(now?.legs).toMatchObject([{ tags: [codeTag(bank.keys, '55556666')] }, { party: post, tags: [] }]);
  });

  test('moves the end of storage that has not begun, and its claim with it', () => {
    const bank = bankWith({ bankModes: ['storage'] });
    const put = (change: Partial<PutArgs>) => {
      bank.put('bag', { kind: 'storage', items: [], codes: [], ...change });
      const { untilMs, legs: [keep] } = bank.books.reservations['bag'] ?? { legs: [] };
      return [untilMs, keep?.untilMs].map((ms) => ((ms ?? 0) - noonMs) / hourMs);
    };
    expect(put({ ends: iso(noonMs + 10 * hourMs) })).toEqual([10, 10]);
    expect(put({ ends: iso(noonMs + 20 * hourMs) })).toEqual([20, 20]);
    expect(put({ window: { until: iso(noonMs + 2 * hourMs) } })).toEqual([2, 20]);
    expect(put({ ends: iso(noonMs + hourMs) })).toEqual([1, 1]);
  });

  test('stays that of somebody who has left the directory since', () => {
    const bank = bankWith();
    bank.reserve('parcel-1', { party: bob });
    withDirectory(bank);
    expect(typesOf(bank.put('parcel-1', { party: bob, codes: ['NEWCODE-1'] }))).toEqual(['reservation.changed']);
    expect(bank.put('parcel-1', { party: { type: 'recipient', id: 'eve' } })).toMatchObject(refused('unknown-party'));
  });

  test('gives a parcel that came for nobody known to its recipient, who then collects it', () => {
    const bank = withDirectory();
    bank.put('parcel-1', { codes: [] });
    const before = bank.books.reservations['parcel-1'];
    if (!before) throw new Error('nothing is reserved');
    const legs = before.legs.map((one) => ({ ...one, party: null }));
    bank.books = { ...bank.books, reservations: { 'parcel-1': { ...before, party: unknownRecipient, legs } } };
    expect(typesOf(bank.put('parcel-1', { party: unknownRecipient, codes: [] }))).toEqual(['reservation.changed']);
    expect(bank.put('parcel-1', { codes: ['NEWCODE-1'] })).toMatchObject([{ type: 'reservation.changed', data: { party: ada } }]);
    expect(bank.books.reservations['parcel-1']).toMatchObject({ party: ada, legs: [{ party: null }, { party: ada }] });
    bank.deposit('parcel-1');
    expect(bank.release({ purpose: 'pickup', locker: 1, reservation: 'parcel-1' }, holderOf('parcel-1')).kind).toBe('intended');
  });

  test('stays of its kind', () => {
    const bank = bankWith();
    bank.reserve('parcel-1');
    expect(bank.put('parcel-1', { kind: 'asset' })).toMatchObject(refusedCommand('malformed', 'data.args.kind'));
  });

  test('does not clash with its own codes, and does with those of others', () => {
    const bank = bankWith();
    bank.reserve('parcel-1', { codes: ['11112222'] });
    bank.reserve('parcel-2', { codes: ['33334444'] });
    expect(typesOf(bank.put('parcel-1', { codes: ['11112222'] }))).toEqual(['reservation.changed']);
    expect(bank.put('parcel-1', { codes: ['33334444'] })).toMatchObject(refusedCommand('code-in-use'));
  });
});
