import { describe, expect, test } from 'vitest';
import { examineBoardModel } from '../../board-profiles/profile.ts';
import { bus, columnOf, draft, libraryOf, locker, troublesIn } from './drafts.ts';

type Json = Record<string, unknown>;

const boardOf = (model: string, more: Json = {}): Json => ({ id: 'left', model, bus: 'line', address: 1, ...more });
const pins = { buses: [{ id: 'line', kind: 'gpio' }], boards: [boardOf('pins')] };
const audio = { audio: { loudspeaker: { card: 'a' }, headphones: { card: 'b', sense: 'left/1', pluggedIs: 'low' } } };
const [small] = draft().sizes;
const tooMany = Array.from({ length: 401 },
  (_, index) => locker(index + 1, { lock: `left/${String(index + 2)}`, contact: `right/${String(index + 2)}` }));
const shared = 'has two uses: two doors would share one coil or one contact';

describe('a profile that would open the wrong door is refused', () => {
  test.each<[string, Json, string]>([
    ['a locker listed twice', columnOf(locker(1), locker(1, { lock: 'left/2' })), 'locker 1: is listed twice'],
    ['two doors on one coil of a lock board', columnOf(locker(1), locker(2, { lock: 'left/1', contact: 'left/2' })),
      `terminal left/1 (out): ${shared}`],
    ['two doors behind one contact of a lock board', columnOf(locker(1), locker(2, { contact: 'left/1' })),
      `terminal left/1 (in): ${shared}`],
    ['a contact on the pin of a coil', { ...pins, ...columnOf(locker(1, { lock: 'left/16' })) }, `terminal left/16: ${shared}`],
    ['a socket behind the contact of a door', { ...audio, ...columnOf(locker(1)) }, `terminal left/1 (in): ${shared}`],
    ['a size listed twice', { sizes: [small, small], ...columnOf(locker(1)) }, 'size small: is listed twice'],
    ['a locker of no size', columnOf(locker(1, { size: 'huge' })), 'locker 1: size huge is not in sizes'],
    ['a cabinet without lockers', columnOf(), 'columns: there is no locker'],
    ['a board that is not there', columnOf(locker(1, { lock: 'right/1', contact: 'left/1' })), 'locker 1: lock: there is no board right'],
    ['a terminal that is not on the board', columnOf(locker(1, { lock: 'left/9', contact: 'left/1' })),
      'locker 1: lock: acme has the locks 1 to 8, not 9'],
    ['a terminal before the first', columnOf(locker(1, { contact: 'left/0' })), 'locker 1: contact: acme has the contacts 1 to 8, not 0'],
    ['a coil on a pin that is high at every start', { ...pins, ...columnOf(locker(1, { lock: 'left/14', contact: 'left/4' })) },
      'locker 1: lock: pins cannot use 14 for locks'],
    ['a coil on a board without any', { boards: [boardOf('inputs')], ...columnOf(locker(1)) }, 'locker 1: lock: inputs has no locks'],
    ['a lamp on a board that can only pulse', columnOf(locker(1, { lamp: 'left/2' })), 'locker 1: lamp: acme can only pulse'],
    ['a sounder on a board that is not there', columnOf(locker(1, { beeper: 'right/2' })), 'locker 1: beeper: there is no board right'],
    ['a release inside on no terminal', columnOf(locker(1, { insideRelease: { switch: 'left/9', pressedIs: 'low' } })),
      'locker 1: insideRelease.switch: acme has the contacts 1 to 8, not 9'],
  ])('%s', (_what, change, message) => {
    expect(troublesIn(change)).toEqual([message]);
  });

  test('more lockers than a report can list', () => {
    expect(troublesIn({ boards: [boardOf('mega'), boardOf('mega', { id: 'right', address: 2 })], ...columnOf(...tooMany) })[0])
      .toBe('columns: 401 lockers are more than 400');
  });
});

describe('boards that cannot work together are refused', () => {
  const two = (other: Json,
    ...lockers: Json[]) => ({ boards: [boardOf('acme'), { ...boardOf('acme'), id: 'right', address: 2, ...other }],
      ...columnOf(locker(1), ...lockers) });

  test.each<[string, Json, readonly string[]]>([
    ['two of one name', two({ id: 'left' }), ['board left: is listed twice']],
    ['two with one address', two({ address: 1 }), ['bus and address line 1: have two boards']],
    ['an address that it cannot have', two({ address: 33 }), ['board right: address 33 is not from 1 to 32']],
    ['an address that is too small', two({ address: 0 }), ['board right: address 0 is not from 1 to 32']],
    ['two families on one line', two({ model: 'relays' }), ['bus line: bcc-8a and waveshare-relay do not share a line']],
    ['two speeds on one line', { boards: [boardOf('relays'), boardOf('quick', { id: 'right', address: 2 })] },
      ['bus line: its boards speak at different speeds']],
    ['a bus of two names', { buses: [bus(), bus({ port: '/dev/y' })] }, ['bus line: is listed twice']],
    ['a bus without a board', { buses: [bus(), bus({ id: 'spare', port: '/dev/y' })] }, ['bus spare: no board hangs on it']],
    ['two buses at one port', { buses: [bus(), bus({ id: 'b' })], ...two({ bus: 'b' }) }, ['port /dev/serial/by-id/ftdi: has two uses']],
    ['a bus that is not there', two({ bus: 'lane' }), ['board right: there is no bus lane']],
    ['a model that is not there', two({ model: 'acmee' }), [
      'board right: model: there is no board profile called acmee; did you mean acme?',
    ]],
    ['a model and a bus that are not there', two({ bus: 'lane', model: 'acmee' }), [
      'board right: there is no bus lane', 'board right: model: there is no board profile called acmee; did you mean acme?',
    ]],
    ['a lock board at pins', { buses: [{ id: 'line', kind: 'gpio' }] }, ['board left: acme does not hang on a bus of kind gpio']],
    ['pins at a line', { boards: [boardOf('pins')], ...columnOf(locker(1, { lock: 'left/16', contact: 'left/4' })) },
      ['board left: pins does not hang on a bus of kind serial']],
    ['an expander at a line', { boards: [boardOf('expander', { address: 32 })], ...columnOf(locker(1, { contact: 'left/2' })) },
      ['board left: expander does not hang on a bus of kind serial']],
    ['the pins of two machines', {
      buses: [bus(), { id: 'header', kind: 'gpio' }],
      boards: [boardOf('mega'), boardOf('pins', { id: 'pi', bus: 'header' })],
      ...columnOf(locker(1, { lock: 'left/2', contact: 'pi/3' })),
    }, ['boards: one of line and the Pi, not several']],
  ])('%s', (_what, change, messages) => {
    expect(troublesIn(change)).toEqual(messages);
  });

  test('at another speed than the factory set, a line says so itself', () => {
    const boards = [boardOf('relays'), boardOf('quick', { id: 'right', address: 2 })];
    expect(troublesIn({ buses: [bus({ baud: 38_400 })], boards })).toEqual([]);
  });
});

describe('what coils and supply do not bear is refused', () => {
  const lock = draft().lock;

  test.each<[string, Json, string]>([
    ['a pulse that the board makes longer than the lock bears', { lock: { ...lock, pulseMs: 200 } },
      'board left: pulses last 300 ms, but the lock bears 200 ms'],
    ['a pulse shorter than the board can order', { boards: [boardOf('relays')], lock: { ...lock, pulseMs: 90 } },
      'board left: a pulse of 90 ms cannot be ordered from relays'],
    ['a pulse longer than the board can order', { boards: [boardOf('relays')], lock: { ...lock, pulseMs: 900 } },
      'board left: a pulse of 900 ms cannot be ordered from relays'],
    ['more coils at once than the supply carries', { supply: { currentMostMa: 1000, coilsAtOnce: 2 } },
      'supply: 2 coils draw 1000 mA, more than 70 % of what it gives (700 mA)'],
    ['one coil that the supply does not carry', { supply: { currentMostMa: 600, coilsAtOnce: 1 } },
      'supply: one coil draws 500 mA, more than 70 % of what it gives (420 mA)'],
    ['one coil that is too much for the board', { lock: { ...lock, currentMa: 700 } },
      'board left: carries less than the 700 mA of one coil'],
  ])('%s', (_what, change, message) => {
    expect(troublesIn(change)).toEqual([message]);
  });
});

describe('devices that would disturb each other are refused', () => {
  const keypad = { kind: 'serial', port: '/dev/serial/by-id/ftdi', baud: 9600, layout: 'telephone' };
  const hid = '/dev/input/by-id/x';

  test.each<[string, Json, string]>([
    ['a keypad on the port of a bus', { keypad }, 'port /dev/serial/by-id/ftdi: has two uses'],
    ['two readers at one device', { readers: [{ kind: 'hid-scanner', device: hid }, { kind: 'hid-badge-reader', device: hid }] },
      `port ${hid}: has two uses`],
    ['headphones on the card of the loudspeaker',
      { audio: { loudspeaker: { card: 'a' }, headphones: { card: 'a', sense: 'left/8', pluggedIs: 'low' } } },
      'sound card a: has two uses: everybody would hear what is for the headphones'],
  ])('%s', (_what, change, message) => {
    expect(troublesIn(change)).toEqual([message]);
  });
});

describe('the model of a board that contradicts itself is refused', () => {
  const model: Json = {
    profileVersion: 2, id: 'own', version: 1, label: 'Own', source: 'Label', family: 'bcc-8a', locks: { first: 1, last: 8 },
    pulse: { timedBy: 'board', lastsMs: 300 }, serial: { baud: 9600, pauseMs: 6, answerWithinMs: 100 },
  };

  test.each<[string, Json, readonly string[]]>([
    ['coils, and nobody who ends a pulse', { pulse: undefined }, ['pulse: is missing, and there are coils']],
    ['a lock board without a line', { serial: undefined }, ['serial: is missing, and bcc-8a is asked over a line']],
    ['a lock board whose pulses nobody ends', { pulse: { timedBy: 'host' } },
      ['pulse.timedBy: cannot be host for bcc-8a: it ends its pulses by itself']],
    ['ranges that end before they begin',
      { locks: { first: 2, last: 1 }, contacts: { first: 2, last: 1 }, addresses: { least: 2, most: 1 } },
      ['locks: ends before it begins', 'contacts: ends before it begins', 'addresses: ends before it begins']],
    ['a family that nobody speaks', { family: 'acme' }, [expect.stringContaining('family: must be "simulated" or "gpio"') as string]],
    ['nothing: then it is sound', {}, []],
  ])('%s', (_what, change, messages) => {
    const { troubles } = examineBoardModel({ text: JSON.stringify({ ...model, ...change }), where: 'boards/own.json' }, libraryOf());
    expect(troubles.map(({ field, what }) => `${field}: ${what}`)).toEqual(messages);
  });
});
