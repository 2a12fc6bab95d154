import fc from 'fast-check';
import { dayMs, hourMs } from '../support/noon.ts';
import type { Outcome, PutStep, Step, VisitStep, WhoShape } from './steps.ts';
import { usualPut } from './usual-steps.ts';

/**
 * What belongs together. Each of these takes several people one after the other, and hardly any of it would come about if
 * every step were drawn by itself. `-1` is the reservation that was made last.
 */

const last = -1;
const somebody = fc.constantFrom<WhoShape>('fit', 'fit-code', 'fit-qr');
/** Whoever has just been there, as they were known then. */
const theSame = fc.constantFrom<WhoShape>('fit', 'fit-code', 'putter');
const outcome = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Outcome>('whole') },
  fc.constantFrom<Outcome>('stuck', 'stays-open', 'cut-before', 'cut-and-shut', 'cut-and-open'),
);

function put(said: Partial<PutStep>): fc.Arbitrary<Step> {
  return fc.constant({ ...usualPut, things: 2, ...said });
}

function visit(who: fc.Arbitrary<WhoShape>, said: Partial<VisitStep> = {}): fc.Arbitrary<Step> {
  const usual = fc.record({
    do: fc.constant('visit' as const),
    who,
    purpose: fc.constant<VisitStep['purpose']>('fit'),
    nth: fc.constant(last),
    outcome,
    leave: fc.constantFrom(0, 0, 0, 1),
    ends: fc.constantFrom<VisitStep['ends']>('no', 'no', 'no', 'beforehand', 'at-door'),
    adds: fc.constant(false),
  });
  return usual.map((step) => ({ ...step, ...said }));
}

function wait(...ms: readonly number[]): fc.Arbitrary<Step> {
  return fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(...ms) });
}

function say(what: 'retract' | 'say-ended', who: fc.Arbitrary<WhoShape>): fc.Arbitrary<Step> {
  return fc.record({ do: fc.constant(what), nth: fc.constant(last), who });
}

const sayLeft: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('say-left' as const),
  nth: fc.constant(last),
  who: theSame,
  left: fc.constantFrom(1, 2),
  of: fc.constantFrom<'last' | 'any'>('last', 'any'),
});

const cem = { type: 'recipient', id: 'cem' } as const;
const soon = [1_000, 299_000, 301_000] as const;

/** One brings something, another puts something else in for it, and the first fetches that. */
const exchange = fc.tuple(
  put({ kind: 'exchange', from: cem, legs: 'swap' }),
  visit(somebody),
  visit(somebody),
  visit(somebody),
  wait(...soon),
  sayLeft,
  visit(theSame, { purpose: 'pickup', outcome: 'stays-open' }),
  sayLeft,
);

/** Whoever brings it has a code, and nobody has said who that is. */
const byCode = fc.tuple(put({ kind: 'return', legs: 'full' }), visit(fc.constant('fit-code')), wait(...soon), say('retract', theSame));

/** The upstream lets a claim on a place for belongings live longer, or says that their time ends earlier. */
const reserved = fc.tuple(
  fc.constantFrom(1, 5, null).chain((hours) => put({ kind: 'storage', hours })),
  fc.record({ do: fc.constant('extend' as const), nth: fc.constant(last), hours: fc.constantFrom(1, 2, 20) }),
  wait(1_000, 1.5 * hourMs, 3 * hourMs),
  visit(somebody),
  wait(1_000, 3 * hourMs),
);

/** Somebody stores something, comes again, stays for longer, and has taken everything in the end. */
const storing = fc.tuple(
  fc.record({
    do: fc.constant('store' as const),
    who: fc.constant('cem'),
    whose: fc.constant(cem),
    size: fc.constant(undefined),
    lengthMs: fc.constantFrom(null, hourMs, hourMs, 4 * hourMs),
    outcome: fc.constant<Outcome>('whole'),
  }),
  wait(...soon),
  visit(fc.constantFrom('fit', 'fit-qr')),
  fc.record({
    do: fc.constant('longer' as const),
    who: fc.constantFrom('fit', 'mia'),
    nth: fc.constant(last),
    steps: fc.constantFrom(1, 2, 0.5),
  }),
  wait(...soon),
  say('say-ended', fc.constantFrom('fit', 'putter')),
);

/** More is announced and put to it, by whoever was there before or by somebody else. */
const adding = fc.tuple(
  put({ things: 1 }),
  visit(fc.constantFrom('mia', 'fast')),
  fc.record({ do: fc.constant('put-again' as const), nth: fc.constant(last), things: fc.constantFrom(2, 3), hours: fc.constant(null) }),
  wait(...soon),
  visit(fc.constantFrom('putter', 'mia', 'fast'), { purpose: 'deposit', adds: true }),
  say('retract', theSame),
);

/** A parcel waits, for too long perhaps. */
const late = fc.tuple(put({}), visit(fc.constant('mia')), wait(hourMs / 2, 2 * hourMs, 4 * dayMs), visit(somebody), sayLeft);

/** Somebody who knows the way of things; what they do is told step by step. */
export const habit: fc.Arbitrary<readonly Step[]> = fc.oneof<fc.Arbitrary<readonly Step[]>[]>(
  exchange,
  byCode,
  reserved,
  storing,
  adding,
  late,
);
