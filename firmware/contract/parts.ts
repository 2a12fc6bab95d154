import * as v from 'valibot';

/** As long as an id may be, and what is printed on a thing. */
export const idMost = 64;

/** An id that the upstream made: opaque to the bank, bounded so that lists and logs stay so too. */
export const id = v.pipe(v.string(), v.minLength(1), v.maxLength(idMost));
export const lockerNumber = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9999));
export const sizeName = v.pipe(v.string(), v.minLength(1), v.maxLength(40));

/** Moments that have a year of four digits in UTC too: events tell in UTC what a command said in another zone. */
const [firstMs, lastMs] = [Date.parse('0000-01-01T00:00:00.000Z'), Date.parse('9999-12-31T23:59:59.999Z')];

/** A moment as RFC 3339 writes it. ISO 8601 allows more, `+01` among it, which `Date.parse` takes for no time at all. */
export const isoTime = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.regex(/^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/),
  v.check((text) => Date.parse(text) >= firstMs && Date.parse(text) <= lastMs, 'must have a year of four digits in UTC'),
);

export const sequence = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
export const sha256Hex = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

export const party = v.object({ type: v.picklist(['recipient', 'department']), id });

/** A thing in a locker, by what is printed on it. */
const item = v.object({ id });
/** As many things as one reservation has: more do not fit into the events about them. */
export const itemsMost = 20;
/** Belongings in storage have no label. */
export const anyItems = v.pipe(v.array(item), v.maxLength(itemsMost));

const roles = ['recipient', 'operator', 'administrator', 'carrier', 'technician', 'upstream'] as const;

/** Who acted: a role and an id of the directory; never a credential. */
export const by = v.object({ role: v.picklist(roles), id });

export const reservationKinds = ['delivery', 'storage', 'return', 'exchange', 'asset'] as const;

/**
 * What one leg of a reservation does with its locker: something is put in; everything is taken out; what lies there is
 * taken out and something else put in; or its holder comes and goes.
 */
export const legDeeds = ['deposit', 'collect', 'swap', 'keep'] as const;

/** What every event about a parcel carries. */
export const parcel = {
  reservation: id,
  kind: v.picklist(reservationKinds),
  locker: lockerNumber,
  items: anyItems,
  party,
};

/** Which leg of the reservation it was: counts from 0. Absent where there is only one leg of this sort. */
export const legNumber = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(7));

export const credentialKinds = ['code', 'qr', 'badge', 'barcode', 'password', 'pin', 'carrier-code'] as const;

export type Party = v.InferOutput<typeof party>;
export type Item = v.InferOutput<typeof item>;
export type By = v.InferOutput<typeof by>;
export type Role = (typeof roles)[number];
export type ReservationKind = (typeof reservationKinds)[number];
export type LegDeed = (typeof legDeeds)[number];
export type CredentialKind = (typeof credentialKinds)[number];
