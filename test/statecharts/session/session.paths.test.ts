import { describe, expect, test } from 'vitest';
import { getShortestPaths } from 'xstate/graph';
import { sessionChart } from '../../../statecharts/session/session.chart.ts';
import type { SessionEvent } from '../../../statecharts/session/session.events.ts';
import { isTimer, placesOf, restingPlacesOf, story, timersOf } from '../nodes.ts';
import { brokenSessionRules } from './session-rules.ts';
import { deposit, goOn, olga, pickup, placeOf, SessionRig, settings, type SessionSnapshot, type SessionStep } from './session-rig.ts';

/** No state has more timers than a window and a screen. */
const timersMax = 2;

const inputs: readonly SessionEvent[] = [
  { type: 'code.entered', code: '4F7K2Q9P' },
  { type: 'label.scanned', text: '1Z999' },
  { type: 'staff.chosen' },
  { type: 'password.entered', username: 'olga', password: 'secret' },
  { type: 'tracking.entered', tracking: '1Z999' },
  { type: 'reopen.chosen' },
  { type: 'retry.chosen' },
  { type: 'retract.chosen' },
  { type: 'next.chosen' },
  { type: 'finish.chosen' },
  { type: 'person.touched' },
  { type: 'settings.changed', settings },
];

const doorFacts: readonly SessionEvent[] = [pickup.locker, deposit.locker, 9].flatMap((locker) =>
  (['door.opened', 'door.closed', 'door.did-not-open'] as const).map((type) => ({ type, locker })));

/** Every answer there is, to question `ask`. */
const answers = (ask: number): readonly SessionEvent[] => [
  { type: 'credential.granted', ask, visit: pickup },
  { type: 'credential.refused', ask, why: 'code-refused' },
  { type: 'staff.granted', ask, staff: olga },
  { type: 'staff.refused', ask, why: 'sign-in-refused' },
  { type: 'parcel.found', ask, visit: deposit },
  { type: 'parcel.refused', ask, why: 'parcel-unknown' },
  { type: 'release.refused', ask, why: 'window-over' },
  { type: 'deposit.retracted', ask },
];

/** Everything that may happen now, with the answers to this question, to the one before and to one never asked. */
const eventsIn = (snapshot: SessionSnapshot): readonly SessionStep[] => {
  const { ask } = snapshot.context;
  return [...inputs, ...doorFacts, ...answers(ask), ...answers(ask - 1), ...answers(ask + 1), ...timersOf(snapshot)];
};

/** Only what changes what a session does next: questions are numbered without end. */
const serializeState = ({ value, context }: SessionSnapshot): string =>
  JSON.stringify([value, context.visit?.locker, context.staff?.id, context.notice]);

const paths = getShortestPaths(sessionChart, {
  input: { settings },
  events: (snapshot) => eventsIn(snapshot) as never[],
  serializeState,
});

const named = paths.map((path) => {
  const steps = path.steps.filter((step) => (step.event.type as string) !== 'xstate.init');
  return [placeOf(path.state).at, story(steps.map((step) => step.event)), steps] as const;
});

/** Questions bear the same numbers on every way through the chart, so a path can be told again word by word. */
async function replay([, , steps]: (typeof named)[number]): Promise<SessionRig> {
  const rig = new SessionRig();
  for (const { event, state } of steps as readonly { readonly event: SessionStep; readonly state: SessionSnapshot }[]) {
    if (isTimer(event)) await rig.fireUntil((snapshot) => serializeState(snapshot) === serializeState(state), timersMax);
    else rig.tell(event);
    expect(serializeState(rig.snapshot), `after ${story([event])}`).toBe(serializeState(state));
  }
  return rig;
}

describe('whoever stands at the kiosk', () => {
  test.each(named)('the session is safe at %s, after %s', async (...path) => {
    const rig = await replay(path);
    expect(brokenSessionRules(rig.records)).toEqual([]);
    for (const step of eventsIn(rig.snapshot)) {
      const next = [...rig.records, goOn(rig.snapshot, step)];
      expect(brokenSessionRules(next), `and then ${story([step])}`).toEqual([]);
    }
  });

  test.each(named)('a person who walks away leaves the home screen behind, from %s, after %s', async (...path) => {
    const rig = await replay(path);
    await rig.fireUntil((snapshot) => snapshot.value === 'home' && snapshot.context.notice === null, timersMax);
    expect(rig.place).toMatchObject({ at: 'home', context: { visit: null, staff: null, notice: null } });
    expect(brokenSessionRules(rig.records)).toEqual([]);
  });

  test('every state of the chart is on some path', () => {
    const reached = new Set(paths.flatMap((path) => placesOf(path.state.value)));
    expect(reached).toEqual(new Set(restingPlacesOf(sessionChart)));
  });
});
