import type { Profile, Terminal } from '../../../board-profiles/profile.schema.ts';
import { lockersOf } from '../../../board-profiles/profile.ts';
import { never } from '../../../statecharts/never.ts';
import { ms } from '../../../statecharts/units.ts';
import { LimitedLocks } from '../../hardware/coil-limits.ts';
import type { Coil, Field } from '../../hardware/field.ts';
import type { Clock, Timer } from '../../ports/clock.ts';
import { placeOf } from './findings.ts';
import { advance, beginLearning, type LearnEvent, type LearnOrder, type LearnPlan, type LearnState } from './wizard.ts';

interface LearnOptions {
  readonly profile: Profile;
  readonly plan: LearnPlan;
  /** The boards, not yet started. They are closed at the end. */
  readonly fields: readonly Field[];
  readonly clock: Clock;
  readonly say: (text: string) => void;
  readonly ask: (question: string) => Promise<string | null>;
  readonly interrupted: AbortSignal;
}

/** Nobody has read a question sooner. */
const readsWithin = ms(200);

/** Leads somebody from door to door. Resolves with the last state, when every coil is off and every port closed. */
export async function runLearning(options: LearnOptions): Promise<Extract<LearnState, { at: 'over' }>> {
  const shell = new LearnShell(options);
  return shell.run();
}

/** The wizard's hands: at most one coil, with the rests of the lock's data sheet, and every timer. */
class LearnShell {
  readonly #options: LearnOptions;
  readonly #locks: LimitedLocks;
  readonly #numberOf: ReadonlyMap<string, number>;
  #state: LearnState;
  #timer: Timer | null = null;
  #finish: () => void = () => undefined;
  readonly #begun: readonly LearnOrder[];

  constructor(options: LearnOptions) {
    const { profile, plan, fields, clock } = options;
    this.#options = options;
    const lockers = lockersOf(profile);
    this.#numberOf = new Map(lockers.map(({ number, lock }) => [placeOf(lock), number]));
    this.#locks = new LimitedLocks({
      coils: new Map(lockers.map(({ number, lock }) => [number, coilOf(fields, lock)])),
      pulseMost: ms(profile.lock.pulseMs), rest: ms(profile.lock.restMs), clock,
      restBoards: async () => {
        const answers = await Promise.all(fields.map((field) => field.restAll()));
        return answers.find(({ kind }) => kind === 'refused') ?? { kind: 'done' };
      },
    });
    const { state, orders } = beginLearning(plan);
    this.#state = state;
    this.#begun = orders;
  }

  async run(): Promise<Extract<LearnState, { at: 'over' }>> {
    const { plan, fields, interrupted } = this.#options;
    const interrupt = (): void => this.#feed({ kind: 'typed', text: null });
    interrupted.addEventListener('abort', interrupt, { once: true });
    try {
      await this.#locks.restAll();
      const over = new Promise<void>((resolve) => (this.#finish = resolve));
      this.#obey(this.#begun);
      for (const place of plan.contacts) {
        const terminal = terminalOf(place);
        for (const field of fields) field.watch(terminal, (level) => this.#feed({ kind: 'level', place, level }));
      }
      for (const field of fields) field.start();
      if (interrupted.aborted) interrupt();
      await over;
    } finally {
      interrupted.removeEventListener('abort', interrupt);
      this.#stopTimer();
      await this.#locks.close();
      await Promise.all(fields.map((field) => field.close()));
    }
    const state = this.#state;
    if (state.at !== 'over') throw new RangeError(`learning ended while ${state.at}`);
    return state;
  }

  #feed(event: LearnEvent): void {
    const before = this.#state;
    const { state, orders } = advance(before, event);
    this.#state = state;
    if (state.at !== before.at) this.#stopTimer();
    this.#obey(orders);
    if (state.at === 'over') this.#finish();
  }

  #obey(orders: readonly LearnOrder[]): void {
    for (const order of orders) this.#do(order);
  }

  #do(order: LearnOrder): void {
    const { say, clock, profile } = this.#options;
    switch (order.kind) {
      case 'say':
        return say(order.text);
      case 'ask':
        return void this.#ask(order.question).then((text) => this.#feed({ kind: 'typed', text }));
      case 'open': {
        const number = this.#numberOf.get(order.lock);
        if (number === undefined) throw new RangeError(`the profile has no lock ${order.lock}`);
        return void this.#locks.pulse(number, ms(profile.lock.pulseMs)).then((answer) => this.#feed({ kind: 'answered', answer }));
      }
      case 'wait':
        this.#stopTimer();
        this.#timer = clock.setTimer('learning waits for a door', order.for, () => this.#feed({ kind: 'time-is-up' }));
        return;
      default:
        return never(order, 'order of the wizard');
    }
  }

  /** An Enter that was pressed before its question could be read was meant for the one before; it must open nothing. */
  async #ask(question: string): Promise<string | null> {
    const { ask, clock } = this.#options;
    for (;;) {
      const askedMs = clock.monoMs();
      const text = await ask(question);
      if (text?.trim() !== '' || clock.monoMs() - askedMs >= readsWithin || this.#state.at === 'over') return text;
    }
  }

  #stopTimer(): void {
    if (this.#timer !== null) this.#options.clock.cancel(this.#timer);
    this.#timer = null;
  }
}

function coilOf(fields: readonly Field[], terminal: Terminal): Coil {
  for (const field of fields) {
    const coil = field.coil(terminal);
    if (coil !== null) return coil;
  }
  throw new RangeError(`no board has the lock ${placeOf(terminal)}`);
}

function terminalOf(place: string): Terminal {
  const slash = place.indexOf('/');
  return { board: place.slice(0, slash), channel: Number(place.slice(slash + 1)) };
}
