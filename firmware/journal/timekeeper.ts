import type { Moment } from '../bank/moment.ts';
import type { Clock, ClockQuality } from '../ports/clock.ts';

export interface TimeLimits {
  /** The wall clock has stepped when it went so far beyond what the monotonic clock says. NTP slews 30 ms a minute. */
  readonly stepMs: number;
  /** A step forward by more than this would expire every parcel for good: it is not believed at once. */
  readonly leapMs: number;
  /** So long a leap must last, on the monotonic clock, before it is believed. */
  readonly leapLastsMs: number;
  /** So near the upstream's time must be to a leap to confirm it. */
  readonly agreeMs: number;
}

export const usualTimeLimits: TimeLimits = { stepMs: 2_000, leapMs: 86_400_000, leapLastsMs: 600_000, agreeMs: 300_000 };

/** A wall clock that says less has never been set; there is nothing to lose in believing whatever it says next. */
const earliestMs = Date.UTC(2020, 0, 1);

/** Steps that nobody has asked about yet; of more than these only the first are told. */
const stepsMost = 16;

/** What the journal knows of time: the stamp of its last record. */
export interface LastTimes {
  /** Up to where time was trusted. */
  readonly floorMs: number;
  readonly ageMs: number;
  /** What the clock said. */
  readonly atMs: number;
}

/** The wall clock has stepped. */
export interface ClockStep {
  readonly byMs: number;
  readonly clockq: ClockQuality;
}

/** Where time comes from at this moment: the wall clock, the upstream, or neither of them. */
type Source = 'wall' | 'server' | 'none';

/**
 * Says what time it is, as well as a machine without a battery clock can. Between two looks at the wall clock time
 * goes on by the monotonic clock. The floor is what time it is at least: it rises with times that a time server or
 * the upstream stands behind, and by the time that has gone by otherwise; it never falls, nor does `now` fall below it.
 */
export class Timekeeper {
  readonly #clock: Clock;
  readonly #limits: TimeLimits;
  readonly #ageMs: number;
  readonly #bootMonoMs: number;
  /** When this was last brought up to date, on the monotonic clock. */
  #monoMs: number;
  #ms: number;
  #floorMs: number;
  #source: Source = 'none';
  #own: ClockQuality;
  /** Wall clock minus monotonic clock: it changes only where the wall clock steps. */
  #offsetMs: number;
  #leap: { readonly offsetMs: number; readonly sinceMonoMs: number } | null = null;
  #steps: ClockStep[] = [];

  constructor(clock: Clock, last: LastTimes, limits = usualTimeLimits) {
    this.#clock = clock;
    this.#limits = limits;
    this.#ageMs = last.ageMs;
    this.#floorMs = last.floorMs;
    this.#monoMs = this.#bootMonoMs = clock.monoMs();
    const wallMs = clock.wallMs();
    this.#offsetMs = wallMs - this.#monoMs;
    this.#own = clock.quality();
    const isKept = this.#own !== 'floor' && this.#isPossible(wallMs);
    // Nobody has kept this wall clock while the power was off: it may well wake behind the last record.
    this.#ms = isKept ? wallMs : Math.max(wallMs, last.atMs, last.floorMs);
    this.#look();
  }

  now(): Moment {
    return this.stamp().at;
  }

  /** What goes with a record: the time, what it is at least, and how far it can be trusted. */
  stamp(): { readonly at: Moment; readonly floorMs: number; readonly clockq: ClockQuality } {
    this.#look();
    const ageMs = Math.floor(this.#ageMs + this.#monoMs - this.#bootMonoMs);
    const at = { ms: Math.floor(Math.max(this.#ms, this.#floorMs)), ageMs };
    return { at, floorMs: Math.floor(this.#floorMs), clockq: this.#quality() };
  }

  #quality(): ClockQuality {
    if (this.#ms < this.#floorMs - this.#limits.stepMs) return 'floor';
    if (this.#source === 'wall') return this.#own;
    return this.#source === 'server' ? 'server' : 'floor';
  }

  /** Steps of the wall clock since this was last asked, as far as they have been seen by any look at the clock. */
  takeSteps(): readonly ClockStep[] {
    const steps = this.#steps;
    this.#steps = [];
    return steps;
  }

  /** The upstream has said what time it is. A clock of our own that a time server keeps knows better. */
  serverSaid(ms: number): void {
    this.#look();
    const wallMs = this.#offsetMs + this.#monoMs;
    if (this.#leap && Math.abs(ms - wallMs) <= this.#limits.agreeMs) {
      this.#believe(wallMs);
      this.#floorMs = Math.max(this.#floorMs, Math.min(wallMs, ms));
      return;
    }
    if (this.#leap) this.#leap = { ...this.#leap, sinceMonoMs: this.#monoMs };
    else if (this.#own === 'ntp') return;
    const byMs = Math.round(ms - Math.max(this.#ms, this.#floorMs));
    if (Math.abs(byMs) > this.#limits.stepMs) this.#note({ byMs, clockq: 'server' });
    this.#ms = ms;
    this.#source = 'server';
    this.#floorMs = Math.max(this.#floorMs, ms);
  }

  #look(): void {
    const monoMs = this.#clock.monoMs();
    const wallMs = this.#clock.wallMs();
    const elapsedMs = monoMs - this.#monoMs;
    const byMs = Math.round(wallMs - monoMs - this.#offsetMs);
    this.#own = this.#clock.quality();
    if (Math.abs(byMs) > this.#limits.stepMs) this.#note({ byMs, clockq: this.#own });
    this.#monoMs = monoMs;
    this.#offsetMs = wallMs - monoMs;
    this.#ms += elapsedMs;
    if (!this.#isVouchedFor()) this.#floorMs += elapsedMs;
    const isKept = this.#own === 'ntp' || (this.#own === 'rtc' && this.#source !== 'server' && this.#isPossible(wallMs));
    if (isKept) this.#follow(wallMs);
    else this.#goOn();
    if (this.#isVouchedFor()) this.#floorMs = Math.max(this.#floorMs, this.#ms);
  }

  #note(step: ClockStep): void {
    if (this.#steps.length < stepsMost) this.#steps.push(step);
  }

  /** Without a clock to follow time goes on from where it was. */
  #goOn(): void {
    this.#leap = null;
    if (this.#source === 'wall') this.#source = 'none';
  }

  #follow(wallMs: number): void {
    const nowMs = Math.max(this.#ms, this.#floorMs);
    if (wallMs - nowMs <= this.#limits.leapMs || nowMs < earliestMs) return this.#believe(wallMs);
    const isSame = this.#leap !== null && Math.abs(this.#leap.offsetMs - this.#offsetMs) <= this.#limits.stepMs;
    if (!isSame) this.#leap = { offsetMs: this.#offsetMs, sinceMonoMs: this.#monoMs };
    const lastedMs = this.#monoMs - (this.#leap?.sinceMonoMs ?? this.#monoMs);
    if (lastedMs >= this.#limits.leapLastsMs) this.#believe(wallMs);
    else if (this.#source === 'wall') this.#source = 'none';
  }

  #believe(wallMs: number): void {
    this.#ms = wallMs;
    this.#source = 'wall';
    this.#leap = null;
  }

  /** Somebody else stands behind this time. A clock chip alone may have lost its battery. */
  #isVouchedFor(): boolean {
    return this.#source === 'server' || (this.#source === 'wall' && this.#own === 'ntp');
  }

  /** A clock that says it is earlier than it is at least is wrong. */
  #isPossible(wallMs: number): boolean {
    return wallMs >= this.#floorMs - this.#limits.stepMs;
  }
}
