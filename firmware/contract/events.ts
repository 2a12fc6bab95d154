import * as v from 'valibot';
import {
  anyItems, by, credentialKinds, id, isoTime, legDeeds, legNumber, lockerNumber, parcel, party, sequence, sha256Hex, sizeName,
} from './parts.ts';

/**
 * Every durable event and what its `data` carries: declared once, for the types of the firmware, and for the
 * AsyncAPI document, against which the tests hold what is sent. The type on the wire is `lockerbank.{name}.v1`.
 */
const door = v.object({ locker: lockerNumber });
/** As long as a reason may be. */
export const whyMost = 80;
const why = v.pipe(v.string(), v.minLength(1), v.maxLength(whyMost));
const visited = v.object({ ...parcel, by: v.nullable(by), leg: v.optional(legNumber) });
const documentKind = v.pipe(v.string(), v.minLength(1), v.maxLength(24));
const documentVersion = { kind: documentKind, version: sequence, sha256: sha256Hex };

export const refusals = [
  'no-free-locker', 'no-free-locker-of-size', 'no-accessible-locker', 'only-delivery-lockers-left',
  'locker-occupied', 'locker-out-of-service', 'unknown-party', 'not-allowed',
] as const;

export const commandRefusals = [
  'malformed', 'unsupported', 'occupied', 'busy', 'unknown-reservation', 'unknown-locker', 'unknown-party',
  'code-in-use', 'code-too-short', 'did-not-open', 'not-allowed', 'lives-too-long', 'too-long', 'already-collected',
] as const;

/** Why a presented credential was not taken. The person is told one thing, whichever it was. */
export const credentialTroubles = [
  'wrong', 'used', 'expired', 'not-yet', 'nothing-in-yet', 'not-allowed', 'two-people', 'not-here', 'outdated',
] as const;

/** What may be wrong with the whole bank while it works on. */
export const degradations = [
  'codes-guessable', 'disk-full', 'clock-doubtful', 'directory-outdated', 'trusts-its-broker', 'storage-failed', 'page-silent',
  'voice-lost', 'boards-silent', 'readers-lost', 'keypad-lost',
] as const;

const command = v.object({ command: id, cmd: v.pipe(v.string(), v.maxLength(40)) });
const leg = v.object({ does: v.picklist(legDeeds), party: v.nullable(party), until: v.nullable(isoTime) });
const credential = { kind: v.picklist(credentialKinds), person: v.optional(id) };

export const eventData = {
  'reservation.made': v.object({
    ...parcel,
    size: sizeName,
    accessible: v.boolean(),
    until: v.nullable(isoTime),
    /** Absent: put in by an operator or a carrier, collected by the party. */
    legs: v.optional(v.pipe(v.array(leg), v.minLength(1), v.maxLength(8))),
    shared: v.optional(v.boolean()),
    by: v.optional(v.nullable(by)),
  }),
  'reservation.refused': v.object({ reservation: id, why: v.picklist(refusals) }),
  'reservation.changed': v.object({ ...parcel, until: v.nullable(isoTime), by: v.optional(v.nullable(by)) }),
  'reservation.cancelled': v.object({ ...parcel, by: v.optional(v.nullable(by)) }),
  'reservation.expired': v.object({ ...parcel, occupied: v.boolean() }),
  'deposit.started': visited,
  'deposit.completed': v.object({
    ...visited.entries,
    until: v.nullable(isoTime),
    /** The pickup code that the bank made, as a JWE to the key that the upstream gave for it. */
    sealedcode: v.optional(v.pipe(v.string(), v.maxLength(1_000))),
  }),
  'deposit.abandoned': visited,
  'deposit.reopened': visited,
  'pickup.started': visited,
  'pickup.completed': visited,
  /** `items` have been taken, `left` are still there. */
  'pickup.partial': v.object({ ...visited.entries, left: anyItems }),
  'pickup.unconfirmed': visited,
  'pickup.reopened': visited,
  'signature.captured': v.object({ ...visited.entries, sha256: sha256Hex }),
  'storage.started': v.object({ ...visited.entries, until: v.nullable(isoTime) }),
  'storage.opened': visited,
  'storage.extended': v.object({ ...visited.entries, until: isoTime }),
  'storage.ended': visited,
  'storage.overdue': v.object(parcel),
  'locker.in-service': v.object({ locker: lockerNumber, by: v.optional(v.nullable(by)) }),
  'locker.out-of-service': v.object({ locker: lockerNumber, why, by: v.optional(v.nullable(by)) }),
  'locker.dedicated': v.object({ locker: lockerNumber, party, by: v.optional(v.nullable(by)) }),
  'locker.released': v.object({ locker: lockerNumber, by: v.optional(v.nullable(by)) }),
  'locker.check': v.object({ locker: lockerNumber, why }),
  'locker.checked': v.object({ locker: lockerNumber, by: v.nullable(by) }),
  /** `confirmed`: the board itself has said that it took the order. Whether the door has moved is for `door.opened` to say. */
  'door.released': v.object({ locker: lockerNumber, intent: id, pulse: v.number(), confirmed: v.optional(v.boolean()) }),
  'door.opened': v.object({ locker: lockerNumber, intent: v.nullable(id), how: v.picklist(['released', 'already', 'found']) }),
  'door.closed': door,
  'door.held-open': door,
  'door.forced': door,
  'door.did-not-open': v.object({ locker: lockerNumber, intent: id, why }),
  'door.sensor-fault': door,
  'credential.refused': v.object({ ...credential, why: v.picklist(credentialTroubles) }),
  'credential.locked-out': v.object({ ...credential, until: isoTime, seconds: v.optional(v.number()) }),
  'staff.signed-in': v.object({ by }),
  'staff.signed-out': v.object({ by }),
  'problem.reported': v.object({ why, locker: v.optional(lockerNumber), by: v.nullable(by) }),
  'command.done': v.object({
    ...command.entries,
    opened: v.optional(v.boolean()),
    /** What `bank.diagnose` found. */
    found: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]))),
  }),
  'command.refused': v.object({ ...command.entries, why: v.picklist(commandRefusals), place: v.optional(v.string()) }),
  'command.expired': command,
  'command.interrupted': command,
  'document.applied': v.object(documentVersion),
  'document.rejected': v.object({ kind: documentKind, version: sequence, why }),
  'document.rolled-back': v.object({ ...documentVersion, from: sequence }),
  'bank.booted': v.object({ bootid: id, firmware: v.string(), profile: v.string(), tornBytes: v.number() }),
  'bank.degraded': v.object({ why: v.picklist(degradations) }),
  'bank.recovered': v.object({ why: v.picklist(degradations) }),
  'clock.stepped': v.object({ byMs: v.number(), clockq: v.picklist(['ntp', 'server', 'rtc', 'floor']) }),
  'link.lost': v.object({}),
  'link.restored': v.object({ seconds: v.number(), events: v.number() }),
  'storage.failed': v.object({ why }),
  'log.rolled-back': v.object({ old: id, head: sequence }),
  'events.lost': v.object({ from: sequence, to: sequence }),
} as const;

export type EventType = keyof typeof eventData;
export type EventData<T extends EventType> = v.InferOutput<(typeof eventData)[T]>;
export type AllocationRefusal = (typeof refusals)[number];
export type CommandRefusal = (typeof commandRefusals)[number];
export type CredentialTrouble = (typeof credentialTroubles)[number];
export type Degradation = (typeof degradations)[number];

/** The one event that ends a command: whichever of these comes first with its id as `causationid`. */
export const terminalEvents: ReadonlySet<EventType> = new Set<EventType>([
  'reservation.made', 'reservation.refused', 'reservation.changed', 'reservation.cancelled',
  'locker.in-service', 'locker.out-of-service', 'locker.dedicated', 'locker.released',
  'command.done', 'command.refused', 'command.expired', 'command.interrupted',
]);
