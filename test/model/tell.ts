import fc from 'fast-check';
import type { Settings } from '../../firmware/bank/settings.ts';
import { Disagreement } from './must-agree.ts';
import { playAny } from './play-any.ts';
import { SideBySide } from './side-by-side.ts';
import type { Step } from './steps.ts';

/** Tells a story to both banks, which must be alike after each of its steps. */
export function tell(settings: Partial<Settings>, story: readonly Step[], heard = new Map<string, number>()): SideBySide {
  const both = new SideBySide(settings, heard);
  for (const [index, step] of story.entries()) {
    playAny(both, step, index + 1);
    both.settle();
  }
  return both;
}

/**
 * What is heard in so many examples, which are the same ones each time: whether everything comes about by chance is then no
 * matter of chance. An example in which the banks disagree ends there; to tell of that is the business of other tests.
 */
export function heardIn<T>(examples: fc.Arbitrary<T>, count: number, play: (example: T, heard: Map<string, number>) => void): Set<string> {
  const heard = new Map<string, number>();
  for (const example of fc.sample(examples, { numRuns: count, seed: 1 })) {
    try {
      play(example, heard);
    } catch (trouble) {
      if (!(trouble instanceof Disagreement)) throw trouble;
    }
  }
  return new Set(heard.keys());
}
