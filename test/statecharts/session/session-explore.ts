import { getNextTransitions, initialTransition } from 'xstate';
import { sessionChart } from '../../../statecharts/session/session.chart.ts';
import type { SessionEvent } from '../../../statecharts/session/session.events.ts';
import type { SessionSettings } from '../../../statecharts/session/session.settings.ts';
import { isTimer, type TimerStep } from '../nodes.ts';
import {
  anna, deposit8, deposit9, empty4, empty5, karl, keep6, offers, olga, olgaToo, pickup4, pickup5, return4, rosa, tina,
} from './session-people.ts';
import { errandOf, goOn, settings, type SessionSnapshot, type SessionStep } from './session-rig.ts';
import type { Edge } from './session-rules.ts';

/** Nobody's locker. */
const elsewhere = 99;
/** Two visits to one locker, and two to two: more would be more of the same. */
const many = offers([pickup4, return4, pickup5, keep6], { stores: true });

const inputs: readonly SessionEvent[] = [
  { type: 'person.touched' }, { type: 'more-time.chosen' }, { type: 'finish.chosen' }, { type: 'back.chosen' }, { type: 'next.chosen' },
  { type: 'way.chosen', way: 'code' }, { type: 'code.entered', code: '4F7K2Q9P' }, { type: 'label.scanned', text: '1Z999' },
  { type: 'badge.shown', text: 'B-1' }, { type: 'carrier-code.entered', code: '123456' },
  { type: 'password.entered', username: 'olga', password: 'secret' }, { type: 'pin.entered', pin: '2468' },
  { type: 'visits.chosen', lockers: [4] }, { type: 'visits.chosen', lockers: [5, 6] }, { type: 'visits.chosen', lockers: [] },
  { type: 'visits.chosen', lockers: [4, elsewhere] },
  { type: 'signature.given', strokes: 'M0 0L9 9' }, { type: 'signature.given', strokes: '' },
  { type: 'ending.chosen', ends: true }, { type: 'ending.chosen', ends: false },
  { type: 'storing.chosen' }, { type: 'size.chosen', size: 'small', accessible: false }, { type: 'length.chosen', lengthMs: 3_600_000 },
  { type: 'longer.chosen', locker: 6 }, { type: 'longer.chosen', locker: 4 }, { type: 'extension.chosen', untilMs: 9 },
  { type: 'end.chosen', locker: 6 }, { type: 'end.chosen', locker: 4 }, { type: 'reporting.chosen' }, { type: 'visiting.chosen' },
  { type: 'beside.chosen', locker: 5 }, { type: 'label.entered', label: '1Z888' }, { type: 'no-label.chosen' },
  { type: 'party.chosen', party: { type: 'recipient', id: 'p-1' } },
  { type: 'delivering.chosen' }, { type: 'administering.chosen' }, { type: 'removing.chosen' },
  { type: 'lockers.marked', lockers: [4, 5] }, { type: 'lockers.marked', lockers: [] },
  { type: 'deed.chosen', deed: 'remove' }, { type: 'deed.chosen', deed: 'out-of-service' }, { type: 'reason.chosen', why: 'dirty' },
  { type: 'deed.confirmed' }, { type: 'retract.chosen' }, { type: 'larger.chosen' }, { type: 'problem.chosen', locker: null, why: 'dirty' },
  { type: 'settings.changed', settings },
];

const lockers = [4, 5, 6, 8, 9, elsewhere] as const;
const aboutDoors: readonly SessionEvent[] = lockers.flatMap((locker): readonly SessionEvent[] => [
  { type: 'reopen.chosen', locker }, { type: 'retry.chosen', locker }, { type: 'skip.chosen', locker },
  { type: 'left-some.chosen', locker, left: ['i-1'] }, { type: 'release.refused', locker, why: 'locker-busy' },
  { type: 'door.opened', locker }, { type: 'door.closed', locker }, { type: 'door.did-not-open', locker },
]);

/** Every answer there is, to question `ask`. */
const answers = (ask: number): readonly SessionEvent[] => [
  { type: 'person.known', ask, who: rosa, offers: offers([pickup4]) },
  { type: 'person.known', ask, who: rosa, offers: many },
  { type: 'person.known', ask, who: rosa, offers: offers([]) },
  { type: 'person.known', ask, who: olga, offers: offers([]) },
  { type: 'person.known', ask, who: olga, offers: offers([], { expired: 2 }) },
  { type: 'person.known', ask, who: olgaToo, offers: { ...many, stores: false, expired: 2 } },
  { type: 'person.known', ask, who: rosa, offers: offers([keep6], { alters: true }) },
  { type: 'identity.needed', ask, label: '1Z999' },
  { type: 'person.known', ask, who: karl, offers: offers([]) },
  { type: 'person.known', ask, who: anna, offers: offers([]) },
  { type: 'person.known', ask, who: tina, offers: offers([]) },
  { type: 'pin.needed', ask }, { type: 'credential.refused', ask, why: 'code-refused' },
  { type: 'offers.listed', ask, offers: many }, { type: 'offers.listed', ask, offers: offers([]) },
  { type: 'place.found', ask, visit: deposit8 }, { type: 'place.found', ask, visit: deposit9 },
  { type: 'parcel.unknown', ask }, { type: 'place.refused', ask, why: 'no-free-locker' },
  { type: 'saying.taken', ask, visits: [] }, { type: 'saying.taken', ask, visits: [empty4, empty5] },
  { type: 'saying.refused', ask, why: 'not-allowed' },
];

/** Everything that may happen now and that this state has heard of, with late answers too; XState drops the rest unseen. */
function stepsIn(snapshot: SessionSnapshot): readonly SessionStep[] {
  const { ask } = snapshot.context;
  const heard = new Set(getNextTransitions(snapshot).map(({ eventType }) => String(eventType)));
  const timers = [...heard].map((type) => ({ type })).filter((step): step is TimerStep => isTimer(step));
  const told = [...inputs, ...aboutDoors, ...answers(ask), ...answers(ask - 1)].filter(({ type }) => heard.has(type));
  return [...told, ...timers];
}

/**
 * Only what changes what a session does next, there and later. Whether the person has been warned does not: each walks away
 * from everywhere.
 */
function keyOf(snapshot: SessionSnapshot): string {
  const { who, offers: { visits, stores }, errand, doors, notice, parcel, held, marked, way } = snapshot.context;
  const flow = errandOf(snapshot).split('.')[0];
  const stages = doors.map(({ visit, is }) => `${String(visit.reservation)} ${is} ${String(visit.ends)}`);
  const always = [errandOf(snapshot), who?.name, errand, stages.join(), notice !== null];
  switch (flow) {
    case 'identifying':
      return [...always, way, parcel.label !== null].join('|');
    case 'visiting':
    case 'storing':
      return [...always, visits.length, stores].join('|');
    case 'delivering':
    case 'doors':
      return [...always, parcel.party !== null, held?.locker].join('|');
    default:
      return [...always, marked.length].join('|');
  }
}

/** One situation, and the shortest way into it from the home screen. */
export interface Situation {
  readonly place: SessionSnapshot;
  readonly steps: readonly SessionStep[];
}

/** Every situation that a session can come into with these settings, told every step from each. */
export function explore(changed: Partial<SessionSettings>, look: (edge: Edge) => void = () => undefined): readonly Situation[] {
  const [first] = initialTransition(sessionChart, { settings: { ...settings, ...changed } });
  const seen = new Map<string, Situation>([[keyOf(first), { place: first, steps: [] }]]);
  for (const { place: from, steps } of seen.values()) {
    for (const told of stepsIn(from)) {
      const { said, to, restarts } = goOn(from, told);
      look({ from, told, said, to, restarts });
      const key = keyOf(to);
      if (!seen.has(key)) seen.set(key, { place: to, steps: [...steps, told] });
    }
  }
  return [...seen.values()];
}
