import { dayMs } from '../../../statecharts/units.ts';
import type { Extension } from '../screens.ts';

/** For how long, and until when: as many choices between the first and the last as people listen to. */

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** As people count; a row of 24 hours, one by one, would be heard for a minute. */
const roundLengthsMs = [
  15 * minuteMs, 30 * minuteMs, hourMs, 2 * hourMs, 3 * hourMs, 4 * hourMs, 6 * hourMs, 8 * hourMs, 12 * hourMs,
  dayMs, 2 * dayMs, 3 * dayMs, 5 * dayMs, 7 * dayMs, 14 * dayMs, 30 * dayMs,
];

/** One page of twelve keys, on which the way back is 9: whoever listens hears the longest as soon as the shortest. */
const lengthsMost = 7;

/** The shortest, the longest, and round ones between. */
export function someLengths({ firstMs, lastMs, stepMs }: Extension): readonly number[] {
  const between = roundLengthsMs.filter((ms) => ms > firstMs && ms < lastMs && (ms - firstMs) % stepMs === 0);
  const all = [...new Set([firstMs, ...between, lastMs])];
  if (all.length <= lengthsMost) return all;
  return Array.from({ length: lengthsMost }, (_, at) => all[Math.round((at * (all.length - 1)) / (lengthsMost - 1))] ?? lastMs);
}

/** The same of dates: so much later than its present end, which is a step before the first. */
export function laterEnds({ firstMs, lastMs, stepMs }: Extension): readonly number[] {
  const endMs = firstMs - stepMs;
  return someLengths({ firstMs: stepMs, lastMs: lastMs - endMs, stepMs }).map((ms) => endMs + ms);
}
