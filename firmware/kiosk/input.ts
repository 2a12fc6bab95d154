import * as v from 'valibot';
import type { SessionInput } from '../../statecharts/session/session.events.ts';
import { scanLengthMost } from './limits.ts';

/**
 * What the page may send: what a person did, never an order to open a door. Every text has an end, because whoever
 * reaches the page's port may not fill the bank's memory.
 */
const text = (mostCharacters: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(mostCharacters));

const inputSchema = v.variant('type', [
  v.strictObject({ type: v.literal('code.entered'), code: text(64) }),
  /** A signed QR token needs 260 characters. */
  v.strictObject({ type: v.literal('label.scanned'), text: text(scanLengthMost) }),
  v.strictObject({ type: v.literal('staff.chosen') }),
  v.strictObject({ type: v.literal('password.entered'), username: text(64), password: text(128) }),
  v.strictObject({ type: v.literal('tracking.entered'), tracking: text(64) }),
  v.strictObject({ type: v.literal('reopen.chosen') }),
  v.strictObject({ type: v.literal('retry.chosen') }),
  v.strictObject({ type: v.literal('retract.chosen') }),
  v.strictObject({ type: v.literal('next.chosen') }),
  v.strictObject({ type: v.literal('finish.chosen') }),
  v.strictObject({ type: v.literal('person.touched') }),
]);

/** Null for everything that is not exactly one input. */
export function readInput(json: string): SessionInput | null {
  const parsed = v.safeParse(inputSchema, parseJson(json));
  return parsed.success ? parsed.output : null;
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
