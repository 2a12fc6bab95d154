import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { doorChart } from '../../statecharts/door/door.chart.ts';
import type { DoorCommand, DoorEvent, DoorFact } from '../../statecharts/door/door.events.ts';
import { doorSettings } from '../../statecharts/door/door.settings.ts';
import { sessionChart } from '../../statecharts/session/session.chart.ts';
import type { SessionCommand, SessionEvent } from '../../statecharts/session/session.events.ts';
import { sessionSettings } from '../../statecharts/session/session.settings.ts';
import type { SettingRow } from '../../statecharts/setting.ts';
import { statesOf, type Chart } from './nodes.ts';

/** Written out, so that the compiler misses none and knows no more: a union leaves nothing behind at run time. */
const doorEvents: Record<DoorEvent['type'], true> = {
  'release.requested': true, 'lock.pulsed': true, 'lock.refused': true,
  'sensor.opened': true, 'sensor.closed': true, 'sensor.lost': true,
};
const sessionEvents: Record<SessionEvent['type'], true> = {
  'person.touched': true, 'more-time.chosen': true, 'finish.chosen': true, 'back.chosen': true, 'next.chosen': true, 'way.chosen': true,
  'code.entered': true, 'label.scanned': true, 'badge.shown': true, 'carrier-code.entered': true, 'password.entered': true,
  'pin.entered': true, 'visits.chosen': true, 'signature.given': true, 'ending.chosen': true, 'storing.chosen': true, 'size.chosen': true,
  'length.chosen': true, 'extension.chosen': true, 'beside.chosen': true, 'label.entered': true, 'no-label.chosen': true,
  'party.chosen': true, 'delivering.chosen': true, 'administering.chosen': true, 'removing.chosen': true, 'lockers.marked': true,
  'deed.chosen': true, 'reason.chosen': true, 'deed.confirmed': true, 'reopen.chosen': true, 'retry.chosen': true, 'skip.chosen': true,
  'retract.chosen': true, 'larger.chosen': true, 'left-some.chosen': true, 'problem.chosen': true, 'reporting.chosen': true,
  'longer.chosen': true, 'end.chosen': true, 'visiting.chosen': true, 'identity.needed': true,
  'person.known': true, 'pin.needed': true, 'credential.refused': true, 'offers.listed': true, 'place.found': true,
  'parcel.unknown': true, 'place.refused': true, 'saying.taken': true, 'saying.refused': true, 'release.refused': true,
  'door.opened': true, 'door.closed': true, 'door.did-not-open': true, 'door.opened-remotely': true, 'headphones.plugged': true,
  'headphones.unplugged': true, 'settings.changed': true,
  'session.began': true, 'screen.turned': true, 'presence.doubted': true, 'session.over': true, 'session.left': true,
};
type Orders = Exclude<DoorCommand['type'], DoorFact['type']> | Exclude<SessionCommand['type'], `session.${string}` | 'person.warned'>;
const orders: Record<Orders, true> = {
  'lock.pulse': true, 'lock.rest': true, 'credential.check': true, 'offers.list': true, 'parcel.find': true, 'place.find': true,
  'storage.begin': true, 'saying.take': true, 'door.release': true,
};
/** What is said, not ordered: it has happened, or it is how a door stands. */
const sayings: Record<DoorFact['type'] | Extract<SessionCommand['type'], `session.${string}` | 'person.warned'>, true> = {
  'door.released': true, 'door.opened': true, 'door.closed': true, 'door.left-open': true, 'door.held-open': true, 'door.forced': true,
  'door.did-not-open': true, 'door.sensor-fault': true, 'session.started': true, 'session.ended': true, 'person.warned': true,
};

interface Subject {
  readonly name: string;
  readonly chart: Chart;
  readonly file: string;
  readonly settings: Readonly<Record<string, SettingRow>>;
  readonly events: Readonly<Record<string, true>>;
  /** Delays that are chosen among settings, or made of several. */
  readonly madeOf: Readonly<Record<string, readonly string[]>>;
}

const charts: readonly Subject[] = [
  { name: 'the door', chart: doorChart, file: 'door/door.chart.ts', settings: doorSettings, events: doorEvents, madeOf: {} },
  {
    name: 'the session', chart: sessionChart, file: 'session/session.chart.ts', settings: sessionSettings, events: sessionEvents,
    madeOf: {
      patience: ['returnHomeOnInactivity', 'returnHomeAfterPickup', 'adminSessionTimeout'],
      reopenWindow: ['lockerAccessAfterPickup', 'dropOffReopenWindow'],
    },
  },
];

const camel = /^[a-z]+(?:[A-Z][a-z]+)*$/;
const dotted = /^[a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*$/;
/** What completes "the door is …", besides words in -ing and -ed. */
const adjectives = /^(?:unknown|known|open|shut|stuck|home|over|absent|within|after|on|off|none|told|takingBack|.+Open)$/;
/** Something has happened: a participle, or an irregular one. */
const past = /(?:ed|\.lost|\.chosen|\.found|\.did-not-open|\.shown|\.given|\.known|\.unknown|\.taken|\.began|\.over|\.left|-remotely)$/;
const question = /^(?:is|has|can|may)[A-Z]|Remain$/;
const limit = /(?:Within|For|After|Timeout|Window|Warning|Stagger|On)(?=[A-Z]|$)|^patience$/;

const delaysOf = (chart: Chart): readonly string[] =>
  statesOf(chart).flatMap((node) => node.after.map(({ delay }) => String(delay)));

/** Their names, also where several must hold together. */
const namesIn = (guard: unknown): readonly string[] => {
  if (typeof guard === 'string') return [guard];
  const all: unknown = typeof guard === 'function' && 'guards' in guard ? guard.guards : [];
  return Array.isArray(all) ? all.flatMap(namesIn) : [];
};

const guardsOf = (chart: Chart): readonly string[] =>
  statesOf(chart).flatMap((node) =>
    [...[...node.transitions.values()].flat(), ...(node.always ?? [])].flatMap(({ guard }) => namesIn(guard)),
  );

describe.each(charts)('the chart of $name', ({ chart, file, settings, events, madeOf }) => {
  test('every delay is declared: a misspelt one would fire at once', () => {
    expect(delaysOf(chart).length).toBeGreaterThan(0);
    for (const delay of delaysOf(chart)) expect(Object.keys(chart.implementations.delays), delay).toContain(delay);
  });

  test('every delay that is declared is used, and is a setting', () => {
    const declared = Object.keys(chart.implementations.delays);
    const durations = Object.entries(settings).filter(([, row]) => row.kind === 'duration').map(([name]) => name);
    expect(new Set(delaysOf(chart))).toEqual(new Set(declared));
    expect(new Set(declared.flatMap((name) => madeOf[name] ?? [name]))).toEqual(new Set(durations));
    for (const name of declared) expect(name).toMatch(limit);
  });

  test('every guard is declared, used, and a question', () => {
    expect(new Set(guardsOf(chart))).toEqual(new Set(Object.keys(chart.implementations.guards)));
    for (const name of guardsOf(chart)) expect(name).toMatch(question);
  });

  test('every state completes a sentence; a state that holds others is named after whom it is about', () => {
    for (const node of statesOf(chart)) {
      expect(node.key).toMatch(camel);
      const isGroup = node.type !== 'atomic' || node.parent?.type === 'parallel';
      const isWellNamed = isGroup || /(?:ing|ed)$/.test(node.key) || adjectives.test(node.key);
      expect(isWellNamed, `the ${chart.id} is ${node.key}`).toBe(true);
    }
  });

  test('it understands every fact there is, and no other', () => {
    const understood = chart.events.filter((type) => !type.startsWith('xstate.'));
    expect(new Set(understood)).toEqual(new Set(Object.keys(events)));
  });

  test('every fact is dotted, and has happened', () => {
    for (const type of Object.keys(events)) {
      expect(type).toMatch(dotted);
      expect(type).toMatch(past);
    }
  });

  test('the drawing above it shows every state', () => {
    const source = readFileSync(new URL(`../../statecharts/${file}`, import.meta.url), 'utf8');
    const comments = source.match(/\/\*\*[^]*?\*\//g) ?? [];
    const drawing = comments.join('\n').split('\n').filter((line) => /[─│▲▼]/.test(line));
    const shown = new Set(drawing.join('\n').match(/[A-Za-z]+/g));
    const drawn = statesOf(chart).filter(({ parent }) => parent?.type !== 'parallel');
    expect(drawn.map((node) => node.key).filter((name) => !shown.has(name))).toEqual([]);
  });

  test('every setting has a range, a usual value within it, and a reason', () => {
    for (const [name, row] of Object.entries(settings)) {
      expect(name).toMatch(camel);
      expect(row.why, name).toMatch(/^[A-Z].{20,}\.$/);
      if (row.kind !== 'duration' && row.kind !== 'count') continue;
      const [least, most, usual] = row.kind === 'duration' ? [row.leastMs, row.mostMs, row.usualMs] : [row.least, row.most, row.usual];
      for (const value of [least, most, usual]) expect(Number.isSafeInteger(value), name).toBe(true);
      expect(least, name).toBeGreaterThanOrEqual(0);
      expect(least, name).toBeLessThanOrEqual(usual);
      expect(usual, name).toBeLessThanOrEqual(most);
      expect(least, name).toBeLessThan(most);
      if (row.kind === 'duration') expect(most, name).toBeLessThan(2 ** 31);
    }
  });
});

test('what a chart orders is dotted and an order, not a fact', () => {
  for (const type of Object.keys(orders)) {
    expect(type).toMatch(dotted);
    expect(type).not.toMatch(past);
  }
});

test('what a chart says has happened, or is how its door stands', () => {
  for (const type of Object.keys(sayings)) {
    expect(type).toMatch(dotted);
    expect(past.test(type) || ['door.left-open', 'door.held-open', 'door.sensor-fault'].includes(type), type).toBe(true);
  }
});
