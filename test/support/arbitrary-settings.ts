import fc from 'fast-check';
import { settingsTable, usualBankSettings, type SettingName } from '../../firmware/bank/settings.ts';
import { brokenRelation } from '../../firmware/bank/settings/relations.ts';
import { never } from '../../statecharts/never.ts';
import type { SettingRow } from '../../statecharts/setting.ts';

type Document = Readonly<Record<string, unknown>>;

const rows = Object.entries(settingsTable) as readonly (readonly [SettingName, SettingRow])[];

const noNumbers: readonly unknown[] = ['', '5', true, [], {}, Number.NaN, Number.POSITIVE_INFINITY];

/** Text that people write, beside text that nobody writes. */
const letters = fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom('', 'Call 4711', 'Gruß', '😀', 'Zoë\u200d'));
const sizeName = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,39}$/);

/** Values that a row lets through, with its ends among them. */
export function rightFor(row: SettingRow): fc.Arbitrary<unknown> {
  switch (row.kind) {
    case 'duration':
      return wholeOf(row.leastMs, row.mostMs);
    case 'period':
      return row.orNone ? fc.option(wholeOf(row.leastMs, row.mostMs)) : wholeOf(row.leastMs, row.mostMs);
    case 'count':
      return wholeOf(row.least, row.most);
    case 'switch':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...Object.keys(row.options));
    case 'choices':
      return fc.shuffledSubarray(Object.keys(row.options), { minLength: row.least });
    case 'perSize':
      return fc.dictionary(sizeName, wholeOf(0, row.most), { maxKeys: 12 });
    case 'text':
      return textFor(row.form.pattern, row.most);
    case 'timeOfDay':
      return fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map((parts) => parts.map(twoDigits).join(':'));
    default:
      return never(row, 'setting row');
  }
}

/** Values that a row does not let through: just beyond its ends, of another kind, and in disguise. */
export function wrongFor(row: SettingRow): fc.Arbitrary<unknown> {
  switch (row.kind) {
    case 'duration':
      return fc.oneof(outside(row.leastMs, row.mostMs), fc.constantFrom(...noNumbers, null));
    case 'period':
      return fc.oneof(outside(row.leastMs, row.mostMs), fc.constantFrom(...noNumbers, ...(row.orNone ? [] : [null])));
    case 'count':
      return fc.oneof(outside(row.least, row.most), fc.constantFrom(...noNumbers, null));
    case 'switch':
      return fc.constantFrom(0, 1, 'true', '', null, [], {});
    case 'choice':
      return fc.constantFrom<unknown>('', 'toString', 'constructor', '__proto__', 'FULL', 0, true, null, {}, Object.keys(row.options));
    case 'choices':
      return fc.oneof(
        fc.constantFrom('', Object.keys(row.options).join(), true, 0, null, {}, ['toString'], [[]], [null]),
        fc.constant([...Object.keys(row.options), Object.keys(row.options)[0]]),
        row.least > 0 ? fc.constant([]) : fc.constant(['']),
      );
    case 'perSize':
      return fc.oneof(
        fc.constantFrom<unknown>(
          [], null, 3, 'small', { small: -1 }, { small: 0.5 }, { small: '1' }, { small: row.most + 1 }, { Small: 1 }, { '': 1 },
        ),
        fc.dictionary(sizeName, wholeOf(0, row.most), { minKeys: 13, maxKeys: 20 }),
      );
    case 'text':
      return fc.constantFrom<unknown>(null, 1, false, [], {}, 'a\nb', 'a\u202eb', '\u0000', '7'.repeat(row.most + 1));
    case 'timeOfDay':
      return fc.constantFrom<unknown>('24:00', '18:60', '8:00', '18:00:00', ' 18:00', '18:00\n', '18.00', '', 1800, null, ['18:00']);
    default:
      return never(row, 'setting row');
  }
}

/** Documents that a bank takes: some of the settings, with values that fit together. */
export const rightDocument: fc.Arbitrary<Document> = fc
  .record(Object.fromEntries(rows.map(([name, row]) => [name, rightFor(row)])), { requiredKeys: [] })
  .map(fitted);

/** Documents of which each setting is right or wrong by itself; whether they fit together is left to chance. */
export const anyDocument: fc.Arbitrary<Document> = fc
  .tuple(
    fc.record(Object.fromEntries(rows.map(([name, row]) => [name, rightFor(row)])), { requiredKeys: [] }),
    fc.option(fc.oneof(
      fc.constantFrom(...rows).chain(([name, row]) => fc.tuple(fc.constant(name), fc.oneof(wrongFor(row), fc.jsonValue()))),
      fc.tuple(fc.string({ maxLength: 8 }), fc.jsonValue()),
    )),
  )
  .map(([right, other]) => (other ? { ...right, [other[0]]: other[1] } : right));

/** Leaves out what does not fit together; what is usual does. */
function fitted(document: Document): Document {
  const broken = brokenRelation({ ...usualBankSettings, ...document });
  if (!broken) return document;
  return fitted(Object.fromEntries(Object.entries(document).filter(([name]) => !broken.about.some((about) => about === name))));
}

function wholeOf(min: number, max: number): fc.Arbitrary<number> {
  return fc.oneof(fc.constantFrom(min, max), fc.integer({ min, max }));
}

function outside(least: number, most: number): fc.Arbitrary<unknown> {
  return fc.oneof(fc.constantFrom(least - 1, least + 0.5, -most, most + 1), fc.integer({ min: most + 1, max: Number.MAX_SAFE_INTEGER }));
}

function textFor(pattern: string, most: number): fc.Arbitrary<string> {
  const form = new RegExp(pattern, 'u');
  const samples = fc.constantFrom('', '+49 (30) 4711-0', 'https://help.example/lockers', 'UTC', 'Europe/Berlin', '0815', 'Ask at the desk');
  return fc.oneof(samples, letters, fc.constant('7'.repeat(most))).filter((text) => form.test(text) && [...text].length <= most);
}

function twoDigits(n: number): string {
  return String(n).padStart(2, '0');
}
