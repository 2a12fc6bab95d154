import { expect } from 'vitest';
import type { Planted } from '../sweep/world.ts';
import { deliveries } from '../sweep/stories/deliveries.ts';
import { legs } from '../sweep/stories/legs.ts';
import { orderStories } from '../sweep/stories/orders.ts';
import { ownLockers } from '../sweep/stories/own-lockers.ts';
import { troubles } from '../sweep/stories/troubles.ts';
import { tell, type RunOptions, type Story } from '../sweep/story.ts';

const stories: readonly Story[] = [...deliveries, ...legs, ...ownLockers, ...orderStories, ...troubles];

export interface Hunt {
  readonly invariant: number;
  readonly story: string;
  readonly cuts?: RegExp | number;
  /** Which complaint it is, where there are several of the same invariant. */
  readonly says?: RegExp;
  readonly plant?: () => Planted;
}

function storyOf({ story: part }: Hunt): Story {
  const story = stories.find(({ name }) => name.includes(part));
  if (!story) throw new Error(`there is no story with ${part}`);
  return { ...story, isTroubled: true };
}

/** Tells the story undisturbed and with no bug in it: nothing is complained of. */
export async function isSound(hunt: Hunt): Promise<void> {
  expect((await tell(storyOf(hunt), { seed: 1, cutAt: null })).complaints).toEqual([]);
}

/** Tells a story with a bug in it, and with the power going where it takes that, until an invariant is seen to be broken. */
export async function isCaught(hunt: Hunt): Promise<void> {
  const { invariant, cuts, says, plant } = hunt;
  const story = storyOf(hunt);
  const instead = new Set<string>();
  for (const options of await cutsIn(story, cuts)) {
    const planted = plant ? { planted: plant() } : {};
    const { complaints } = await tell(story, { ...options, ...planted });
    if (complaints.some((one) => one.invariant === invariant && (says?.test(one.says) ?? true))) return;
    for (const one of complaints) instead.add(`${String(one.invariant)}: ${one.says}`);
  }
  expect.fail(`nothing is said of invariant ${String(invariant)}, but of ${[...instead].join('; ') || 'none'}`);
}

async function cutsIn(story: Story, cuts: RegExp | number | undefined): Promise<readonly RunOptions[]> {
  if (cuts === undefined) return [{ seed: 1, cutAt: null }];
  const { calls } = await tell(story, { seed: 1, cutAt: null });
  const isCut = (call: string, index: number): boolean => (typeof cuts === 'number' ? index % cuts === cuts - 1 : cuts.test(call));
  const cut = calls.flatMap((call, index) => (isCut(call, index) ? [index + 1] : []));
  const dices = Array.from({ length: dicesOf(cuts) }, (_, dice) => dice);
  return cut.flatMap((cutAt) => dices.map((dice) => ({ seed: 100 * cutAt + dice, cutAt, reachesCoil: dice % 2 === 0 })));
}

/** What people do in the dark is diced: at a place that was chosen on purpose, more than once. */
function dicesOf(cuts: RegExp | number | undefined): number {
  return cuts instanceof RegExp ? 12 : 1;
}
