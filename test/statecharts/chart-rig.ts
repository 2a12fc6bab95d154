import { VirtualClock } from '../../sim/virtual-clock.ts';
import { ms } from '../../statecharts/units.ts';
import type { TimerStep } from './nodes.ts';

/** One thing that a chart was told, and what came of it. */
export interface ChartRecord<Told, Said, Place> {
  readonly told: Told;
  readonly from: Place;
  readonly said: readonly Said[];
  readonly to: Place;
}

interface ChartActor<Event, Said, Snapshot> {
  on(type: '*', listener: (said: Said) => void): unknown;
  start(): unknown;
  send(event: Event): void;
  getSnapshot(): Snapshot;
}

/**
 * A chart on a real actor, in time that moves when it is told to; everything told and said is written down. `More` is what
 * else goes into the records.
 */
export class ChartRig<Event, Said, Snapshot extends { readonly status: string; readonly error: unknown }, Place, More = never> {
  readonly clock = new VirtualClock();
  readonly records: ChartRecord<Event | TimerStep | More, Said, Place>[] = [];
  readonly #said: Said[] = [];
  readonly #actor: ChartActor<Event, Said, Snapshot>;
  readonly #placeOf: (snapshot: Snapshot) => Place;

  constructor(makeActor: (clock: VirtualClock) => ChartActor<Event, Said, Snapshot>, placeOf: (snapshot: Snapshot) => Place) {
    this.#actor = makeActor(this.clock);
    this.#placeOf = placeOf;
    this.#actor.on('*', (said) => this.#said.push(said));
    this.#actor.start();
  }

  get place(): Place {
    return this.#placeOf(this.snapshot);
  }

  get snapshot(): Snapshot {
    return this.#actor.getSnapshot();
  }

  tell(event: Event): void {
    const from = this.place;
    this.#actor.send(event);
    this.note(event, from);
  }

  async wait(millis: number): Promise<void> {
    const from = this.place;
    await this.clock.advance(ms(millis));
    this.note({ type: 'xstate.after.waiting' }, from);
  }

  /** The next timer fires. False when none waits. */
  async fireNext(): Promise<boolean> {
    const next = this.clock.untilNext();
    if (next !== null) await this.wait(next);
    return next !== null;
  }

  protected note(told: Event | TimerStep | More, from: Place): void {
    // A chart that has thrown stays for ever as it was: it would pass wherever nothing is to happen.
    const { status, error } = this.snapshot;
    if (status === 'error') throw error;
    this.records.push({ told, from, said: this.#said.splice(0), to: this.place });
  }
}
