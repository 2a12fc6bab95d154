import type { Settings } from '../../firmware/bank/settings.ts';
import { allRemembered } from '../../firmware/bank/memory.ts';
import { claimOn, isFree, statusOf } from '../../firmware/bank/status.ts';
import type { Identity, Visitor } from '../../firmware/bank/identity.ts';
import type { WantedVisit } from '../../firmware/bank/visits.ts';
import { mustAgree } from './must-agree.ts';
import { claimAt, isFreeFor, statusAt, visitAt, type PlainBank, type PlainVisit, type Who } from './plain-bank.ts';
import { booksOf, plainBankOf, sixLockers } from './plain-people.ts';
import { isCarrierInSize, isHouse } from './plain-rights.ts';
import { due } from './plain-time.ts';
import { plainRelease, type PlainGrant } from './plain-visits.ts';
import { identityOf, RealBank } from './real-bank.ts';
import { sessionOf } from './shapes.ts';
import { World } from './world.ts';

/** Both banks, and what really lies in the lockers. Every step is taken in both; then they must tell the same. */
export class SideBySide {
  readonly plain: PlainBank;
  readonly real: RealBank;
  readonly world = new World();
  /** Every answer and reason there was, and how often. */
  readonly heard: Map<string, number>;
  #tokens = 0;

  constructor(settings: Partial<Settings>, heard: Map<string, number>) {
    this.plain = plainBankOf(sixLockers, settings);
    this.real = new RealBank(booksOf(sixLockers, settings), this.plain);
    this.heard = heard;
  }

  hear(what: string): void {
    this.heard.set(what, (this.heard.get(what) ?? 0) + 1);
  }

  visitor(who: Who): Visitor {
    const identity: Identity = identityOf(this.plain, who, `token-${String(++this.#tokens)}`);
    return { identity, session: sessionOf(who) };
  }

  /** Asks both whether a door may be opened, and holds the answer against what really lies behind it. */
  ask(wanted: WantedVisit, who: Who): PlainGrant | null {
    const plain = plainRelease(this.plain, wanted, who);
    const real = this.real.ask(wanted, this.visitor(who));
    const said = real.kind === 'refused' ? real.why : `leg ${String(real.visit.leg)}${real.visit.again ? ' again' : ''}`;
    const expected = typeof plain === 'string' ? plain : `leg ${String(plain.leg)}${plain.again ? ' again' : ''}`;
    this.hear(`release ${said}`);
    mustAgree({ wanted, who }, alike(said), alike(expected));
    if (real.kind === 'intended') this.#mayReallyOpen(wanted, who);
    return typeof plain === 'string' ? null : plain;
  }

  /** Nobody who fetches gets at what is somebody else's; nobody puts anything to it but who is allowed to add. */
  #mayReallyOpen(wanted: WantedVisit, who: Who): void {
    const others = this.world.in(wanted.locker).filter((thing) => thing.claim !== wanted.reservation);
    const isTrusted =
      isHouse(this.plain, who, 'open') || isHouse(this.plain, who, 'end-reservations') || isHouse(this.plain, who, 'remove-expired');
    if (!isTrusted) mustAgree({ wanted, who }, { others }, { others: [] });
    const mayPut = who.kind !== 'staff' || isHouse(this.plain, who, 'drop-off') || isCarrierInSize(this.plain, who, wanted.locker);
    if (wanted.purpose === 'deposit') mustAgree({ wanted, who }, { mayPut }, { mayPut: true });
  }

  /** Time does its work, and both banks must be alike. */
  settle(): void {
    this.real.due();
    due(this.plain);
    this.compare();
  }

  compare(): void {
    mustAgree('the books', this.#realView(), this.#plainView());
    for (const locker of this.plain.lockers) {
      const inside = this.world.in(locker.number);
      if (isFreeFor(this.plain, locker)) mustAgree(`free locker ${String(locker.number)}`, { inside }, { inside: [] });
    }
  }

  #plainView() {
    const lockers = this.plain.lockers.map((locker) => {
      const { number, door, doubt, isOut, dedicatedTo } = locker;
      const isFreeNow = isFreeFor(this.plain, locker);
      const status = statusAt(this.plain, locker);
      const claim = claimAt(this.plain, number)?.id ?? null;
      return { number, status, isFreeNow, door, doubt, isOut, dedicatedTo, claim, visit: shortOf(visitAt(this.plain, number)) };
    });
    const claims = this.plain.claims
      .map(({ id, kind, locker, leg, state, untilMs, isTold, isShared, putInBy, collectedBy, things, legs, ...windows }) => ({
        id,
        kind,
        locker,
        leg,
        state,
        untilMs,
        isTold,
        isShared,
        putInBy,
        collectedBy,
        onceMoreFor: left(state === 'collected' ? windows.accessUntil : windows.reopenUntil, this.plain.age),
        legEnds: legs.slice(leg).map((one) => one.untilMs),
        things: things.map((thing) => `${thing.id} ${thing.place} ${String(thing.leg)}`).toSorted(),
      }));
    return { lockers, claims: claims.toSorted(byId) };
  }

  #realView() {
    const { books, now } = this.real;
    const lockers = Object.values(books.lockers).map((locker) => {
      const { number, door, doubt, outOfService, dedicatedTo } = locker;
      const visit = books.visits[number];
      return {
        number,
        status: statusOf(books, locker, now),
        isFreeNow: isFree(books, locker, now),
        door,
        doubt,
        isOut: outOfService !== null,
        dedicatedTo,
        claim: claimOn(books, number, now)?.id ?? null,
        visit: shortOf(visit && { ...visit, claim: visit.reservation }),
      };
    });
    const claims = allRemembered(books, now)
      .map(({ id, kind, locker, leg, state, untilMs, hasExpired, shared, putInBy, collectedBy, items, legs, ...windows }) => ({
        id,
        kind,
        locker,
        leg,
        state,
        untilMs,
        isTold: hasExpired,
        isShared: shared,
        putInBy: putInBy && `${putInBy.role} ${putInBy.id}`,
        collectedBy: collectedBy && `${collectedBy.role} ${collectedBy.id}`,
        onceMoreFor: left(state === 'collected' ? windows.accessUntilAgeMs : windows.reopenUntilAgeMs, now.ageMs),
        legEnds: legs.slice(leg).map((one) => one.untilMs),
        things: items.map((item) => `${item.id} ${item.place} ${String(item.leg)}`).toSorted(),
      }));
    return { lockers, claims: claims.toSorted(byId) };
  }
}

/** Whether it is too late for somebody or was never theirs to do is told apart for their convenience; the door stays shut. */
function alike(said: string): string {
  return said === 'not-allowed' ? 'window-over' : said;
}

type Shown = Pick<PlainVisit, 'purpose' | 'again' | 'leg' | 'phase' | 'ends' | 'leaving'> & { readonly claim: string | null };

function shortOf(visit: Shown | undefined): string | null {
  if (!visit) return null;
  const { purpose, again, leg, phase, claim, leaving, ends } = visit;
  const isAboutLeg = claim !== null && purpose !== 'look' && purpose !== 'remote';
  return [purpose, phase, isAboutLeg ? `${claim} ${String(leg)}` : '', again ? 'again' : '', ends ? 'ends' : '', ...leaving].join(' ');
}

/** How much of a window is left at an age of the bank, in milliseconds. */
function left(until: number | null, age: number): number {
  return Math.max(0, (until ?? 0) - age);
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
