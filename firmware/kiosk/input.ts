import * as v from 'valibot';
import { whyMost } from '../contract/events.ts';
import { parseJson } from '../contract/json.ts';
import { id, itemsMost, lockerNumber as locker, sizeName } from '../contract/parts.ts';
import { scanLengthMost } from '../ports/hardware.ts';
import { markedMost, strokesLengthMost } from './limits.ts';
import type { KioskInput } from './shown.ts';

/**
 * What the page may send: what a person did, never an order to open a door. Every text, number and list has an end,
 * because whoever reaches the page's port may not fill the bank's memory.
 */
const text = (mostCharacters: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(mostCharacters));
const lockers = v.pipe(v.array(locker), v.maxLength(markedMost));
const milliseconds = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
/** In the words of a short list. */
const reason = text(whyMost);

/** Inputs that say nothing but that they were chosen. */
const bare = <const Type extends string>(type: Type) => v.strictObject({ type: v.literal(type) });

const inputSchema = v.variant('type', [
  bare('person.touched'),
  bare('more-time.chosen'),
  bare('finish.chosen'),
  bare('back.chosen'),
  bare('next.chosen'),

  v.strictObject({ type: v.literal('way.chosen'), way: v.picklist(['code', 'password', 'carrier-code']) }),
  v.strictObject({ type: v.literal('code.entered'), code: text(64) }),
  /** A signed QR token needs 260 characters. */
  v.strictObject({ type: v.literal('label.scanned'), text: text(scanLengthMost) }),
  v.strictObject({ type: v.literal('badge.shown'), text: text(64) }),
  v.strictObject({ type: v.literal('carrier-code.entered'), code: text(64) }),
  v.strictObject({ type: v.literal('password.entered'), username: text(64), password: text(128) }),
  v.strictObject({ type: v.literal('pin.entered'), pin: text(32) }),

  v.strictObject({ type: v.literal('visits.chosen'), lockers }),
  v.strictObject({ type: v.literal('signature.given'), strokes: text(strokesLengthMost) }),
  v.strictObject({ type: v.literal('ending.chosen'), ends: v.boolean() }),
  bare('storing.chosen'),
  v.strictObject({ type: v.literal('size.chosen'), size: v.nullable(sizeName), accessible: v.boolean() }),
  v.strictObject({ type: v.literal('length.chosen'), lengthMs: v.nullable(milliseconds) }),
  v.strictObject({ type: v.literal('longer.chosen'), locker }),
  v.strictObject({ type: v.literal('extension.chosen'), untilMs: milliseconds }),
  v.strictObject({ type: v.literal('end.chosen'), locker }),
  v.strictObject({ type: v.literal('beside.chosen'), locker }),
  v.strictObject({ type: v.literal('label.entered'), label: id }),
  bare('no-label.chosen'),
  v.strictObject({
    type: v.literal('party.chosen'), party: v.strictObject({ type: v.picklist(['recipient', 'department']), id }),
  }),
  bare('visiting.chosen'),
  bare('delivering.chosen'),
  bare('administering.chosen'),
  bare('removing.chosen'),
  v.strictObject({ type: v.literal('lockers.marked'), lockers }),
  v.strictObject({
    type: v.literal('deed.chosen'), deed: v.picklist(['open', 'end', 'remove', 'out-of-service', 'in-service', 'check']),
  }),
  v.strictObject({ type: v.literal('reason.chosen'), why: reason }),
  bare('deed.confirmed'),

  v.strictObject({ type: v.literal('reopen.chosen'), locker }),
  v.strictObject({ type: v.literal('retry.chosen'), locker }),
  v.strictObject({ type: v.literal('skip.chosen'), locker }),
  bare('retract.chosen'),
  bare('larger.chosen'),
  v.strictObject({ type: v.literal('left-some.chosen'), locker, left: v.pipe(v.array(id), v.maxLength(itemsMost)) }),
  bare('reporting.chosen'),
  v.strictObject({ type: v.literal('problem.chosen'), locker: v.nullable(locker), why: reason }),

  v.strictObject({ type: v.literal('language.chosen'), language: text(16) }),
  /** Empty where all letters have been deleted again. */
  v.strictObject({ type: v.literal('letters.typed'), letters: v.pipe(v.string(), v.maxLength(40)) }),
]);

/** Null for everything that is not exactly one input. */
export function readInput(json: string): KioskInput | null {
  const parsed = v.safeParse(inputSchema, parseJson(json));
  return parsed.success ? parsed.output : null;
}
