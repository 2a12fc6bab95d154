import * as v from 'valibot';

/**
 * What a cabinet profile may say. Units are in the names; keys that are not listed are refused, because a misspelt
 * `pulsMs` would otherwise quietly become somebody else's default. The descriptions are what an editor shows.
 */
const name = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and dashes, 40 at most'));
const whole = (least: number, most: number, says: string) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most), v.description(says));

const sizeSchema = v.strictObject({
  name: v.pipe(name, v.description('Name of the size, as carriers and the upstream server call it.')),
  widthMm: whole(50, 3000, 'Clear width inside, with the door open: what a parcel has to pass.'),
  heightMm: whole(50, 3000, 'Clear height inside.'),
  depthMm: whole(50, 3000, 'Clear depth inside, with the door shut.'),
});

const lockSchema = v.strictObject({
  pulseMs: whole(50, 1000, 'How long one pulse energises the coil: data sheet of the lock, "on-time". Never longer than it allows.'),
  restMs: whole(500, 60_000, 'How long a coil rests between two pulses: data sheet, "off-time" or duty cycle.'),
  currentMa: whole(50, 5000, 'Current of one coil while it is energised: data sheet, at the voltage of the power supply.'),
});

const closedIs = v.pipe(v.picklist(['low', 'high']), v.description('Level of the sensor input while the door is shut. Measure it.'));
const port = v.pipe(
  v.string(),
  v.startsWith('/dev/'),
  v.description('Serial port by its stable name, under /dev/serial/by-id/ or by-path/.'),
);

const boardSchema = v.pipe(
  v.variant('kind', [
    v.strictObject({ kind: v.literal('simulated'), closedIs }),
    v.strictObject({
      kind: v.literal('firmata'),
      port,
      baud: whole(9600, 230_400, 'Speed of the serial port, as flashed onto the microcontroller.'),
      closedIs,
    }),
  ]),
  v.description('What drives locks and reads sensors.'),
);

const readerSchema = v.strictObject({
  kind: v.pipe(
    v.picklist(['serial-scanner', 'serial-badge-reader']),
    v.description('A barcode and QR scanner, or a reader of badges: text and a line end. A badge may stand between STX and ETX.')),
  port,
  baud: whole(1200, 230_400, "Speed of the reader's serial port: its manual, or the label scanned to set it up."),
});

const keypadSchema = v.pipe(
  v.strictObject({
    kind: v.pipe(v.literal('serial'), v.description('Sends one character for each key that goes down, and nothing while it is held.')),
    port,
    baud: whole(1200, 230_400, "Speed of the keypad's serial port: its manual."),
    layout: v.pipe(
      v.picklist(['telephone', 'calculator']),
      v.description('telephone: star deletes, round (#) enters. calculator: point or backspace deletes, Enter enters.')),
  }),
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
        sensePin: whole(0, 4095, "The board's pin that reads the switch in the socket."),
        pluggedIs: v.pipe(v.picklist(['low', 'high']), v.description('Level of that pin while a plug is in. Measure it.')),
      }),
      v.description('A socket that tells whether a plug is in it, if any: without one nothing private is ever spoken.'))),
  }),
  v.description('What makes sound, if anything does. It is spoken by espeak-ng and played by aplay.'),
);

const lockerSchema = v.strictObject({
  number: whole(1, 9999, 'The number on the door.'),
  size: v.pipe(name, v.description('A name from `sizes`.')),
  accessible: v.optional(
    v.pipe(v.boolean(), v.description('Operable from 380 to 1220 mm above the floor (EN 301 549, 8.3).')), false),
  heightMm: whole(50, 3000, 'Outer height of the door, for the drawing of the cabinet.'),
  lockPin: whole(0, 4095, "The board's pin that energises the lock of this door."),
  sensorPin: whole(0, 4095, "The board's pin that reads the sensor of this door."),
});

const columnSchema = v.strictObject({
  widthMm: whole(100, 3000, 'Outer width of the column, for the drawing of the cabinet.'),
  kioskMm: v.optional(whole(0, 3000, "Height of the kiosk's panel at the top of this column; 0 where there is none."), 0),
  lockers: v.pipe(v.array(lockerSchema), v.description('From the top down.')),
});

export const profileSchema = v.strictObject({
  $schema: v.optional(v.pipe(v.string(), v.description('For editors: ./profile.schema.json.'))),
  profileVersion: v.pipe(v.literal(1), v.description('Version of this format.')),
  id: v.pipe(name, v.description('What LOCKERBANK_PROFILE says. Equal to the name of the file, without .json.')),
  label: v.pipe(v.string(), v.minLength(1), v.maxLength(80), v.description('What people call this cabinet.')),
  source: v.pipe(v.string(), v.minLength(1), v.description('Where the figures come from: data sheet and page, or who measured them.')),
  sizes: v.pipe(
    v.array(sizeSchema), v.minLength(1), v.maxLength(12),
    v.description('From the smallest to the largest: a parcel may step up along this list.')),
  lock: v.pipe(lockSchema, v.description("Facts of the lock's data sheet.")),
  board: boardSchema,
  readers: v.optional(v.pipe(v.array(readerSchema), v.description('Barcode scanners and badge readers, if any.')), []),
  keypad: v.optional(keypadSchema),
  audio: v.optional(audioSchema),
  plinthMm: whole(0, 1000, 'Height of the lower edge of the lowest locker above the floor.'),
  columns: v.pipe(v.array(columnSchema), v.minLength(1), v.maxLength(60), v.description('From left to right, seen from the front.')),
});

export type Profile = v.InferOutput<typeof profileSchema>;
export type ProfileLocker = v.InferOutput<typeof lockerSchema>;
