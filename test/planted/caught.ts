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
  readonly plant?: () => Planted;
}

/** Tells a story with a bug in it, and with the power going where it takes that, until an invariant is seen to be broken. */
export async function isCaught({ invariant, story: part, cuts, plant }: Hunt): Promise<void> {
  const story = stories.find(({ name }) => name.includes(part));
  if (!story) throw new Error(`there is no story with ${part}`);
  const found = new Set<number>();
  for (const options of await cutsIn(story, cuts)) {
    const planted = plant ? { planted: plant() } : {};
    const { complaints } = await tell({ ...story, isTroubled: true }, { ...options, ...planted });
    for (const complaint of complaints) found.add(complaint.invariant);
    if (found.has(invariant)) return;
  }
  expect([...found]).toContain(invariant);
}

async function cutsIn(story: Story, cuts: RegExp | number | undefined): Promise<readonly RunOptions[]> {
  if (cuts === undefined) return [{ seed: 1, cutAt: null }];
  const { calls } = await tell({ ...story, isTroubled: true }, { seed: 1, cutAt: null });
  const isCut = (call: string, index: number): boolean => (typeof cuts === 'number' ? index % cuts === cuts - 1 : cuts.test(call));
  const cut = calls.flatMap((call, index) => (isCut(call, index) ? [index + 1] : []));
  const dices = Array.from({ length: dicesOf(cuts) }, (_, dice) => dice);
  return cut.flatMap((cutAt) => dices.map((dice) => ({ seed: 100 * cutAt + dice, cutAt, reachesCoil: dice % 2 === 0 })));
}

/** What people do in the dark is diced: at a place that was chosen on purpose, more than once. */
function dicesOf(cuts: RegExp | number | undefined): number {
  return cuts instanceof RegExp ? 12 : 1;
}
