import fc from 'fast-check';
import type * as v from 'valibot';

/** The parts of a schema that values are made from. */
interface Shape {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Shape>>;
  readonly wrapped?: Shape;
  readonly item?: Shape;
  readonly options?: readonly unknown[];
  readonly value?: Shape;
  readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown }[];
}

const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });
/**
 * Times as people and programs write them. The last of them follows ISO 8601, but `Date.parse` cannot read it: a journal may
 * hold it all the same.
 */
const time = fc.oneof(
  fc.date({ min: new Date(0), max: new Date('9999-01-01T00:00:00Z'), noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constantFrom('2026-11-22 12:00:00Z', '2026-11-22T13:00:00.123456789+01:00', '2026-01-01T00:00:00+02'),
);

/** Values that a schema of the contract lets through. Knows what the contract uses, and says what it does not know. */
export function arbitraryOf(schema: v.GenericSchema): fc.Arbitrary<unknown> {
  return arbitrary(schema as unknown as Shape);
}

function arbitrary(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.type) {
    case 'object':
      return objectOf(shape.entries ?? {});
    case 'nullable':
      return fc.option(wrapped(shape));
    case 'optional':
      return wrapped(shape);
    case 'picklist':
      return fc.constantFrom(...(shape.options ?? []));
    case 'union':
      return fc.oneof(...(shape.options ?? []).map((option) => arbitrary(option as Shape)));
    case 'record':
      return fc.dictionary(fc.string({ maxLength: 8 }), arbitrary(shape.value ?? { type: 'none' }), { maxKeys: 4, noNullPrototype: true });
    case 'boolean':
      return fc.boolean();
    case 'number':
      return bound(shape, 'integer') === undefined
        ? fc.double({ noNaN: true, noDefaultInfinity: true })
        : fc.integer({ min: Number(bound(shape, 'min_value') ?? 0), max: 99 });
    case 'string':
      if (bound(shape, 'iso_timestamp') !== undefined) return time;
      if (bound(shape, 'regex') !== undefined) return hex;
      return fc.oneof(
        fc.string({ unit: 'binary', minLength: Number(bound(shape, 'min_length') ?? 0), maxLength: 24 }),
        fc.constantFrom('__proto__', 'constructor', '7'),
      );
    case 'array':
      return fc.array(arbitrary(shape.item ?? { type: 'none' }), { minLength: Number(bound(shape, 'min_length') ?? 0), maxLength: 4 });
    default:
      throw new Error(`no values are known for a schema of type ${shape.type}`);
  }
}

function objectOf(entries: Readonly<Record<string, Shape>>): fc.Arbitrary<unknown> {
  const values = Object.fromEntries(Object.entries(entries).map(([key, entry]) => [key, arbitrary(entry)]));
  const requiredKeys = Object.keys(entries).filter((key) => entries[key]?.type !== 'optional');
  return fc.record(values, { requiredKeys });
}

function wrapped(shape: Shape): fc.Arbitrary<unknown> {
  return arbitrary(shape.wrapped ?? { type: 'none' });
}

/** What a pipe asks of a value; `undefined` where it does not ask for it. */
function bound(shape: Shape, action: string): unknown {
  const found = shape.pipe?.find((step) => step.type === action);
  return found === undefined ? undefined : (found.requirement ?? true);
}
