import { describe, expect, test } from 'vitest';
import { commandArgs } from '../../../firmware/contract/command-args.ts';
import { readCommand } from '../../../firmware/contract/commands.ts';

const exp = '2026-11-22T12:01:00.000Z';
const put = {
  reservation: 'r-1', kind: 'delivery', party: { type: 'recipient', id: 'ada' }, size: 'small', items: [{ id: 'PKG-1' }],
  codes: ['12345678'],
};
const manyItems = Array(21).fill({ id: 'x' });
const open = { id: 'c-1', cmd: 'locker.open', args: { locker: 3 }, exp };
const robot = { type: 'robot', id: 'r2' };
const said = (data: object) => ({ specversion: '1.0', id: 'x', source: 'lb://there', type: 'lockerbank.command.v1', data });

describe('what the upstream asks is read', () => {
  test('as a command, with everything that it left out at its usual value', () => {
    const reading = readCommand(said({ id: 'c-1', cmd: 'reservation.put', args: put, exp }));
    expect(reading).toMatchObject({
      kind: 'command',
      command: { id: 'c-1', cmd: 'reservation.put', args: { ...put, accessible: false }, expMs: Date.parse(exp), by: 'upstream' },
    });
  });

  test('with or without the envelope around it', () => {
    const data = { id: 'c-1', cmd: 'locker.open', args: { locker: 3 }, exp, by: 'desk' };
    const read = { kind: 'command', command: { id: 'c-1', cmd: 'locker.open', args: { locker: 3 }, expMs: Date.parse(exp), by: 'desk' } };
    expect(readCommand(data)).toEqual(read);
    expect(readCommand(said(data))).toEqual(read);
  });

  test('with a life to the end of all years, as some say for ever', () => {
    expect(readCommand(said({ ...open, exp: '9999-12-31T23:59:59.999Z' }))).toMatchObject({ kind: 'command' });
  });

  test('by a bank that does not know every field', () => {
    const reading = readCommand(said({ id: 'c-1', cmd: 'locker.open', args: { locker: 3, urgency: 'high' }, exp, color: 'red' }));
    expect(reading).toMatchObject({ kind: 'command', command: { args: { locker: 3 } } });
  });
});

describe('a command that cannot be read but has an id is refused, with the place', () => {
  test.each([
    ['no time to live', { id: 'c-1', cmd: 'locker.open', args: { locker: 3 } }, 'data.exp'],
    ['a time that is in year 10000 elsewhere', { ...open, exp: '9999-12-31T23:59:59-01:00' }, 'data.exp'],
    ['a time that is before all years elsewhere', { ...open, exp: '0000-01-01T00:00:00+01:00' }, 'data.exp'],
    ['a locker in words', { id: 'c-1', cmd: 'locker.open', args: { locker: 'three' }, exp }, 'data.args.locker'],
    ['no arguments at all', { id: 'c-1', cmd: 'locker.open', exp }, 'data.args'],
    ['a parcel without a name', { id: 'c-1', cmd: 'reservation.put', args: { ...put, items: [{}] }, exp }, 'data.args.items.0.id'],
    ['too many parcels', { id: 'c-1', cmd: 'reservation.put', args: { ...put, items: manyItems }, exp }, 'data.args.items'],
    ['a party of no kind', { id: 'c-1', cmd: 'reservation.put', args: { ...put, party: robot }, exp }, 'data.args.party.type'],
    ['nobody who asks', { id: 'c-1', cmd: 'locker.open', args: { locker: 3 }, exp, by: '' }, 'data.by'],
    ['a door that is neither in nor out', { id: 'c-1', cmd: 'locker.service', args: { locker: 3, to: 'sideways' }, exp }, 'data.args.to'],
  ])('%s', (_what, data, place) => {
    expect(readCommand(said(data))).toEqual({ kind: 'refused', id: 'c-1', cmd: data.cmd, why: 'malformed', place });
  });

  test('and never with what stood there: a code is not repeated', () => {
    const reading = readCommand(said({ id: 'c-1', cmd: 'reservation.put', args: { ...put, codes: ['4711'.repeat(20)] }, exp }));
    expect(JSON.stringify(reading)).not.toContain('4711');
    expect(reading).toMatchObject({ kind: 'refused', place: 'data.args.codes.0' });
  });

  test('even when it does not say what it asks for', () => {
    const mute = readCommand(said({ id: 'c-1', args: {}, exp }));
    expect(mute).toEqual({ kind: 'refused', id: 'c-1', cmd: '', why: 'malformed', place: 'data.cmd' });
    expect(readCommand(said({ ...open, cmd: 'x'.repeat(99) }))).toMatchObject({ kind: 'refused', cmd: 'x'.repeat(40) });
  });
});

test.each([
  ['2026-11-22T12:01:00+01'], ['2026-11-22T12:01:00-00'], ['2026-11-22 12:01:00Z'], ['tomorrow'], ['2026-13-01T00:00:00Z'],
  ['1795338843000'],
])('a time that not every clock reads alike is refused, and is not a time without end [%s]', (time) => {
  expect(readCommand(said({ ...open, exp: time }))).toMatchObject({ kind: 'refused', place: 'data.exp' });
  const legs = [{ does: 'deposit' }, { does: 'collect', until: time }];
  test.each([
    ['data.args.window.until', 'reservation.put', { ...put, window: { until: time } }],
    ['data.args.ends', 'reservation.put', { ...put, ends: time }],
    ['data.args.legs.1.until', 'reservation.put', { ...put, legs }],
    ['data.args.until', 'reservation.extend', { reservation: 'r-1', until: time }],
  ])
});

test.each([
  ['2026-11-22T12:01:00Z'], ['2026-11-22T12:01:00.5Z'], ['2026-11-22T13:01:00+01:00'],
])('a time of RFC 3339 is a moment [%s]', (time) => {
  const reading = readCommand(said({ ...open, exp: time }));
  expect(reading.kind === 'command' && Number.isFinite(reading.command.expMs)).toBe(true);
});

test.each([
  ['locker.paint'], ['constructor'], ['toString'], ['__proto__'], ['hasOwnProperty'],
])('a command that the bank does not know is unsupported [%s]', (cmd) => {
  expect(readCommand(said({ ...open, cmd }))).toEqual({ kind: 'refused', id: 'c-1', cmd, why: 'unsupported', place: undefined });
});

test.each([
  ['nothing', null], ['a number', 7], ['a sentence', 'open locker 3'], ['a list', []], ['an empty object', {}], ['no data', { data: null }],
  ['data in words', { data: 'locker 3' }], ['no id', said({ cmd: 'locker.open', args: { locker: 3 }, exp })],
  ['an empty id', said({ ...open, id: '' })], ['a number for an id', said({ ...open, id: 7 })],
  ['an id that is too long', said({ id: 'x'.repeat(65), cmd: 'locker.open' })],
])('what has no id of its own is noise, because nobody could be answered [%s]', (_what, message) => {
  expect(readCommand(message)).toEqual({ kind: 'noise' });
});

test('every command of the contract that this bank knows has its arguments described', () => {
  const names = [
    'reservation.put', 'reservation.cancel', 'reservation.extend', 'locker.open', 'locker.service', 'locker.dedicate',
    'events.replay', 'bank.diagnose', 'bank.restart',
  ];
  expect(Object.keys(commandArgs)).toEqual(names);
});
