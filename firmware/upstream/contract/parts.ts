import * as v from 'valibot';

/** An id that the upstream made: opaque to the bank, bounded so that lists and logs stay so too. */
export const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
export const lockerNumber = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9999));
export const sizeName = v.pipe(v.string(), v.minLength(1), v.maxLength(40));

/** A moment as RFC 3339 writes it. ISO 8601 allows more, `+01` among it, which `Date.parse` takes for no time at all. */
export const isoTime = v.pipe(v.string(), v.isoTimestamp(), v.regex(/^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/));

export const sequence = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
export const sha256Hex = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

export const party = v.object({ type: v.picklist(['recipient', 'department']), id });

/** A thing in a locker, by what is printed on it. */
export const item = v.object({ id });
export const items = v.pipe(v.array(item), v.minLength(1), v.maxLength(20));

/** Who acted: a role and an id of the directory; never a credential. */
export const by = v.object({ role: v.picklist(['recipient', 'operator', 'upstream']), id });

/** What every event about a parcel carries. */
export const parcel = {
  reservation: id,
  kind: v.picklist(['delivery']),
  locker: lockerNumber,
  items,
  party,
};

export type Party = v.InferOutput<typeof party>;
export type Item = v.InferOutput<typeof item>;
export type By = v.InferOutput<typeof by>;
