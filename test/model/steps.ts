import fc from 'fast-check';
import type { Settings } from '../../firmware/bank/settings.ts';
import type { Party, ReservationKind } from '../../firmware/contract/parts.ts';
import { dayMs, hourMs } from '../support/noon.ts';
import { habit } from './habits.ts';
import { sizeNames } from './plain-people.ts';

/**
 * What happens next at a bank. `nth` names a reservation by its place in the order in which they were made, counted round
 * or, below 0, from the end; `fit` is whoever, or whatever, the next leg waits for: without it nearly everybody would be turned away.
 */
export type Step =
  | PutStep
  | KioskStep
  | { readonly do: 'put-again'; readonly nth: number; readonly things: number; readonly hours: number | null }
  | { readonly do: 'cancel'; readonly nth: number; readonly end: boolean }
  | { readonly do: 'extend'; readonly nth: number; readonly hours: number }
  | { readonly do: 'service'; readonly locker: number; readonly to: 'in' | 'out' }
  | { readonly do: 'dedicate'; readonly locker: number; readonly party: Party | null }
  | { readonly do: 'open-remotely'; readonly locker: number; readonly lives: number; readonly by: string; readonly outcome: Outcome }
  | VisitStep
  | { readonly do: 'retract' | 'say-ended'; readonly nth: number; readonly who: WhoShape }
  | { readonly do: 'say-left'; readonly nth: number; readonly who: WhoShape; readonly left: number; readonly of: 'last' | 'any' }
  | { readonly do: 'shut' | 'force' | 'blind' | 'see-again'; readonly locker: number }
  | { readonly do: 'wait' | 'jump'; readonly ms: number };

/** What people do at the kiosk that nobody has announced. */
export type KioskStep =
  | {
      readonly do: 'bring';
      readonly who: WhoShape;
      readonly kind: 'delivery' | 'asset';
      readonly party: Party | null;
      readonly size: string | undefined;
      readonly things: number;
      readonly another: boolean;
      readonly outcome: Outcome;
    }
  | {
      readonly do: 'store';
      readonly who: WhoShape;
      readonly whose: Party | 'visitor';
      readonly size: string | undefined;
      readonly lengthMs: number | null;
      readonly outcome: Outcome;
    }
  | { readonly do: 'longer'; readonly who: WhoShape; readonly nth: number; readonly steps: number }
  | { readonly do: 'end'; readonly who: WhoShape; readonly nth: number; readonly outcome: Outcome }
  | { readonly do: 'service-at-kiosk'; readonly who: WhoShape; readonly locker: number; readonly to: 'in' | 'out' };

export interface PutStep {
  readonly do: 'put';
  readonly kind: ReservationKind;
  readonly party: Party;
  readonly from: Party | null;
  readonly size: string | undefined;
  readonly locker: number | undefined;
  readonly accessible: boolean;
  readonly things: number;
  readonly hours: number | null;
  readonly shared: boolean;
  readonly visitor: boolean;
  readonly code: 'own' | 'weak' | 'taken' | 'twice';
  readonly legs: 'usual' | 'full' | 'swap';
}

export type Outcome = 'whole' | 'stuck' | 'stays-open' | 'cut-before' | 'cut-and-shut' | 'cut-and-open';
/** `fit`, `fit-code` and `fit-qr` (whoever has the code of the next leg, or a QR token), `putter` (whoever was there last), or an id. */
export type WhoShape = string;

export interface VisitStep {
  readonly do: 'visit';
  readonly who: WhoShape;
  readonly purpose: 'fit' | 'deposit' | 'pickup' | 'swap' | 'keep' | 'empty' | 'look';
  readonly nth: number;
  readonly outcome: Outcome;
  /** How many things the person says they leave. */
  readonly leave: number;
  /** Whether their storage ends with this visit, and when they say so. */
  readonly ends: 'no' | 'beforehand' | 'at-door';
  /** Only what was announced lately is put in, to what lies there. */
  readonly adds: boolean;
}

const parties: readonly Party[] = [
  { type: 'recipient', id: 'ada' },
  { type: 'recipient', id: 'bob' },
  { type: 'recipient', id: 'cem' },
  { type: 'recipient', id: 'dora' },
  { type: 'department', id: 'post' },
  { type: 'department', id: 'lab' },
];
const party = fc.constantFrom(...parties);
const stranger: Party = { type: 'recipient', id: 'zoe' };
const nth = fc.nat({ max: 5 });
const locker = fc.integer({ min: 1, max: 6 });
const mostly = <T>(weight: number, usual: T, ...others: readonly T[]) =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, fc.constantFrom(...others));
const people = ['ada', 'bob', 'cem', 'dora', 'zoe', 'mia', 'ned', 'ida', 'ann', 'fast', 'slow'] as const;
const who = fc.oneof(
  { weight: 5, arbitrary: fc.constant('fit') },
  { weight: 4, arbitrary: fc.constant('fit-code') },
  { weight: 1, arbitrary: fc.constant('fit-qr') },
  { weight: 1, arbitrary: fc.constant('putter') },
  { weight: 3, arbitrary: fc.constantFrom(...people) },
);
const outcome = mostly<Outcome>(14, 'whole', 'stuck', 'stays-open', 'cut-before', 'cut-and-shut', 'cut-and-open');
const hours = fc.option(fc.constantFrom(1, 5, 30), { nil: null, freq: 2 });

const put: fc.Arbitrary<PutStep> = fc.record({
  do: fc.constant('put'),
  kind: fc.constantFrom('delivery', 'delivery', 'delivery', 'storage', 'storage', 'return', 'exchange', 'asset'),
  party: mostly(10, parties[0] as Party, ...parties, stranger),
  from: fc.option(party),
  size: fc.option(fc.constantFrom(...sizeNames), { nil: undefined, freq: 4 }),
  locker: fc.option(fc.integer({ min: 1, max: 7 }), { nil: undefined, freq: 1 }),
  accessible: mostly(5, false, true),
  things: fc.integer({ min: 1, max: 3 }),
  hours,
  shared: mostly(3, false, true),
  visitor: mostly(6, false, true),
  code: mostly<PutStep['code']>(16, 'own', 'weak', 'taken', 'twice'),
  legs: mostly<PutStep['legs']>(1, 'full', 'usual', 'swap'),
});

const visit: fc.Arbitrary<VisitStep> = fc.record({
  do: fc.constant('visit'),
  who,
  purpose: mostly<VisitStep['purpose']>(10, 'fit', 'deposit', 'pickup', 'swap', 'keep', 'empty', 'look'),
  nth,
  outcome,
  leave: mostly(5, 0, 1, 2),
  ends: mostly<VisitStep['ends']>(5, 'no', 'beforehand', 'at-door'),
  adds: mostly(6, false, true),
});

const some: fc.Arbitrary<Step> = fc.oneof(
  { weight: 7, arbitrary: put },
  { weight: 16, arbitrary: visit },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('put-again'), nth, things: fc.integer({ min: 1, max: 4 }), hours }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel'), nth, end: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('extend'), nth, hours: fc.constantFrom(1, 20, 60) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('service'), locker: fc.integer({ min: 1, max: 7 }), to: fc.constantFrom('in', 'out') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('dedicate'),
      locker: fc.integer({ min: 1, max: 7 }),
      party: fc.option(fc.oneof(party, fc.constant(stranger))),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('open-remotely'),
      locker: fc.integer({ min: 1, max: 7 }),
      lives: mostly(5, 50_000, -1, 60_000, 200_000),
      by: mostly(5, 'upstream', 'mia', 'ann'),
      outcome,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('retract', 'say-ended'), nth, who: mostly(4, 'putter', 'fit', 'fit-code', ...people) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('say-left'),
      nth,
      who: mostly(3, 'fit', 'fit-code', 'putter', ...people),
      left: fc.nat({ max: 2 }),
      of: mostly<'last' | 'any'>(2, 'last', 'any'),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('bring'),
      who: mostly(4, 'mia', 'ned', 'ida', 'ann', 'fast', 'slow', 'ada'),
      kind: mostly<'delivery' | 'asset'>(4, 'delivery', 'asset'),
      party: fc.oneof({ weight: 6, arbitrary: party }, fc.constantFrom(null, stranger)),
      size: fc.option(fc.constantFrom(...sizeNames), { nil: undefined }),
      things: fc.integer({ min: 1, max: 2 }),
      another: mostly(3, false, true),
      outcome,
    }),
  },
  {
    weight: 3,
    arbitrary: fc
      .oneof(
        fc.constantFrom(...parties.slice(0, 4)).map((whose) => ({ who: whose.id, whose })),
        fc.record({ who: fc.constantFrom('ada', 'mia', 'ned', 'visitor'), whose: fc.oneof(party, fc.constant('visitor')) }),
      )
      .chain((who) =>
        fc.record({
          do: fc.constant('store'),
          who: fc.constant(who.who),
          whose: fc.constant(who.whose),
          size: fc.option(fc.constantFrom(...sizeNames), { nil: undefined }),
          lengthMs: fc.constantFrom(null, hourMs, 4 * hourMs, 4.5 * hourMs, 30 * hourMs),
          outcome,
        }),
      ),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('longer'),
      who: mostly(14, 'fit', 'mia', ...people),
      nth,
      steps: fc.constantFrom(1, 2, 0.5, 40),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('end'), who: mostly(4, 'ann', ...people), nth, outcome }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('service-at-kiosk'),
      who: mostly(3, 'mia', ...people),
      locker: fc.integer({ min: 1, max: 7 }),
      to: fc.constantFrom('in', 'out'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('shut'), locker }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('force', 'blind', 'see-again'), locker }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait'), ms: fc.constantFrom(1_000, 299_000, 2 * hourMs, 12 * hourMs, 4 * dayMs) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('jump'), ms: fc.constantFrom(-12 * hourMs, 2 * hourMs, 4 * dayMs) }) },
) as fc.Arbitrary<Step>;

const one = some.map((step): readonly Step[] => [step]);
const few = fc.oneof({ weight: 24, arbitrary: one }, { weight: 1, arbitrary: habit });

/** A story. Most of what happens has nothing to do with what happened before. */
export const steps: fc.Arbitrary<readonly Step[]> = fc.array(few, { minLength: 1, maxLength: 36, size: 'max' }).map((list) => list.flat());

/** The settings that decide anything here. */
export const someSettings: fc.Arbitrary<Partial<Settings>> = fc.record({
  bankModes: mostly<Settings['bankModes']>(8, ['delivery', 'storage', 'asset'], ['delivery'], ['storage']),
  returnsAndExchanges: mostly(6, true, false),
  deliveryOnlyMinimum: mostly(3, {}, { small: 1 }, { medium: 2 }),
  sizeStepUp: fc.boolean(),
  itemExpiry: fc.constantFrom(hourMs, 3 * dayMs, null),
  expiryOnAdd: fc.constantFrom('keep', 'restart'),
  addToOccupied: fc.constantFrom('nobody', 'staff', 'same-carrier', 'anyone'),
  departmentPickup: fc.constantFrom('nobody', 'key-contacts', 'members'),
  lockerAccessAfterPickup: fc.constantFrom(0, 300_000),
  dropOffReopenWindow: fc.constantFrom(0, 300_000),
  storageDuration: fc.constantFrom('fixed', 'flexible', 'unlimited'),
  storageLongest: fc.constantFrom(4 * hourMs, 24 * hourMs),
  storagePerPerson: fc.constantFrom(1, 2),
  overdueStorage: fc.constantFrom('open', 'staff-only'),
  dedicatedTakeOthers: mostly(5, false, true),
  reservationWithoutRecipient: fc.boolean(),
  carrierDirectDropOff: fc.boolean(),
  oneCodePerRecipient: fc.boolean(),
  oneTimePinLife: fc.constantFrom(hourMs, 72 * hourMs),
}) as fc.Arbitrary<Partial<Settings>>;
