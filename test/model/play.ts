import type { Fact } from '../../firmware/bank/facts.ts';
import { decideEnding, decideLeftSome, decideRetract, type WantedVisit } from '../../firmware/bank/visits.ts';
import type { CommandArgs, CommandName } from '../../firmware/contract/command-args.ts';
import { never } from '../../statecharts/never.ts';
import { hourMs } from '../support/noon.ts';
import { mustAgree } from './must-agree.ts';
import { claimOf, isOver, lockerOf, thingsIn, visitAt, type PlainBank, type PlainClaim, type PlainVisit, type Who } from './plain-bank.ts';
import { plainCancel, plainDedicate, plainExtend, plainOpen, plainPut, plainService } from './plain-commands.ts';
import { blind, booted, didNotOpen, forced, foundOpen, foundShut, leftSome, opened, overAfter, shut } from './plain-doors.ts';
import { nameOf } from './plain-rights.ts';
import { plainEnding, plainLeftSome, plainRetract, puttingLeg, type PlainGrant } from './plain-visits.ts';
import type { SideBySide } from './side-by-side.ts';
import { nthClaim, purposeOf, putArgs, sessionOf, whoOf } from './shapes.ts';
import type { KioskStep, Outcome, Step, VisitStep } from './steps.ts';

/** Takes one step in both banks and in the world. */
export function play(both: SideBySide, step: Exclude<Step, KioskStep>, number: number): void {
  const { plain, real } = both;
  switch (step.do) {
    case 'put':
      return put(both, putArgs(plain, step, number));
    case 'put-again':
      return putAgain(both, step.nth, step.things, step.hours);
    case 'cancel': {
      const args = { reservation: nthClaim(plain, step.nth)?.id ?? 'none', end: step.end };
      return same(both, 'reservation.cancel', args, () => plainCancel(plain, args.reservation, step.end));
    }
    case 'extend': {
      const untilMs = plain.ms + step.hours * hourMs;
      const args = { reservation: nthClaim(plain, step.nth)?.id ?? 'none', until: new Date(untilMs).toISOString() };
      return same(both, 'reservation.extend', args, () => plainExtend(plain, args.reservation, untilMs));
    }
    case 'service':
      return same(both, 'locker.service', { locker: step.locker, to: step.to }, () => plainService(plain, step.locker, step.to));
    case 'dedicate':
      return same(both, 'locker.dedicate', { locker: step.locker, party: step.party }, () => plainDedicate(plain, step));
    case 'open-remotely':
      return openRemotely(both, step);
    case 'visit':
      return visit(both, step);
    case 'retract':
      return retract(both, nthClaim(plain, step.nth), step.who);
    case 'say-ended':
      return sayEnded(both, nthClaim(plain, step.nth), step.who);
    case 'say-left':
      return sayLeft(both, nthClaim(plain, step.nth), step);
    case 'shut':
      return shutDoor(both, step.locker);
    case 'force':
      return force(both, step.locker);
    case 'blind':
      real.door({ type: 'door.sensor-fault', locker: step.locker });
      return blind(plain, step.locker);
    case 'see-again':
      if (lockerOf(plain, step.locker)?.door !== 'unknown') return;
      real.door({ type: 'door.closed', locker: step.locker, how: 'found' });
      return foundShut(plain, step.locker);
    case 'wait':
      plain.age += step.ms;
      plain.ms += step.ms;
      return;
    case 'jump':
      plain.ms += step.ms;
      return;
    default:
      return never(step, 'step');
  }
}

/** A command that both end at once, in the same words. */
function same<N extends CommandName>(both: SideBySide, cmd: N, args: CommandArgs<N>, plain: () => string): void {
  const { ms } = both.plain;
  const ends = both.real.command(cmd, args, { expMs: ms + hourMs, by: 'upstream' }) ?? [];
  const said = ends.map(wordsOf).join(' and ');
  both.hear(said.replace(/ \d+$/, ''));
  mustAgree({ cmd, args }, said, plain());
}

function wordsOf(fact: Fact): string {
  const data = 'data' in fact ? (fact.data as Readonly<Record<string, unknown>>) : {};
  if (fact.type === 'reservation.made') return `reservation.made ${String(data['locker'])}`;
  return fact.type.endsWith('.refused') ? `${fact.type} ${String(data['why'])}` : fact.type;
}

function put(both: SideBySide, args: CommandArgs<'reservation.put'>): void {
  const { plain, world } = both;
  const isNew = claimOf(plain, args.reservation) === undefined;
  same(both, 'reservation.put', args, () => plainPut(plain, args));
  const made = claimOf(plain, args.reservation);
  if (isNew && made) mustAgree('a new place', { inside: world.in(made.locker) }, { inside: [] });
}

/** The upstream says once more what it expects: other things, another window. */
function putAgain(both: SideBySide, nth: number, count: number, hours: number | null): void {
  const claim = nthClaim(both.plain, nth);
  if (!claim || claim.party.id === '?') return;
  const items = claim.kind === 'storage' ? [] : Array.from({ length: count }, (_, index) => ({ id: `${claim.id}-${String(index + 1)}` }));
  const window =
    hours === null || claim.kind === 'storage' ? {} : { window: { until: new Date(both.plain.ms + hours * hourMs).toISOString() } };
  const { id: reservation, kind, party, isShared: shared } = claim;
  const args = { reservation, kind, party, accessible: false, items, codes: [], tags: [], shared, visitor: false, ...window };
  same(both, 'reservation.put', args, () => plainPut(both.plain, args));
}

function openRemotely(both: SideBySide, { locker, lives, by, outcome }: Extract<Step, { do: 'open-remotely' }>): void {
  const { plain, real } = both;
  const expMs = plain.ms + lives;
  const ends = real.command('locker.open', { locker }, { expMs, by });
  const words = plainOpen(plain, locker, expMs, by);
  both.hear(ends?.map(wordsOf).join(' and ') ?? 'released for a command');
  mustAgree({ open: locker, by }, ends?.map(wordsOf).join(' and ') ?? null, words);
  if (words !== null) return;
  const claim = plain.claims.find((one) => one.locker === locker && one.state === 'occupied')?.id ?? null;
  plain.visits = plain.visits.filter((one) => one.locker !== locker);
  plain.visits.push({
    locker,
    purpose: 'remote',
    claim,
    leg: 0,
    again: false,
    things: null,
    who: null,
    intent: 'remote',
    session: null,
    command: 'remote',
    leaving: [],
    ends: false,
    phase: 'intended',
    hasBegun: false,
  });
  happen(both, locker, outcome, () => undefined);
}

function visit(both: SideBySide, step: VisitStep): void {
  const { plain } = both;
  const claim = nthClaim(plain, step.nth);
  const purpose = purposeOf(step, claim);
  const who = whoOf(plain, step.who, claim);
  const locker = claim?.locker ?? 1 + (Math.abs(step.nth) % 6);
  const expected = claim?.things.filter((thing) => thing.place === 'expected').map(({ id }) => id) ?? [];
  const items = step.adds && purpose === 'deposit' && claim?.state === 'occupied' && expected.length > 0 ? { items: expected } : {};
  const ends = purpose === 'keep' && step.ends === 'beforehand' ? { ends: true } : {};
  const wanted: WantedVisit = { purpose, locker, reservation: purpose === 'look' ? null : (claim?.id ?? null), ...items, ...ends };
  come(both, wanted, who, step.outcome, () => {
    if (['pickup', 'empty'].includes(purpose) && step.leave > 0) sayLeft(both, claim, { who: step.who, left: step.leave, of: 'last' });
    if (purpose === 'keep' && step.ends === 'at-door') sayEnded(both, claim, step.who);
  });
}

/** Somebody wants a door opened, and does what they came for. */
export function come(both: SideBySide, wanted: WantedVisit, who: Who, outcome: Outcome, andSay = () => {}): void {
  const grant = both.ask(wanted, who);
  const answer = both.real.release(wanted, both.visitor(who));
  if (!grant || answer.kind === 'refused') return;
  begin(both, wanted, who, grant);
  happen(both, wanted.locker, outcome, () => {
    act(both, wanted, grant);
    andSay();
  });
}

function begin({ plain }: SideBySide, wanted: WantedVisit, who: Who, grant: PlainGrant): void {
  const { purpose, locker, items, ends } = wanted;
  const claim = claimOf(plain, grant.claim);
  // Storage that is overdue is opened once more, and it is over.
  const isLastTime = purpose === 'keep' && claim?.state === 'occupied' && isOver(plain, claim);
  const before = visitAt(plain, locker);
  // The door stands open for the same person: what they have said still holds.
  const said = before?.who && claim && nameOf(plain, before.who, claim) === nameOf(plain, who, claim) ? before : null;
  const isEnding = claim?.state !== 'collected' && !claim?.isShared && ((ends ?? false) || isLastTime || (said?.ends ?? false));
  plain.visits = plain.visits.filter((one) => one !== before);
  plain.visits.push({
    locker,
    purpose,
    claim: grant.claim,
    leg: grant.leg,
    again: grant.again,
    things: items ?? broughtTo(plain, grant, before),
    who,
    intent: 'intent',
    session: sessionOf(who),
    command: null,
    leaving: said?.leaving ?? [],
    ends: isEnding,
    phase: 'intended',
    hasBegun: false,
  });
}

/** Whoever names nothing has what is awaited as they come: nothing of what is announced while they stand there. */
function broughtTo(plain: PlainBank, { claim: id, leg, again }: PlainGrant, before: PlainVisit | undefined): readonly string[] | null {
  const isSame = before?.phase === 'open' && before.claim === id && before.leg === leg && !before.again && !again;
  if (isSame && before.things) return before.things;
  const awaited = claimOf(plain, id)?.things.filter((thing) => thing.place === 'expected' && thing.leg === leg) ?? [];
  return awaited.length > 0 ? awaited.map((thing) => thing.id) : null;
}

/** What a person really does in front of the open door. */
function act({ plain, world }: SideBySide, wanted: WantedVisit, { again, claim: id, leg }: PlainGrant): void {
  const claim = claimOf(plain, id);
  switch (wanted.purpose) {
    case 'deposit':
    case 'swap': {
      if (!claim || again) return;
      if (wanted.purpose === 'swap') world.take(wanted.locker, (thing) => thing.claim === claim.id);
      const brought = visitAt(plain, wanted.locker)?.things;
      const meant = claim.things.filter((thing) => thing.place === 'expected' && (brought?.includes(thing.id) ?? thing.leg === leg));
      return world.put(
        wanted.locker,
        claim.id,
        meant.map((thing) => thing.id),
      );
    }
    case 'pickup':
      return again
        ? undefined
        : world.take(wanted.locker, (thing) => thing.claim === id && !visitAt(plain, wanted.locker)?.leaving.includes(thing.id));
    case 'keep':
      if (claim?.state === 'collected') return;
      if (visitAt(plain, wanted.locker)?.ends) return world.take(wanted.locker, (thing) => thing.claim === id);
      return world.put(wanted.locker, id ?? '', ['belongings']);
    case 'empty':
      return world.take(wanted.locker, () => true);
    case 'look':
      return world.take(wanted.locker, (thing) => claim?.state !== 'occupied' || thing.claim !== claim.id);
    default:
      return never(wanted.purpose, 'purpose');
  }
}

/** What becomes of a door that was released. */
function happen(both: SideBySide, locker: number, outcome: Outcome, acts: () => void): void {
  const { plain, real } = both;
  if (outcome === 'stuck' && lockerOf(plain, locker)?.door !== 'open') {
    const facts = real.door({ type: 'door.did-not-open', locker, intent: real.books.visits[locker]?.intent ?? '', why: 'stuck' });
    for (const fact of facts) if (fact.type === 'command.refused') both.hear(wordsOf(fact));
    return didNotOpen(plain, locker);
  }
  if (outcome === 'cut-before') return powerCut(both, null);
  real.opens(locker, lockerOf(plain, locker)?.door === 'open' ? 'already' : 'released');
  opened(plain, locker);
  acts();
  if (outcome === 'whole') return shutDoor(both, locker);
  if (outcome === 'cut-and-shut') return powerCut(both, locker);
  if (outcome === 'cut-and-open') return powerCut(both, null);
}

function shutDoor({ plain, real }: SideBySide, locker: number): void {
  if (lockerOf(plain, locker)?.door !== 'open') return;
  real.door({ type: 'door.closed', locker, how: 'seen' });
  shut(plain, locker);
}

/** The power goes and comes back; meanwhile somebody has shut one of the doors. */
function powerCut({ plain, real }: SideBySide, shutMeanwhile: number | null): void {
  real.boot();
  booted(plain);
  for (const { number, door } of plain.lockers) {
    if (door === 'unknown') continue;
    const isShut = door === 'closed' || number === shutMeanwhile;
    if (isShut) foundShut(plain, number);
    else foundOpen(plain, number);
    real.door(
      isShut ? { type: 'door.closed', locker: number, how: 'found' } : { type: 'door.opened', locker: number, intent: null, how: 'found' },
    );
  }
}

function force({ plain, real }: SideBySide, locker: number): void {
  if (lockerOf(plain, locker)?.door !== 'closed' || visitAt(plain, locker)) return;
  real.door({ type: 'door.forced', locker });
  forced(plain, locker);
}

function retract(both: SideBySide, claim: PlainClaim | undefined, shape: string): void {
  const { plain, real, world } = both;
  if (!claim) return;
  const who = whoOf(plain, shape, claim);
  const wanted: WantedVisit = { purpose: 'deposit', locker: claim.locker, reservation: claim.id };
  const facts = decideRetract(real.books, wanted, both.visitor(who), real.now);
  const before = thingsIn(claim).map(({ id }) => id);
  const isSaid = plainRetract(plain, wanted, who);
  mustAgree({ retract: wanted, who }, { isSaid: facts !== null }, { isSaid });
  if (!facts) return;
  real.take(facts);
  both.hear('retracted');
  const still = thingsIn(claim).map(({ id }) => id);
  // Whoever says that nothing is in there leaves nothing in there, whatever the upstream has called it meanwhile.
  const isBack = (id: string) => still.length === 0 || (before.includes(id) && !still.includes(id));
  world.take(claim.locker, (thing) => thing.claim === claim.id && isBack(thing.id));
}

function sayEnded(both: SideBySide, claim: PlainClaim | undefined, shape: string): void {
  const { plain, real, world } = both;
  if (!claim) return;
  const who = whoOf(plain, shape, claim);
  const how = plainEnding(plain, claim, who, sessionOf(who));
  const facts = decideEnding(real.books, claim.id, both.visitor(who), real.now);
  mustAgree({ end: claim.id, who }, { isSaid: facts !== null }, { isSaid: how !== null });
  if (!how) both.hear('ended: refused');
  if (!facts || !how) return;
  real.take(facts);
  both.hear(`ended ${how}`);
  world.take(claim.locker, (thing) => thing.claim === claim.id);
  const visiting = visitAt(plain, claim.locker);
  if (how === 'at-door' && visiting) visiting.ends = true;
  else overAfter(plain, claim, { who });
}

/** Honest people name what they have just had before them; others name anything that was ever there. */
function sayLeft(
  both: SideBySide,
  claim: PlainClaim | undefined,
  { who: shape, left: count, of }: Pick<Extract<Step, { do: 'say-left' }>, 'who' | 'left' | 'of'>,
): void {
  const { plain, real, world } = both;
  if (!claim) return;
  const who = whoOf(plain, shape, claim);
  const last = puttingLeg(claim);
  const left = claim.things
    .filter((thing) => thing.place !== 'expected' && (of === 'any' || thing.leg === last))
    .slice(0, count)
    .map(({ id }) => id);
  const how = plainLeftSome(plain, claim, left, who, sessionOf(who));
  const facts = decideLeftSome(real.books, claim.id, left, both.visitor(who), real.now);
  mustAgree({ leave: claim.id, left, who }, { isSaid: facts !== null }, { isSaid: how !== null });
  if (!how) both.hear('left: refused');
  if (!facts || !how) return;
  real.take(facts);
  both.hear(`left ${how}`);
  leftSome(plain, claim, left, how === 'at-door');
  // What they said before they take back: what they do not leave goes with them.
  if (how === 'at-door') world.take(claim.locker, (thing) => thing.claim === claim.id && !left.includes(thing.id));
  world.put(claim.locker, claim.id, left);
}
