import * as v from 'valibot';
import { boardSettings, type BoardModel, type BoardSettings } from './board.schema.ts';
import { answerWithinMs, baud, head, level, name, parity, pauseMs, port, terminal, whole, words } from './fields.ts';

/**
 * What a cabinet profile may say. Units are in the names; keys that are not listed are refused, because a misspelt
 * `pulsMs` would otherwise quietly become somebody else's default.
 */
const sizeSchema = v.strictObject({
  name: v.pipe(name, v.description('Name of the size, as carriers and the upstream server call it.')),
  widthMm: whole(50, 3000, 'Clear width inside, with the door open: what a parcel has to pass.'),
  heightMm: whole(50, 3000, 'Clear height inside.'),
  depthMm: whole(50, 3000, 'Clear depth inside, with the door shut.'),
});

const lockSchema = v.strictObject({
  model: v.optional(words(80, 'What is printed on the lock.')),
  pulseMs: whole(50, 1000, 'How long one pulse energises the coil: data sheet of the lock, "on-time". Never longer than it allows.'),
  restMs: whole(500, 60_000, 'How long a coil rests between two pulses: data sheet, "off-time" or duty cycle.'),
  currentMa: whole(50, 5000, 'Current of one coil while it is energised: data sheet, at the voltage of the power supply.'),
  closedIs: level('What the board reads of the contact while the door is shut: a low or a high level, a 0 or a 1. Measure it.'),
});

const supplySchema = v.pipe(
  v.strictObject({
    currentMostMa: whole(200, 60_000, 'What the supply of the coils gives, in all: its label.'),
    coilsAtOnce: v.optional(whole(1, 16, 'How many coils may be energised at the same time. One, if you are in doubt.'), 1),
    gapMs: v.optional(whole(0, 2000, 'Pause between the beginning of two pulses where they overlap, else after a pulse: the inrush.'), 150),
  }),
  v.description('The power supply of the coils. Left out: one coil at a time.'),
);

const busSchema = v.pipe(
  v.variant('kind', [
    v.strictObject({ id: name, kind: v.literal('simulated') }),
    v.strictObject({
      id: name,
      kind: v.pipe(v.literal('gpio'), v.description('The pins of the Raspberry Pi itself.')),
      chipLabel: v.optional(words(40, 'The chip by its label, where it is not the Pi\'s own: gpiodetect lists them.')),
    }),
    v.strictObject({
      id: name,
      kind: v.pipe(v.literal('i2c'), v.description('The two wires to expanders.')),
      device: v.pipe(v.string(), v.regex(/^\/dev\/i2c-\d{1,3}$/, '/dev/i2c-1, say'), v.description('The Pi\'s own is /dev/i2c-1.')),
    }),
    v.strictObject({
      id: name,
      kind: v.pipe(v.literal('serial'), v.description('A serial line, mostly RS-485 behind a USB adapter.')),
      port,
      baud: v.optional(baud('Speed of the line, where the boards were set to another one than the factory\'s.')),
      parity: v.optional(parity),
      pauseMs: v.optional(pauseMs),
      answerWithinMs: v.optional(answerWithinMs),
    }),
  ]),
  v.description('What boards hang on.'),
);

const fittedBoardSchema = v.strictObject({
  id: v.pipe(name, v.description('What this board is called in this file, and on its label: left, right, b1.')),
  model: v.pipe(name, v.description('Which model it is: a file of boards/, without .json.')),
  bus: v.pipe(name, v.description('The id of the bus that it hangs on.')),
  address: v.optional(whole(0, 255, 'Its address on the bus, as its switches say. Left out where it is alone.')),
  closedIs: v.optional(level('As lock.closedIs, for the doors of this board alone.')),
  lastsMs: v.optional(whole(10, 10_000, 'How long its pulses last, where it was set to another length than the model\'s.')),
  settings: v.optional(v.pipe(boardSettings, v.description('Where this board differs from its model.'))),
});

const readerSchema = v.variant('kind', [
  v.strictObject({
    kind: v.pipe(
      v.picklist(['serial-scanner', 'serial-badge-reader']),
      v.description('A barcode and QR scanner, or a reader of badges: text and a line end. A badge may stand between STX and ETX.')),
    port,
    baud: baud("Speed of the reader's serial port: its manual, or the label scanned to set it up."),
  }),
  v.strictObject({
    kind: v.pipe(v.picklist(['hid-scanner', 'hid-badge-reader']), v.description('The same on USB, where it types as a keyboard does.')),
    device: v.pipe(
      v.string(), v.startsWith('/dev/input/'), v.maxLength(200),
      v.description('By its stable name, under /dev/input/by-id/. It is taken for the bank alone: nobody else sees what it types.')),
  }),
]);

const keypadLayout = v.pipe(
  v.picklist(['telephone', 'calculator']),
  v.description('telephone: star deletes, round (#) enters. calculator: point or backspace deletes, Enter enters.'));

const keypadSchema = v.pipe(
  v.variant('kind', [
    v.strictObject({
      kind: v.pipe(v.literal('serial'), v.description('Sends one character for each key that goes down, and nothing while it is held.')),
      port,
      baud: baud("Speed of the keypad's serial port: its manual."),
      layout: keypadLayout,
    }),
    v.strictObject({
      kind: v.pipe(v.literal('hid'), v.description('A USB keypad, which types as a keyboard does.')),
      device: v.pipe(
        v.string(), v.startsWith('/dev/input/'), v.maxLength(200), v.description('By its stable name, under /dev/input/by-id/.')),
      layout: keypadLayout,
    }),
  ]),
  v.description('Twelve keys that can be felt, if any.'),
);

const card = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][\w:=,.-]{0,79}$/, 'a device name of ALSA'),
  v.description('Sound card by its ALSA name, with CARD= and its own name: aplay -L lists them. plughw:0 changes with the cables.'),
);

const audioSchema = v.pipe(
  v.strictObject({
    loudspeaker: v.pipe(v.strictObject({ card }), v.description('What everybody in front of the bank hears.')),
    headphones: v.optional(v.pipe(
      v.strictObject({
        card,
        sense: terminal('The input that reads the switch in the socket.'),
        pluggedIs: level('What it reads while a plug is in. Measure it.'),
      }),
      v.description('A socket that tells whether a plug is in it, if any: without one nothing private is ever spoken.'))),
  }),
  v.description('What makes sound, if anything does. It is spoken by espeak-ng and played by aplay.'),
);

const screenSchema = v.pipe(
  v.strictObject({
    widthPx: whole(320, 8000, 'Width as people see it, after turning.'),
    heightPx: whole(320, 8000, 'Height as people see it.'),
    widthMm: whole(50, 3000, 'Width of the picture itself, with a ruler: how large a finger is on it.'),
  }),
  v.description('The touch screen. Left out where it is not known.'),
);

const lockerSchema = v.strictObject({
  number: whole(1, 9999, 'The number on the door.'),
  size: v.pipe(name, v.description('A name from `sizes`.')),
  accessible: v.optional(
    v.pipe(v.boolean(), v.description('Operable from 380 to 1220 mm above the floor (EN 301 549, 8.3).')), false),
  heightMm: whole(50, 3000, 'Outer height of the door, for the drawing of the cabinet.'),
  lock: terminal('Where the coil of this door is connected.'),
  contact: v.optional(terminal('Where its contact is connected. Left out: the terminal of the same board with the same number.')),
  lamp: v.optional(terminal('A lamp at the door, which shines while it is released or stands open, if any.')),
  beeper: v.optional(terminal('A sounder at the door, if any.')),
  insideRelease: v.optional(v.pipe(
    v.strictObject({
      switch: terminal('The input of the button inside, or of the emergency release.'),
      pressedIs: level('What it reads while it is pressed. Let it be the level that a cut wire gives, too.'),
    }),
    v.description('Opens this door from inside, in any state, within a second.'))),
});

const columnSchema = v.strictObject({
  widthMm: whole(100, 3000, 'Outer width of the column, for the drawing of the cabinet.'),
  kioskMm: v.optional(whole(0, 3000, "Height of the kiosk's panel at the top of this column; 0 where there is none."), 0),
  lockers: v.pipe(v.array(lockerSchema), v.description('From the top down.')),
});

export const cabinetSchema = v.strictObject({
  ...head,
  sizes: v.pipe(
    v.array(sizeSchema), v.minLength(1), v.maxLength(12),
    v.description('From the smallest to the largest: a parcel may step up along this list.')),
  lock: v.pipe(lockSchema, v.description("Facts of the lock's data sheet.")),
  supply: v.optional(supplySchema),
  buses: v.pipe(v.array(busSchema), v.minLength(1), v.maxLength(16)),
  boards: v.pipe(v.array(fittedBoardSchema), v.minLength(1), v.maxLength(64), v.description('Every board, and where it hangs.')),
  readers: v.optional(v.pipe(v.array(readerSchema), v.maxLength(8), v.description('Barcode scanners and badge readers, if any.')), []),
  keypad: v.optional(keypadSchema),
  audio: v.optional(audioSchema),
  screen: v.optional(screenSchema),
  plinthMm: whole(0, 1000, 'Height of the lower edge of the lowest locker above the floor.'),
  columns: v.pipe(v.array(columnSchema), v.minLength(1), v.maxLength(60), v.description('From left to right, seen from the front.')),
});

/** A cabinet as its file says it, with what it inherits. */
export type CabinetFile = v.InferOutput<typeof cabinetSchema>;
export type ProfileBus = v.InferOutput<typeof busSchema>;

/** One place on one board where a wire is connected. */
export interface Terminal {
  readonly board: string;
  readonly channel: number;
}

/** A board of this cabinet, with all that its model says of it. */
export interface ProfileBoard {
  readonly id: string;
  readonly model: BoardModel;
  readonly bus: ProfileBus;
  /** 0 where it is alone on its bus and has none. */
  readonly address: number;
  readonly closedIs: 'low' | 'high';
  /** How long its pulses last, where the board itself decides that. */
  readonly lastsMs: number | null;
  readonly settings: BoardSettings;
}

type FileLocker = CabinetFile['columns'][number]['lockers'][number];

export interface ProfileLocker extends Pick<FileLocker, 'number' | 'size' | 'accessible' | 'heightMm'> {
  readonly lock: Terminal;
  readonly contact: Terminal;
  readonly lamp?: Terminal;
  readonly beeper?: Terminal;
  readonly insideRelease?: { readonly switch: Terminal; readonly pressedIs: 'low' | 'high' };
}

interface ProfileColumn extends Omit<CabinetFile['columns'][number], 'lockers'> {
  readonly lockers: readonly ProfileLocker[];
}

/** A cabinet as the program uses it: every model looked up, every terminal read. */
export interface Profile extends Omit<CabinetFile, '$schema' | 'boards' | 'columns' | 'audio'> {
  readonly boards: readonly ProfileBoard[];
  readonly columns: readonly ProfileColumn[];
  readonly audio?: Omit<NonNullable<CabinetFile['audio']>, 'headphones'> & {
    readonly headphones?: { readonly card: string; readonly sense: Terminal; readonly pluggedIs: 'low' | 'high' };
  };
}
