import { createActor, transition, type EventFromLogic, type SnapshotFrom } from 'xstate';
import { xstateClock } from '../../../firmware/adapters/xstate-clock.ts';
import { sessionChart, type SessionContext } from '../../../statecharts/session/session.chart.ts';
import type { SessionCommand, SessionEvent, StaffMember, AskedVisit } from '../../../statecharts/session/session.events.ts';
import type { SessionSettings } from '../../../statecharts/session/session.settings.ts';
import { ms } from '../../../statecharts/units.ts';
import { ChartRig, type ChartRecord } from '../chart-rig.ts';
import { emittedBy, placesOf, type TimerStep } from '../nodes.ts';

export const pickup: AskedVisit = { purpose: 'pickup', locker: 4, reservation: 'r-4' };
export const deposit: AskedVisit = { purpose: 'deposit', locker: 5, reservation: 'r-5' };
export const olga: StaffMember = { id: 'op-1', name: 'Olga' };

/** No two alike, so that no timer can pass for another; reopen windows end while their screen still stands. */
export const settings: SessionSettings = {
  lockerAccessAfterPickup: ms(20_000),
  returnHomeAfterPickup: ms(30_000),
  returnHomeOnInactivity: ms(60_000),
  dropOffReopenWindow: ms(200_000),
  adminSessionTimeout: ms(300_000),
};

export type SessionStep = SessionEvent | TimerStep;
export type SessionSnapshot = SnapshotFrom<typeof sessionChart>;

/** Where a session is and what it knows. */
export interface Place {
  /** As `staff.doorShut.window.open`: the other half, `staff.doorShut.person.present`, goes without saying. */
  readonly at: string;
  readonly context: SessionContext;
}

export type SessionRecord = ChartRecord<SessionStep, SessionCommand, Place>;

export function placeOf({ value, context }: SessionSnapshot): Place {
  return { at: placesOf(value).filter((place) => !place.endsWith('.person.present')).join(' and '), context };
}

/** One session after the other at a kiosk. */
export class SessionRig extends ChartRig<SessionEvent, SessionCommand, SessionSnapshot, Place> {
  constructor() {
    super((clock) => createActor(sessionChart, { input: { settings }, clock: xstateClock(clock) }), placeOf);
  }

  /** Number of the question that the session waits for an answer to. */
  get ask(): number {
    return this.snapshot.context.ask;
  }

  /** Lets timers fire one after the other until the session stands where that one timer leads. */
  async fireUntil(isThere: (snapshot: SessionSnapshot) => boolean, timersMax: number): Promise<void> {
    let fired = 0;
    do if (!(await this.fireNext())) return;
    while (++fired < timersMax && !isThere(this.snapshot));
  }
}

/** One more step from where a session is, without an actor: as if the story went on this way. */
export function goOn(snapshot: SessionSnapshot, step: SessionStep): SessionRecord {
  const [next, actions] = transition(sessionChart, snapshot, step as EventFromLogic<typeof sessionChart>);
  const said = emittedBy<SessionCommand>(actions);
  return { told: step, from: placeOf(snapshot), said, to: placeOf(next) };
}

