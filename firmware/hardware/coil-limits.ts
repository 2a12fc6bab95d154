import type { LockRefusal } from '../../statecharts/door/door.events.ts';
import { ms, type Milliseconds } from '../../statecharts/units.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import type { LockAnswer, Locks, Urgency } from '../ports/hardware.ts';
import { boardAnswersWithin, type Coil, type TimedAnswer, type TimedCoil } from './field.ts';

/** No coil is energised for longer, whatever a profile or a caller says: a solenoid of 10 % duty burns. */
export const coilOnMost = ms(1000);
/** The supply's capacitors recover, and one coil's current has fallen, before the next one draws. */
export const gapBetweenPulses = ms(150);
/**
 * Pulses that may wait behind the present one. Four of 400 ms with their gaps are 2.2 s, which is sooner than a door
 * chart's usual patience of 3 s; a longer queue would open doors for people who have given up.
 */
export const waitingPulsesMax = 4;
/** A coil that could not be switched off is tried again at every gap: 20 times are 3 s, where a driver's own limit ends it. */
const offTriesMax = 20;
/** A person inside does not wait until a coil has cooled; this often in a row it bears that. */
export const hotPulsesMost = 3;

interface LimitedLocksOptions {
  readonly coils: ReadonlyMap<number, Coil>;
  /** Longest pulse by the lock's data sheet. */
  readonly pulseMost: Milliseconds;
  /** How long a coil rests between two pulses. */
  readonly rest: Milliseconds;
  /** How many coils the supply bears at once; 1 unless the profile says more. */
  readonly coilsAtOnce?: number;
  /** Between the beginnings of two pulses, and after the end of one. */
  readonly gap?: Milliseconds;
  readonly clock: Clock;
  /** Switches off whatever boards know how to, beside the coils that are switched one by one. */
  readonly restBoards?: () => Promise<LockAnswer>;
}

interface WaitingPulse {
  readonly locker: number;
  readonly length: Milliseconds;
  readonly urgency: Urgency;
  readonly answer: (answer: LockAnswer) => void;
}

/** A coil that is energised, or may be. */
interface LiveCoil {
  readonly urgency: Urgency;
  /** Ends the pulse, believes that the board has, or gives up waiting for the board's answer. */
  end: Timer;
  /** Whoever waits for a board's answer; `null` when they have it. */
  waits: ((answer: LockAnswer) => void) | null;
}

const done: LockAnswer = { kind: 'done' };
const refused = (reason: LockRefusal): LockAnswer => ({ kind: 'refused', reason });

/**
 * Locks that keep to the limits of coil and supply at every instant: so many coils at a time, a capped pulse, a gap
 * after it, a rest for the same coil, a queue with an end. It knows no board; it is handed coils.
 */
export class LimitedLocks implements Locks {
  readonly #options: LimitedLocksOptions;
  readonly #pulseMost: Milliseconds;
  readonly #gapLength: Milliseconds;
  #waiting: WaitingPulse[] = [];
  readonly #live = new Map<number, LiveCoil>();
  #gap: Timer | null = null;
  /** When each coil has rested enough, by `monoMs`, and how often in a row it has not been let. */
  readonly #rests = new Map<number, { readonly untilMs: number; readonly hotPulses: number }>();
  /** Coils that may still be on, because the board did not take the order to switch them off; with tries so far. */
  readonly #perhapsOn = new Map<number, number>();
  /** Coils that were ordered on, whether or not the order was taken, and not off since. */
  readonly #orderedOn = new Set<number>();
  #closed = false;

  constructor(options: LimitedLocksOptions) {
    this.#options = options;
    this.#pulseMost = ms(Math.min(options.pulseMost, coilOnMost));
    this.#gapLength = options.gap ?? gapBetweenPulses;
  }

  pulse(locker: number, length: Milliseconds, urgency: Urgency = 'usual'): Promise<LockAnswer> {
    const refusal = this.#refusalFor(locker, urgency);
    if (refusal !== null) return Promise.resolve(refused(refusal));
    return new Promise((answer) => {
      this.#enqueue({ locker, length: ms(Math.min(length, this.#pulseMost)), urgency, answer });
      if (urgency === 'emergency') this.#makeWay();
      this.#next();
    });
  }

  /**
   * A pulse that a board times is short, and ends by itself: only what still waits for its turn is taken back. Whoever is
   * inside gets their pulse to its end, whatever is thought of that door meanwhile.
   */
  rest(locker: number): Promise<LockAnswer> {
    this.#forget((waiting) => waiting.locker === locker && waiting.urgency === 'usual');
    if (!this.#options.coils.has(locker)) return Promise.resolve(refused('silent'));
    if (this.#isEmergency(locker)) return Promise.resolve(refused('busy'));
    return Promise.resolve(this.#switchOffNow(locker) ? done : refused('silent'));
  }

  /** All but those that are opened for somebody inside, which are off a second later at most. */
  async restAll(): Promise<LockAnswer> {
    this.#forget(({ urgency }) => urgency === 'usual');
    const emergencies = [...this.#options.coils.keys()].filter((locker) => this.#isEmergency(locker));
    const allOff = this.#switchAllOff((locker) => !emergencies.includes(locker));
    // A board knows no order that spares one of its coils.
    if (emergencies.length > 0) return refused('busy');
    const boards = await (this.#options.restBoards?.() ?? Promise.resolve(done));
    return allOff ? boards : refused('silent');
  }

  /** All coils off; every later pulse is refused. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#forget(() => true);
    this.#switchAllOff(() => true);
    for (const { end, waits } of this.#live.values()) {
      this.#options.clock.cancel(end);
      waits?.(refused('silent'));
    }
    this.#live.clear();
    if (this.#gap !== null) this.#options.clock.cancel(this.#gap);
    this.#gap = null;
    await this.#options.restBoards?.();
  }

  #refusalFor(locker: number, urgency: Urgency): LockRefusal | null {
    if (this.#closed || !this.#options.coils.has(locker)) return 'silent';
    if (this.#live.has(locker) || this.#isCooling(locker, urgency)) return 'cooling';
    // Whoever is inside takes the place of whoever waits for the same door.
    const isWaiting = this.#waiting.some((waiting) => waiting.locker === locker && (urgency === 'usual' || waiting.urgency === urgency));
    if (isWaiting) return 'busy';
    return urgency === 'usual' && this.#waiting.length >= waitingPulsesMax ? 'busy' : null;
  }

  #isCooling(locker: number, urgency: Urgency): boolean {
    const rest = this.#rests.get(locker);
    if (rest === undefined || this.#options.clock.monoMs() >= rest.untilMs) return false;
    return urgency === 'usual' || rest.hotPulses >= hotPulsesMost;
  }

  #isEmergency(locker: number): boolean {
    const waits = this.#waiting.some((waiting) => waiting.locker === locker && waiting.urgency === 'emergency');
    return waits || this.#live.get(locker)?.urgency === 'emergency';
  }

  /** Emergencies stand before all others, and in the order in which they came. */
  #enqueue(waiting: WaitingPulse): void {
    if (waiting.urgency === 'usual') return void this.#waiting.push(waiting);
    this.#forget(({ locker }) => locker === waiting.locker);
    const emergencies = this.#waiting.filter(({ urgency }) => urgency === 'emergency');
    this.#waiting = [...emergencies, waiting, ...this.#waiting.filter(({ urgency }) => urgency === 'usual')];
  }

  /** A latch that a coil has held back for a while is free by now: what is cut short here has mostly done its work. */
  #makeWay(): void {
    const { coilsAtOnce = 1, coils } = this.#options;
    if (this.#live.size < coilsAtOnce) return;
    for (const [locker, { urgency }] of this.#live) {
      if (urgency === 'usual' && coils.get(locker)?.timedBy === 'host') return void this.#switchOffNow(locker);
    }
  }

  #next(): void {
    const { coilsAtOnce = 1 } = this.#options;
    if (this.#gap !== null || this.#live.size >= coilsAtOnce) return;
    const next = this.#waiting.shift();
    if (next !== undefined) this.#energise(next);
  }

  #energise(pulse: WaitingPulse): void {
    const coil = this.#options.coils.get(pulse.locker);
    if (this.#perhapsOn.size > 0) return this.#endOthersFirst(pulse);
    if (coil === undefined || this.#isCooling(pulse.locker, pulse.urgency)) {
      pulse.answer(refused(coil === undefined ? 'silent' : 'cooling'));
      return this.#next();
    }
    if (coil.timedBy === 'board') this.#askBoard(pulse, coil);
    else this.#switchOn(pulse);
  }

  /** One coil more than the supply bears would starve all of them, so those that may still be on go off first. */
  #endOthersFirst(pulse: WaitingPulse): void {
    const areOff = [...this.#perhapsOn.keys()].map((locker) => this.#switchOff(locker)).every(Boolean);
    if (areOff) this.#waiting.unshift(pulse);
    this.#beginGap();
    if (!areOff) pulse.answer(refused('silent'));
  }

  /** From the order on the coil counts as energised, until somebody says that the order was not carried out. */
  #switchOn({ locker, length, urgency, answer }: WaitingPulse): void {
    this.#orderedOn.add(locker);
    const taken = this.#trySwitch(locker, 'energised');
    if (taken === false) return this.#wasNotTaken(locker, answer);
    const live: LiveCoil = { urgency, end: this.#endLater(locker, length), waits: taken === true ? null : answer };
    this.#live.set(locker, live);
    this.#afterStart();
    if (taken === true) return answer(done);
    void taken.then((isTaken) => {
      live.waits = null;
      if (isTaken) return answer(done);
      if (this.#live.get(locker) !== live) return answer(refused('silent'));
      this.#options.clock.cancel(live.end);
      this.#live.delete(locker);
      this.#wasNotTaken(locker, answer);
    });
  }

  /** The order may have reached the coil although its answer did not come back. */
  #wasNotTaken(locker: number, answer: WaitingPulse['answer']): void {
    this.#switchOff(locker);
    this.#beginGap();
    answer(refused('silent'));
  }

  /** From the order on the coil counts as energised; a board may begin as late as the moment in which it answers. */
  #askBoard({ locker, length, urgency, answer }: WaitingPulse, coil: TimedCoil): void {
    const silent: TimedAnswer = { kind: 'refused', reason: 'silent', mayBeOn: true };
    const giveUp = this.#options.clock.setTimer(`board of coil ${String(locker)} answers`, boardAnswersWithin, () => settle(silent));
    const live: LiveCoil = { urgency, end: giveUp, waits: answer };
    const settle = (taken: TimedAnswer): void => {
      if (live.waits === null || this.#closed) return;
      live.waits = null;
      this.#options.clock.cancel(giveUp);
      if (taken.kind === 'refused' && !taken.mayBeOn) this.#isOver(locker, 'never-on');
      else live.end = this.#endLater(locker, coil.lasts(length));
      answer(taken.kind === 'refused' ? refused(taken.reason) : taken);
    };
    this.#live.set(locker, live);
    this.#afterStart();
    try {
      coil.pulse(length).then(settle, () => settle(silent));
    } catch {
      settle(silent);
    }
  }

  /** Where coils overlap, their inrush must not: the next one begins after a gap. */
  #afterStart(): void {
    if ((this.#options.coilsAtOnce ?? 1) > 1) this.#beginGap();
  }

  #endLater(locker: number, after: Milliseconds): Timer {
    return this.#options.clock.setTimer(`coil ${String(locker)} off`, after, () => {
      this.#switchOff(locker);
      this.#isOver(locker, 'was-on');
    });
  }

  /** The coil counts as off, and from now on it rests; after a gap the next one begins. */
  #isOver(locker: number, was: 'was-on' | 'never-on'): void {
    const live = this.#live.get(locker);
    if (live === undefined) return;
    this.#options.clock.cancel(live.end);
    this.#live.delete(locker);
    if (was === 'was-on') this.#beginRest(locker, 1);
    this.#beginGap();
  }

  /** @param pulses 1 after a pulse; 0 where only its end was later than believed */
  #beginRest(locker: number, pulses: 0 | 1): void {
    const nowMs = this.#options.clock.monoMs();
    const before = this.#rests.get(locker);
    const isHot = before !== undefined && nowMs < before.untilMs + this.#options.rest;
    this.#rests.set(locker, { untilMs: nowMs + this.#options.rest, hotPulses: isHot ? before.hotPulses + pulses : 1 });
  }

  /** Its pulse ended later than was believed, and so do its rest and the gap. */
  #wasOnUntilNow(locker: number): void {
    this.#beginRest(locker, 0);
    if (this.#gap !== null) this.#options.clock.cancel(this.#gap);
    this.#gap = null;
    this.#beginGap();
  }

  #switchAllOff(which: (locker: number) => boolean): boolean {
    return [...this.#options.coils.keys()].filter(which).map((locker) => this.#switchOffNow(locker)).every(Boolean);
  }

  #switchOffNow(locker: number): boolean {
    if (this.#options.coils.get(locker)?.timedBy === 'board') return true;
    const isOff = this.#switchOff(locker);
    this.#isOver(locker, 'was-on');
    return isOff;
  }

  #beginGap(): void {
    if (this.#gap !== null || this.#closed) return;
    this.#gap = this.#options.clock.setTimer('gap between pulses', this.#gapLength, () => {
      this.#gap = null;
      for (const locker of this.#perhapsOn.keys()) this.#switchOff(locker);
      if ([...this.#perhapsOn.values()].some((tries) => tries < offTriesMax)) this.#beginGap();
      else this.#next();
    });
  }

  #switchOff(locker: number): boolean {
    // Whoever says later that a coil is off switches it off by itself until it is.
    if (this.#trySwitch(locker, 'resting') === false) {
      this.#perhapsOn.set(locker, (this.#perhapsOn.get(locker) ?? 0) + 1);
      return false;
    }
    const wasLate = this.#perhapsOn.delete(locker);
    if (this.#orderedOn.delete(locker) && wasLate) this.#wasOnUntilNow(locker);
    return true;
  }

  #trySwitch(locker: number, to: 'energised' | 'resting'): boolean | Promise<boolean> {
    const coil = this.#options.coils.get(locker);
    if (coil?.timedBy !== 'host') return true;
    try {
      return coil.switch(to) ?? true;
    } catch {
      return false; // The answer `silent` tells it; which exception a dead board throws helps nobody.
    }
  }

  /** Pulses that wait no longer. Their coils were never energised, so `busy` is the truth. */
  #forget(which: (waiting: WaitingPulse) => boolean): void {
    const forgotten = this.#waiting.filter(which);
    this.#waiting = this.#waiting.filter((waiting) => !which(waiting));
    for (const waiting of forgotten) waiting.answer(refused('busy'));
  }
}
