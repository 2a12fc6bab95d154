import type { CommandArgs } from '../../firmware/contract/command-args.ts';
import { hourMs } from '../support/noon.ts';
import { type PlainBank, type PlainClaim, type Who } from './plain-bank.ts';
import { codesOf } from './plain-commands.ts';
import type { PutStep, VisitStep, WhoShape } from './steps.ts';

type PutArgs = CommandArgs<'reservation.put'>;

/** The arguments that a step stands for. */
export function putArgs(bank: PlainBank, step: PutStep, number: number): PutArgs {
  const id = `r${String(number)}`;
  const isStored = step.kind === 'storage';
  const things = Array.from({ length: step.things }, (_, index) => ({ id: `${id}-${String(index + 1)}` }));
  const untilMs = step.hours === null ? null : bank.ms + step.hours * hourMs;
  const usual: PutArgs = {
    reservation: id,
    kind: step.kind,
    party: step.party,
    size: step.size,
    locker: step.locker,
    accessible: step.accessible,
    items: isStored ? [] : things,
    codes: codesFor(bank, step, number),
    tags: [],
    shared: isStored && step.shared && step.party.type === 'department',
    visitor: step.visitor,
    ...(untilMs === null
      ? {}
      : isStored
        ? { ends: new Date(untilMs).toISOString() }
        : { window: { until: new Date(untilMs).toISOString() } }),
  };
  const hasLegs = (step.kind === 'return' || step.kind === 'exchange') && step.legs !== 'usual';
  return hasLegs ? { ...usual, legs: legsOf(step, number, id) } : usual;
}

/** Somebody brings something for the party; in an exchange the party puts something else in, which whoever came first fetches. */
function legsOf({ from, party, legs }: PutStep, number: number, id: string): NonNullable<PutArgs['legs']> {
  const pin = codeOf(number, 0);
  const first = { does: 'deposit', party: from, codes: [pin], tags: [], oneTime: true } as const;
  if (legs === 'full')
    return [
      { ...first, codes: [...first.codes], tags: [] },
      { does: 'collect', party, codes: [], tags: [], oneTime: false },
    ];
  return [
    { ...first, codes: [...first.codes], tags: [] },
    { does: 'swap', party, codes: [codeOf(number, 1)], tags: [], oneTime: false, items: [{ id: `${id}-back` }] },
    { does: 'collect', party: from, codes: [], tags: [], oneTime: false },
  ];
}

/** Eight digits that nobody else has: of a reservation, and of one of its legs. */
export function codeOf(number: number, leg: number): string {
  return String(40_000_000 + number * 10 + leg);
}

function codesFor(bank: PlainBank, { code }: PutStep, number: number): string[] {
  const own = codeOf(number, 9);
  if (code === 'weak') return ['1234567'];
  if (code === 'twice') return [own, own];
  const taken = bank.claims.flatMap(codesOf)[0];
  return code === 'taken' && taken !== undefined ? [taken] : [own];
}

export function nthClaim(bank: PlainBank, nth: number): PlainClaim | undefined {
  return bank.claims.at(nth < 0 ? nth : nth % Math.max(1, bank.claims.length));
}

/** Whom a step means: whoever the next leg is for, the holder of its code or QR token, whoever was there last, or somebody by name. */
export function whoOf(bank: PlainBank, shape: WhoShape, claim: PlainClaim | undefined): Who {
  const index = Math.min(claim?.leg ?? 0, (claim?.legs.length ?? 1) - 1);
  const hasCode = (claim?.legs[index]?.codes.length ?? 0) > 0;
  const isHolder = (shape === 'fit-code' && hasCode) || shape === 'fit-qr';
  if (isHolder && claim) return { kind: 'holder', claim: claim.id, leg: index, shows: shape === 'fit-qr' ? 'qr' : 'code' };
  if (shape === 'putter') return named(bank, (claim?.state === 'collected' ? claim.collectedBy : claim?.putInBy)?.split(' ')[1] ?? 'mia');
  if (!['fit', 'fit-code', 'fit-qr'].includes(shape)) return named(bank, shape);
  const party = claim?.legs[index]?.party ?? null;
  if (party === null) return named(bank, 'mia');
  return named(bank, party.type === 'recipient' ? party.id : party.id === 'post' ? 'ada' : 'dora');
}

function named(bank: PlainBank, id: string): Who {
  return bank.people.staff.some((one) => one.id === id) ? { kind: 'staff', id } : { kind: 'recipient', id };
}

export function purposeOf(step: VisitStep, claim: PlainClaim | undefined): Exclude<VisitStep['purpose'], 'fit'> {
  if (step.purpose !== 'fit') return step.purpose;
  const does = claim?.legs[Math.min(claim.leg, claim.legs.length - 1)]?.does;
  if (does === 'collect' || does === undefined) return 'pickup';
  return does;
}

/** In which session somebody is: each person in one of their own. */
export function sessionOf(who: Who): string {
  return who.kind === 'holder' ? `session of ${who.claim} ${String(who.leg)}` : `session of ${who.id}`;
}
