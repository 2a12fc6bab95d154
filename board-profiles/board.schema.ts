import * as v from 'valibot';
import { answerWithinMs, baud, head, parity, pauseMs, whole } from './fields.ts';

/** What a model of board may say: facts of its data sheet, which a cabinet names by the model's id. */

/** Those that are worked pin by pin, and those that are asked over a serial line. Each has a driver of its own. */
const pinFamilies = ['simulated', 'gpio', 'mcp23017', 'firmata'] as const;
export const lockBoardFamilies = ['waveshare-relay', 'bcc-8a', 'kerong-cu16', 'kerong-cu48', 'upus-skb', 'wkly'] as const;
export type LockBoardFamily = (typeof lockBoardFamilies)[number];

/** `null` for boards that are worked pin by pin, and for whatever else is no family that is asked over a line. */
export function lockBoardFamily(name: string | undefined): LockBoardFamily | null {
  return lockBoardFamilies.find((family) => family === name) ?? null;
}

const channels = (says: string) => v.pipe(
  v.strictObject({
    first: whole(0, 4095, 'The smallest number that is printed on the board.'),
    last: whole(0, 4095, 'The largest one.'),
    but: v.optional(v.pipe(
      v.array(v.pipe(v.number(), v.integer())), v.maxLength(64),
      v.description('Those in between that are of no use for this: an output that cannot read, a pin that blinks at every start.'))),
  }),
  v.description(says),
);

const pulseSchema = v.pipe(
  v.variant('timedBy', [
    v.strictObject({
      timedBy: v.pipe(v.literal('host'), v.description('The board switches: on and off are ordered, and a guardian watches over the off.')),
    }),
    v.strictObject({
      timedBy: v.pipe(v.literal('order'), v.description('Each order says for how long; the board ends the pulse by itself.')),
      stepMs: whole(1, 1000, 'Lengths are counted in steps of this.'),
      mostMs: whole(1, 3_600_000, 'The longest that an order can say.'),
    }),
    v.strictObject({
      timedBy: v.pipe(
        v.literal('board'), v.description('The board has one length for every pulse, set in the board, and ends it by itself.')),
      lastsMs: whole(10, 10_000, 'That length. Measure it: boards of one name leave factories with different ones.'),
    }),
  ]),
  v.description('Who ends a pulse.'),
);

const settings = {
  answersOpen: v.pipe(v.boolean(), v.description('Whether the board answers an order to open. Some firmware does, some does not.')),
  groupOrder: v.pipe(
    v.picklist(['lowest-first', 'highest-first']),
    v.description('Which group of eight contacts stands first in an answer about all of them.')),
};

/** What differs between boards of one name: a cabinet may say it otherwise for each of its boards. */
export const boardSettings = v.partial(v.strictObject(settings));

const mcuSchema = v.pipe(
  v.strictObject({
    part: v.pipe(v.string(), v.regex(/^[A-Za-z0-9]{2,30}$/), v.description('What avrdude calls it: avrdude -p ?')),
    programmer: v.pipe(v.picklist(['arduino', 'wiring']), v.description('What avrdude calls the language of its boot loader.')),
    baud: baud('The speed of its boot loader, which is not that of the firmware.'),
    programMostBytes: whole(1024, 1_048_576, 'Room for a program: its flash without the boot loader.'),
    firmataLeast: v.pipe(
      v.string(), v.regex(/^\d{1,2}\.\d{1,2}$/, 'two numbers, as in 2.5'), v.description('The oldest version of Firmata that will do.')),
  }),
  v.description('The microcontroller of a board that the bank can flash itself: lockerbank flash --mcu.'),
);

export const boardSchema = v.strictObject({
  ...head,
  family: v.pipe(v.picklist([...pinFamilies, ...lockBoardFamilies]), v.description('Which driver speaks to it.')),
  locks: v.optional(channels('The terminals for coils. Left out: it has none.')),
  contacts: v.optional(channels('The terminals for contacts and switches. Left out: it has none.')),
  addresses: v.optional(v.pipe(
    v.strictObject({ least: whole(0, 255, 'The smallest address.'), most: whole(0, 255, 'The largest one.') }),
    v.description('Which addresses it can be given, where several share a line.'))),
  pulse: v.optional(pulseSchema),
  currentMostMa: v.optional(whole(50, 60_000, 'What it carries for all coils together: data sheet.')),
  serial: v.optional(v.pipe(
    v.strictObject({ baud: baud('As it leaves the factory.'), parity: v.optional(parity, 'none'), pauseMs, answerWithinMs }),
    v.description('How it leaves the factory. A bus may say it otherwise.'))),
  mcu: v.optional(mcuSchema),
  settings: v.optional(
    v.pipe(v.strictObject(settings), v.description('What differs between boards of this name, as most of them have it.'))),
});

/** A board model as it is used: what it inherits is in it. */
export type BoardModel = v.InferOutput<typeof boardSchema>;
export type BoardSettings = Required<NonNullable<BoardModel['settings']>>;
