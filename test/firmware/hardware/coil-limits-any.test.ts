import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coilOnMost, hotPulsesMost, LimitedLocks } from '../../../firmware/hardware/coil-limits.ts';
import type { Coil, TimedAnswer } from '../../../firmware/hardware/field.ts';
import type { LockAnswer, Urgency } from '../../../firmware/ports/hardware.ts';
import { CoilWatch, type CoilLimits, type Violation } from '../../../sim/cabinet/coil-watch.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { ms } from '../../../statecharts/units.ts';

/**
 * Whatever is asked of the locks, and whatever the boards do with it, an examiner at the coils sees the limits kept. It
 * watches the true coils, which a bad board leaves on, energises late, or energises without saying so.
 */
interface Limits {
  readonly coilsAtOnce: number;
  readonly pulseMost: number;
  readonly rest: number;
  readonly gap: number;
}

/** What is wrong with a coil from now on. Of a board that times: how long it takes to begin, and then to answer. */
type Manner =
  | { readonly is: 'well' | 'dead' | 'order-lost' | 'stays-on' }
  | { readonly is: 'slow'; readonly beginsMs: number; readonly answersMs: number }
  | { readonly is: 'answer-lost' | 'rejects'; readonly beginsMs: number }
  | { readonly is: 'never-answers' | 'throws' | 'refuses' };

type Step =
  | { readonly do: 'pulse'; readonly locker: number; readonly length: number; readonly urgency: Urgency }
  | { readonly do: 'rest'; readonly locker: number }
  | { readonly do: 'rest-all' }
  | { readonly do: 'manner'; readonly locker: number; readonly manner: Manner }
  | { readonly do: 'wait'; readonly forMs: number };

interface Story {
  readonly limits: Limits;
  /** Of which lockers a board times the pulse. */
  readonly timed: readonly boolean[];
  readonly steps: readonly Step[];
}

interface Outcome {
  readonly violations: readonly Violation[];
  /** Of coils that a bad board left on: nobody but a guardian beside this program ends those. */
  readonly leftOn: ReadonlySet<number>;
  readonly unanswered: number;
  readonly stillOn: readonly number[];
  readonly timersLeft: readonly string[];
}

interface Planted {
  readonly what: string;
  readonly kind: Violation['kind'];
  readonly wrong: (one: Story) => Partial<Limits>;
  readonly hotUsual?: number;
}

const lockers = [1, 2, 3, 4, 5, 6];
const locker = fc.constantFrom(...lockers);
const delay = fc.nat({ max: 2000 });
const manner: fc.Arbitrary<Manner> = fc.oneof(
  fc.record({ is: fc.constantFrom('well' as const, 'dead' as const, 'order-lost' as const, 'stays-on' as const) }),
  fc.record({ is: fc.constant('slow' as const), beginsMs: delay, answersMs: delay }),
  fc.record({ is: fc.constantFrom('answer-lost' as const, 'rejects' as const), beginsMs: delay }),
  fc.record({ is: fc.constantFrom('never-answers' as const, 'throws' as const, 'refuses' as const) }),
);
const stepWith = (...urgencies: Urgency[]): fc.Arbitrary<Step> => fc.oneof(
  { weight: 6, arbitrary: fc.record({
    do: fc.constant('pulse' as const), locker, length: fc.integer({ min: 0, max: 1500 }),
    urgency: fc.constantFrom(...urgencies),
  }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rest' as const), locker }) },
  { weight: 1, arbitrary: fc.constant({ do: 'rest-all' as const }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('manner' as const), locker, manner }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), forMs: fc.integer({ min: 0, max: 1500 }) }) },
);
const story: fc.Arbitrary<Story> = fc.record({
  limits: fc.record({
    coilsAtOnce: fc.constantFrom(1, 1, 2, 3), pulseMost: fc.integer({ min: 50, max: 1200 }),
    rest: fc.integer({ min: 200, max: 3000 }), gap: fc.constantFrom(0, 150, 300),
  }),
  timed: fc.array(fc.boolean(), { minLength: lockers.length, maxLength: lockers.length }),
  steps: fc.oneof(...[stepWith('usual'), stepWith('usual', 'usual', 'emergency')].map((step) =>
    fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }))),
});

/** One coil for real, and the board before it. */
class TrueCoil {
  manner: Manner = { is: 'well' };
  hasStayedOn = false;
  readonly #watch: CoilWatch;
  readonly #clock: VirtualClock;
  readonly #locker: number;

  constructor(locker: number, watch: CoilWatch, clock: VirtualClock) {
    this.#locker = locker;
    this.#watch = watch;
    this.#clock = clock;
  }

  byHost(): Coil {
    return { timedBy: 'host', switch: (to) => (to === 'energised' ? this.#switchOn() : this.#switchOff()) };
  }

  byBoard(): Coil {
    return { timedBy: 'board', lasts: (length) => length, pulse: (length) => this.#pulse(length) };
  }

  #switchOn(): void {
    if (this.manner.is === 'dead') throw new Error('EIO');
    if (!this.#watch.isOn(this.#locker)) this.#watch.on(this.#locker);
    if (this.manner.is === 'order-lost') throw new Error('EIO');
  }

  #switchOff(): void {
    const isOn = this.#watch.isOn(this.#locker);
    if (this.manner.is === 'dead' || this.manner.is === 'stays-on') {
      this.hasStayedOn ||= isOn;
      throw new Error('EIO');
    }
    this.#watch.off(this.#locker);
  }

  async #pulse(length: number): Promise<TimedAnswer> {
    const { manner } = this;
    if (manner.is === 'throws') throw new Error('thrown');
    if (manner.is === 'never-answers') return new Promise(() => undefined);
    if (manner.is === 'refuses') return { kind: 'refused', reason: 'busy', mayBeOn: false };
    await this.#after('beginsMs' in manner ? manner.beginsMs : 0);
    this.#watch.on(this.#locker);
    void this.#after(length).then(() => this.#watch.off(this.#locker));
    await this.#after('answersMs' in manner ? manner.answersMs : 0);
    if (manner.is === 'rejects') throw new Error('rejected');
    return manner.is === 'answer-lost' ? { kind: 'refused', reason: 'silent', mayBeOn: true } : { kind: 'confirmed' };
  }

  #after(forMs: number): Promise<void> {
    if (forMs === 0) return Promise.resolve();
    return new Promise((resolve) => void this.#clock.setTimer('board', ms(forMs), resolve));
  }
}

/**
 * @param believed what the locks go by; the examiner goes by the truth
 * @param hotUsual how many pulses in a row the examiner bears, where anybody is let out
 */
async function told({ limits, timed, steps }: Story, believed: Limits, hotUsual = hotPulsesMost): Promise<Outcome> {
  const clock = new VirtualClock();
  const hotMost = steps.some((one) => one.do === 'pulse' && one.urgency === 'emergency') ? hotUsual : 1;
  const { coilsAtOnce, pulseMost, rest, gap } = limits;
  // Where coils overlap, the locks keep orders apart: when a board that is slow to begin does begin, nobody knows.
  const isGapKnown = coilsAtOnce === 1 || !timed.includes(true);
  const truth: CoilLimits = {
    longest: ms(Math.min(pulseMost, coilOnMost)), atOnce: coilsAtOnce, rest: ms(rest), hotMost, gap: ms(isGapKnown ? gap : 0),
  };
  const watch = new CoilWatch(clock, truth, () => undefined);
  const coils = new Map(lockers.map((one) => [one, new TrueCoil(one, watch, clock)]));
  const locks = new LimitedLocks({
    coils: new Map([...coils].map(([one, coil]) => [one, timed[one - 1] === true ? coil.byBoard() : coil.byHost()])),
    coilsAtOnce: believed.coilsAtOnce, pulseMost: ms(believed.pulseMost), rest: ms(believed.rest), gap: ms(believed.gap), clock,
  });
  let unanswered = 0;
  const ask = (asked: Promise<LockAnswer>): void => {
    unanswered++;
    void asked.then(() => unanswered--);
  };
  for (const one of steps) {
    if (one.do === 'pulse') ask(locks.pulse(one.locker, ms(one.length), one.urgency));
    else if (one.do === 'rest') ask(locks.rest(one.locker));
    else if (one.do === 'rest-all') ask(locks.restAll());
    else if (one.do === 'manner') coils.get(one.locker)!.manner = one.manner;
    await clock.advance(ms(one.do === 'wait' ? one.forMs : 0));
  }
  for (const coil of coils.values()) coil.manner = { is: 'well' };
  // Until a board that never answers is given up, and one after the other has had its turn.
  await clock.advance(ms(60_000));
  await locks.close();
  await clock.advance(ms(5_000));
  return {
    violations: watch.violations(),
    leftOn: new Set([...coils].flatMap(([one, coil]) => (coil.hasStayedOn ? [one] : []))),
    unanswered,
    stillOn: lockers.filter((one) => watch.isOn(one)),
    timersLeft: clock.waiting(),
  };
}

/** A coil that its board leaves on lasts too long whatever anybody does; that no other joins it is still asked for. */
function broken({ violations, leftOn }: Outcome): readonly Violation[] {
  return violations.filter((one) => one.kind !== 'coil-too-long' || !leftOn.has(one.locker));
}

describe('whatever people ask and boards do', () => {
  test('no coil is on for too long, none beside too many others, none before it has rested, and everybody is answered', async () => {
    await fc.assert(fc.asyncProperty(story, async (one) => {
      const outcome = await told(one, one.limits);
      expect(broken(outcome)).toEqual([]);
      expect(outcome).toMatchObject({ unanswered: 0, stillOn: [], timersLeft: [] });
    }), { numRuns: 400 });
  }, 60_000);

  /** Limits that are kept wrongly, or an examiner that asks for more than is promised: each has to be noticed. */
  const planted: readonly Planted[] = [
    { what: 'one coil too many', kind: 'too-many-coils', wrong: ({ limits }) => ({ coilsAtOnce: limits.coilsAtOnce + 1 }) },
    { what: '10 ms too long', kind: 'coil-too-long', wrong: ({ limits }) => ({ pulseMost: limits.pulseMost + 10 }) },
    { what: 'too little rest', kind: 'coil-not-rested', wrong: ({ limits }) => ({ rest: limits.rest * 0.8 }) },
    { what: 'one hot pulse too many', kind: 'coil-not-rested', wrong: () => ({}), hotUsual: hotPulsesMost - 1 },
    { what: '10 ms too early', kind: 'no-gap', wrong: ({ limits }) => ({ gap: Math.max(0, limits.gap - 10) }) },
  ];

  test.each(planted)('a limit that is kept wrongly is noticed at the coils [$what]', async ({ kind, wrong, hotUsual }) => {
    const found = await fc.check(fc.asyncProperty(story, async (one) => {
      const outcome = await told(one, { ...one.limits, ...wrong(one) }, hotUsual);
      return !broken(outcome).some((violation) => violation.kind === kind);
    }), { numRuns: 3000 });
    expect(found.failed).toBe(true);
  }, 60_000);
});
