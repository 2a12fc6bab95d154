import { describe, expect, test } from 'vitest';
import { carrierCodeTag, codeTag, keyedTag } from '../../../firmware/bank/codes.ts';
import type { Settings } from '../../../firmware/bank/settings.ts';
import type { Party } from '../../../firmware/contract/parts.ts';
import { dayMs, hourMs, noonMs } from '../../support/noon.ts';
import { typesOf, type PutArgs } from '../../support/paper-bank.ts';
import {
  ada, bankWith, bob, iso, leg, person, post, refused, refusedCommand, sound, withDirectory, type AskedLeg,
} from '../../support/put-rig.ts';

describe('a place for a parcel', () => {
  test('is made with everything that the upstream said, and with tags instead of codes', () => {
    const bank = bankWith();
    const until = iso(noonMs + dayMs);
    const items = [{ id: 'JD1' }, { id: 'JD2' }];
    const codes = ['4F7K-2Q9P', '12345678'];
    expect(sound(bank.put('parcel-1', { size: 'medium', accessible: true, window: { until }, items, codes }))).toMatchObject([{
      type: 'reservation.made', subject: 'locker/5', command: 'command-1',
      data: {
        reservation: 'parcel-1', kind: 'delivery', locker: 5, size: 'medium', accessible: true, until, items, party: ada,
        by: { role: 'upstream', id: 'upstream' },
      },
      kept: { tags: codes.map((code) => codeTag(bank.keys, code)) },
    }]);
    expect(bank.books.reservations['parcel-1']).toMatchObject({
      state: 'reserved', untilMs: noonMs + dayMs,
      items: [{ id: 'JD1', leg: 0, place: 'expected' }, { id: 'JD2', leg: 0, place: 'expected' }],
      legs: [{ does: 'deposit', party: null, untilMs: noonMs + dayMs, tags: [] }, { does: 'collect', party: ada, untilMs: null }],
    });
  });

  test('needs neither a window nor a code, and says nothing of legs that are the usual ones', () => {
    const bank = bankWith();
    expect(bank.put('parcel-1', { codes: [] })[0]).not.toHaveProperty('data.legs');
    expect(bank.books.reservations['parcel-1']).toMatchObject({ untilMs: null, legs: [{ tags: [] }, { tags: [] }] });
  });

  test('keeps every code for itself: none of them is in the event, and neither is a tag', () => {
    const legs = [leg('deposit', null, { codes: ['08154711'] }), leg('collect', ada)];
    const [fact] = bankWith().put('parcel-1', { codes: ['47110815'], legs });
    expect(JSON.stringify(fact && { ...fact, kept: null })).not.toMatch(/4711|"d8|tags/);
  });

  test.each([
    ['1234567'], ['ABC12'], ['------------'], ['ÄÖÜÄÖÜÄÖÜ'],
  ])('is refused where a code could be guessed, for whichever leg it is [%s]', (code) => {
    expect(bankWith().put('parcel-1', { codes: ['12345678', code] })).toMatchObject(refusedCommand('code-too-short'));
    const legs = [leg('deposit', null, { codes: [code] }), leg('collect', ada)];
    expect(bankWith().put('parcel-1', { legs })).toMatchObject(refusedCommand('code-too-short'));
  });

  test('is refused where its code opens another parcel, however it is written', () => {
    const bank = bankWith();
    bank.reserve('parcel-1', { codes: ['4F7K2Q9P'] });
    expect(bank.put('parcel-2', { codes: ['4f7k-2q9p'] })).toMatchObject(refusedCommand('code-in-use'));
    bank.command('reservation.cancel', { reservation: 'parcel-1', end: false });
    expect(typesOf(bank.put('parcel-2', { codes: ['4f7k-2q9p'] }))).toEqual(['reservation.made']);
  });

  test('is refused where one code would mean two legs, or is named twice', () => {
    const twice = [leg('deposit', bob, { codes: ['11112222'] }), leg('collect', ada, { codes: ['1111 2222'] })];
    const bank = bankWith({ returnsAndExchanges: true });
    expect(bank.put('back', { kind: 'return', legs: twice })).toMatchObject(refusedCommand('code-in-use'));
    expect(bankWith().put('parcel-1', { codes: ['11112222', '11112222'] })).toMatchObject(refusedCommand('code-in-use'));
  });

  test('is refused where an upstream with the key sends the tag of a code that is in use', () => {
    const bank = bankWith();
    bank.reserve('parcel-1', { codes: ['11112222'] });
    const tag = codeTag(bank.keys, '11112222');
    expect(bank.put('parcel-2', { codes: [], tags: [tag] })).toMatchObject(refusedCommand('code-in-use'));
    const bare = `${tag.slice(2)}xx`;
    expect(bank.put('parcel-2', { codes: [], tags: [bare] })).toMatchObject(refusedCommand('code-in-use'));
    expect(typesOf(bank.put('parcel-2', { codes: [], tags: ['A'.repeat(22)] }))).toEqual(['reservation.made']);
    bank.put('parcel-3', { codes: [], tags: [keyedTag(bank.keys.lookup, 'pickup', '55556666')] });
    expect(bank.put('parcel-4', { codes: ['5555-6666'] })).toMatchObject(refusedCommand('code-in-use'));
  });

  test('is refused where its code is that of a carrier, who types it into the same field', () => {
    const bank = bankWith();
    const carrierCodes = { [carrierCodeTag(bank.keys, '11112222')]: [{ carrier: 'dhl', digits: 8, fromMs: null, untilMs: null }] };
    bank.books = { ...bank.books, directory: { ...bank.books.directory, carrierCodes } };
    expect(bank.put('parcel-1', { codes: ['1111-2222'] })).toMatchObject(refusedCommand('code-in-use'));
  });

  test('is for anybody before the first directory, and only for whom it knows afterwards', () => {
    const stranger = { party: bob };
    expect(typesOf(bankWith().put('parcel-1', stranger))).toEqual(['reservation.made']);
    const bank = withDirectory();
    expect(bank.put('parcel-1', stranger)).toMatchObject(refused('unknown-party'));
    expect(bank.put('parcel-1', { party: { type: 'department', id: 'ada' } })).toMatchObject(refused('unknown-party'));
    for (const id of ['__proto__', 'constructor', 'toString']) {
      expect(bank.put('parcel-1', { party: { type: 'recipient', id } })).toMatchObject(refused('unknown-party'));
    }
    expect(bank.put('parcel-1', { legs: [leg('deposit', bob), leg('collect', ada)] })).toMatchObject(refused('unknown-party'));
    expect(typesOf(bank.put('parcel-1'))).toEqual(['reservation.made']);
    expect(typesOf(bank.put('parcel-2', { party: post }))).toEqual(['reservation.made']);
    expect(typesOf(bank.put('parcel-3', { party: bob, visitor: true }))).toEqual(['reservation.made']);
    const nowhere: Party = { type: 'department', id: 'bob' };
    expect(bank.put('parcel-4', { party: nowhere, visitor: true })).toMatchObject(refused('unknown-party', 'parcel-4'));
  });

  test('is within reach where the directory says that somebody of it needs that', () => {
    const people = { ada: person('ada'), bob: person('bob', { accessible: true }) };
    const bank = withDirectory(bankWith(), people);
    expect(bank.put('parcel-1', { party: bob })).toMatchObject([{ data: { locker: 3, accessible: true } }]);
    expect(bank.put('parcel-2', { legs: [leg('deposit', bob), leg('collect', ada)] })).toMatchObject([{ data: { locker: 5 } }]);
    expect(bank.put('parcel-3')).toMatchObject([{ data: { locker: 1, accessible: false } }]);
  });

  test('is refused with the reason where no locker is free', () => {
    expect(bankWith().put('parcel-1', { size: 'enormous' })).toMatchObject(refused('no-free-locker-of-size'));
    expect(bankWith().put('parcel-1', { locker: 1, accessible: true })).toMatchObject(refused('no-accessible-locker'));
    expect(bankWith().put('parcel-1', { locker: 9 })).toMatchObject(refused('locker-out-of-service'));
    const kept = bankWith({ deliveryOnlyMinimum: { small: 9, medium: 9, large: 9 } });
    expect(kept.put('parcel-1', { kind: 'asset' })).toMatchObject(refused('only-delivery-lockers-left'));
    for (let n = 1; n <= 6; n++) kept.reserve(`full-${String(n)}`);
    expect(kept.put('parcel-1')).toMatchObject(refused('no-free-locker'));
    expect(kept.put('parcel-1', { locker: 1 })).toMatchObject(refused('locker-occupied'));
  });

  test.each(['delivery', 'storage', 'asset', 'return', 'exchange'] as const)('is refused where the bank is not for that [%s]', (kind) => {
    const legs = kind === 'return' || kind === 'exchange' ? { legs: [leg('deposit', bob), leg('collect', ada)] } : {};
    const put = (settings: Partial<Settings>) => bankWith(settings).put('parcel-1', { kind, ...legs });
    const others = (['delivery', 'storage', 'asset'] as const).filter((mode) => mode !== kind);
    expect(put({ bankModes: others, returnsAndExchanges: false })).toMatchObject(refused('not-allowed'));
    expect(typesOf(put({ bankModes: ['delivery', 'storage', 'asset'], returnsAndExchanges: true }))).toEqual(['reservation.made']);
  });

  test.each([
    ['data.args.items', { items: Array.from({ length: 21 }, (_, n) => ({ id: `i${String(n)}` })) }],
    ['data.args.reservation', { reservation: 'bank-log-1' }],
  ])('is refused where no sense can be made of %s', (place, change) => {
    expect(bankWith().put('parcel-1', change)).toMatchObject(refusedCommand('malformed', place));
  });

  test.each(['__proto__', 'constructor', 'hasOwnProperty', '0', 'ü 📦'])('may have any id at all [%s]', (id) => {
    const bank = bankWith();
    expect(typesOf(bank.command('reservation.cancel', { reservation: id, end: false }))).toEqual(['command.refused']);
    expect(bank.reserve(id, { codes: ['4F7K2Q9P'] })).toBe(1);
    expect(typesOf(bank.put(id, { codes: [] }))).toEqual(['reservation.changed']);
    bank.deposit(id);
    expect(bank.code('4F7K2Q9P').kind).toBe('granted');
    expect(JSON.parse(JSON.stringify(bank.books))).toEqual(bank.books);
    bank.pickUp(id);
    bank.wait(3 * dayMs);
    bank.reserve('parcel-2');
    expect(Object.keys(bank.books.reservations)).toEqual(['parcel-2']);
  });
});

describe('a return or an exchange', () => {
  const on = (change: Partial<Settings> = {}) => bankWith({ returnsAndExchanges: true, ...change });
  const exchange = (change: Partial<PutArgs> = {}): Partial<PutArgs> => ({
    kind: 'exchange', codes: [], items: [], legs: [
      leg('deposit', null, { items: [{ id: 'new' }] }),
      leg('swap', ada, { items: [{ id: 'old' }], codes: ['11112222'], oneTime: true }),
      leg('collect', null, { codes: ['33334444'] }),
    ], ...change,
  });

  test('has the legs that the upstream names, and tells them without what opens them', () => {
    const bank = on();
    const [made] = sound(bank.put('swap-1', exchange()));
    expect(made).toMatchObject({
      type: 'reservation.made', data: {
        kind: 'exchange', items: [{ id: 'new' }, { id: 'old' }], until: null, legs: [
          { does: 'deposit', party: null, until: null },
          { does: 'swap', party: ada, until: iso(noonMs + 72 * hourMs) },
          { does: 'collect', party: null, until: null },
        ],
      },
    });
    expect(bank.books.reservations['swap-1']).toMatchObject({
      items: [{ id: 'new', leg: 0 }, { id: 'old', leg: 1 }],
      legs: [{ tags: [] }, { tags: [codeTag(bank.keys, '11112222')] }, { tags: [codeTag(bank.keys, '33334444')] }],
    });
  });

  test.each(['return', 'exchange'] as const)('cannot be guessed: without legs it is refused [%s]', (kind) => {
    expect(on().put('back', { kind })).toMatchObject(refusedCommand('malformed', 'data.args.legs'));
  });

  test('lapses with the one-time PIN of who drops off, or with the window, whichever is sooner', () => {
    const bank = on({ oneTimePinLife: 10 * hourMs });
    const put = (id: string, change: Partial<AskedLeg>, window?: number) => {
      const legs = [leg('deposit', bob, { oneTime: true, ...change }), leg('collect', ada)];
      bank.put(id, { kind: 'return', codes: [], legs, ...(window === undefined ? {} : { window: { until: iso(noonMs + window) } }) });
      const { untilMs, legs: [first] } = bank.books.reservations[id] ?? { legs: [] };
      expect(first?.untilMs).toBe(untilMs);
      return (untilMs ?? 0) - noonMs;
    };
    expect(put('r1', {})).toBe(10 * hourMs);
    expect(put('r2', { until: iso(noonMs + 40 * hourMs) })).toBe(40 * hourMs);
    expect(put('r3', {}, 3 * hourMs)).toBe(3 * hourMs);
    expect(put('r4', {}, 30 * hourMs)).toBe(10 * hourMs);
    bank.wait(3 * hourMs);
    expect(bank.due()).toMatchObject([{ type: 'reservation.expired', data: { reservation: 'r3', occupied: false } }]);
  });

  test.each<[string, string, AskedLeg[]]>([
    ['takes out what nobody has put in', 'data.args.legs.0', [leg('collect', ada)]],
    ['puts in and never takes out', 'data.args.legs', [leg('deposit', bob)]],
    ['swaps at the end', 'data.args.legs', [leg('deposit', bob), leg('swap', ada)]],
    ['puts one thing on top of another', 'data.args.legs.1', [leg('deposit', bob), leg('deposit', ada), leg('collect', ada)]],
    ['goes on after everything is out', 'data.args.legs.2',
      [leg('deposit', bob), leg('collect', ada), leg('swap', ada), leg('collect', ada)]],
    ['keeps belongings', 'data.args.legs.0', [leg('keep', ada)]],
    ['names what is put in by who takes out', 'data.args.legs.1.items',
      [leg('deposit', bob), leg('collect', ada, { items: [{ id: 'x' }] })]],
    ['puts the same thing in twice', 'data.args.legs.1.items',
      [leg('deposit', null, { items: [{ id: 'x' }] }), leg('swap', ada, { items: [{ id: 'x' }] }), leg('collect')]],
  ])('that %s is refused', (_what, place, legs) => {
    expect(on().put('back', { kind: 'exchange', legs })).toMatchObject(refusedCommand('malformed', place));
  });

  test('may use its locker twice: in, out, in again, out again', () => {
    const legs = [leg('deposit', bob), leg('collect', ada), leg('deposit', ada), leg('collect', bob)];
    expect(typesOf(on().put('loan', { kind: 'exchange', items: [], codes: [], legs }))).toEqual(['reservation.made']);
  });
});

describe('a place for belongings', () => {
  const on = (change: Partial<Settings> = {}) => bankWith({ bankModes: ['delivery', 'storage'], ...change });
  const bag: Partial<PutArgs> = { kind: 'storage', items: [] };

  test('waits for its holder until its window is over, and then lasts until it ends', () => {
    const bank = on();
    const window = { until: iso(noonMs + 2 * hourMs) };
    const ends = iso(noonMs + 20 * hourMs);
    expect(sound(bank.put('bag', { ...bag, window, ends }))).toMatchObject([{
      data: { until: window.until, legs: [{ does: 'keep', party: ada, until: ends }] },
    }]);
    expect(bank.books.reservations['bag']).toMatchObject({ untilMs: noonMs + 2 * hourMs, legs: [{ untilMs: noonMs + 20 * hourMs }] });
  });

  test('lapses with its end where it has no window', () => {
    const bank = on();
    bank.put('bag', { ...bag, ends: iso(noonMs + 20 * hourMs) });
    expect(bank.books.reservations['bag']?.untilMs).toBe(noonMs + 20 * hourMs);
  });

  test('ends no later than the settings allow, were it begun at the last moment, and not before it begins', () => {
    const put = (endsMs: number, settings: Partial<Settings> = {}, change: Partial<PutArgs> = {}) =>
      on(settings).put('bag', { ...bag, ends: iso(noonMs + endsMs), ...change });
    expect(typesOf(put(dayMs))).toEqual(['reservation.made']);
    expect(put(dayMs + 1)).toMatchObject(refusedCommand('too-long'));
    const window = { until: iso(noonMs + hourMs) };
    expect(typesOf(put(dayMs + hourMs, {}, { window }))).toEqual(['reservation.made']);
    expect(put(dayMs + hourMs + 1, {}, { window })).toMatchObject(refusedCommand('too-long'));
    expect(typesOf(put(40 * dayMs, { storageDuration: 'unlimited' }))).toEqual(['reservation.made']);
    expect(put(7 * hourMs, { storageDuration: 'fixed' })).toMatchObject(refusedCommand('too-long'));
    expect(put(0)).toMatchObject(refusedCommand('malformed', 'data.args.ends'));
  });

  test('is one person\'s, who may have so many; one that they have given back does not count', () => {
    const bank = on({ storagePerPerson: 2 });
    const store = (id: string, change: Partial<PutArgs> = {}) => typesOf(bank.put(id, { ...bag, ...change }));
    expect([...store('b1'), ...store('b2')]).toEqual(['reservation.made', 'reservation.made']);
    expect(bank.put('b3', bag)).toMatchObject(refused('not-allowed', 'b3'));
    expect(store('b3', { party: bob })).toEqual(['reservation.made']);
    expect(typesOf(bank.put('parcel-1'))).toEqual(['reservation.made']);
    bank.command('reservation.cancel', { reservation: 'b1', end: false });
    expect(store('b4')).toEqual(['reservation.made']);
    const over = { reservation: 'b2', kind: 'storage', locker: bank.lockerOf('b2'), items: [], party: ada, by: null } as const;
    bank.take([{ type: 'storage.ended', subject: 'locker/2', data: { ...over, items: [] } }]);
    expect(store('b5')).toEqual(['reservation.made']);
  });

  test('is shared by a department, as many as it likes, and by nobody else', () => {
    const bank = on();
    const put = (id: string, change: Partial<PutArgs>) => bank.put(id, { ...bag, ...change });
    expect(put('s1', { party: post, shared: true })).toMatchObject([{ type: 'reservation.made', data: { shared: true } }]);
    expect(typesOf(put('s2', { party: post, shared: true }))).toEqual(['reservation.made']);
    expect(put('s3', { shared: true })).toMatchObject(refused('not-allowed', 's3'));
    expect(put('s4', { party: post })).toMatchObject(refused('not-allowed', 's4'));
    expect(put('s5', { kind: 'delivery', party: post, shared: true })).toMatchObject(refused('not-allowed', 's5'));
    const ends = iso(noonMs + hourMs);
    expect(put('s6', { party: post, shared: true, ends })).toMatchObject(refusedCommand('malformed', 'data.args.ends'));
  });

  test('has one leg, in which its holder comes and goes', () => {
    const legs = [leg('deposit', ada), leg('collect', ada)];
    expect(on().put('bag', { ...bag, legs })).toMatchObject(refusedCommand('malformed', 'data.args.legs'));
    expect(typesOf(on().put('bag', { ...bag, legs: [leg('keep', ada, { codes: ['11112222'] })] }))).toEqual(['reservation.made']);
  });
});
