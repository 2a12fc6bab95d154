import { ms, type Milliseconds } from '../../statecharts/units.ts';
import type { Clock, Timer } from '../../firmware/ports/clock.ts';

/** What a firmware does to coils that it must not do. */
export type Violation =
  | { readonly kind: 'two-coils'; readonly lockers: readonly number[]; readonly atMs: number }
  | { readonly kind: 'coil-too-long'; readonly locker: number; readonly atMs: number };

/** One coil, energised for a while; `toMs` is `null` while it still is. By `monoMs`. */
export interface CoilPulse {
  readonly locker: number;
  readonly fromMs: number;
  readonly toMs: number | null;
}

/** Kept for whoever asks; older pulses and violations are forgotten. */
const keptMost = 1000;

/** Watches the coils and enforces nothing: limits are the firmware's duty, and this is its examiner. */
export class CoilWatch {
  readonly #clock: Clock;
  readonly #longest: Milliseconds;
  readonly #tell: (violation: Violation) => void;
  readonly #on = new Map<number, { readonly fromMs: number; readonly tooLong: Timer }>();
  readonly #pulses: CoilPulse[] = [];
  readonly #violations: Violation[] = [];

  constructor(clock: Clock, longest: Milliseconds, tell: (violation: Violation) => void) {
    this.#clock = clock;
    this.#longest = longest;
    this.#tell = tell;
  }

  isOn(locker: number): boolean {
    return this.#on.has(locker);
  }

  on(locker: number): void {
    // One more millisecond: a pulse of exactly the longest length is within the rule.
    const tooLong = this.#clock.setTimer(`coil ${String(locker)} too long`, ms(this.#longest + 1), () => {
      this.#note({ kind: 'coil-too-long', locker, atMs: this.#clock.monoMs() });
    });
    this.#on.set(locker, { fromMs: this.#clock.monoMs(), tooLong });
    if (this.#on.size > 1) this.#note({ kind: 'two-coils', lockers: [...this.#on.keys()], atMs: this.#clock.monoMs() });
  }

  off(locker: number): void {
    const coil = this.#on.get(locker);
    if (coil === undefined) return;
    this.#clock.cancel(coil.tooLong);
    this.#on.delete(locker);
    keep(this.#pulses, { locker, fromMs: coil.fromMs, toMs: this.#clock.monoMs() });
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

  #note(violation: Violation): void {
    keep(this.#violations, violation);
    this.#tell(violation);
  }
}

function keep<T>(list: T[], item: T): void {
  list.push(item);
  if (list.length > keptMost) list.shift();
}
