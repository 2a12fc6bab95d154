import { describe, expect, test } from 'vitest';
import { refuseUnread } from '../../../firmware/bank/commands.ts';
import { commandArgs } from '../../../firmware/upstream/contract/commands.ts';
import { terminalEvents, type EventType } from '../../../firmware/upstream/contract/events.ts';
import { dayMs, hourMs, noonMs } from '../../support/noon.ts';
import { PaperBank, typesOf } from '../../support/paper-bank.ts';

const iso = (ms: number): string => new Date(ms).toISOString();
const withDirectory = (bank: PaperBank): PaperBank => {
  bank.books = {
    ...bank.books, documents: { directory: { version: 1, sha256: 'a'.repeat(64) } },
    directory: { recipients: { ada: { name: 'Ada', accessible: false } }, operators: {} },
  };
  return bank;
};

describe('a place for a parcel', () => {
  test('is made with everything that the upstream said, and with tags instead of codes', () => {
    const bank = new PaperBank();
    const until = iso(noonMs + dayMs);
    const items = [{ id: 'JD1' }, { id: 'JD2' }];
    const codes = ['4F7K-2Q9P', '12345678'];
    expect(bank.put('parcel-1', { size: 'medium', accessible: true, window: { until }, items, codes })).toMatchObject([{
      type: 'reservation.made', subject: 'locker/5', command: 'command-1',
      data: {
        reservation: 'parcel-1', kind: 'delivery', locker: 5, size: 'medium', accessible: true, until, items,
        party: { type: 'recipient', id: 'ada' },
      },
      kept: { tags: [expect.stringMatching(/^[\w-]{22}$/), expect.stringMatching(/^[\w-]{22}$/)] },
    }]);
    expect(bank.books.reservations['parcel-1']).toMatchObject({ state: 'reserved', untilMs: noonMs + dayMs });
  });

  test('needs neither a window nor a code', () => {
    const bank = new PaperBank();
    bank.put('parcel-1', { codes: [] });
    expect(bank.books.reservations['parcel-1']).toMatchObject({ untilMs: null, tags: [] });
  });

  test('asked for twice is one place: the second time changes what is said about it', () => {
    const bank = new PaperBank();
    const locker = bank.reserve('parcel-1', { window: { until: iso(noonMs + dayMs) } });
    const again = bank.put('parcel-1', { items: [{ id: 'JD2' }], codes: ['NEWCODE-1'], locker: 6 });
    expect(again).toMatchObject([{ type: 'reservation.changed', data: { locker, items: [{ id: 'JD2' }], until: iso(noonMs + dayMs) } }]);
    expect(bank.lockerOf('parcel-1')).toBe(locker);
    expect(Object.keys(bank.books.codeTags)).toHaveLength(1);
    bank.deposit('parcel-1');
    expect([bank.code('CODE-parcel-1').kind, bank.code('NEWCODE-1').kind]).toEqual(['refused', 'granted']);
  });

  test('asked for again without codes and without a window keeps both', () => {
    const bank = new PaperBank();
    bank.reserve('parcel-1');
    bank.put('parcel-1', { codes: [] });
    expect(bank.books.reservations['parcel-1']).toMatchObject({ tags: [expect.any(String) as string], untilMs: null });
    bank.put('parcel-1', { codes: [], window: { until: iso(noonMs + hourMs) } });
    bank.deposit('parcel-1');
    expect(bank.code('CODE-parcel-1').kind).toBe('granted');
  });

  test('asked for again after the parcel was collected is a new place', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1');
    bank.pickUp('parcel-1');
    expect(bank.put('parcel-1')).toMatchObject([{ type: 'reservation.made', data: { locker: 2 } }]);
  });

  test.each([['1234567'], ['ABC12'], ['------------'], ['ÄÖÜÄÖÜÄÖÜ']])('is refused where a code could be guessed [%s]', (code) => {
    expect(new PaperBank().put('parcel-1', { codes: ['12345678', code] })).toMatchObject([
      { type: 'command.refused', command: 'command-1', data: { why: 'code-too-short', cmd: 'reservation.put' } },
    ]);
  });

  test('is refused where its code opens another parcel, however it is written', () => {
    const bank = new PaperBank();
    bank.reserve('parcel-1', { codes: ['4F7K2Q9P'] });
    expect(bank.put('parcel-2', { codes: ['4f7k-2q9p'] })).toMatchObject([{ type: 'command.refused', data: { why: 'code-in-use' } }]);
    bank.command('reservation.cancel', { reservation: 'parcel-1' });
    expect(typesOf(bank.put('parcel-2', { codes: ['4f7k-2q9p'] }))).toEqual(['reservation.made']);
  });

  test('is for anybody before the first directory, and only for people who are in it afterwards', () => {
    const stranger = { party: { type: 'recipient', id: 'nobody' } } as const;
    expect(typesOf(new PaperBank().put('parcel-1', stranger))).toEqual(['reservation.made']);
    const bank = withDirectory(new PaperBank());
    expect(bank.put('parcel-1', stranger)).toMatchObject([
      { type: 'reservation.refused', subject: 'bank', data: { reservation: 'parcel-1', why: 'unknown-party' } },
    ]);
    for (const id of ['__proto__', 'constructor', 'toString']) {
      expect(bank.put('parcel-1', { party: { type: 'recipient', id } })).toMatchObject([{ data: { why: 'unknown-party' } }]);
    }
    expect(typesOf(bank.put('parcel-1'))).toEqual(['reservation.made']);
    expect(typesOf(bank.put('parcel-2', { party: { type: 'department', id: 'post-room' } }))).toEqual(['reservation.made']);
  });

  test('is refused with the reason where no locker is free', () => {
    expect(new PaperBank().put('parcel-1', { size: 'enormous' })).toMatchObject([
      { type: 'reservation.refused', command: 'command-1', data: { reservation: 'parcel-1', why: 'no-free-locker-of-size' } },
    ]);
  });

  test.each(['__proto__', 'constructor', 'hasOwnProperty', '0', 'ü 📦'])('may have any id at all [%s]', (id) => {
    const bank = new PaperBank();
    expect(typesOf(bank.command('reservation.cancel', { reservation: id }))).toEqual(['command.refused']);
    expect(bank.reserve(id, { codes: ['4F7K2Q9P'] })).toBe(1);
    expect(typesOf(bank.put(id, { codes: [] }))).toEqual(['reservation.changed']);
    bank.deposit(id);
    expect(bank.code('4F7K2Q9P')).toMatchObject({ kind: 'granted', visit: { reservation: id } });
    expect(JSON.parse(JSON.stringify(bank.books))).toEqual(bank.books);
    bank.pickUp(id);
    bank.wait(3 * dayMs);
    bank.reserve('parcel-2');
    expect(Object.keys(bank.books.reservations)).toEqual(['parcel-2']);
  });
});

describe('a reservation that is called off', () => {
  const cancel = (bank: PaperBank, reservation: string) => bank.command('reservation.cancel', { reservation });

  test('gives its locker back', () => {
    const bank = new PaperBank();
    bank.reserve('parcel-1');
    expect(cancel(bank, 'parcel-1')).toMatchObject([
      { type: 'reservation.cancelled', subject: 'locker/1', command: 'command-3', data: { reservation: 'parcel-1', locker: 1 } },
    ]);
    expect([bank.books.reservations, bank.books.codeTags]).toEqual([{}, {}]);
  });

  test.each([
    ['unknown-reservation', (_: PaperBank) => undefined],
    ['occupied', (bank: PaperBank) => void bank.delivered('parcel-1')],
    ['unknown-reservation', (bank: PaperBank) => (bank.delivered('parcel-1'), bank.pickUp('parcel-1'))],
    ['busy', (bank: PaperBank) => (bank.reserve('parcel-1'), bank.command('locker.open', { locker: 1 }))],
  ])('is not, where that is too late [%s]', (why, before) => {
    const bank = new PaperBank();
    before(bank);
    expect(cancel(bank, 'parcel-1')).toMatchObject([{ type: 'command.refused', data: { why, cmd: 'reservation.cancel' } }]);
  });
});

describe('a reservation that is given more time', () => {
  const extend = (bank: PaperBank, until = iso(noonMs + 9 * dayMs)) =>
    bank.command('reservation.extend', { reservation: 'parcel-1', until });

  test('waits longer for its parcel, and the parcel waits longer for its recipient', () => {
    const bank = new PaperBank();
    bank.reserve('parcel-1');
    expect(extend(bank)).toMatchObject([{ type: 'reservation.changed', data: { until: iso(noonMs + 9 * dayMs) } }]);
    expect(bank.books.reservations['parcel-1']).toMatchObject({ untilMs: noonMs + 9 * dayMs, tags: [expect.any(String) as string] });
    bank.deposit('parcel-1');
    bank.wait(4 * dayMs);
    bank.due();
    expect(bank.code('CODE-parcel-1').kind).toBe('refused');
    extend(bank);
    expect(bank.books.reservations['parcel-1']?.hasExpired).toBe(false);
    expect(bank.code('CODE-parcel-1').kind).toBe('granted');
  });

  test('is not, where it is unknown or collected', () => {
    const bank = new PaperBank();
    expect(extend(bank)).toMatchObject([{ type: 'command.refused', data: { why: 'unknown-reservation' } }]);
    bank.delivered('parcel-1');
    bank.pickUp('parcel-1');
    expect(extend(bank)).toMatchObject([{ type: 'command.refused', data: { why: 'unknown-reservation' } }]);
  });

  test('until a time that nobody can read does not stop the clock for all the others', () => {
    const bank = new PaperBank();
    bank.reserve('parcel-1');
    extend(bank, '2026-01-01T00:00:00+02');
    expect(bank.books.reservations['parcel-1']?.untilMs).toBeNull();
  });
});

describe('a locker that is to be opened from afar', () => {
  test('is released for the upstream, in the name of the reservation that lies in it', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1');
    expect(bank.command('locker.open', { locker: 1, reason: 'fire drill' }, { id: 'open-1', by: 'dispatch' })).toMatchObject([{
      type: 'note.intent', visit: {
        locker: 1, purpose: 'remote', again: false, reservation: 'parcel-1', by: { role: 'upstream', id: 'dispatch' },
        command: 'open-1', session: null, phase: 'intended',
      },
    }]);
    expect(bank.command('locker.open', { locker: 2 })).toMatchObject([{ visit: { reservation: null } }]);
  });

  test('is not, where there is none or somebody is at it', () => {
    const bank = new PaperBank();
    expect(bank.command('locker.open', { locker: 77 })).toMatchObject([{ type: 'command.refused', data: { why: 'unknown-locker' } }]);
    bank.command('locker.open', { locker: 1 });
    expect(bank.command('locker.open', { locker: 1 })).toMatchObject([{ type: 'command.refused', data: { why: 'busy' } }]);
  });
});

describe('a locker that is taken out of service', () => {
  test('keeps its parcel, is given to nobody else, and comes back without a doubt', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1');
    expect(bank.command('locker.service', { locker: 1, to: 'out', reason: 'x'.repeat(200) })).toMatchObject([
      { type: 'locker.out-of-service', subject: 'locker/1', data: { locker: 1, why: 'x'.repeat(80) } },
    ]);
    expect(bank.code('CODE-parcel-1').kind).toBe('granted');
    bank.door({ type: 'door.forced', locker: 1 });
    expect(typesOf(bank.command('locker.service', { locker: 1, to: 'in' }))).toEqual(['locker.in-service']);
    expect(bank.books.lockers[1]).toMatchObject({ outOfService: null, doubt: null });
  });

  test('says why, also where nobody did', () => {
    expect(new PaperBank().command('locker.service', { locker: 1, to: 'out' })).toMatchObject([{ data: { why: 'asked-by-upstream' } }]);
  });

  test('must be one of this bank', () => {
    expect(new PaperBank().command('locker.service', { locker: 77, to: 'in' })).toMatchObject([
      { type: 'command.refused', data: { why: 'unknown-locker' } },
    ]);
  });
});

describe('every command', () => {
  const args = {
    'reservation.put': {
      reservation: 'parcel-9', kind: 'delivery', party: { type: 'recipient', id: 'ada' }, accessible: false,
      items: [{ id: 'x' }], codes: [],
    },
    'reservation.cancel': { reservation: 'parcel-1' },
    'reservation.extend': { reservation: 'parcel-1', until: iso(noonMs + dayMs) },
    'locker.open': { locker: 1 },
    'locker.service': { locker: 1, to: 'out' },
  } as const;
  const names = Object.keys(commandArgs) as (keyof typeof args)[];

  test.each(names)('moves nothing once it has expired [%s]', (cmd) => {
    for (const expMs of [noonMs, noonMs - 1, NaN]) {
      const bank = new PaperBank();
      bank.reserve('parcel-1');
      expect(bank.command(cmd, args[cmd], { expMs, id: 'late' })).toEqual([
        { type: 'command.expired', subject: 'bank', command: 'late', data: { command: 'late', cmd } },
      ]);
    }
  });

  test('is alive until the last millisecond', () => {
    const facts = new PaperBank().command('locker.service', args['locker.service'], { expMs: noonMs + 1 });
    expect(typesOf(facts)).toEqual(['locker.out-of-service']);
  });

  test.each(names)('ends in exactly one event that ends it, and is remembered by it [%s]', (cmd) => {
    const bank = new PaperBank();
    bank.reserve('parcel-1');
    const facts = [...bank.command(cmd, args[cmd], { id: 'once' })];
    if (cmd === 'locker.open') facts.push(...bank.opens(1), ...bank.shuts(1));
    const ends = facts.filter((fact) => 'command' in fact && fact.command === 'once' && terminalEvents.has(fact.type as EventType));
    expect(ends).toHaveLength(1);
    expect(Object.keys(bank.books.commands)).toEqual(['command-1', 'once']);
  });

  test('that cannot be read is refused with the place where reading stopped', () => {
    expect(refuseUnread('c', 'locker.fly', 'unsupported', undefined)).toEqual({
      type: 'command.refused',
      subject: 'bank',
      command: 'c',
      data: { command: 'c', cmd: 'locker.fly', why: 'unsupported' },
    });
    expect(refuseUnread('c', 'locker.open', 'malformed', `data.args.${'x'.repeat(200)}`)).toMatchObject({
      data: { why: 'malformed', place: expect.stringMatching(/^data\.args\.x{110}$/) as string },
    });
  });
});
