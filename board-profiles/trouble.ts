import * as v from 'valibot';
import { didYouMean } from './near.ts';

/** Something that is wrong with a profile. */
export interface Trouble {
  /** Its place, as the file or the cabinet names it. */
  readonly field: string;
  readonly what: string;
  /** What to do, or where the right figure is found, where there is something to say. */
  readonly cure: string | null;
}

/** What the schemas are made of, as far as a trouble has to look into them. */
interface Part {
  readonly type: string;
  readonly wrapped?: Part;
  readonly options?: readonly Part[];
  readonly item?: Part;
  readonly entries?: Readonly<Record<string, Part>>;
}

/** What the schema says of a field that it refuses, in a technician's words. */
export function troubleOf(issue: v.BaseIssue<unknown>, schema: v.GenericSchema): Trouble {
  const path = (issue.path ?? []).map(({ key }) => String(key));
  const parents = partsAt(schema, path.slice(0, -1));
  const known = parents.flatMap(({ entries }) => Object.keys(entries ?? {}));
  const cure = partsAt(schema, path, false).map((part) => v.getDescription(part as unknown as v.GenericSchema)).find(Boolean) ?? null;
  return { field: fieldOf(issue, path), what: sayIssue(issue, path.at(-1) ?? '', known), cure };
}

/** The path, with the number of the locker: nobody counts the entries of a list. */
function fieldOf(issue: v.BaseIssue<unknown>, path: readonly string[]): string {
  const locker = issue.path?.find(({ key }, index) => path[index - 1] === 'lockers' && typeof key === 'number');
  const number: unknown = (locker?.value as { readonly number?: unknown } | null | undefined)?.number;
  const whose = typeof number === 'number' ? ` (locker ${String(number)})` : '';
  return path.length === 0 ? 'the whole file' : path.join('.') + whose;
}

function sayIssue(issue: v.BaseIssue<unknown>, key: string, known: readonly string[]): string {
  const { type, expected, received } = issue;
  const requirement = String(issue.requirement);
  if (expected === 'never') return `is not a profile field${didYouMean(key, known.filter((one) => one !== key))}`;
  if (received === 'undefined') return 'is missing';
  switch (type) {
    case 'integer':
      return `must be a whole number, not ${received.replaceAll('"', '')}`;
    case 'min_value':
      return `must be at least ${requirement}, not ${received}`;
    case 'max_value':
      return `must be at most ${requirement}, not ${received}`;
    case 'min_length':
      return `must have ${requirement} or more, not ${received}`;
    case 'max_length':
      return `must have ${requirement} at most, not ${received}`;
    case 'starts_with':
      return `must begin with ${requirement}`;
    case 'regex':
      return `must be ${issue.message}`;
    default:
      return `must be ${inWords(String(expected))}, not ${inWords(received)}`;
  }
}

const kinds: Readonly<Record<string, string>> = {
  Object: 'an object', Array: 'a list', string: 'a text', number: 'a number', boolean: 'true or false',
};

function inWords(kind: string): string {
  return kinds[kind] ?? kind.replaceAll(/[()]/g, '').replaceAll(' | ', ' or ');
}

function partsAt(schema: v.GenericSchema, path: readonly string[], opened = true): readonly Part[] {
  const inside = ({ item, entries = {} }: Part, key: string) =>
    item ?? Object.entries(entries).flatMap(([name, part]) => (name === key ? [part] : []));
  const all: readonly Part[] = [schema as unknown as Part];
  const found = path.reduce((parts, key) => parts.flatMap(opens).flatMap((part) => inside(part, key)), all);
  return opened ? found.flatMap(opens) : [...found, ...found.flatMap(opens)];
}

/** What is inside of what may be left out, and every kind of what has several. */
function opens({ wrapped, ...part }: Part): readonly Part[] {
  if (wrapped) return opens(wrapped);
  return part.type === 'variant' && part.options ? part.options.flatMap(opens) : [part];
}
