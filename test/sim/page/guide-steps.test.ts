import { expect, test } from 'vitest';
import { guideSteps } from '../../../sim/page/guide-steps.ts';
import { nextTracking } from '../../../sim/page/words.ts';
import type { SimState, UpstreamParcel } from '../../../sim/sim-state.ts';

type Told = readonly [parcel: UpstreamParcel['state'] | null, events: readonly string[]];

function stateOf([parcel, events]: Told): SimState {
  return {
    cabinet: { widthMm: 450, heightMm: 150, plinthMm: 100, kiosk: { xMm: 0, yMm: 0, widthMm: 0, heightMm: 0 }, lockers: [] },
    kioskUrl: '',
    mqttUrl: '',
    doors: [{ locker: 1, size: 'small', leaf: 'closed', coil: 'resting', contents: ['PKG-1007'], fault: null }],
    parcels: [{ tracking: 'PKG-1003', recipient: 'r-1' }],
    upstream: {
      bank: 'online', acknowledged: 0, people: [], operators: [], sizes: [], lockers: [], settings: [],
      parcels: parcel === null ? [] : [{
        reservation: 'r', tracking: 'PKG-1005', recipient: 'r-1', state: parcel, why: null, locker: 1, pickupCode: null, at: '',
      }],
      events: events.map((type, index) => ({ sequence: index, time: '', type, subject: '', text: '' })),
    },
    network: 'up',
  };
}

test.each<readonly [string, Told, number]>([
  ['nothing has happened', [null, []], 0],
  ['a locker is only asked for', ['asked', []], 0],
  ['a locker is reserved', ['reserved', []], 1],
  ['the label was scanned', ['reserved', ['deposit.started']], 2],
  ['the parcel is in', ['delivered', ['deposit.completed', 'deposit.started']], 3],
  ['the code was typed', ['delivered', ['pickup.started', 'deposit.started']], 4],
  ['the parcel is out', ['collected', []], 5],
])('the story of one parcel: %s', (_when, told, done) => {
  const steps = guideSteps(stateOf(told));
  expect(steps.map((step) => step.done)).toEqual([0, 1, 2, 3, 4].map((n) => n < done));
});

test('the next label is higher than each one in sight: upstream, in hands, in lockers, or just used', () => {
  expect(nextTracking(stateOf(['reserved', []]), [])).toBe('PKG-1008');
  expect(nextTracking(stateOf(['reserved', []]), ['PKG-1011', 'not ours'])).toBe('PKG-1012');
});
