import { describe, expect, test } from 'vitest';
import { transition } from 'xstate';
import { sessionChart } from '../../../statecharts/session/session.chart.ts';
import { isTimer, statesOf } from '../nodes.ts';
import { goOn, type Way } from './session-rig.ts';
import * as doors from './session-rows-doors.ts';
import * as home from './session-rows-home.ts';
import * as memory from './session-rows-memory.ts';
import * as staff from './session-rows-staff.ts';
import * as visiting from './session-rows-visiting.ts';
import { brokenSessionRules } from './session-rules.ts';
import { depositShut, doorsInShort, follow, give, inShort, type SessionRow } from './session-words.ts';

const tables: Readonly<Record<string, readonly SessionRow[]>> = { ...home, ...visiting, ...doors, ...staff, ...memory };

/** Every transition that some row takes. */
const taken = new Set<Way>();

describe.each(Object.entries(tables))('at the kiosk, %s', (_name, rows) => {
  test.each(rows.map((row) => [row.it, row] as const))('%s', async (_it, row) => {
    const rig = await follow(row.from, row.bank, taken);
    const { snapshot } = rig;
    await give(rig, row.on);
    expect(rig.place.at).toBe(row.to);
    expect(rig.records.at(-1)?.said.map(inShort)).toEqual(row.says ?? []);
    if (row.notice !== undefined) expect(rig.place.context.notice).toBe(row.notice);
    if (row.doors !== undefined) expect(doorsInShort(rig.place.context)).toBe(row.doors);
    const told = rig.records.at(-1)?.told;
    if (told !== undefined && !isTimer(told)) expect(brokenSessionRules({ from: snapshot, told, ...goOn(snapshot, told) })).toEqual([]);
  });
});

describe('the tables', () => {
  test('take every transition of the chart, and none that it has not', () => {
    const all = [sessionChart.root, ...statesOf(sessionChart)].flatMap((node) =>
      [...[...node.transitions.values()].flat(), ...(node.always ?? [])].map((way, index) => [nameOf(node.path, way, index), way as Way] as const));
    expect(all.length).toBeGreaterThan(150);
    expect(all.filter(([, way]) => !taken.has(way)).map(([name]) => name)).toEqual([]);
    const known = new Set(all.map(([, way]) => way));
    expect([...taken].filter((way) => !known.has(way))).toEqual([]);
  });

  test('name each row once', () => {
    for (const [name, rows] of Object.entries(tables)) expect(new Set(rows.map(({ it }) => it)).size, name).toBe(rows.length);
  });
});

test('a session that nobody has begun knows nothing', async () => {
  const { settings: _, ...known } = (await follow([])).place.context;
  expect(known).toEqual({
    ask: 0, way: null, who: null, offers: { visits: [], stores: false, alters: false, expired: 0 }, errand: 'visiting', doors: [],
    notice: null, onceTaken: 'done', parcel: { label: null, party: null }, place: null, lengthened: null, marked: [], deed: 'open',
    why: null, held: null, stay: null, hears: false, remote: null,
  });
});

describe('a session whose memory was tampered with', () => {
  test('asks for no door that it does not know', async () => {
    const { snapshot } = await follow(depositShut);
    const wrongly = sessionChart.resolveState({ value: snapshot.value, context: { ...snapshot.context, doors: [] } });
    expect(transition(sessionChart, wrongly, { type: 'reopen.chosen', locker: 8 })[1]).toEqual([]);
    const lost = sessionChart.resolveState({
      value: { ...snapshot.value, errand: { doors: 'pausing' } } as typeof snapshot.value, context: { ...snapshot.context, doors: [] },
    });
    expect(() => transition(sessionChart, lost, { type: 'door.opened', locker: 8 })).not.toThrow();
    const nameless = sessionChart.resolveState({
      value: { ...snapshot.value, errand: { storing: 'lengthening' } } as typeof snapshot.value, context: { ...snapshot.context, place: null },
    });
    expect(() => transition(sessionChart, nameless, { type: 'length.chosen', lengthMs: 1 })).toThrow('the session does not know');
  });
});

/** `doors.stuck on skip.chosen, 1st of its ways` */
function nameOf(path: readonly string[], way: unknown, index: number): string {
  const { eventType, guard, target } = way as { eventType?: unknown; guard?: unknown; target?: readonly { readonly key: string }[] };
  return `${path.join('.')} on ${String(eventType)} [${JSON.stringify(guard) ?? 'always'}] to ${target?.map(({ key }) => key).join() ?? 'nowhere'} #${String(index)}`;
}
