import { ms, type Milliseconds } from '../../statecharts/units.ts';
import type { Clock, Timer } from '../../firmware/ports/clock.ts';

/** What a firmware does to coils that it must not do. */
export type Violation =
  | { readonly kind: 'too-many-coils'; readonly lockers: readonly number[]; readonly atMs: number }
  | { readonly kind: 'coil-too-long' | 'coil-not-rested' | 'no-gap'; readonly locker: number; readonly atMs: number };

export interface CoilLimits {
  readonly longest: Milliseconds;
  /** How many coils may be on at once; 1 unless it says more. */
  readonly atOnce?: number;
  /** How long a coil is off between two pulses. Left out, nobody watches that. */
  readonly rest?: Milliseconds;
  /** How many pulses in a row a coil bears without that rest: where somebody inside is let out, more than 1. */
  readonly hotMost?: number;
  /** Between the beginnings of two pulses, and after the end of one where only one coil may be on. */
  readonly gap?: Milliseconds;
}

/** One coil, energised for a while; `toMs` is `null` while it still is. By `monoMs`. */
export interface CoilPulse {
  readonly locker: number;
  readonly fromMs: number;
  readonly toMs: number | null;
}

/** Kept for whoever asks; older pulses and violations are forgotten. */
const keptMost = 1000;

/** What a coil has behind it. */
interface Past {
  readonly offMs: number;
  /** Pulses in a row, none of which began rested but the first. */
  readonly inRow: number;
}

/** Watches the coils and enforces nothing: limits are the firmware's duty, and this is its examiner. */
export class CoilWatch {
  readonly #clock: Clock;
  readonly #limits: CoilLimits;
  readonly #tell: (violation: Violation) => void;
  readonly #on = new Map<number, { readonly fromMs: number; readonly tooLong: Timer }>();
  readonly #pulses: CoilPulse[] = [];
  readonly #violations: Violation[] = [];
  readonly #past = new Map<number, Past>();
  #beganMs = -Infinity;
  #endedMs = -Infinity;

  constructor(clock: Clock, limits: CoilLimits, tell: (violation: Violation) => void) {
    this.#clock = clock;
    this.#limits = limits;
    this.#tell = tell;
  }

  isOn(locker: number): boolean {
    return this.#on.has(locker);
  }

  on(locker: number): void {
    const { longest, atOnce = 1, gap } = this.#limits;
    const atMs = this.#clock.monoMs();
    // One more millisecond: a pulse of exactly the longest length is within the rule.
    const tooLong = this.#clock.setTimer(`coil ${String(locker)} too long`, ms(longest + 1), () => {
      this.#note({ kind: 'coil-too-long', locker, atMs: this.#clock.monoMs() });
    });
    this.#on.set(locker, { fromMs: atMs, tooLong });
    if (this.#on.size > atOnce) this.#note({ kind: 'too-many-coils', lockers: [...this.#on.keys()], atMs });
    if (gap !== undefined && atMs - (atOnce > 1 ? this.#beganMs : this.#endedMs) < gap) this.#note({ kind: 'no-gap', locker, atMs });
    this.#beganMs = atMs;
    this.#mindRest(locker, atMs);
  }

  off(locker: number): void {
    const coil = this.#on.get(locker);
    if (coil === undefined) return;
    this.#clock.cancel(coil.tooLong);
    this.#on.delete(locker);
    const toMs = this.#clock.monoMs();
    keep(this.#pulses, { locker, fromMs: coil.fromMs, toMs });
    // An order that was taken back in the same moment has warmed nothing.
    if (toMs === coil.fromMs) return;
    this.#endedMs = toMs;
    this.#past.set(locker, { offMs: toMs, inRow: this.#inRow(locker, coil.fromMs) });
  }

  /** The latest pulses, oldest first; those that are still on come last. */
  pulses(): readonly CoilPulse[] {
    return [...this.#pulses, ...[...this.#on].map(([locker, { fromMs }]) => ({ locker, fromMs, toMs: null }))];
  }

  violations(): readonly Violation[] {
    return [...this.#violations];
  }

  /** The power goes: every coil with it. */
  stop(): void {
    for (const locker of this.#on.keys()) this.off(locker);
  }

  #mindRest(locker: number, atMs: number): void {
    if (this.#inRow(locker, atMs) > (this.#limits.hotMost ?? 1)) this.#note({ kind: 'coil-not-rested', locker, atMs });
  }

  #inRow(locker: number, fromMs: number): number {
    const past = this.#past.get(locker);
    return past !== undefined && fromMs - past.offMs < (this.#limits.rest ?? 0) ? past.inRow + 1 : 1;
  }

  #note(violation: Violation): void {
    keep(this.#violations, violation);
    this.#tell(violation);
  }
}

function keep<T>(list: T[], item: T): void {
  list.push(item);
  if (list.length > keptMost) list.shift();
}
