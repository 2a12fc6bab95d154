import { lockersOf } from '../../../board-profiles/profile.ts';
import type { Profile } from '../../../board-profiles/profile.schema.ts';
import { changedDoors, type LostIdentity } from '../flash/identity.ts';
import { factsOf, wordsOf, type Fact } from './facts.ts';

/** One thing that is otherwise in another profile. */
interface Change {
  /** What it is about: `locker 7`, `board left`, `lock`. */
  readonly of: string;
  readonly what: 'new' | 'gone' | 'changed';
  readonly fields: readonly { readonly field: string; readonly before: Fact | null; readonly after: Fact | null }[];
}

interface ProfileDiff {
  readonly before: string;
  readonly after: string;
  readonly changes: readonly Change[];
  /** Doors that are other ones afterwards: nothing may lie behind them when it is flashed. */
  readonly otherDoors: readonly LostIdentity[];
  readonly newDoors: readonly number[];
}

/** What changes from one profile to another. */
export function diffOf(before: Profile, after: Profile): ProfileDiff {
  const [was, is] = [factsOf(before), factsOf(after)];
  const changes = [...new Set([...was.keys(), ...is.keys()])].flatMap((of): Change[] => {
    const [old, now] = [was.get(of), is.get(of)];
    const names = [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])];
    const fields = names
      .map((field) => ({ field, before: old?.get(field) ?? null, after: now?.get(field) ?? null }))
      .filter((one) => one.before !== one.after);
    return fields.length === 0 ? [] : [{ of, what: old ? now ? 'changed' : 'gone' : 'new', fields }];
  });
  const numbers = new Set(lockersOf(before).map(({ number }) => number));
  return {
    before: before.id, after: after.id, changes, otherDoors: changedDoors(before, after),
    newDoors: lockersOf(after).map(({ number }) => number).filter((number) => !numbers.has(number)),
  };
}

/** The difference in words; what is the same is not in it. */
export function sayDiff({ before, after, changes, otherDoors, newDoors }: ProfileDiff): string {
  if (changes.length === 0) return `${before} and ${after} say the same.`;
  return [
    `From ${before} to ${after}:`,
    ...changes.map((change) => `  ${change.of}: ${sayChange(change)}`),
    '',
    ...(otherDoors.length === 0
      ? ['Every door stays what it is.']
      : ['These doors are other ones afterwards, so they must be empty:',
        ...otherDoors.map((door) => `  locker ${String(door.locker)} ${sayOther(door)}`)]),
    ...(newDoors.length === 0 ? [] : [`New doors: ${newDoors.join(', ')}`]),
  ].join('\n');
}

function sayChange({ what, fields }: Change): string {
  if (what === 'gone') return 'gone';
  const said = fields.map(({ field, before, after }) => {
    const { word, unit } = wordsOf(field);
    if (what === 'new') return `${word} ${String(after)}${unit}`;
    return `${word} ${sayFact(before)} -> ${sayFact(after)}${unit}`;
  });
  return what === 'new' ? `new, ${said.join(', ')}` : said.join('; ');
}

function sayFact(fact: Fact | null): string {
  return fact === null ? 'none' : String(fact);
}

function sayOther({ what }: LostIdentity): string {
  const says = {
    'gone': 'is gone', 'elsewhere': 'is somewhere else in the cabinet',
    'other-lock': 'hangs on another lock', 'other-size': 'has another size',
  } as const satisfies Record<LostIdentity['what'], string>;
  return says[what];
}
