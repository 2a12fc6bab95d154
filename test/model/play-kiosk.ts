import { codeTag } from '../../firmware/bank/codes.ts';
import { decideEndReservation, decideService } from '../../firmware/bank/staff.ts';
import { decideExtend, decideStore } from '../../firmware/bank/store.ts';
import type { WantedVisit } from '../../firmware/bank/visits.ts';
import { decideWalkIn, decideWalkInOver } from '../../firmware/bank/walk-in.ts';
import { mustAgree } from './must-agree.ts';
import { claimOf, visitAt, type Who } from './plain-bank.ts';
import { plainBring, plainEnd, plainLonger, plainServiceAtKiosk, plainStore } from './plain-kiosk.ts';
import { come } from './play.ts';
import { codeOf, nthClaim, sessionOf, whoOf } from './shapes.ts';
import type { SideBySide } from './side-by-side.ts';
import type { KioskStep } from './steps.ts';

type Doing<D extends KioskStep['do']> = Extract<KioskStep, { do: D }>;

/** Somebody has brought something that nobody announced. */
export function bring(both: SideBySide, step: Doing<'bring'>, number: number): void {
  const { plain, real, world } = both;
  const who = whoOf(plain, step.who, undefined);
  const { kind, party, size, another } = step;
  const things = Array.from({ length: step.things }, (_, index) => `b${String(number)}-${String(index + 1)}`);
  const answer = decideWalkIn(real.books, real.frame, { kind, items: things, party, size, another, visitor: both.visitor(who) }, real.now);
  const placed = plainBring(plain, { kind, party, size, things, another }, who);
  const said = answer.kind === 'taken' ? String(answer.wanted.locker) : answer.why;
  both.hear(`brought: ${answer.kind === 'taken' ? 'taken' : said}`);
  mustAgree(step, said, typeof placed === 'string' ? placed : String(placed.claim.locker));
  if (answer.kind === 'refused' || typeof placed === 'string') return;
  if (!placed.isAdded) mustAgree('a new place', { inside: world.in(placed.claim.locker) }, { inside: [] });
  real.take(answer.facts);
  come(both, answer.wanted, who, step.outcome);
  if (visitAt(plain, answer.wanted.locker)) return;
  const over = real.take(decideWalkInOver(real.books, answer));
  const { claim } = placed;
  if (over.length === 0) return;
  // The door stayed shut: it is as if nobody had come.
  if (claim.state === 'reserved') plain.claims = plain.claims.filter((one) => one !== claim);
  else claim.things = claim.things.filter((thing) => !things.includes(thing.id) || thing.place !== 'expected');
}

export function store(both: SideBySide, step: Doing<'store'>, number: number): void {
  const { plain, real } = both;
  const who: Who | null = step.whose === 'visitor' && step.who === 'visitor' ? null : whoOf(plain, step.who, undefined);
  const { whose, size, lengthMs } = step;
  const newCode = whose === 'visitor' ? { tag: codeTag(real.frame.keys, codeOf(number, 8)), sealed: null } : null;
  const visitor = who && both.visitor(who);
  const request = {
    whose,
    identity: visitor?.identity ?? null,
    session: who ? sessionOf(who) : 'of a visitor',
    size,
    accessible: false,
    lengthMs,
    newCode,
  };
  const answer = decideStore(real.books, real.frame, request, real.now);
  const placed = plainStore(plain, { whose, size, lengthMs }, who);
  const said = answer.kind === 'taken' ? String(answer.wanted.locker) : answer.why;
  both.hear(`stored: ${answer.kind === 'taken' ? 'taken' : said}`);
  mustAgree(step, said, typeof placed === 'string' ? placed : String(placed.claim.locker));
  if (answer.kind === 'refused' || typeof placed === 'string') return;
  real.take(answer.facts);
  come(both, answer.wanted, who ?? { kind: 'holder', claim: placed.claim.id, leg: 0, shows: 'code' }, step.outcome);
}

export function longer(both: SideBySide, step: Doing<'longer'>): void {
  const { plain, real } = both;
  const claim = nthClaim(plain, step.nth);
  if (!claim) return;
  const who = whoOf(plain, step.who, claim);
  const untilMs = (claim.untilMs ?? plain.ms) + step.steps * plain.settings.storageStep;
  const answer = decideExtend(real.books, claim.id, untilMs, both.visitor(who), real.now);
  const said = answer.kind === 'facts' ? 'longer' : answer.why;
  both.hear(`storage: ${said}`);
  mustAgree(step, said, plainLonger(plain, claim, who, untilMs));
  if (answer.kind === 'facts') real.take(answer.facts);
}

export function end(both: SideBySide, step: Doing<'end'>): void {
  const { plain, real } = both;
  const claim = nthClaim(plain, step.nth);
  if (!claim) return;
  const who = whoOf(plain, step.who, claim);
  const answer = decideEndReservation(real.books, claim.id, both.visitor(who), real.now);
  const said = answer.kind === 'facts' ? 'ended' : answer.kind === 'visit' ? 'visit' : answer.why;
  both.hear(`end: ${said}`);
  mustAgree(step, said, plainEnd(plain, claim, who));
  if (answer.kind === 'facts') real.take(answer.facts);
  if (answer.kind === 'visit' && claimOf(plain, claim.id)) come(both, answer.wanted satisfies WantedVisit, who, step.outcome);
}

export function service(both: SideBySide, step: Doing<'service-at-kiosk'>): void {
  const { plain, real } = both;
  const who = whoOf(plain, step.who, undefined);
  const answer = decideService(real.books, { locker: step.locker, to: step.to, why: 'door' }, both.visitor(who), real.now);
  const said = answer.kind === 'facts' ? 'done' : answer.kind === 'visit' ? 'visit' : answer.why;
  both.hear(`service: ${said}`);
  mustAgree(step, said, plainServiceAtKiosk(plain, step.locker, step.to, who));
  if (answer.kind === 'facts') real.take(answer.facts);
}
