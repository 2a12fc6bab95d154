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
  'code.entered': true, 'label.scanned': true, 'staff.chosen': true, 'password.entered': true, 'tracking.entered': true,
  'reopen.chosen': true, 'retry.chosen': true, 'retract.chosen': true, 'next.chosen': true, 'finish.chosen': true, 'person.touched': true,
  'credential.granted': true, 'credential.refused': true, 'staff.granted': true, 'staff.refused': true, 'parcel.found': true,
  'parcel.refused': true, 'release.refused': true, 'deposit.retracted': true, 'door.opened': true, 'door.closed': true,
  'door.did-not-open': true, 'settings.changed': true,
};
const orders: Record<Exclude<DoorCommand['type'], DoorFact['type']> | Exclude<SessionCommand['type'], `session.${string}`>, true> = {
  'lock.pulse': true, 'lock.rest': true, 'credential.check': true, 'password.check': true, 'parcel.find': true,
  'door.release': true, 'deposit.retract': true,
};
/** What is said, not ordered: it has happened, or it is how a door stands. */
const sayings: Record<DoorFact['type'] | Extract<SessionCommand['type'], `session.${string}`>, true> = {
  'door.released': true, 'door.opened': true, 'door.closed': true, 'door.held-open': true, 'door.forced': true,
  'door.did-not-open': true, 'door.sensor-fault': true, 'session.started': true, 'session.ended': true,
};

interface Subject {
  readonly name: string;
  readonly chart: Chart;
  readonly file: string;
  readonly settings: Readonly<Record<string, SettingRow>>;
  readonly events: Readonly<Record<string, true>>;
}

const charts: readonly Subject[] = [
  { name: 'the door', chart: doorChart, file: 'door/door.chart.ts', settings: doorSettings, events: doorEvents },
  { name: 'the session', chart: sessionChart, file: 'session/session.chart.ts', settings: sessionSettings, events: sessionEvents },
];

const camel = /^[a-z]+(?:[A-Z][a-z]+)*$/;
const dotted = /^[a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*$/;
/** What completes "the door is …", besides words in -ing and -ed. */
const adjectives = /^(?:unknown|open|stuck|home|left|ready|over|present|.+(?:Open|Shut|Stuck|In))$/;
/** Something has happened: a participle, or an irregular one. */
const past = /(?:ed|\.lost|\.chosen|\.found|\.did-not-open)$/;
const question = /^(?:is|has|can|may)[A-Z]|Remain$/;
const limit = /(?:Within|For|After|Timeout|Window|On)(?=[A-Z]|$)/;

const delaysOf = (chart: Chart): readonly string[] =>
  statesOf(chart).flatMap((node) => node.after.map(({ delay }) => String(delay)));

const guardsOf = (chart: Chart): readonly string[] =>
  statesOf(chart).flatMap((node) =>
    [...node.transitions.values()].flat().flatMap(({ guard }) => (typeof guard === 'string' ? [guard] : [])),
  );

describe.each(charts)('the chart of $name', ({ chart, file, settings, events }) => {
  test('every delay is declared: a misspelt one would fire at once', () => {
    expect(delaysOf(chart).length).toBeGreaterThan(0);
    for (const delay of delaysOf(chart)) expect(Object.keys(chart.implementations.delays), delay).toContain(delay);
  });

  test('every delay that is declared is used, and is a setting', () => {
    const declared = Object.keys(chart.implementations.delays);
    const durations = Object.entries(settings).filter(([, row]) => row.kind === 'duration').map(([name]) => name);
    expect(new Set(delaysOf(chart))).toEqual(new Set(declared));
    expect(new Set(declared)).toEqual(new Set(durations));
    for (const name of declared) expect(name).toMatch(limit);
  });

  test('every guard is declared, used, and a question', () => {
    expect(new Set(guardsOf(chart))).toEqual(new Set(Object.keys(chart.implementations.guards)));
    for (const name of guardsOf(chart)) expect(name).toMatch(question);
  });

  test('every state completes a sentence; a state that holds others is named after whom it is about', () => {
    for (const node of statesOf(chart)) {
      expect(node.key).toMatch(camel);
      const isWellNamed = node.type !== 'atomic' || /(?:ing|ed)$/.test(node.key) || adjectives.test(node.key);
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
    const comment = /\/\*\*[^]*?\*\//.exec(source)?.[0] ?? '';
    const drawing = comment.split('\n').filter((line) => /[─│▲▼]/.test(line));
    const shown = new Set(drawing.join('\n').match(/[A-Za-z]+/g));
    const drawn = statesOf(chart).filter((node) => node.parent?.type !== 'parallel' && node.parent?.parent?.type !== 'parallel');
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
    expect(past.test(type) || ['door.held-open', 'door.sensor-fault'].includes(type), type).toBe(true);
  }
});
