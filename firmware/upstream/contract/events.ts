import * as v from 'valibot';
import { by, id, isoTime, lockerNumber, parcel, sequence, sha256Hex, sizeName } from './parts.ts';

/**
 * Every durable event and what its `data` carries: declared once, for the types of the firmware, and for the
 * AsyncAPI document, against which the tests hold what is sent. The type on the wire is `lockerbank.{name}.v1`.
 */
const door = v.object({ locker: lockerNumber });
const why = v.pipe(v.string(), v.minLength(1), v.maxLength(80));
const visited = v.object({ ...parcel, by: v.nullable(by) });
const documentKind = v.pipe(v.string(), v.minLength(1), v.maxLength(24));

export const refusals = [
  'no-free-locker', 'no-free-locker-of-size', 'no-accessible-locker', 'only-delivery-lockers-left',
  'locker-occupied', 'locker-out-of-service', 'unknown-party', 'not-allowed',
] as const;

export const commandRefusals = [
  'malformed', 'unsupported', 'occupied', 'busy', 'unknown-reservation', 'unknown-locker',
  'code-in-use', 'code-too-short', 'did-not-open',
] as const;

const command = v.object({ command: id, cmd: v.pipe(v.string(), v.maxLength(40)) });

export const eventData = {
  'reservation.made': v.object({ ...parcel, size: sizeName, accessible: v.boolean(), until: v.nullable(isoTime) }),
  'reservation.refused': v.object({ reservation: id, why: v.picklist(refusals) }),
  'reservation.changed': v.object({ ...parcel, until: v.nullable(isoTime) }),
  'reservation.cancelled': v.object(parcel),
  'reservation.expired': v.object({ ...parcel, occupied: v.boolean() }),
  'deposit.started': visited,
  'deposit.completed': v.object({ ...parcel, by: v.nullable(by), until: v.nullable(isoTime) }),
  'deposit.abandoned': visited,
  'deposit.reopened': visited,
  'pickup.started': visited,
  'pickup.completed': visited,
  'pickup.unconfirmed': visited,
  'pickup.reopened': visited,
  'locker.in-service': door,
  'locker.out-of-service': v.object({ locker: lockerNumber, why }),
  'locker.check': v.object({ locker: lockerNumber, why }),
  'locker.checked': v.object({ locker: lockerNumber, by: v.nullable(by) }),
  'door.released': v.object({ locker: lockerNumber, intent: id, pulse: v.number() }),
  'door.opened': v.object({ locker: lockerNumber, intent: v.nullable(id), how: v.picklist(['released', 'already', 'found']) }),
  'door.closed': door,
  'door.held-open': door,
  'door.forced': door,
  'door.did-not-open': v.object({ locker: lockerNumber, intent: id, why }),
  'door.sensor-fault': door,
  'credential.refused': v.object({ kind: v.picklist(['code', 'password']), why }),
  'credential.locked-out': v.object({ kind: v.picklist(['code', 'password']), until: isoTime }),
  'staff.signed-in': v.object({ by }),
  'staff.signed-out': v.object({ by }),
  'command.done': v.object({ ...command.entries, opened: v.optional(v.boolean()) }),
  'command.refused': v.object({ ...command.entries, why: v.picklist(commandRefusals), place: v.optional(v.string()) }),
  'command.expired': command,
  'command.interrupted': command,
  'document.applied': v.object({ kind: documentKind, version: sequence, sha256: sha256Hex }),
  'document.rejected': v.object({ kind: documentKind, version: sequence, why }),
  'bank.booted': v.object({ bootid: id, firmware: v.string(), profile: v.string(), tornBytes: v.number() }),
  'link.lost': v.object({}),
  'link.restored': v.object({ seconds: v.number(), events: v.number() }),
} as const;

export type EventType = keyof typeof eventData;
export type EventData<T extends EventType> = v.InferOutput<(typeof eventData)[T]>;
export type AllocationRefusal = (typeof refusals)[number];
export type CommandRefusal = (typeof commandRefusals)[number];

/** The one event that ends a command: whichever of these comes first with its id as `causationid`. */
export const terminalEvents: ReadonlySet<EventType> = new Set<EventType>([
  'reservation.made', 'reservation.refused', 'reservation.changed', 'reservation.cancelled',
  'locker.in-service', 'locker.out-of-service',
  'command.done', 'command.refused', 'command.expired', 'command.interrupted',
]);
