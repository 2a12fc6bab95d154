import { createActor, transition, type EventFromLogic, type SnapshotFrom } from 'xstate';
import { xstateClock } from '../../../firmware/adapters/xstate-clock.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { doorChart, type DoorInput } from '../../../statecharts/door/door.chart.ts';
import type { DoorCommand, DoorEvent } from '../../../statecharts/door/door.events.ts';
import { doorSettings, type DoorSettings } from '../../../statecharts/door/door.settings.ts';
import { usualSettings } from '../../../statecharts/setting.ts';
import { ms } from '../../../statecharts/units.ts';
import { emittedBy, isTimer, type TimerStep } from '../nodes.ts';

export const usual: DoorSettings = usualSettings(doorSettings);

export type DoorStep = DoorEvent | TimerStep;
export type DoorSnapshot = SnapshotFrom<typeof doorChart>;

/** One thing that a door was told, and what came of it. */
export interface DoorRecord {
  readonly told: DoorStep | { readonly type: 'waking' };
  readonly from: string;
  readonly said: readonly DoorCommand[];
  readonly to: string;
}

export const doorInput = (settings: DoorSettings = usual): DoorInput => ({ locker: 7, pulse: ms(400), settings });

/** Door 7 on a real actor, in time that moves when it is told to; everything told and said is written down. */
export class DoorRig {
  readonly clock = new VirtualClock();
  readonly records: DoorRecord[] = [];
  readonly #said: DoorCommand[] = [];
  readonly #actor;

  constructor(settings: DoorSettings = usual) {
    this.#actor = createActor(doorChart, { input: doorInput(settings), clock: xstateClock(this.clock) });
    this.#actor.on('*', (command) => this.#said.push(command));
    this.#actor.start();
    this.#note({ type: 'waking' }, '');
  }

  get state(): string {
    return this.snapshot.value;
  }

  get snapshot(): DoorSnapshot {
    return this.#actor.getSnapshot();
  }

  tell(event: DoorEvent): void {
    const from = this.state;
    this.#actor.send(event);
    this.#note(event, from);
  }

  async wait(millis: number): Promise<void> {
    const from = this.state;
    await this.clock.advance(ms(millis));
    this.#note({ type: 'xstate.after.waiting' }, from);
  }

  /** The next timer fires. False when none waits. */
  async fireNext(): Promise<boolean> {
    const next = this.clock.untilNext();
    if (next !== null) await this.wait(next);
    return next !== null;
  }

  async take(step: DoorStep): Promise<void> {
    if (isTimer(step)) await this.fireNext();
    else this.tell(step);
  }

  #note(told: DoorRecord['told'], from: string): void {
    this.records.push({ told, from, said: this.#said.splice(0), to: this.state });
  }
}

/** One more step from where a door is, without an actor: as if the story went on this way. */
export function goOn(snapshot: DoorSnapshot, step: DoorStep): DoorRecord {
  const [next, actions] = transition(doorChart, snapshot, step as EventFromLogic<typeof doorChart>);
  const said = emittedBy<DoorCommand>(actions);
  return { told: step, from: snapshot.value, said, to: next.value };
}
