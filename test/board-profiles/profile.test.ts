import { describe, expect, test } from 'vitest';
import { boardOf, examineProfile, lockersOf, readBoardModel, readProfile } from '../../board-profiles/profile.ts';
import { columnOf, draft, libraryOf, locker } from './drafts.ts';

const library = libraryOf();
const where = 'cabinets/acme-2.json';
const read = (change: object) => readProfile({ text: JSON.stringify({ ...draft(), ...change }), where }, library);
const audioOf = (headphones: object) => ({ audio: { loudspeaker: { card: 'plughw:CARD=Device,DEV=0' }, headphones } });

describe('a good profile', () => {
  test('what it leaves out is filled in: no kiosk, no readers, not accessible, the contact beside its lock', () => {
    const profile = read({});
    expect(profile.readers).toEqual([]);
    expect(profile.columns[0]?.kioskMm).toBe(0);
    expect(lockersOf(profile)).toMatchObject([
      { number: 1, accessible: false, lock: { board: 'left', channel: 1 }, contact: { board: 'left', channel: 1 } },
      { number: 2, accessible: false, lock: { board: 'left', channel: 2 }, contact: { board: 'left', channel: 2 } },
    ]);
  });

  test('its lockers are told column by column, from the top down', () => {
    const columns = [[3, 1], [], [2]].map((numbers) => ({ widthMm: 450, lockers: numbers.map((number) => locker(number)) }));
    expect(lockersOf(read({ columns })).map(({ number }) => number)).toEqual([3, 1, 2]);
  });

  test('a board has the polarity of the lock, the pulse and the settings of its model', () => {
    const profile = read({});
    expect(boardOf(profile, 'left')).toMatchObject({
      model: { id: 'acme' }, bus: { id: 'line' }, address: 1, closedIs: 'low', lastsMs: 300,
      settings: { answersOpen: false, groupOrder: 'highest-first' },
    });
    expect(() => boardOf(profile, 'right')).toThrow('the profile has no board right');
  });

  test('or what this cabinet says of that very board', () => {
    const boards = [{ id: 'left', model: 'acme', bus: 'line', closedIs: 'high', address: 2, lastsMs: 250,
      settings: { answersOpen: true } }];
    expect(boardOf(read({ boards }), 'left')).toMatchObject({
      address: 2, closedIs: 'high', lastsMs: 250, settings: { answersOpen: true, groupOrder: 'highest-first' },
    });
  });

  test('a model that says nothing of them has the usual settings, and none has a pulse that the host ends', () => {
    const boards = [{ id: 'left', model: 'mega', bus: 'line' }, { id: 'right', model: 'mega', bus: 'line', address: 1 }];
    const lockers = columnOf(locker(1, { lock: 'left/2', contact: 'right/3' }));
    expect(boardOf(read({ boards, ...lockers }), 'right')).toMatchObject({
      lastsMs: null, settings: { answersOpen: true, groupOrder: 'lowest-first' },
    });
  });

  test.each([
    ['a scanner', { readers: [{ kind: 'serial-scanner', port: '/dev/ttyUSB1', baud: 9600 }] }],
    ['a badge reader on USB', { readers: [{ kind: 'hid-badge-reader', device: '/dev/input/by-id/badge' }] }],
    ['a keypad', { keypad: { kind: 'serial', port: '/dev/ttyUSB2', baud: 9600, layout: 'calculator' } }],
    ['a keypad on USB', { keypad: { kind: 'hid', device: '/dev/input/by-id/keys', layout: 'telephone' } }],
    ['a loudspeaker alone', { audio: { loudspeaker: { card: 'default' } } }],
    ['a screen', { screen: { widthPx: 1280, heightPx: 800, widthMm: 217 } }],
    ['a supply', { supply: { currentMostMa: 2000, coilsAtOnce: 2, gapMs: 150 } }],
  ])('it may have %s', (_what, more) => {
    expect(read(more)).toMatchObject(more);
  });

  test('headphones are sensed at a terminal', () => {
    const { audio } = read(audioOf({ card: 'plughw:CARD=Headphones,DEV=0', sense: 'left/8', pluggedIs: 'low' }));
    expect(audio?.headphones?.sense).toEqual({ board: 'left', channel: 8 });
  });

  test('a door may have a lamp, a sounder and a release inside', () => {
    const boards = [{ id: 'left', model: 'mega', bus: 'line' }];
    const door = locker(1,
      { lock: 'left/2', contact: 'left/3', lamp: 'left/4', beeper: 'left/5', insideRelease: { switch: 'left/6', pressedIs: 'high' } });
    expect(lockersOf(read({ boards, ...columnOf(door) }))).toMatchObject([{
      lamp: { board: 'left', channel: 4 }, beeper: { board: 'left', channel: 5 },
      insideRelease: { switch: { board: 'left', channel: 6 }, pressedIs: 'high' },
    }]);
  });
});

describe('a profile that is not sound', () => {
  test('ends the program with file, field and every mistake at once, so that one look mends them', () => {
    const rest = { ...draft(), id: undefined, plinthMm: -1, colour: 'grey' };
    expect(() => readProfile({ text: JSON.stringify(rest), where }, library)).toThrow(expect.objectContaining({
      code: 'profile.malformed', where,
      message: `${where}: id: is missing; plinthMm: must be at least 0, not -1; colour: is not a profile field`,
    }));
  });

  test('of the format with one board it says what to do', () => {
    const old = { profileVersion: 1, id: 'sim-24', board: { kind: 'simulated' } };
    const { troubles } = examineProfile({ text: JSON.stringify(old), where }, library);
    expect(troubles).toEqual([{
      field: 'profileVersion', what: '1 is the old format with one board, and this program reads 2',
      cure: expect.stringContaining('lockerbank profile new ID --from sim-24') as string,
    }]);
  });

  test.each([
    ['"sim-24"', 'the whole file: must be an object, not "sim-24"'],
    ['null', 'the whole file: must be an object, not null'],
    ['7', 'the whole file: must be an object, not 7'],
  ])('a file that is none at all is refused [%s]', (text, message) => {
    expect(() => readProfile({ text, where }, library)).toThrow(`${where}: ${message}`);
  });

  test.each(['', '{', '{"id": "acme-2",}', 'LOCKERBANK'])('text that is not JSON is refused [%s]', (text) => {
    expect(() => readProfile({ text, where }, library)).toThrow(/^cabinets\/acme-2\.json: this is not JSON \(SyntaxError: /);
  });

  test('a board whose model is wrong is told by the file of the model', () => {
    expect(() => read({ boards: [{ id: 'left', model: 'bad', bus: 'line' }] }))
      .toThrow('boards/bad.json: pulse: is missing, and there are coils');
  });
});

test('the model of a board is read with what it inherits', () => {
  const text = JSON.stringify({ profileVersion: 2, id: 'acme-9', version: 1, inherits: 'acme', label: 'Nine', source: 'Label',
    locks: { last: 9 } });
  expect(readBoardModel({ text, where: 'boards/acme-9.json' }, library)).toMatchObject({
    id: 'acme-9', family: 'bcc-8a', locks: { first: 1, last: 9 }, contacts: { first: 1, last: 8 },
  });
});
