import { describe, expect, test } from 'vitest';
import { sessionChart } from '../../../statecharts/session/session.chart.ts';
import type { SessionSettings } from '../../../statecharts/session/session.settings.ts';
import { isTimer, restingPlacesOf, story } from '../nodes.ts';
import { explore, type Situation } from './session-explore.ts';
import { errandOf, SessionRig, settings } from './session-rig.ts';

/** More timers than can fire before somebody is home: a pause, a window, the patience, the warning. */
const timersMax = 6;
const least = 20_000;

const banks: readonly Partial<SessionSettings>[] = [
  {}, { signature: 'sign', storageDuration: 'unlimited', returnHomeAfterPickup: settings.inactivityWarning },
];

/** The shortest way into each state, at a bank where it can be reached. */
const ways = new Map<string, readonly [bank: Partial<SessionSettings>, way: Situation]>();
for (const bank of banks) {
  for (const way of explore(bank)) if (!ways.has(errandOf(way.place))) ways.set(errandOf(way.place), [bank, way]);
}
const named = [...ways].map(([at, [bank, way]]) => [at, story(way.steps), bank, way] as const);
const away = named.filter(([at]) => at !== 'home');

/** Questions bear the same numbers on every way through the chart, so a path can be told again word by word. */
async function replay(bank: Partial<SessionSettings>, { place, steps }: Situation): Promise<SessionRig> {
  const rig = new SessionRig(undefined, bank);
  for (const step of steps) await (isTimer(step) ? rig.fireNext() : rig.tell(step));
  expect(errandOf(rig.snapshot)).toBe(errandOf(place));
  expect(rig.snapshot.context).toEqual(place.context);
  return rig;
}

/** Nobody does anything. @returns how long it took until they were warned, and from then until the home screen came */
async function walkAway(rig: SessionRig): Promise<{ readonly untilWarnedMs: number; readonly untilHomeMs: number }> {
  const startMs = rig.clock.monoMs();
  const at = async (type: string): Promise<number> => {
    for (let fired = 0; fired < timersMax && (await rig.fireNext()); fired++) {
      if (rig.records.at(-1)?.said.some((command) => command.type === type)) return rig.clock.monoMs();
    }
    throw new Error(`nobody is told ${type} in ${rig.place.at}`);
  };
  const warnedMs = await at('person.warned');
  return { untilWarnedMs: warnedMs - startMs, untilHomeMs: await at('session.ended') - warnedMs };
}

describe('whoever stands at the kiosk', () => {
  test('every state of what people come for is on some path', () => {
    const places = restingPlacesOf(sessionChart).filter((place) => place.startsWith('errand.'));
    expect(new Set(named.map(([at]) => `errand.${at}`))).toEqual(new Set(places));
  });

  test.each(away)('a person who walks away is warned 20 s before the screen goes, from %s, after %s', async (_at, _story, bank, way) => {
    const rig = await replay(bank, way);
    const { untilHomeMs } = await walkAway(rig);
    expect(untilHomeMs).toBeGreaterThanOrEqual(least);
    expect(rig.place).toMatchObject({ at: 'home', context: { who: null, doors: [], notice: null } });
    while (await rig.fireNext());
    expect(rig.clock.waiting(), 'it waits for nothing but people').toEqual([]);
  });

  test.each(away)('a person who hears the screen has three times as long, from %s, after %s', async (at, _story, bank, way) => {
    const rig = await replay(bank, way);
    rig.tell({ type: 'person.touched' });
    const seen = await walkAway(rig);
    const hearing = await replay(bank, way);
    hearing.tell({ type: 'headphones.plugged' });
    const heard = await walkAway(hearing);
    expect(heard.untilHomeMs).toBe(3 * seen.untilHomeMs);
    // A pause between two doors ends by itself, and the next screen has its time anew.
    if (at !== 'doors.pausing') expect(heard.untilWarnedMs).toBe(3 * seen.untilWarnedMs);
  });

  test.each(away)('a person who is warned and presses one key goes on where they are, as often as they like, from %s, after %s',
    async (at, _story, bank, way) => {
      const rig = await replay(bank, way);
      for (let times = 0; times < 11 && at !== 'doors.pausing'; times++) {
        while (rig.snapshot.value.presence !== 'warned') await rig.fireNext();
        rig.tell({ type: 'more-time.chosen' });
        expect(rig.place.at.replace('after', 'within')).toBe(at.replace('after', 'within'));
        expect(rig.snapshot.value.presence).toBe('attending');
      }
    },
  );
});
