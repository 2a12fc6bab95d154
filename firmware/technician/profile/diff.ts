import { lockersOf } from '../../../board-profiles/profile.ts';
import type { Profile } from '../../../board-profiles/profile.schema.ts';
import { changedDoors, sayOther, type LostIdentity } from '../flash/identity.ts';
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
    ...runsOf(changes.map((change) => ({ of: change.of, text: sayChange(change) }))).map(({ of, text }) => `  ${of}: ${text}`),
    '',
    ...(otherDoors.length === 0
      ? ['Every door stays what it is.']
      : ['These doors are other ones afterwards, so they must be empty:',
        ...runsOf(otherDoors.map((door) => ({ of: `locker ${String(door.locker)}`, text: sayOther(door) })))
          .map(({ of, text }) => `  ${of} ${of.startsWith('lockers') ? severally(text) : text}`)]),
    ...(newDoors.length === 0 ? [] : [`New doors: ${newDoors.join(', ')}`]),
  ].join('\n');
}

/** The same of more than one: a run says so of each of them. */
function severally(text: string): string {
  const many = { is: 'are', has: 'have', hangs: 'hang' } as const;
  return text.replace(/^(?:is|has|hangs)\b/, (one) => many[one as keyof typeof many]);
}

interface Row {
  /** What it is about: `locker 7`, `board left`. */
  readonly of: string;
  readonly text: string;
}

/** Lockers one after the other of which the same is said, said once: sixty rows of one kind hide the one that is otherwise. */
function runsOf(rows: readonly Row[]): readonly Row[] {
  const runs: { first: Row; from: number; to: number }[] = [];
  for (const row of rows) {
    const number = Number(/^locker (\d+)$/.exec(row.of)?.[1]);
    const run = runs.at(-1);
    if (run?.to === number - 1 && run.first.text === row.text) run.to = number;
    else runs.push({ first: row, from: number, to: number });
  }
  return runs.map(({ first, from, to }) => (to > from ? { ...first, of: `lockers ${String(from)} to ${String(to)}` } : first));
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
