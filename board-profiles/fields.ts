import * as v from 'valibot';

/** The pieces of which both kinds of profile are made. The descriptions are what an editor shows. */

/** A version of the format; 1 had one board in each cabinet and was never in the field. */
export const formatVersion = 2;

export const name = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and dashes, 40 at most'));

export const whole = (least: number, most: number, says: string) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most), v.description(says));

export const words = (most: number, says: string) => v.pipe(v.string(), v.minLength(1), v.maxLength(most), v.description(says));

export const level = (says: string) => v.pipe(v.picklist(['low', 'high']), v.description(says));

/** Where a wire goes: a board of this cabinet and the number that is printed beside the terminal. */
export const terminal = (says: string) => v.pipe(
  v.string(),
  v.regex(/^[a-z0-9][a-z0-9-]{0,39}\/(?:0|[1-9]\d{0,3})$/, 'board/number, as in left/5'),
  v.description(says),
);

export const port = v.pipe(
  v.string(),
  v.startsWith('/dev/'),
  v.maxLength(200),
  v.description('Serial port by its stable name, under /dev/serial/by-id/ or, for adapters without a serial number, by-path/.'),
);

export const baud = (says: string) => whole(1200, 230_400, says);
export const parity = v.pipe(v.picklist(['none', 'even', 'odd']), v.description('Parity of the serial line. Nearly always none.'));

export const pauseMs = whole(1, 1000, 'Silence between two frames. 3.5 characters and a millisecond at least: 5 ms at 9600 baud.');
export const answerWithinMs = whole(10, 2000, 'How long a board may take to answer before it counts as silent.');

/** What every profile begins with, of a cabinet or of a board. */
export const head = {
  $schema: v.optional(v.pipe(v.string(), v.description('For editors: ../cabinet.schema.json or ../board.schema.json.'))),
  profileVersion: v.pipe(v.literal(formatVersion), v.description('Version of this format.')),
  id: v.pipe(name, v.description('What others call it by. Equal to the name of the file, without .json.')),
  version: whole(1, 999_999, 'Counted up at each change of this file: a bank refuses to go back to a smaller one unasked.'),
  inherits: v.optional(v.pipe(name, v.description('Another profile of this kind: what this file leaves out is as it is there.'))),
  label: words(80, 'What people call it.'),
  source: words(400, 'Where the figures come from: data sheet and page, or who measured them.'),
};
