import * as v from 'valibot';

/**
 * What a cabinet profile may say. Units are in the names; keys that are not listed are refused, because a misspelt
 * `pulsMs` would otherwise quietly become somebody else's default.
 */
const name = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and dashes, 40 at most'));
const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

const sizeSchema = v.strictObject({
  name,
  widthMm: whole(50, 3000),
  heightMm: whole(50, 3000),
  depthMm: whole(50, 3000),
});

/** Facts of the lock's data sheet. */
const lockSchema = v.strictObject({
  /** How long one pulse energises the coil. */
  pulseMs: whole(50, 1000),
  /** How long a coil rests between two pulses. */
  restMs: whole(500, 60_000),
  /** Current of one coil while it is energised. */
  currentMa: whole(50, 5000),
});

const boardSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('simulated'), closedIs: v.picklist(['low', 'high']) }),
  v.strictObject({
    kind: v.literal('firmata'),
    /** Stable name of the serial port, by id or by path. */
    port: v.pipe(v.string(), v.startsWith('/dev/')),
    baud: whole(9600, 230_400),
    closedIs: v.picklist(['low', 'high']),
  }),
]);

const readerSchema = v.strictObject({
  kind: v.literal('serial-scanner'),
  port: v.pipe(v.string(), v.startsWith('/dev/')),
  baud: whole(1200, 230_400),
});

const lockerSchema = v.strictObject({
  /** The number on the door. */
  number: whole(1, 9999),
  size: name,
  /** Operable from 380 to 1220 mm above the floor (EN 301 549, 8.3). */
  accessible: v.optional(v.boolean(), false),
  heightMm: whole(50, 3000),
  lockPin: whole(0, 4095),
  sensorPin: whole(0, 4095),
});

const columnSchema = v.strictObject({
  widthMm: whole(100, 3000),
  /** Height of the kiosk's panel at the top of this column; 0 where there is none. */
  kioskMm: v.optional(whole(0, 3000), 0),
  /** From the top down. */
  lockers: v.array(lockerSchema),
});

export const profileSchema = v.strictObject({
  $schema: v.optional(v.string()),
  profileVersion: v.literal(1),
  id: name,
  label: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
  source: v.pipe(v.string(), v.minLength(1)),
  /** From the smallest to the largest: a parcel may step up along this list. */
  sizes: v.pipe(v.array(sizeSchema), v.minLength(1), v.maxLength(12)),
  lock: lockSchema,
  board: boardSchema,
  readers: v.optional(v.array(readerSchema), []),
  /** Height of the lowest locker above the floor. */
  plinthMm: whole(0, 1000),
  columns: v.pipe(v.array(columnSchema), v.minLength(1), v.maxLength(60)),
});

export type Profile = v.InferOutput<typeof profileSchema>;
export type ProfileLocker = v.InferOutput<typeof lockerSchema>;
export type ProfileBoard = v.InferOutput<typeof boardSchema>;
