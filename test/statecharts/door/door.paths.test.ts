import { describe, expect, test } from 'vitest';
import { getShortestPaths } from 'xstate/graph';
import { doorChart } from '../../../statecharts/door/door.chart.ts';
import type { DoorEvent } from '../../../statecharts/door/door.events.ts';
import { restingPlacesOf, story, timersOf } from '../nodes.ts';
import { doorInput, DoorRig, goOn, usual, type DoorSnapshot, type DoorStep } from './door-rig.ts';
import { brokenDoorRules } from './door-rules.ts';

/** More timers than can fire in a row while nobody does anything: three pulses, and a few to spare. */
const timersMax = 6;

const events: readonly DoorEvent[] = [
  { type: 'release.requested', intent: 'i-1' },
  { type: 'release.requested', intent: 'i-2' },
  { type: 'lock.pulsed', by: 'done' },
  { type: 'lock.refused', reason: 'silent' },
  { type: 'lock.refused', reason: 'cooling' },
  { type: 'sensor.opened' },
  { type: 'sensor.closed' },
  { type: 'sensor.lost' },
];

/** Only what changes what a door does next. */
const serializeState = ({ value, context }: DoorSnapshot): string =>
  JSON.stringify([value, context.intent, context.pulses, context.refusal, context.isUnseen]);

const paths = getShortestPaths(doorChart, {
  input: doorInput(),
  events: (snapshot) => [...events, ...(timersOf(snapshot) as never[])],
  serializeState,
});

const named = paths.map((path) => ({
  path,
  steps: path.steps.map((step) => step.event as DoorStep).filter((step) => (step.type as string) !== 'xstate.init'),
}));

async function replay(steps: readonly DoorStep[]): Promise<DoorRig> {
  const rig = new DoorRig();
  for (const step of steps) await rig.take(step);
  return rig;
}

describe('whatever happens to a door', () => {
  test.each(named.map(({ path, steps }) => [path.state.value, story(steps), path.state, steps] as const))(
    'it is safe while it is %s, after %s', async (_state, _story, expected, steps) => {
      const rig = await replay(steps);
      expect(serializeState(rig.snapshot)).toBe(serializeState(expected));
      expect(brokenDoorRules(rig.records, usual.pulsesMax)).toEqual([]);
      for (const step of [...events, ...timersOf(rig.snapshot)]) {
        const next = [...rig.records, goOn(rig.snapshot, step)];
        expect(brokenDoorRules(next, usual.pulsesMax), `and then ${story([step])}`).toEqual([]);
      }
    },
  );

  test.each(named.map(({ path, steps }) => [path.state.value, story(steps), steps] as const))(
    'a person who waits gets an answer, from %s, after %s', async (_state, _story, steps) => {
      const rig = await replay(steps);
      let fired = 0;
      while (fired < timersMax && (await rig.fireNext())) fired++;
      expect(rig.clock.waiting(), 'it waits for nothing but people').toEqual([]);
      expect(rig.state).not.toBe('releasing');
      expect(rig.snapshot.context.intent).toBe('');
      expect(brokenDoorRules(rig.records, usual.pulsesMax)).toEqual([]);
    },
  );

  test('every state of the chart is on some path', () => {
    const reached = new Set(paths.map((path) => String(path.state.value)));
    expect(reached).toEqual(new Set(restingPlacesOf(doorChart)));
  });
});
