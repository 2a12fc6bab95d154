import { afterAll, expect, test } from 'vitest';
import type { Complaint } from '../invariants/checker.ts';
import type { Danger } from './marks.ts';
import { tell, type Run, type RunOptions, type Story } from './story.ts';

/** What else goes wrong in a run is diced: with which call the power goes a second time, and what a cut leaves of a block. */
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/**
 * 1: the power goes at every call of a story. With more, at every so many; which ones is a matter of the seed, and a few
 * are too dangerous to be left to chance.
 */
const stride = Number(process.env['STRIDE'] ?? 1);

/** A single call, to see a failure again. */
const only = process.env['CUT'] === undefined ? null : Number(process.env['CUT']);

/** Blocks of a card as small as they get, so that a journal has several. */
const blockBytes = 4_096;

const dangerous = /^(locks\.pulse|disk\.replace snapshot|disk\.rename|disk\.replace (directory|branding))/;

interface Failure {
  readonly story: string;
  readonly cutAt: number | null;
  readonly call: string;
  readonly complaints: readonly Complaint[];
  readonly again: string;
}

interface Swept {
  readonly failures: readonly Failure[];
  readonly marks: ReadonlySet<string>;
  readonly runs: number;
}

/** How a run with the power going at one call comes out: everything else about it follows from seed and call. */
export function cutOptions(cutAt: number, change: Partial<RunOptions> = {}): RunOptions {
  const dice = (seed ^ (cutAt * 0x9e3779b1)) >>> 0;
  return {
    seed: dice, cutAt,
    ...(dice % 3 === 0 ? { blockBytes } : {}),
    ...(dice % 4 === 0 ? { cutAgainAt: 1 + ((dice >>> 8) % 60) } : {}),
    ...change,
  };
}

/** Tells a story once undisturbed, and then with the power going at one call after the other. Stops at the third failure. */
async function sweep(story: Story): Promise<Swept> {
  const whole = await tell(story, { seed, cutAt: null });
  const failures: Failure[] = failureOf(story, null, whole, whole);
  const marks = new Set<string>(whole.marks);
  let runs = 1;
  for (const options of cutsOf(whole.calls)) {
    if (failures.length >= 3) break;
    const run = await tell(story, options);
    failures.push(...failureOf(story, options.cutAt, run, whole));
    for (const mark of run.marks) marks.add(mark);
    runs++;
  }
  return { failures, marks, runs };
}

function* cutsOf(calls: readonly string[]): Generator<RunOptions> {
  for (const [index, call] of calls.entries()) {
    const cutAt = index + 1;
    if (only !== null && cutAt !== only) continue;
    const isPulse = call.startsWith('locks.pulse');
    if (isPulse) for (const reachesCoil of [true, false]) yield cutOptions(cutAt, { reachesCoil });
    else if (only !== null || cutAt % stride === seed % stride || dangerous.test(call)) yield cutOptions(cutAt);
  }
}

function failureOf({ name }: Story, cutAt: number | null, { complaints }: Run, { calls }: Run): Failure[] {
  if (complaints.length === 0) return [];
  const again = `SEED=${String(seed)} CUT=${String(cutAt ?? 0)} npx vitest run --project unit test/sweep -t '${name}'`;
  return [{ story: name, cutAt, call: cutAt === null ? 'none' : (calls[cutAt - 1] ?? ''), complaints, again }];
}

interface AllSeen {
  /** Where the power must have gone in one of the stories. */
  readonly cutAt: readonly Danger[];
  /** What the stories say of themselves. */
  readonly happened: readonly string[];
}

/** A test for each story: nothing was complained of, and the power did go. All of them together have seen what there is to see. */
export function sweepsClean(stories: readonly Story[], { cutAt, happened }: AllSeen): void {
  const marks = new Set<string>();

  test.each(stories.map((story) => [story.name, story] as const))('%s', async (_, story) => {
    const swept = await sweep(story);
    expect(swept.failures).toEqual([]);
    expect(swept.runs).toBeGreaterThan(only === null ? 5 : 0);
    for (const mark of swept.marks) marks.add(mark);
  }, 300_000);

  afterAll(() => {
    if (only === null) expect([...marks]).toEqual(expect.arrayContaining([...cutAt, ...happened]));
  });
}
