import { describe, expect, test } from 'vitest';
import { examineProfile } from '../../board-profiles/profile.ts';
import { bus, columnOf, draft, libraryOf, locker, troublesIn } from './drafts.ts';

type Json = Record<string, unknown>;
type Row = [what: string, change: Json, message: string];

const within = (least: number, most: number, field: string, make: (value: unknown) => Json): Row[] => [
  [`${field} too small`, make(least - 1), `${field}: must be at least ${String(least)}, not ${String(least - 1)}`],
  [`${field} too large`, make(most + 1), `${field}: must be at most ${String(most)}, not ${String(most + 1)}`],
  [`${field} not whole`, make(least + 0.5), `${field}: must be a whole number, not ${String(least + 0.5)}`],
  [`${field} in words`, make('many'), `${field}: must be a number, not "many"`],
];

const good = draft();
const inLock = (field: string) => (value: unknown) => ({ lock: { ...good.lock, [field]: value } });
const inSize = (field: string) => (value: unknown) => ({ sizes: [{ ...good.sizes[0], [field]: value }, good.sizes[1]] });
const inLocker = (more: Json) => columnOf(locker(1, more));
const inBoard = (more: Json) => ({ boards: [{ id: 'left', model: 'acme', bus: 'line', address: 1, ...more }] });
const inBus = (more: Json) => ({ buses: [bus(more)] });
const inReader = (more: Json) => ({ readers: [{ kind: 'serial-scanner', port: '/dev/ttyUSB1', baud: 9600, ...more }] });
const inKeypad = (more: Json) => ({ keypad: { kind: 'serial', port: '/dev/ttyUSB2', baud: 9600, layout: 'telephone', ...more } });
const inAudio = (headphones: Json) => ({ audio: { loudspeaker: { card: 'plughw:CARD=Device,DEV=0' }, headphones } });

describe('a figure that cannot be is refused, and named', () => {
  test.each([
    ...within(50, 1000, 'lock.pulseMs', inLock('pulseMs')),
    ...within(500, 60_000, 'lock.restMs', inLock('restMs')),
    ...within(50, 5000, 'lock.currentMa', inLock('currentMa')),
    ...within(0, 1000, 'plinthMm', (plinthMm) => ({ plinthMm })),
    ...within(1, 999_999, 'version', (version) => ({ version })),
    ...within(200, 60_000, 'supply.currentMostMa', (currentMostMa) => ({ supply: { currentMostMa } })),
    ...within(1, 16, 'supply.coilsAtOnce', (coilsAtOnce) => ({ supply: { currentMostMa: 60_000, coilsAtOnce } })),
    ...within(0, 2000, 'supply.gapMs', (gapMs) => ({ supply: { currentMostMa: 5000, gapMs } })),
    ...within(1200, 230_400, 'buses.0.baud', (baud) => inBus({ baud })),
    ...within(1, 1000, 'buses.0.pauseMs', (pauseMs) => inBus({ pauseMs })),
    ...within(10, 2000, 'buses.0.answerWithinMs', (answerWithinMs) => inBus({ answerWithinMs })),
    ...within(0, 255, 'boards.0.address', (address) => inBoard({ address })),
    ...within(10, 10_000, 'boards.0.lastsMs', (lastsMs) => inBoard({ lastsMs })),
    ...within(1200, 230_400, 'readers.0.baud', (baud) => inReader({ baud })),
    ...within(1200, 230_400, 'keypad.baud', (baud) => inKeypad({ baud })),
    ...within(320, 8000, 'screen.widthPx', (widthPx) => ({ screen: { widthPx, heightPx: 800, widthMm: 200 } })),
    ...within(320, 8000, 'screen.heightPx', (heightPx) => ({ screen: { widthPx: 1280, heightPx, widthMm: 200 } })),
    ...within(50, 3000, 'screen.widthMm', (widthMm) => ({ screen: { widthPx: 1280, heightPx: 800, widthMm } })),
    ...within(100, 3000, 'columns.0.widthMm', (widthMm) => ({ columns: [{ ...good.columns[0], widthMm }] })),
    ...within(0, 3000, 'columns.0.kioskMm', (kioskMm) => ({ columns: [{ ...good.columns[0], kioskMm }] })),
    ...within(50, 3000, 'sizes.0.widthMm', inSize('widthMm')),
    ...within(50, 3000, 'sizes.0.heightMm', inSize('heightMm')),
    ...within(50, 3000, 'sizes.0.depthMm', inSize('depthMm')),
    ...within(50, 3000, 'columns.0.lockers.0.heightMm (locker 1)', (heightMm) => inLocker({ heightMm })),
  ])('%s', (_what, change, message) => {
    expect(troublesIn(change)).toEqual([message]);
  });
});

describe('a word that cannot be is refused, and named', () => {
  test.each<Row>([
    ['an old version of the format', { profileVersion: 3 }, 'profileVersion: must be 2, not 3'],
    ['an id with a path in it', { id: '../sim-24' }, 'id: must be lower-case letters, digits and dashes, 40 at most'],
    ['a cabinet without a name', { label: '' }, 'label: must have 1 or more, not 0'],
    ['a name as long as a page', { label: 'x'.repeat(81) }, 'label: must have 80 at most, not 81'],
    ['no sizes', { sizes: [] }, 'sizes: must have 1 or more, not 0'],
    ['columns that are no list', { columns: {} }, 'columns: must be a list, not an object'],
    ['a polarity that is neither', inLock('closedIs')('open'), 'lock.closedIs: must be "low" or "high", not "open"'],
    ['a locker without a number', columnOf({ ...locker(1), number: 'one' }), 'columns.0.lockers.0.number: must be a number, not "one"'],
    ['a locker that is none', columnOf(null as unknown as Json), 'columns.0.lockers.0: must be an object, not null'],
    ['an accessible that is neither', inLocker({ accessible: 'yes' }),
      'columns.0.lockers.0.accessible (locker 1): must be true or false, not "yes"'],
    ['a terminal without a board', inLocker({ lock: '7' }), 'columns.0.lockers.0.lock (locker 1): must be board/number, as in left/5'],
    ['a bus of no kind', inBus({ kind: 'spi' }), 'buses.0.kind: must be "simulated" or "gpio" or "i2c" or "serial", not "spi"'],
    ['a port that is no device', inBus({ port: 'COM3' }), 'buses.0.port: must begin with /dev/'],
    ['a parity that is none', inBus({ parity: 'mark' }), 'buses.0.parity: must be "none" or "even" or "odd", not "mark"'],
    ['a bus of two wires that is none', { buses: [{ id: 'a', kind: 'i2c', device: '/dev/spi' }] },
      'buses.0.device: must be /dev/i2c-1, say'],
    ['a scanner without a port', inReader({ port: undefined }), 'readers.0.port: is missing'],
    ['a keypad laid out like none', inKeypad({ layout: 'piano' }), 'keypad.layout: must be "telephone" or "calculator", not "piano"'],
    ['a card that would be an option of the player', { audio: { loudspeaker: { card: '-Dfoo' } } },
      'audio.loudspeaker.card: must be a device name of ALSA'],
    ['a socket that does not tell', inAudio({ card: 'b', pluggedIs: 'low' }), 'audio.headphones.sense: is missing'],
    ['a misspelt field', inLock('pulsMs')(400), 'lock.pulsMs: is not a profile field; did you mean pulseMs?'],
    ['a misspelt field at the top', { reader: [] }, 'reader: is not a profile field; did you mean readers?'],
    ['a field of another kind of bus', { buses: [{ id: 'a', kind: 'gpio', port: '/dev/x' }] }, 'buses.0.port: is not a profile field'],
    ['a field like no other', { zzz: 1 }, 'zzz: is not a profile field'],
    ['a field below one that is none', { zzz: { a: 1 } }, 'zzz: is not a profile field'],
  ])('%s', (_what, change, message) => {
    expect(troublesIn(change)).toEqual([message]);
  });
});

test('a trouble comes with what the field is, and where its figure is found', () => {
  const curesOf = (change: Json) => {
    const text = JSON.stringify({ ...good, ...change });
    return examineProfile({ text, where: 'acme-2.json' }, libraryOf()).troubles.map(({ cure }) => cure);
  };
  expect(curesOf(inLock('pulseMs')(9999))).toEqual([expect.stringContaining('data sheet of the lock, "on-time"')]);
  expect(curesOf(inLocker({ lamp: 'x' }))).toEqual(['A lamp at the door, which shines while it is released or stands open, if any.']);
  expect(curesOf({ zzz: 1 })).toEqual([null]);
});
