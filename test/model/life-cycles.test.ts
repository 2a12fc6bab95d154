import fc from 'fast-check';
import { expect, test } from 'vitest';
import { refuseUnread } from '../../firmware/bank/commands.ts';
import { readCommand } from '../../firmware/contract/commands.ts';
import { commandRefusals, refusals } from '../../firmware/contract/events.ts';
import { patience, runs } from './runs.ts';
import { someSettings, steps, type Step, type VisitStep } from './steps.ts';
import { heardIn, tell } from './tell.ts';
import { usualPut as put, usualVisit } from './usual-steps.ts';

test(
  'whatever people, doors, clocks and the upstream do, the bank and the plain bank agree, and nobody gets what is not theirs',
  () => {
    const property = fc.property(someSettings, steps, (settings, story) => void tell(settings, story));
    fc.assert(property, runs(3_000));
  },
  patience,
);

const open: Extract<Step, { do: 'open-remotely' }> = { do: 'open-remotely', locker: 1, lives: 50_000, by: 'upstream', outcome: 'whole' };
const bring: VisitStep = { ...usualVisit, who: 'mia', purpose: 'deposit' };

/** Stories for what hardly ever happens by chance, so that every run has heard each reason. */
const rare: readonly (readonly [string, readonly Step[]])[] = [
  ['reservation.refused no-free-locker', Array.from({ length: 7 }, () => put)],
  [
    'reservation.refused no-free-locker-of-size',
    [
      { ...put, size: 'large' },
      { ...put, size: 'large' },
    ],
  ],
  ['reservation.refused no-accessible-locker', [1, 2, 3].map(() => ({ ...put, accessible: true }))],
  ['reservation.refused only-delivery-lockers-left', Array.from({ length: 6 }, () => ({ ...put, kind: 'asset' }))],
  [
    'reservation.refused locker-occupied',
    [
      { ...put, locker: 1 },
      { ...put, locker: 1 },
    ],
  ],
  [
    'reservation.refused locker-out-of-service',
    [
      { do: 'service', locker: 1, to: 'out' },
      { ...put, locker: 1 },
    ],
  ],
  ['reservation.refused unknown-party', [{ ...put, party: { type: 'recipient', id: 'zoe' } }]],
  ['reservation.refused not-allowed', [{ ...put, kind: 'return' }]],
  ['command.refused malformed', [{ ...put, kind: 'exchange', legs: 'usual' }]],
  ['command.refused occupied', [put, bring, { do: 'cancel', nth: 0, end: false }]],
  ['command.refused busy', [{ ...open, outcome: 'stays-open' }, open]],
  ['command.refused unknown-reservation', [{ do: 'cancel', nth: 0, end: false }]],
  ['command.refused unknown-locker', [{ do: 'service', locker: 7, to: 'in' }]],
  ['command.refused unknown-party', [{ do: 'dedicate', locker: 1, party: { type: 'recipient', id: 'zoe' } }]],
  ['command.refused code-in-use', [put, { ...put, code: 'taken' }]],
  ['command.refused code-too-short', [{ ...put, code: 'weak' }]],
  ['command.refused did-not-open', [{ ...open, outcome: 'stuck' }]],
  ['command.refused not-allowed', [{ ...open, by: 'mia' }]],
  ['command.refused lives-too-long', [{ ...open, lives: 200_000 }]],
  ['command.refused too-long', [{ ...put, kind: 'storage', hours: 30 }]],
  ['command.refused already-collected', [put, bring, { ...bring, who: 'fit-code', purpose: 'fit' }, { do: 'cancel', nth: 0, end: false }]],
];

test.each(rare)('somebody hears: %s', (why, story) => {
  const both = tell({ bankModes: ['delivery', 'storage', 'asset'], deliveryOnlyMinimum: { large: 1 } }, story);
  expect([...both.heard.keys()]).toContain(why);
});

test('a command that nobody knows is refused as unsupported, and there is a story for every other reason of the contract', () => {
  const reading = readCommand({ id: 'c1', cmd: 'locker.paint', args: {}, exp: '2026-11-22T12:00:00Z' });
  const said = reading.kind === 'refused' ? refuseUnread(reading.id, reading.cmd, reading.why, reading.place) : null;
  expect(said).toMatchObject({ type: 'command.refused', command: 'c1', data: { why: 'unsupported' } });
  const told = new Set([...rare.map(([why]) => why.split(' ')[1]), 'unsupported']);
  expect([...refusals, ...commandRefusals].filter((why) => !told.has(why))).toEqual([]);
});

test(
  'what nobody tells by heart happens by chance as well: legs, reopening, taking back, leaving something, storing, adding',
  () => {
    const often = [
      'release leg 0',
      'release leg 1',
      'release leg 2',
      'release leg 0 again',
      'release leg 1 again',
      'release leg 2 again',
      'release locker-busy',
      'release window-over',
      'release not-allowed',
      'retracted',
      'left at-door',
      'left after',
      'left: refused',
      'ended at-door',
      'ended after',
      'ended: refused',
      'reservation.made',
      'reservation.changed',
      'reservation.cancelled',
      'brought: taken',
      'brought: not-allowed',
      'stored: taken',
      'stored: not-allowed',
      'stored: not-offered',
      'storage: longer',
      'storage: window-over',
      'storage: not-offered',
      'end: visit',
      'service: done',
    ];
    const heard = heardIn(fc.tuple(someSettings, steps), 1_000, ([settings, story], list) => void tell(settings, story, list));
    expect(often.filter((what) => !heard.has(what))).toEqual([]);
  },
  patience,
);
