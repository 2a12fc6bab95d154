import { expect, test } from 'vitest';
import type { Reservation } from '../../firmware/bank/reservation.ts';
import type { Settings } from '../../firmware/bank/settings.ts';
import { minutes } from '../../statecharts/units.ts';
import { hourMs, noonMs } from '../support/noon.ts';
import type { SideBySide } from './side-by-side.ts';
import type { PutStep, Step, VisitStep, WhoShape } from './steps.ts';
import { tell } from './tell.ts';
import { usualPut as parcel, usualVisit as comes } from './usual-steps.ts';

/** Rules that hold in one corner each, told as short stories. In all of them the bank and the plain bank are alike as well. */

const cem = { type: 'recipient', id: 'cem' } as const;

const exchange: PutStep = { ...parcel, kind: 'exchange', from: cem, legs: 'swap' };
const storage: PutStep = { ...parcel, kind: 'storage', party: cem };
const staff: VisitStep = { ...comes, who: 'mia' };
const exchanged: readonly Step[] = [exchange, comes, comes, comes];
const everything: Partial<Settings> = {
  bankModes: ['delivery', 'storage', 'asset'],
  returnsAndExchanges: true,
  lockerAccessAfterPickup: minutes(5),
};

function theOne({ real }: SideBySide): Reservation | undefined {
  return Object.values(real.books.reservations)[0];
}

function whereThingsAre(both: SideBySide): readonly string[] | undefined {
  return theOne(both)?.items.map(({ id, place }) => `${id} ${place}`);
}

test('whoever fetches last has left something of what they fetched, and nothing of what somebody else fetched before', () => {
  const others = tell(everything, [...exchanged, { do: 'say-left', nth: 0, who: 'fit', left: 1, of: 'any' }]);
  expect([...others.heard.keys()]).toContain('left: refused');
  expect(whereThingsAre(others)).toEqual(['r1-back out', 'r1-1 out']);
  const own = tell(everything, [...exchanged, { do: 'say-left', nth: 0, who: 'fit', left: 1, of: 'last' }]);
  expect([...own.heard.keys()]).toContain('left after');
  expect(whereThingsAre(own)).toEqual(['r1-back in', 'r1-1 out']);
});

test('whoever fetches last says so at the door that they have opened once more as well', () => {
  const again: readonly Step[] = [...exchanged, { ...comes, purpose: 'pickup', outcome: 'stays-open' }];
  const others = tell(everything, [...again, { do: 'say-left', nth: 0, who: 'fit', left: 1, of: 'any' }, { do: 'shut', locker: 1 }]);
  expect([...others.heard.keys()]).toContain('left: refused');
  expect(theOne(others)?.state).toBe('collected');
  const own = tell(everything, [...again, { do: 'say-left', nth: 0, who: 'fit', left: 1, of: 'last' }, { do: 'shut', locker: 1 }]);
  expect([...own.heard.keys()]).toContain('left at-door');
  expect(whereThingsAre(own)).toEqual(['r1-back in', 'r1-1 out']);
});

test('whoever brings a parcel with a code that is for nobody by name is nobody by name', () => {
  const both = tell(everything, [
    { ...exchange, kind: 'return', from: null, legs: 'full' },
    { ...comes, who: 'fit-code' },
  ]);
  expect(theOne(both)).toMatchObject({ state: 'occupied', putInBy: null });
});

test.each([
  ['later', 20, 6, 20],
  ['earlier', 2, 1, 5],
])('a claim on a place for belongings that the upstream moves to %s', (_, to, waits, ends) => {
  const extend: Step = { do: 'extend', nth: 0, hours: to };
  const both = tell({ ...everything, storageDuration: 'flexible', storageLongest: minutes(24 * 60) }, [
    { ...storage, hours: 5 },
    extend,
    { do: 'wait', ms: waits * hourMs },
    comes,
  ]);
  expect(theOne(both)).toMatchObject({ state: 'occupied', untilMs: noonMs + ends * hourMs });
});

test('a claim on a place for belongings that was moved to earlier lapses then', () => {
  const story: readonly Step[] = [
    { ...storage, hours: 5 },
    { do: 'extend', nth: 0, hours: 2 },
    { do: 'wait', ms: 3 * hourMs },
  ];
  expect(theOne(tell({ ...everything, storageDuration: 'flexible', storageLongest: minutes(24 * 60) }, story))).toBeUndefined();
});

test.each<readonly [string, VisitStep['outcome'], string, string]>([
  ['shut it again', 'whole', 'ended after', 'collected'],
  ['never saw it open', 'cut-before', 'ended: refused', 'occupied'],
  ['found it stuck', 'stuck', 'ended: refused', 'occupied'],
])('whoever came to the door of their belongings and %s says that they have taken everything', (_, outcome, said, state) => {
  const both = tell(everything, [
    storage,
    comes,
    { do: 'wait', ms: 301_000 },
    { ...comes, outcome },
    { do: 'say-ended', nth: 0, who: 'fit' },
  ]);
  expect([...both.heard.keys()]).toContain(said);
  expect(theOne(both)?.state).toBe(state);
});

const late: Step = { do: 'wait', ms: 2 * hourMs };

test.each<readonly [WhoShape, string, readonly Step[]]>(
  ['fit', 'fit-code', 'fit-qr'].flatMap((who) => [
    [who, 'pickup', [parcel, staff]],
    [who, 'swap', [exchange, comes]],
  ]),
)('what has expired does not open for those whom it waits for (%s, %s), and does for staff', (who, _, story) => {
  const refused = tell({ ...everything, itemExpiry: minutes(60) }, [...story, late, { ...comes, who }]);
  expect([...refused.heard.keys()]).toContain('release window-over');
  expect(theOne(refused)?.state).toBe('occupied');
  const intime = tell({ ...everything, itemExpiry: minutes(180) }, [...story, late, { ...comes, who }]);
  expect([...intime.heard.keys()]).toContain('release leg 1');
  const emptied = tell({ ...everything, itemExpiry: minutes(60) }, [...story, late, { ...staff, purpose: 'empty' }]);
  expect(theOne(emptied)?.state).toBe('collected');
});

test('whoever brings more, and has the open door released once more without saying what they bring, has still brought it', () => {
  const comesAgain: VisitStep = { ...staff, purpose: 'deposit', nth: 0 };
  const both = tell({ dropOffReopenWindow: minutes(5) }, [
    parcel,
    staff,
    { do: 'put-again', nth: 0, things: 2, hours: null },
    { ...comesAgain, adds: true, outcome: 'stays-open' },
    comesAgain,
  ]);
  expect([...both.heard.keys()]).not.toContain('release leg 0 again');
  expect(whereThingsAre(both)).toEqual(['r1-1 in', 'r1-2 in']);
});
