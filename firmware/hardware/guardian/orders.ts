import type { PinPlan } from '../gpio/pin-plan.ts';

/** What the controller and the guardian tell each other, one line of JSON each. The first line is the `Watch`. */

/** An output that somebody watches over. `mostMs`: how long it may be on; `null` for a lamp. */
export interface GuardedPin {
  readonly pin: number;
  readonly mostMs: number | null;
}

interface Guarded {
  readonly pins: readonly GuardedPin[];
  /** How many of those with a limit may be on at once. */
  readonly atOnce: number;
}

export type Watch =
  | Guarded & { readonly kind: 'pins'; readonly plan: PinPlan }
  | Guarded & { readonly kind: 'firmata'; readonly port: string; readonly baud: number };

export interface Order {
  readonly number: number;
  readonly pin: number;
  readonly to: 'on' | 'off';
}

export type Report =
  | { readonly kind: 'ready' }
  | { readonly kind: 'not-ready'; readonly where: string; readonly what: string }
  /** Done, or not: the outputs are as ordered, or nobody knows. */
  | { readonly kind: 'taken' | 'refused'; readonly number: number }
  /** Outputs that cannot be switched, and that can again; all others can from the start. */
  | { readonly kind: 'reach'; readonly pins: readonly number[]; readonly is: 'lost' | 'found' }
  | { readonly kind: 'trouble'; readonly where: string; readonly what: string };

const reportKinds: readonly unknown[] = ['ready', 'not-ready', 'taken', 'refused', 'reach', 'trouble'] satisfies readonly Report['kind'][];

/** `null` for what is no report: something else may have written there, a warning of Node's say, and that ends nobody. */
export function readReport(line: string): Report | null {
  try {
    const report = JSON.parse(line) as Report | null;
    return reportKinds.includes(report?.kind) ? report : null;
  } catch {
    return null;
  }
}

/** Lines out of a stream of text, however it was cut. A line longer than this is no order of ours. */
const lineMost = 1_000_000;

export class Lines {
  #rest = '';

  push(text: string): readonly string[] {
    const lines = (this.#rest + text).split('\n');
    this.#rest = (lines.pop() ?? '').slice(-lineMost);
    return lines.filter((line) => line !== '');
  }
}
