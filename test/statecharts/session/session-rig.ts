import { createActor, transition, type EventFromLogic, type SnapshotFrom } from 'xstate';
import { xstateClock } from '../../../firmware/adapters/xstate-clock.ts';
import { sessionChart } from '../../../statecharts/session/session.chart.ts';
import type { SessionCommand, SessionEvent } from '../../../statecharts/session/session.events.ts';
import { sessionSettings, type SessionSettings } from '../../../statecharts/session/session.settings.ts';
import type { SessionContext } from '../../../statecharts/session/session.context.ts';
import { usualSettings } from '../../../statecharts/setting.ts';
import { ms } from '../../../statecharts/units.ts';
import { ChartRig } from '../chart-rig.ts';
import { emittedBy, placesOf, type TimerStep } from '../nodes.ts';

/** No two alike, so that no timer can pass for another; reopen windows end while their screen still stands. */
export const settings: SessionSettings = {
  ...usualSettings(sessionSettings),
  lockerAccessAfterPickup: ms(7_000),
  returnHomeAfterPickup: ms(31_000),
  returnHomeOnInactivity: ms(61_000),
  dropOffReopenWindow: ms(202_000),
  adminSessionTimeout: ms(303_000),
  inactivityWarning: ms(21_000),
  audioModeFactor: 3,
  doorStagger: ms(500),
};

export type SessionStep = SessionEvent | TimerStep;
export type SessionSnapshot = SnapshotFrom<typeof sessionChart>;

/** Where a session is and what it knows. */
interface Place {
  /** As `doors.shut.within`: what the person came for; `and warned`, `and on`, `and told` where other regions have something to say. */
  readonly at: string;
  readonly context: SessionContext;
}

const goesWithoutSaying = new Set(['absent', 'attending', 'off', 'none']);

export function placeOf({ value, context }: SessionSnapshot): Place {
  const [errand = '', ...others] = placesOf(value).map((place) => place.slice(place.indexOf('.') + 1));
  return { at: [errand, ...others.filter((place) => !goesWithoutSaying.has(place))].join(' and '), context };
}

/** What the person came for: `delivering.naming`. */
export function errandOf(snapshot: SessionSnapshot): string {
  return placesOf(snapshot.value.errand).join();
}

/** A way out of a state, as XState keeps it. */
export type Way = object;

/** One session after the other at a kiosk. `ways`: every transition that was taken. */
export class SessionRig extends ChartRig<SessionEvent, SessionCommand, SessionSnapshot, Place> {
  constructor(ways?: Set<Way>, changed: Partial<SessionSettings> = {}) {
    super((clock) => createActor(sessionChart, {
      input: { settings: { ...settings, ...changed } },
      clock: xstateClock(clock),
      inspect: (event) => {
        if (event.type === '@xstate.microstep') for (const way of event._transitions) ways?.add(way);
      },
    }), placeOf);
  }

  /** Number of the question that the session waits for an answer to. */
  get ask(): number {
    return this.snapshot.context.ask;
  }
}

/** One more step from where a session is, without an actor. `restarts`: whoever is there has their whole time anew. */
export function goOn(
  snapshot: SessionSnapshot, step: SessionStep,
): { readonly said: readonly SessionCommand[]; readonly to: SessionSnapshot; readonly restarts: boolean } {
  const [to, actions] = transition(sessionChart, snapshot, step as EventFromLogic<typeof sessionChart>);
  const restarts = actions.some(({ type, params }) => type === 'xstate.raise' && JSON.stringify(params).includes('xstate.after.patience.'));
  return { said: emittedBy<SessionCommand>(actions), to, restarts };
}
