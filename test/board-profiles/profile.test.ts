import { describe, expect, test } from 'vitest';
import { lockersOf, readProfile } from '../../board-profiles/profile.ts';
import { LockerError } from '../../statecharts/locker-error.ts';

/** Two lockers in one column, in the shape in which a technician writes them. */
function draft() {
  return {
    profileVersion: 1,
    id: 'acme-2',
    label: 'Acme column',
    source: 'Data sheet rev C, page 9',
    sizes: [
      { name: 'small', widthMm: 420, heightMm: 120, depthMm: 500 },
      { name: 'large', widthMm: 420, heightMm: 570, depthMm: 500 },
    ],
    lock: { pulseMs: 400, restMs: 2000, currentMa: 650 },
    board: { kind: 'firmata', port: '/dev/serial/by-id/mega', baud: 57_600, closedIs: 'low' },
    plinthMm: 100,
    columns: [{ widthMm: 450, lockers: [locker(1, 'small', 1), locker(2, 'large', 2)] }],
  };
}

function locker(number: number, size: string, pin: number) {
  return { number, size, heightMm: 150, lockPin: pin, sensorPin: 100 + pin };
}

function keypadOf(change: object) {
  return { keypad: { kind: 'serial', port: '/dev/ttyUSB2', baud: 9600, layout: 'telephone', ...change } };
}

function audioOf(headphones: object) {
  return { audio: { loudspeaker: { card: 'plughw:CARD=Device,DEV=0' }, headphones } };
}

const where = 'board-profiles/acme-2.json';
const read = (profile: unknown) => readProfile(JSON.stringify(profile), where);

/** What a technician reads, without the name of the file, which every message begins with. */
function refusalOf(text: string): string {
  try {
    readProfile(text, where);
  } catch (error) {
    if (!(error instanceof LockerError)) throw error;
    expect(error).toMatchObject({ code: 'profile.malformed', where });
    expect(error.message.startsWith(`${where}: `)).toBe(true);
    return error.message.slice(where.length + 2);
  }
  throw new Error('the profile was accepted');
}

describe('a good profile', () => {
  test('what it leaves out is filled in: no kiosk, no readers, not accessible', () => {
    const profile = read(draft());
    expect(profile.readers).toEqual([]);
    expect(profile.columns[0]?.kioskMm).toBe(0);
    expect(lockersOf(profile).map((l) => l.accessible)).toEqual([false, false]);
  });

  test('its lockers are told column by column, from the top down', () => {
    const columns = [[3, 1], [], [2]].map((numbers) => ({ widthMm: 450, lockers: numbers.map((n) => locker(n, 'small', n)) }));
    expect(lockersOf(read({ ...draft(), columns })).map((l) => l.number)).toEqual([3, 1, 2]);
  });

  test.each([
    ['a simulated board', { board: { kind: 'simulated', closedIs: 'high' } }],
    ['a scanner', { readers: [{ kind: 'serial-scanner', port: '/dev/ttyUSB1', baud: 9600 }] }],
    ['a badge reader', { readers: [{ kind: 'serial-badge-reader', port: '/dev/ttyUSB1', baud: 9600 }] }],
    ['a keypad', keypadOf({ layout: 'calculator' })],
    ['a loudspeaker alone', { audio: { loudspeaker: { card: 'default' } } }],
    ['headphones', audioOf({ card: 'plughw:CARD=Headphones,DEV=0', sensePin: 30, pluggedIs: 'low' })],
    ['a schema for the editor', { $schema: './profile.schema.json' }],
  ])('it may have %s', (_what, more) => {
    expect(read({ ...draft(), ...more })).toMatchObject(more);
  });
});

describe('a profile that would open the wrong door is refused', () => {
  const good = draft();
  const column = (...lockers: object[]) => ({ columns: [{ widthMm: 450, lockers }] });
  const [small] = good.sizes;
  const tooMany = Array.from({ length: 401 }, (_, index) => ({ ...locker(index + 1, 'small', index), sensorPin: 1000 + index }));

  test.each([
    ['a locker listed twice', column(locker(1, 'small', 1), locker(1, 'large', 2)), 'locker 1 is listed twice'],
    ['two doors on one coil', column(locker(1, 'small', 1), { ...locker(2, 'small', 2), lockPin: 1 }),
      'pin 1 has two uses: two doors would share one coil or one sensor'],
    ['two doors behind one sensor', column(locker(1, 'small', 1), { ...locker(2, 'small', 2), sensorPin: 101 }),
      'pin 101 has two uses: two doors would share one coil or one sensor'],
    ['a sensor on the pin of a coil', column({ ...locker(1, 'small', 1), sensorPin: 1 }),
      'pin 1 has two uses: two doors would share one coil or one sensor'],
    ['a socket behind the sensor of a door',
      { ...audioOf({ card: 'b', sensePin: 101, pluggedIs: 'low' }), ...column(locker(1, 'small', 1)) },
      'pin 101 has two uses: two doors would share one coil or one sensor'],
    ['headphones on the card of the loudspeaker',
      { ...audioOf({ card: 'plughw:CARD=Device,DEV=0', sensePin: 300, pluggedIs: 'low' }), ...column(locker(1, 'small', 1)) },
      'sound card plughw:CARD=Device,DEV=0 has two uses: everybody would hear what is for the headphones'],
    ['a keypad on the port of the board', { ...keypadOf({ port: good.board.port }), ...column(locker(1, 'small', 1)) },
      `port ${good.board.port} has two uses: each device has its own`],
    ['a size listed twice', { sizes: [small, small], ...column(locker(1, 'small', 1)) }, 'size small is listed twice'],
    ['a locker of no size', column(locker(1, 'huge', 1)), 'locker 1: size huge is not in sizes'],
    ['a cabinet without lockers', column(), 'columns: there is no locker'],
    ['more lockers than a report can list', column(...tooMany), 'columns: 401 lockers are more than 400'],
  ])('%s', (_what, change, message) => {
    expect(refusalOf(JSON.stringify({ ...good, ...change }))).toBe(message);
  });
});

const within = (least: number, most: number, field: string, make: (value: unknown) => object): [string, object, string][] => [
  [`${field} too small`, make(least - 1), `${field}: Invalid value: Expected >=${String(least)} but received ${String(least - 1)}`],
  [`${field} too large`, make(most + 1), `${field}: Invalid value: Expected <=${String(most)} but received ${String(most + 1)}`],
  [`${field} not whole`, make(least + 0.5), `${field}: Invalid integer: Received ${String(least + 0.5)}`],
  [`${field} in words`, make('many'), `${field}: Invalid type: Expected number but received "many"`],
];

describe('a field that cannot be is refused, and named', () => {
  const good = draft();
  const inLocker = (field: string) => (value: unknown) => ({
    columns: [{ widthMm: 450, lockers: [{ ...locker(1, 'small', 1), [field]: value }] }],
  });
  const inSize = (field: string) => (value: unknown) => ({ sizes: [{ ...good.sizes[0], [field]: value }, good.sizes[1]] });
  const inReader = (change: object) => ({ readers: [{ kind: 'serial-scanner', port: '/dev/ttyUSB1', baud: 9600, ...change }] });

  test.each([
    ...within(50, 1000, 'lock.pulseMs', (pulseMs) => ({ lock: { ...good.lock, pulseMs } })),
    ...within(500, 60_000, 'lock.restMs', (restMs) => ({ lock: { ...good.lock, restMs } })),
    ...within(50, 5000, 'lock.currentMa', (currentMa) => ({ lock: { ...good.lock, currentMa } })),
    ...within(0, 1000, 'plinthMm', (plinthMm) => ({ plinthMm })),
    ...within(9600, 230_400, 'board.baud', (baud) => ({ board: { ...good.board, baud } })),
    ...within(1200, 230_400, 'readers.0.baud', (baud) => inReader({ baud })),
    ...within(1200, 230_400, 'keypad.baud', (baud) => (keypadOf({ baud }))),
    ...within(0, 4095, 'audio.headphones.sensePin', (sensePin) => audioOf({ card: 'b', sensePin, pluggedIs: 'low' })),
    ...within(100, 3000, 'columns.0.widthMm', (widthMm) => ({ columns: [{ ...good.columns[0], widthMm }] })),
    ...within(0, 3000, 'columns.0.kioskMm', (kioskMm) => ({ columns: [{ ...good.columns[0], kioskMm }] })),
    ...within(50, 3000, 'sizes.0.widthMm', inSize('widthMm')),
    ...within(50, 3000, 'sizes.0.heightMm', inSize('heightMm')),
    ...within(50, 3000, 'sizes.0.depthMm', inSize('depthMm')),
    ...within(1, 9999, 'columns.0.lockers.0.number', inLocker('number')),
    ...within(50, 3000, 'columns.0.lockers.0.heightMm', inLocker('heightMm')),
    ...within(0, 4095, 'columns.0.lockers.0.lockPin', inLocker('lockPin')),
    ...within(0, 4095, 'columns.0.lockers.0.sensorPin', inLocker('sensorPin')),
    [
      'accessible in words', inLocker('accessible')('yes'),
      'columns.0.lockers.0.accessible: Invalid type: Expected boolean but received "yes"',
    ],
    ['a version to come', { profileVersion: 2 }, 'profileVersion: Invalid type: Expected 1 but received 2'],
    ['an id with capitals', { id: 'Acme' }, 'id: lower-case letters, digits and dashes, 40 at most'],
    ['no label', { label: '' }, 'label: Invalid length: Expected >=1 but received 0'],
    ['a label that fits no screen', { label: 'x'.repeat(81) }, 'label: Invalid length: Expected <=80 but received 81'],
    ['no source', { source: '' }, 'source: Invalid length: Expected >=1 but received 0'],
    ['no sizes', { sizes: [] }, 'sizes: Invalid length: Expected >=1 but received 0'],
    ['no columns', { columns: [] }, 'columns: Invalid length: Expected >=1 but received 0'],
    [
      'a level that is neither', { board: { ...good.board, closedIs: 'mid' } },
      'board.closedIs: Invalid type: Expected ("low" | "high") but received "mid"',
    ],
    [
      'a board of no kind', { board: { kind: 'steam' } },
      'board.kind: Invalid type: Expected ("simulated" | "firmata") but received "steam"',
    ],
    ['a port that is none', { board: { ...good.board, port: 'COM3' } }, 'board.port: Invalid start: Expected "/dev/" but received "COM3"'],
    [
      'a reader of no kind', inReader({ kind: 'crystal-ball' }),
      'readers.0.kind: Invalid type: Expected ("serial-scanner" | "serial-badge-reader") but received "crystal-ball"',
    ],
    [
      'a keypad laid out like none', keypadOf({ layout: 'piano' }),
      'keypad.layout: Invalid type: Expected ("telephone" | "calculator") but received "piano"',
    ],
    [
      'a sound card that would be an option of the player', { audio: { loudspeaker: { card: '-Dfoo' } } },
      'audio.loudspeaker.card: a device name of ALSA',
    ],
    [
      'a socket that does not tell whether a plug is in it', audioOf({ card: 'b', pluggedIs: 'low' }),
      'audio.headphones.sensePin: Invalid key: Expected "sensePin" but received undefined',
    ],
    ['a misspelt field of the lock', { lock: { ...good.lock, pulsMs: 400 } }, 'lock.pulsMs is not a profile field'],
    ['a misspelt field at the top', { reader: [] }, 'reader is not a profile field'],
    [
      'a field of another board', { board: { kind: 'simulated', closedIs: 'low', port: '/dev/ttyUSB0' } },
      'board.port is not a profile field',
    ],
  ])('%s', (_what, change, message) => {
    expect(refusalOf(JSON.stringify({ ...good, ...change }))).toBe(message);
  });

  test('every mistake is named at once, so that one look mends them', () => {
    const { id: _left, ...rest } = { ...good, plinthMm: -1, colour: 'grey' };
    expect(refusalOf(JSON.stringify(rest)).split('; ')).toEqual([
      'id: Invalid key: Expected "id" but received undefined',
      'plinthMm: Invalid value: Expected >=0 but received -1',
      'colour is not a profile field',
    ]);
  });
});

describe('a file that is no profile at all is refused', () => {
  test.each([
    ['"sim-24"', 'the whole file: Invalid type: Expected Object but received "sim-24"'],
    ['null', 'the whole file: Invalid type: Expected Object but received null'],
    ['7', 'the whole file: Invalid type: Expected Object but received 7'],
  ])('%s', (text, message) => {
    expect(refusalOf(text)).toBe(message);
  });

  test.each(['', '{', '{"id": "acme-2",}', 'LOCKERBANK'])('text that is not JSON [%s]', (text) => {
    expect(refusalOf(text)).toMatch(/^this is not JSON \(SyntaxError: /);
  });
});
