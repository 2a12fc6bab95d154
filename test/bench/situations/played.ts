import { rowOf, type Row } from '../row.ts';
import { quantile } from '../quantile.ts';
import { Notebook, type Findings } from './findings.ts';
import { coilLongest, type Front } from './front.ts';
import type { Situation } from './situations.ts';

/** A door's movement is known to the upstream within this. */
const promisedMs = 1_000;

/** What has become of one situation. Plain data. */
export interface Played {
  readonly situation: string;
  readonly findings: Findings;
}

/** Every situation at one cabinet, one after the other, over one and the same bank, which ends with them. */
export async function playAll(
  front: Front, situations: readonly Situation[], onPlayed: (one: Played) => void = () => undefined,
): Promise<readonly Played[]> {
  const played: Played[] = [];
  try {
    for (const { name, play } of situations) {
      front.notebook = new Notebook();
      const [violations, pulses] = [front.cabinet.violations().length, front.cabinet.pulses().length];
      try {
        await play(front);
      } catch (error) {
        front.notebook.missing.push(`it could not be played: ${error instanceof Error ? error.message : String(error)}`);
      }
      front.notebook.overLimit.push(...front.cabinet.violations().slice(violations).map((violation) => JSON.stringify(violation)));
      const nowMs = front.clock.monoMs();
      front.notebook.coilMs.push(...front.cabinet.pulses().slice(pulses).map(({ fromMs, toMs }) => (toMs ?? nowMs) - fromMs));
      const one = { situation: name, findings: front.notebook.findings() };
      played.push(one);
      onPlayed(one);
    }
  } finally {
    await front.close();
  }
  return played;
}

const count = (played: readonly Played[], what: 'falseSuccesses' | 'missing' | 'overLimit'): number =>
  played.reduce((sum, { findings }) => sum + findings[what].length, 0);

/** The rows for the table. `isPromised`: not where the machine is only emulated, and its time is its own. */
export function rowsOf(family: string, played: readonly Played[], isPromised = true): readonly Row[] {
  const of = { value: played.length, against: 'the situations' };
  const known = played.flatMap(({ findings }) => findings.knownAfterMs);
  const coils = played.flatMap(({ findings }) => findings.coilMs);
  const longest = { value: coilLongest, against: 'the longest pulse that is no fault' };
  const promised = { value: promisedMs, against: 'the second that is promised' };
  return [
    rowOf(`${family}: false successes`, count(played, 'falseSuccesses'), '', of, 0),
    rowOf(`${family}: missing reports`, count(played, 'missing'), '', of, 0),
    rowOf(`${family}: coils over their limit`, count(played, 'overLimit'), '', of, 0),
    rowOf(`${family}: longest pulse`, longestOf(coils), 'ms', longest, 1),
    rowOf(`${family}: movement → upstream, median`, medianOf(known), 'ms', promised, isPromised ? 1 : null),
    rowOf(`${family}: movement → upstream, longest`, longestOf(known), 'ms', promised, isPromised ? 1 : null),
  ];
}

/** Where nothing was measured nothing is proved: that is longer than every promise. */
const longestOf = (measuredMs: readonly number[]): number => (measuredMs.length === 0 ? Infinity : Math.max(...measuredMs));
const medianOf = (measuredMs: readonly number[]): number => (measuredMs.length === 0 ? Infinity : quantile(measuredMs, 0.5));

/** What was found, for whoever reads along. */
export function print(family: string, played: readonly Played[]): void {
  process.stdout.write(`\n${family}\n`);
  for (const { situation, findings: { falseSuccesses, missing, overLimit, knownAfterMs, remarks } } of played) {
    const bad = [...falseSuccesses.map((what) => `FALSE SUCCESS ${what}`), ...missing.map((what) => `MISSING ${what}`), ...overLimit];
    const known = knownAfterMs.length === 0 ? '' : `known after ${knownAfterMs.map((ms) => ms.toFixed(0)).join(', ')} ms`;
    const says = [...bad, known, ...remarks].filter((part) => part !== '').join('; ') || 'as it should be';
    process.stdout.write(`  ${situation.padEnd(22)} ${says}\n`);
  }
}
