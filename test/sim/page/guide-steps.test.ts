import { describe, expect, test } from 'vitest';
import type { HeardLine } from '../../../sim/at-kiosk.ts';
import { guideSteps, guideStories } from '../../../sim/page/guide-steps.ts';
import { nextLabel } from '../../../sim/page/words.ts';
import type { EventLine, SimState, UpstreamParcel } from '../../../sim/sim-state.ts';
import { parcel, simState } from './sim-state.ts';

type Told = readonly [parcel: UpstreamParcel['state'] | null, events: readonly string[]];

const line = (type: string, text = '', sequence = 1): EventLine => ({ sequence, time: '', type, subject: '', text });

function stateOf([state, events]: Told): SimState {
  return simState(
    { parcels: state === null ? [] : [parcel({ state })], events: events.map((type, index) => line(type, '', index)) },
    {
      doors: [{ locker: 1, size: 'small', leaf: 'closed', coil: 'resting', contents: ['PKG-1007'], fault: null, hasInsideRelease: false }],
      parcels: [{ tracking: 'PKG-1003', recipient: 'r-1' }],
    },
  );
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
  expect(nextLabel(stateOf(['reserved', []]), [])).toBe('PKG-1008');
  expect(nextLabel(stateOf(['reserved', []]), ['PKG-1011', 'not ours'])).toBe('PKG-1012');
  expect(nextLabel(stateOf(['reserved', []]), ['PKG-1011', 'BAG-3'], 'BAG')).toBe('BAG-1001');
});

const heardLine = (change: Partial<HeardLine>): HeardLine =>
  ({ number: 1, what: 'speech', text: '', language: 'en', from: 'headphones', end: 'spoken', ...change });
const one = (change: Partial<UpstreamParcel>): SimState => simState({ parcels: [parcel(change)] });
const told = (...events: readonly (readonly [string, string?])[]): SimState =>
  simState({ events: events.map(([type, text]) => line(type, text)) });
const carrying = (...labels: readonly string[]): SimState =>
  simState({}, { parcels: labels.map((tracking) => ({ tracking, recipient: '' })) });
const listening = (heard: readonly HeardLine[], beeping: SimState['atKiosk']['beeping'] = []): SimState =>
  simState({}, { atKiosk: { headphones: 'out', heard, beeping } });
const unannounced = { reservation: 'bank-LOG-1' } as const;
const swap = [{ opens: 'swap', party: 'alan', code: '1' }] as const;
const post = { departments: [{ id: 'post', name: 'Post' }] };
const toPost = (state: UpstreamParcel['state']): SimState => simState({ ...post, parcels: [parcel({ recipient: 'post', state })] });

describe('a story is ticked off step by step', () => {
  const stories: readonly (readonly [string, SimState, string])[] = [
    ['A parcel that nobody has announced', carrying('BAG-1'), '----'],
    ['A parcel that nobody has announced', carrying('PKG-1'), 'x---'],
    ['A parcel that nobody has announced', one({ state: 'reserved' }), '----'],
    ['A parcel that nobody has announced', one({ ...unannounced, state: 'reserved' }), 'xx--'],
    ['A parcel that nobody has announced', one({ ...unannounced, state: 'delivered' }), 'xxx-'],
    ['A parcel that nobody has announced', one({ ...unannounced, state: 'collected' }), 'xxxx'],
    ['A carrier comes', told(['staff.signed-in', 'by operator mia'], ['deposit.completed', 'by operator mia']), '--'],
    ['A carrier comes', told(['staff.signed-in', 'by carrier swift']), 'x-'],
    ['A carrier comes', told(['staff.signed-in', 'by carrier swift'], ['deposit.completed', 'by carrier swift']), 'xx'],
    ['Belongings for the day', carrying('PKG-1'), '----'],
    ['Belongings for the day', carrying('BAG-1'), 'x---'],
    ['Belongings for the day', told(['storage.started']), 'xx--'],
    ['Belongings for the day', told(['storage.started'], ['storage.opened'], ['storage.ended']), 'xxxx'],
    ['Something comes back', one({ state: 'collected' }), '---'],
    ['Something comes back', one({ kind: 'return', state: 'reserved' }), 'x--'],
    ['Something comes back', one({ kind: 'return', state: 'delivered' }), 'xx-'],
    ['Something comes back', one({ kind: 'return', state: 'collected' }), 'xxx'],
    ['One thing for another', one({ kind: 'exchange', state: 'reserved' }), 'x---'],
    ['One thing for another', one({ kind: 'exchange', state: 'delivered', codes: swap }), 'xx--'],
    ['One thing for another', one({ kind: 'exchange', state: 'delivered' }), 'xxx-'],
    ['One thing for another', one({ kind: 'exchange', state: 'collected' }), 'xxxx'],
    ['For a department', one({ state: 'collected' }), '---'],
    ['For a department', toPost('reserved'), 'x--'],
    ['For a department', toPost('delivered'), 'xx-'],
    ['For a department', toPost('collected'), 'xxx'],
    ['An administrator’s round', told(['staff.signed-in', 'by operator mia'], ['locker.out-of-service', 'by upstream upstream']), '----'],
    ['An administrator’s round', told(['staff.signed-in', 'by administrator vera'], ['locker.checked']), 'x--x'],
    [
      'An administrator’s round',
      told(...['staff.signed-in', 'locker.out-of-service', 'locker.in-service'].map((type) => [type, 'by administrator vera'] as const)),
      'xxx-',
    ],
    ['With the screen off', listening([]), '---'],
    ['With the screen off', listening([heardLine({ what: 'tone' })]), '---'],
    ['With the screen off', listening([heardLine({})]), 'x--'],
    ['With the screen off', listening([heardLine({ end: 'cut-off' })], [{ locker: 3, count: 1 }]), 'xxx'],
    ['Opened from far away', told(['command.done', 'command c-1, cmd locker.open, opened true']), 'x'],
    ['Opened from far away', told(['command.done', 'command c-1, cmd events.replay']), '-'],
  ];

  test.each(stories)('%s', (title, state, ticks) => {
    const story = guideStories(state).find((candidate) => candidate.title === title);
    expect(story?.steps.map(({ done }) => (done ? 'x' : '-')).join('')).toBe(ticks);
  });

  test('and none is ticked off before anything has happened', () => {
    expect(guideStories(simState({})).flatMap(({ steps }) => steps).some(({ done }) => done)).toBe(false);
  });
});
