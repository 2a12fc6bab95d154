import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { decideCommand, refuseUnread } from '../../../firmware/bank/commands.ts';
import { isNote, type Fact } from '../../../firmware/bank/facts.ts';
import { commandArgs, type CommandName } from '../../../firmware/contract/command-args.ts';
import type { Command } from '../../../firmware/contract/commands.ts';
import { eventData, terminalEvents } from '../../../firmware/contract/events.ts';
import { dayMs, hourMs, noonMs } from '../../support/noon.ts';
import { PaperBank, staffEntry, typesOf } from '../../support/paper-bank.ts';

const iso = (ms: number): string => new Date(ms).toISOString();
const upstream = { role: 'upstream', id: 'upstream' };
const refused = (why: string, cmd: string) => [{ type: 'command.refused', subject: 'bank', data: { why, cmd } }];

function storing(): PaperBank {
  const bank = new PaperBank();
  bank.books = { ...bank.books, settings: { ...bank.books.settings, bankModes: ['delivery', 'storage'] } };
  return bank;
}

/** Somebody's belongings are in locker 1. */
function stored(bank = storing(), change = {}): PaperBank {
  bank.put('bag', { kind: 'storage', items: [], ...change });
  bank.take([{
    type: 'storage.started', subject: 'locker/1',
    data: {
      reservation: 'bag', kind: 'storage', locker: 1, items: [], party: { type: 'recipient', id: 'ada' }, by: null,
      until: iso(bank.nowMs + 8 * hourMs),
    },
  }]);
  return bank;
}

describe('a reservation that is called off', () => {
  const cancel = (bank: PaperBank, reservation: string, end = false) => bank.command('reservation.cancel', { reservation, end });

  test('gives its locker back, and its codes open nothing any more', () => {
    const bank = new PaperBank();
    bank.reserve('parcel-1');
    expect(cancel(bank, 'parcel-1')).toMatchObject([
      { type: 'reservation.cancelled', subject: 'locker/1', data: { reservation: 'parcel-1', locker: 1, by: upstream } },
    ]);
    expect([bank.books.reservations, bank.books.codeTags, bank.books.claims]).toEqual([{}, {}, {}]);
    expect(bank.reserve('parcel-2')).toBe(1);
  });

  test.each([
    ['unknown-reservation', (_: PaperBank) => undefined],
    ['occupied', (bank: PaperBank) => void bank.delivered('parcel-1')],
    ['already-collected', (bank: PaperBank) => (bank.delivered('parcel-1'), bank.pickUp('parcel-1'))],
    ['busy', (bank: PaperBank) => (bank.reserve('parcel-1'), bank.command('locker.open', { locker: 1 }))],
  ])('is not, where that is too late [%s]', (why, before) => {
    const bank = new PaperBank();
    before(bank);
    expect(cancel(bank, 'parcel-1')).toMatchObject(refused(why, 'reservation.cancel'));
  });

  test('with the parcel still inside, by an administrator, leaves a locker that somebody has to empty', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1');
    expect(cancel(bank, 'parcel-1', true)).toMatchObject([
      { type: 'reservation.cancelled', data: { reservation: 'parcel-1', by: upstream } },
      { type: 'locker.check', data: { locker: 1, why: 'not-emptied' } },
    ]);
    expect(bank.code('CODE-parcel-1').kind).toBe('refused');
    expect(bank.put('parcel-2', { locker: 1 })).toMatchObject([{ data: { why: 'locker-out-of-service' } }]);
  });

  test('is not ended by anybody while somebody stands at its locker', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1');
    bank.command('locker.open', { locker: 1 });
    expect(cancel(bank, 'parcel-1', true)).toMatchObject(refused('busy', 'reservation.cancel'));
  });

  test('after the upstream had the locker opened gives it back, once somebody has looked', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1');
    bank.command('locker.open', { locker: 1 });
    bank.opens(1);
    bank.shuts(1);
    expect(bank.books.lockers[1]?.doubt).toBe('opened-remotely');
    expect(typesOf(cancel(bank, 'parcel-1'))).toEqual(['reservation.cancelled']);
    expect(bank.books.lockers[1]?.doubt).toBe('opened-remotely');
  });

  test('is how storage that a department shares ends, and is told as the end of storage too', () => {
    const bank = stored(storing(), { party: { type: 'department', id: 'post' }, shared: true });
    expect(cancel(bank, 'bag')).toMatchObject(refused('occupied', 'reservation.cancel'));
    const facts = cancel(bank, 'bag', true);
    expect(typesOf(facts)).toEqual(['storage.ended', 'reservation.cancelled', 'locker.check']);
    expect(facts.map((fact) => 'command' in fact)).toEqual([false, true, false]);
    expect(bank.books.reservations).toEqual({});
  });
});

describe('a reservation that is given more time', () => {
  const extend = (bank: PaperBank, until = iso(noonMs + 9 * dayMs), reservation = 'parcel-1') =>
    bank.command('reservation.extend', { reservation, until });

  test('waits longer for its parcel, and the parcel waits longer for its recipient', () => {
    const bank = new PaperBank();
    bank.reserve('parcel-1');
    expect(extend(bank)).toMatchObject([{ type: 'reservation.changed', data: { until: iso(noonMs + 9 * dayMs), by: upstream } }]);
    expect(bank.books.reservations['parcel-1']).toMatchObject({ untilMs: noonMs + 9 * dayMs, legs: [{ untilMs: noonMs + 9 * dayMs }, {}] });
    bank.deposit('parcel-1');
    bank.wait(4 * dayMs);
    bank.due();
    expect(bank.code('CODE-parcel-1').kind).toBe('refused');
    extend(bank);
    expect(bank.books.reservations['parcel-1']?.hasExpired).toBe(false);
    expect(bank.code('CODE-parcel-1').kind).toBe('granted');
  });

  test('may be collected longer with a one-time PIN too', () => {
    const bank = new PaperBank();
    const legs = [leg('deposit'), leg('collect', { party: { type: 'recipient', id: 'ada' }, codes: ['11112222'], oneTime: true })];
    bank.put('parcel-1', { legs });
    bank.deposit('parcel-1');
    extend(bank);
    expect(bank.books.reservations['parcel-1']).toMatchObject({ untilMs: noonMs + 9 * dayMs, legs: [{}, { untilMs: noonMs + 9 * dayMs }] });
  });

  test.each([
    ['unknown-reservation', (_: PaperBank) => undefined],
    ['already-collected', (bank: PaperBank) => (bank.delivered('parcel-1'), bank.pickUp('parcel-1'))],
  ])('is not, where there is none to be extended [%s]', (why, before) => {
    const bank = new PaperBank();
    before(bank);
    expect(extend(bank)).toMatchObject(refused(why, 'reservation.extend'));
  });

  test('is storage that ends later, no later than the settings allow from its beginning', () => {
    const bank = stored();
    bank.wait(2 * hourMs);
    expect(extend(bank, iso(noonMs + 24 * hourMs), 'bag')).toMatchObject([
      { type: 'storage.extended', data: { until: iso(noonMs + 24 * hourMs), by: upstream } },
      { type: 'reservation.changed', data: { until: iso(noonMs + 24 * hourMs) } },
    ]);
    expect(bank.books.reservations['bag']?.untilMs).toBe(noonMs + 24 * hourMs);
    expect(extend(bank, iso(noonMs + 24 * hourMs + 1), 'bag')).toMatchObject(refused('too-long', 'reservation.extend'));
  });

  test('is not storage that a department shares: it has no end', () => {
    const bank = stored(storing(), { party: { type: 'department', id: 'post' }, shared: true });
    expect(extend(bank, iso(noonMs + hourMs), 'bag')).toMatchObject(refused('not-allowed', 'reservation.extend'));
  });
});

describe('a locker that is to be opened from afar', () => {
  test('is released for the upstream, in the name of the reservation that lies in it', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1');
    expect(bank.command('locker.open', { locker: 1, reason: 'fire drill' }, { id: 'open-1', by: 'dispatch' })).toMatchObject([{
      type: 'note.intent', visit: {
        locker: 1, purpose: 'remote', again: false, reservation: 'parcel-1', leg: 1, by: { role: 'upstream', id: 'dispatch' },
        command: 'open-1', session: null, phase: 'intended',
      },
    }]);
    bank.reserve('parcel-2', { locker: 2 });
    expect(bank.command('locker.open', { locker: 2 })).toMatchObject([{ visit: { reservation: null } }]);
  });

  test('is not, where there is none or somebody is at it', () => {
    const bank = new PaperBank();
    expect(bank.command('locker.open', { locker: 77 })).toMatchObject(refused('unknown-locker', 'locker.open'));
    bank.command('locker.open', { locker: 1 });
    expect(bank.command('locker.open', { locker: 1 })).toMatchObject(refused('busy', 'locker.open'));
    bank.opens(1);
    expect(bank.command('locker.open', { locker: 1 })).toMatchObject(refused('busy', 'locker.open'));
  });

  test('is where its sensor has failed while it stood open: nobody will see that visit end', () => {
    const bank = new PaperBank();
    bank.command('locker.open', { locker: 1 });
    bank.opens(1);
    bank.door({ type: 'door.sensor-fault', locker: 1 });
    expect(typesOf(bank.command('locker.open', { locker: 1 }))).toEqual(['note.intent']);
    expect(bank.command('locker.open', { locker: 1 })).toMatchObject(refused('busy', 'locker.open'));
  });

  test('is not for a command that could still be lying about in a minute and a half', () => {
    const open = (livesMs: number) => new PaperBank().command('locker.open', { locker: 1 }, { expMs: noonMs + livesMs });
    expect(open(90_001)).toMatchObject(refused('lives-too-long', 'locker.open'));
    expect(typesOf(open(90_000))).toEqual(['note.intent']);
  });

  test('is not for somebody of the directory who may not open from afar, and is for whoever may', () => {
    const bank = new PaperBank();
    const jo = staffEntry('jo', ['remote-open'], { role: 'administrator' });
    bank.books = { ...bank.books, directory: { ...bank.books.directory, staff: { ...bank.books.directory.staff, jo } } };
    expect(bank.command('locker.open', { locker: 1 }, { by: 'mia' })).toMatchObject(refused('not-allowed', 'locker.open'));
    expect(bank.command('locker.open', { locker: 1 }, { by: 'jo' })).toMatchObject([{ visit: { by: { id: 'jo' } } }]);
    expect(typesOf(bank.command('locker.open', { locker: 2 }, { by: 'constructor' }))).toEqual(['note.intent']);
  });
});

describe('a locker that is taken out of service', () => {
  const service = (bank: PaperBank, to: 'in' | 'out', reason?: string) =>
    bank.command('locker.service', { locker: 1, to, ...(reason === undefined ? {} : { reason }) });

  test('keeps its parcel, is given to nobody else, and comes back with the doubt it had', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1');
    expect(service(bank, 'out', 'x'.repeat(200))).toMatchObject([
      { type: 'locker.out-of-service', subject: 'locker/1', data: { locker: 1, why: 'x'.repeat(80), by: upstream } },
    ]);
    expect(bank.code('CODE-parcel-1').kind).toBe('granted');
    bank.door({ type: 'door.forced', locker: 1 });
    expect(service(bank, 'in')).toMatchObject([{ type: 'locker.in-service', data: { by: upstream } }]);
    expect(bank.books.lockers[1]).toMatchObject({ outOfService: null, doubt: 'forced' });
  });

  test('says why, also where nobody did', () => {
    expect(service(new PaperBank(), 'out')).toMatchObject([{ data: { why: 'asked-by-upstream' } }]);
  });

  test('must be one of this bank', () => {
    expect(new PaperBank().command('locker.service', { locker: 77, to: 'in' })).toMatchObject(refused('unknown-locker', 'locker.service'));
  });
});

describe('a locker that is dedicated to somebody', () => {
  const ada = { type: 'recipient', id: 'ada' } as const;
  const dedicate = (bank: PaperBank, party: { type: 'recipient' | 'department'; id: string } | null, locker = 1) =>
    bank.command('locker.dedicate', { locker, party });

  test('is theirs from then on, until it is given back', () => {
    const bank = new PaperBank();
    expect(dedicate(bank, ada, 6)).toMatchObject([{ type: 'locker.dedicated', subject: 'locker/6', data: { locker: 6, party: ada } }]);
    expect([bank.reserve('parcel-1'), bank.reserve('parcel-2', { party: { type: 'recipient', id: 'bob' } })]).toEqual([6, 1]);
    expect(dedicate(bank, null, 6)).toMatchObject([{ type: 'locker.released', data: { locker: 6 } }]);
    expect(bank.books.lockers[6]?.dedicatedTo).toBeNull();
  });

  test('is not, where somebody else\'s parcel lies in it, and is where it is their own', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1');
    expect(dedicate(bank, { type: 'recipient', id: 'bob' })).toMatchObject(refused('occupied', 'locker.dedicate'));
    expect(dedicate(bank, { type: 'department', id: 'ada' })).toMatchObject(refused('occupied', 'locker.dedicate'));
    expect(typesOf(dedicate(bank, ada))).toEqual(['locker.dedicated']);
  });

  test('must be one of this bank, and they somebody whom the directory knows', () => {
    const bank = new PaperBank();
    expect(dedicate(bank, ada, 77)).toMatchObject(refused('unknown-locker', 'locker.dedicate'));
    bank.books = { ...bank.books, documents: { directory: { version: 1, sha256: 'a'.repeat(64) } } };
    expect(dedicate(bank, ada)).toMatchObject(refused('unknown-party', 'locker.dedicate'));
  });
});

describe('a command to the bank itself', () => {
  const decide = (bank: PaperBank, cmd: CommandName, args: object) => decideCommand(
    bank.books, { ...bank.frame, health: { 'clock-quality': 'ntp', 'free-bytes': 7 } },
    { id: 'c', cmd, args, expMs: noonMs + 1, by: 'upstream' } as Command, bank.now, 'intent',
  );
  const done = (cmd: string, found = {}) => [{ type: 'command.done', command: 'c', data: { command: 'c', cmd, ...found } }];

  test('has events sent again, from where the upstream says', () => {
    const decision = decide(new PaperBank(), 'events.replay', { from: 42 });
    expect(decision).toMatchObject({ kind: 'replay', from: 42, facts: done('events.replay') });
  });

  test('has it start again, once that is written down', () => {
    expect(decide(new PaperBank(), 'bank.restart', {})).toMatchObject({ kind: 'restart', facts: done('bank.restart') });
  });

  test('finds out how it is, without a word about a person', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1');
    bank.reserve('parcel-2');
    bank.command('locker.service', { locker: 3, to: 'out' });
    bank.door({ type: 'door.forced', locker: 4 });
    bank.command('locker.dedicate', { locker: 6, party: { type: 'recipient', id: 'ada' } });
    const validUntilMs = noonMs + dayMs;
    bank.books = { ...bank.books, degraded: ['disk-full'], documents: { directory: { version: 7, sha256: 'a'.repeat(64), validUntilMs } } };
    const decision = decide(bank, 'bank.diagnose', {});
    expect(decision).toMatchObject({ kind: 'facts', facts: done('bank.diagnose', { found: {
      'lockers-occupied': 1, 'lockers-reserved': 2, 'lockers-out-of-service': 1, 'lockers-check': 1, 'lockers-available': 1,
      'lockers-expired': 0, 'lockers-dedicated': 1, 'doors-open': 1, 'doors-unknown': 0, 'reservations': 2, 'visits': 0, 'acknowledged': 0,
      'degraded': 'disk-full', 'directory-version': 7, 'directory-valid-until': iso(validUntilMs), 'clock-quality': 'ntp', 'free-bytes': 7,
    } }) });
    expect(JSON.stringify(decision)).not.toMatch(/ada|parcel/);
  });

  test('finds a bank that nobody has told anything yet', () => {
    expect(decide(new PaperBank(), 'bank.diagnose', {})).toMatchObject({ facts: [{ data: { found: { 'lockers-available': 6 } } }] });
  });
});

describe('every command', () => {
  const args: { readonly [N in CommandName]: object } = {
    'reservation.put': {
      reservation: 'parcel-9', kind: 'delivery', party: { type: 'recipient', id: 'ada' }, accessible: false,
      items: [{ id: 'x' }], codes: [], tags: [], shared: false, visitor: false,
    },
    'reservation.cancel': { reservation: 'parcel-1', end: false },
    'reservation.extend': { reservation: 'parcel-1', until: iso(noonMs + dayMs) },
    'locker.open': { locker: 1 },
    'locker.service': { locker: 1, to: 'out' },
    'locker.dedicate': { locker: 1, party: { type: 'recipient', id: 'ada' } },
    'events.replay': { from: 1 },
    'bank.diagnose': {},
    'bank.restart': {},
  };
  const names = Object.keys(commandArgs) as CommandName[];
  const send = (bank: PaperBank, cmd: CommandName, change: object) => bank.command(cmd, args[cmd] as never, change);
  const ends = (facts: readonly Fact[]) => facts.filter((fact) => 'command' in fact && fact.command === 'once');

  test.each(names)('moves nothing once it has expired [%s]', (cmd) => {
    for (const expMs of [noonMs, noonMs - 1, NaN]) {
      const bank = new PaperBank();
      bank.reserve('parcel-1');
      expect(send(bank, cmd, { expMs, id: 'late' })).toEqual([
        { type: 'command.expired', subject: 'bank', command: 'late', data: { command: 'late', cmd } },
      ]);
    }
  });

  test('is alive until the last millisecond', () => {
    expect(typesOf(send(new PaperBank(), 'locker.service', { expMs: noonMs + 1 }))).toEqual(['locker.out-of-service']);
  });

  test.each(names)('ends in exactly one event, which alone names it and by which it is remembered [%s]', (cmd) => {
    const bank = new PaperBank();
    bank.reserve('parcel-1');
    const facts = [...send(bank, cmd, { id: 'once' })];
    if (cmd === 'locker.open') facts.push(...bank.opens(1), ...bank.shuts(1));
    expect(ends(facts)).toHaveLength(1);
    expect(ends(facts).every((fact) => !isNote(fact) && terminalEvents.has(fact.type))).toBe(true);
    expect(Object.keys(bank.books.commands)).toEqual(['command-1', 'once']);
  });

  test('is remembered, whatever its id', () => {
    const bank = new PaperBank();
    send(bank, 'locker.service', { id: '__proto__' });
    expect(Object.keys(bank.books.commands)).toEqual(['__proto__']);
  });

  test.each(names)('says what the contract lets it say [%s]', (cmd) => {
    const bank = new PaperBank();
    bank.reserve('parcel-1');
    for (const fact of send(bank, cmd, {})) {
      if (!isNote(fact)) expect(v.safeParse(eventData[fact.type], fact.data).issues).toBeUndefined();
    }
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

function leg(does: 'deposit' | 'collect', change: object = {}) {
  return { does, party: null, codes: [], tags: [], oneTime: false, ...change };
}
