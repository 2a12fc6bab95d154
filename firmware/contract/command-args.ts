import * as v from 'valibot';
import { anyItems, id, isoTime, legDeeds, lockerNumber, party, reservationKinds, sequence, sizeName } from './parts.ts';

/** What the upstream may ask once, and the arguments of each. Unknown fields are ignored, unknown commands refused. */
export const reason = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

/** In the clear; the bank keeps keyed tags of them and nothing else. */
const codes = v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(64))), v.maxLength(4));

/**
 * Tags under the bank's lookup key, from an upstream that has it: alphabet and length of the code, as `d8`, and the first
 * 20 characters of the base64url of HMAC-SHA-256(key, `pickup|` and the code).
 */
const tags = v.pipe(v.array(v.pipe(v.string(), v.regex(/^[\w-]{22}$/))), v.maxLength(4));

const leg = v.object({
  does: v.picklist(legDeeds),
  /** Who may do it. None: an operator or a carrier with the permission to drop off. */
  party: v.optional(v.nullable(party), null),
  /** Until when. A one-time PIN without it lives as long as the settings say. */
  until: v.optional(isoTime),
  codes: v.optional(codes, []),
  tags: v.optional(tags, []),
  /** True: the codes of this leg are one-time PINs. */
  oneTime: v.optional(v.boolean(), false),
  /** What this leg puts in, where it is not the reservation's own items. */
  items: v.optional(anyItems),
});

export const commandArgs = {
  'reservation.put': v.object({
    reservation: id,
    kind: v.picklist(reservationKinds),
    /** Who collects, or whose belongings they are. */
    party,
    size: v.optional(sizeName),
    /** An exact locker wins over a size. */
    locker: v.optional(lockerNumber),
    accessible: v.optional(v.boolean(), false),
    items: v.optional(anyItems, []),
    /** When the claim lapses if nothing has been put in by then. */
    window: v.optional(v.object({ until: isoTime })),
    /** Who does what, in order. Return and exchange need it; a delivery, an asset and storage have usual ones. */
    legs: v.optional(v.pipe(v.array(leg), v.minLength(1), v.maxLength(8))),
    /** Open for the last leg: the pickup, or the storage. */
    codes: v.optional(codes, []),
    tags: v.optional(tags, []),
    /** Storage: when it ends; as the settings say where it is absent. */
    ends: v.optional(isoTime),
    /** Storage for all members of a department, ended by an administrator only. */
    shared: v.optional(v.boolean(), false),
    /** Somebody who is in no directory. */
    visitor: v.optional(v.boolean(), false),
  }),
  'reservation.cancel': v.object({
    reservation: id,
    /** An administrator ends it although something may lie inside: the locker is `check` until somebody has emptied it. */
    end: v.optional(v.boolean(), false),
  }),
  'reservation.extend': v.object({ reservation: id, until: isoTime }),
  'locker.open': v.object({ locker: lockerNumber, reason: v.optional(reason) }),
  'locker.service': v.object({ locker: lockerNumber, to: v.picklist(['in', 'out']), reason: v.optional(reason) }),
  'locker.dedicate': v.object({ locker: lockerNumber, party: v.nullable(party) }),
  'events.replay': v.object({ from: sequence }),
  'bank.diagnose': v.object({}),
  'bank.restart': v.object({}),
} as const;

export type CommandName = keyof typeof commandArgs;
export type CommandArgs<N extends CommandName> = v.InferOutput<(typeof commandArgs)[N]>;
