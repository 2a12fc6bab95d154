import { createActor, transition, type EventFromLogic, type SnapshotFrom } from 'xstate';
import { xstateClock } from '../../../firmware/adapters/xstate-clock.ts';
import { doorChart, type DoorInput } from '../../../statecharts/door/door.chart.ts';
import type { DoorCommand, DoorEvent } from '../../../statecharts/door/door.events.ts';
import { doorSettings, type DoorSettings } from '../../../statecharts/door/door.settings.ts';
import { usualSettings } from '../../../statecharts/setting.ts';
import { ms } from '../../../statecharts/units.ts';
import { ChartRig, type ChartRecord } from '../chart-rig.ts';
import { emittedBy, isTimer, type TimerStep } from '../nodes.ts';

export const usual: DoorSettings = usualSettings(doorSettings);

export type DoorStep = DoorEvent | TimerStep;
export type DoorSnapshot = SnapshotFrom<typeof doorChart>;

/** A door begins with something that nobody tells it. */
interface Waking {
  readonly type: 'waking';
}

export type DoorRecord = ChartRecord<DoorStep | Waking, DoorCommand, string>;

export const doorInput = (settings: DoorSettings = usual): DoorInput => ({ locker: 7, pulse: ms(400), settings });

/** Door 7. */
export class DoorRig extends ChartRig<DoorEvent, DoorCommand, DoorSnapshot, string, Waking> {
  constructor(settings: DoorSettings = usual) {
    super((clock) => createActor(doorChart, { input: doorInput(settings), clock: xstateClock(clock) }), ({ value }) => value);
    this.note({ type: 'waking' }, '');
  }

  get state(): string {
    return this.place;
  }

  async take(step: DoorStep): Promise<void> {
    if (!isTimer(step)) return this.tell(step);
    await this.fireNext();
    // The warning on the spot comes first, and leads nowhere.
    if (step.type.includes('.heldOpenAfter.') && this.state === 'open') await this.fireNext();
  }
}

/** One more step from where a door is, without an actor: as if the story went on this way. */
export function goOn(snapshot: DoorSnapshot, step: DoorStep): DoorRecord {
  const [next, actions] = transition(doorChart, snapshot, step as EventFromLogic<typeof doorChart>);
  const said = emittedBy<DoorCommand>(actions);
  return { told: step, from: snapshot.value, said, to: next.value };
}
