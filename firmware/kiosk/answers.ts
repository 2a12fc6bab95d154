import { never } from '../../statecharts/never.ts';
import type {
  AskedVisit, LockerDeed, Offers, Presented, Saying, SayingNotice, SessionCommand, SessionFact, WantedPlace,
} from '../../statecharts/session/session.events.ts';
import type { Identity } from '../bank/identity.ts';
import { sha256Of } from '../bank/hashes.ts';
import type { TakenWalkIn, WalkIn } from '../bank/walk-in.ts';
import type { StoreRequest } from '../bank/store.ts';
import type { Desk } from '../desk.ts';
import type { Ledger } from '../journal/ledger.ts';
import { decideDeed } from './deeds.ts';
import { offersOf, personOf } from './known.ts';
import { deedNotice, extensionNotice, placeNotice } from './notices.ts';

type Asked<T extends SessionCommand['type']> = Extract<SessionCommand, { readonly type: T }>;

/** What is asked by the chart. Each is answered by one fact. */
export type Question = Exclude<SessionCommand, Asked<'session.started'> | Asked<'session.ended'> | Asked<'person.warned'>>;

/** What somebody has begun, and what has to be undone if nothing comes of it. */
interface Begun {
  /** Claims that were made for things which are only about to be put in. */
  claims: Pick<TakenWalkIn, 'wanted' | 'added'>[];
  code: ShownCode | null;
  isOver: boolean;
}

/** The code that was made for a visitor's locker. It is shown while they are at it, and kept nowhere else. */
interface ShownCode {
  readonly reservation: string;
  readonly code: string;
}

const noOffers: Offers = { visits: [], stores: false, alters: false, expired: 0 };

/** In a session nobody brings more things than these without going home between; the oldest have been settled long since. */
const claimsMost = 64;

/** Answers what the session chart asks, out of the desk, for whoever stands at the kiosk. */
export class Answers {
  readonly #desk: Desk;
  readonly #ledger: Ledger;
  #begun: Begun = nothingBegun();

  constructor({ desk, ledger }: { readonly desk: Desk; readonly ledger: Ledger }) {
    this.#desk = desk;
    this.#ledger = ledger;
  }

  /** The code that is to be shown with a reservation, if there is one. */
  codeFor(reservation: string | null): string | null {
    const { code } = this.#begun;
    return code && code.reservation === reservation ? code.code : null;
  }

  /** Whether a reservation, or a thing in it, is there only because somebody has brought it in this session. */
  isBrought(reservation: string | null): boolean {
    return this.#begun.claims.some(({ wanted }) => wanted.reservation === reservation);
  }

  /** They have gone: what came to nothing is undone, and the code is forgotten at once. */
  async end(): Promise<void> {
    const begun = this.#begun;
    begun.isOver = true;
    begun.code = null;
    this.#begun = nothingBegun();
    await this.#settle(begun);
  }

  async to(question: Question): Promise<SessionFact | null> {
    switch (question.type) {
      case 'credential.check':
        return this.#present(question.ask, question.presented);
      case 'offers.list':
        return { type: 'offers.listed', ask: question.ask, offers: this.#offers() };
      case 'parcel.find':
        return this.#findParcel(question);
      case 'place.find':
        return this.#findPlace(question);
      case 'storage.begin':
        return this.#beginStorage(question);
      case 'saying.take':
        return this.#take(question.ask, question.saying);
      case 'door.release':
        return this.#release(question.visit);
      default:
        return never(question, 'question of a session');
    }
  }

  async #present(ask: number, presented: Presented): Promise<SessionFact> {
    const answer = await this.#desk.present(presented);
    switch (answer.kind) {
      case 'known': {
        const who = personOf(this.#ledger.books, answer.identity, this.#ledger.now());
        return { type: 'person.known', ask, who, offers: this.#offers() };
      }
      case 'pin-needed':
        return { type: 'pin.needed', ask };
      case 'identity-needed':
        return { type: 'identity.needed', ask, label: 'code' in presented ? presented.code : '' };
      case 'refused':
        return { type: 'credential.refused', ask, why: answer.why };
      default:
        return never(answer, 'answer to a credential');
    }
  }

  #offers(): Offers {
    const { visitor } = this.#desk;
    if (!visitor) return noOffers;
    return offersOf(this.#ledger.books, visitor.identity, this.#desk.lockers(), this.#ledger.now());
  }

  /** What a label before came to nothing with is let go first: it may be this very label, held up once more. */
  async #findParcel({ ask, label }: Asked<'parcel.find'>): Promise<SessionFact> {
    await this.#settle(this.#begun);
    const answer = this.#desk.find(label);
    if (answer.kind === 'found') return { type: 'place.found', ask, visit: answer.visit };
    const { why } = answer;
    if (why !== 'parcel-unknown') return { type: 'place.refused', ask, why };
    // Recipients look for what is theirs, and bring nothing that nobody has announced.
    if (this.#desk.visitor?.identity.kind !== 'staff') return { type: 'place.refused', ask, why: 'not-yours' };
    return this.#desk.mayBring(this.#kindBrought(), label) ? { type: 'parcel.unknown', ask } : { type: 'place.refused', ask, why };
  }

  async #findPlace({ ask, parcel, place }: Asked<'place.find'>): Promise<SessionFact> {
    const begun = this.#begun;
    await this.#settle(begun);
    if (begun.isOver) return { type: 'place.refused', ask, why: 'not-allowed' };
    const request: Omit<WalkIn, 'visitor'> = {
      kind: this.#kindBrought(), items: parcel.label === null ? [] : [parcel.label], party: parcel.party,
      accessible: place.accessible, ...placeIn(place),
    };
    const answer = await this.#desk.walkIn(request, place.beside === null ? 'anew' : 'add');
    if (!answer || answer.kind === 'refused') return { type: 'place.refused', ask, why: answer ? placeNotice(answer.why) : 'not-allowed' };
    await this.#remember(begun, answer);
    return { type: 'place.found', ask, visit: answer.wanted };
  }

  /** Staff bring parcels where a bank takes them, and else what it is there for. */
  #kindBrought(): WalkIn['kind'] {
    return this.#ledger.books.settings.bankModes.includes('delivery') ? 'delivery' : 'asset';
  }

  async #beginStorage({ ask, place, lengthMs }: Asked<'storage.begin'>): Promise<SessionFact> {
    const begun = this.#begun;
    const { visitor } = this.#desk;
    const whose = ownerOf(visitor?.identity ?? null);
    if (!whose) return { type: 'place.refused', ask, why: 'not-allowed' };
    const size = place.size ?? undefined;
    const { answer, code } = await this.#desk.store({ whose, size, accessible: place.accessible, lengthMs });
    if (answer.kind === 'refused') return { type: 'place.refused', ask, why: placeNotice(answer.why) };
    const { wanted } = answer;
    // Whoever is known shows at the next visit what they have shown at this one.
    if (whose === 'visitor' && !begun.isOver && code !== null && wanted.reservation !== null) {
      begun.code = { reservation: wanted.reservation, code };
    }
    await this.#remember(begun, { wanted, added: [] });
    return { type: 'place.found', ask, visit: wanted };
  }

  async #release(visit: AskedVisit): Promise<SessionFact | null> {
    const begun = this.#begun;
    const answer = await this.#desk.release(visit);
    // Somebody else may be waiting for the same door by now.
    if (answer.kind !== 'refused' || begun.isOver) return null;
    return { type: 'release.refused', locker: visit.locker, why: answer.why };
  }

  async #take(ask: number, saying: Saying): Promise<SessionFact> {
    const taken = await this.#said(saying);
    return typeof taken === 'string' ? { type: 'saying.refused', ask, why: taken } : { type: 'saying.taken', ask, visits: taken };
  }

  /** The visits that it leads to, or why it is not so. */
  async #said(saying: Saying): Promise<readonly AskedVisit[] | SayingNotice> {
    switch (saying.about) {
      case 'retract':
        return this.#retract(saying.visit);
      case 'leave':
        return done(saying.visit.reservation !== null && await this.#desk.leaveSome(saying.visit.reservation, saying.left));
      case 'end':
        return done(saying.visit.reservation !== null && await this.#desk.endStorage(saying.visit.reservation));
      case 'extend':
        return this.#extend(saying.visit, saying.untilMs);
      case 'signature':
        return done(await this.#desk.sign(saying.visits.flatMap((one) => one.reservation ?? []), sha256Of(saying.strokes)), 'not-allowed');
      case 'lockers':
        return this.#see(saying.deed, saying.lockers, saying.why);
      case 'problem':
        return done(await this.#desk.report(saying.why, saying.locker), 'nothing-there');
      default:
        return never(saying, 'saying');
    }
  }

  async #retract(visit: AskedVisit): Promise<readonly AskedVisit[] | SayingNotice> {
    const begun = this.#begun;
    const isTaken = await this.#desk.retract(visit);
    if (isTaken) await this.#settle(begun);
    return done(isTaken);
  }

  async #extend({ reservation }: AskedVisit, untilMs: number): Promise<readonly AskedVisit[] | SayingNotice> {
    const answer = reservation === null ? null : await this.#desk.extend(reservation, untilMs);
    if (!answer) return 'not-allowed';
    return answer.kind === 'facts' ? [] : extensionNotice(answer.why);
  }

  /** One locker that stays as it is keeps no other from being seen to; where no door is to be opened, the reason is told. */
  async #see(deed: LockerDeed, lockers: readonly number[], why: string | null): Promise<readonly AskedVisit[] | SayingNotice> {
    const begun = this.#begun;
    const visits: AskedVisit[] = [];
    let notice: SayingNotice | null = null;
    for (const locker of lockers) {
      // Whoever is known to the desk by now has not asked for this.
      if (begun.isOver) break;
      const decided = await this.#desk.decide((visitor, books, now) => decideDeed(books, { deed, locker, why }, visitor, now));
      if (decided.kind === 'visit') visits.push(decided.wanted);
      else if (decided.kind === 'refused') notice ??= deedNotice(decided.why);
    }
    return visits.length === 0 && notice ? notice : visits;
  }

  /** Whoever has left while their claim was written down gets nothing any more. */
  async #remember(begun: Begun, claim: Pick<TakenWalkIn, 'wanted' | 'added'>): Promise<void> {
    begun.claims.push({ wanted: claim.wanted, added: claim.added });
    if (begun.claims.length > claimsMost) begun.claims.shift();
    if (begun.isOver) await this.#settle(begun);
  }

  /** Lets go of every claim that nothing lies behind, and at whose door nobody stands. */
  async #settle({ claims }: Begun): Promise<void> {
    for (const claim of claims) await this.#desk.walkInOver(claim);
  }
}

function nothingBegun(): Begun {
  return { claims: [], code: null, isOver: false };
}

/** Whoever names a size when they might have put it to something else wants a locker of its own for it. */
function placeIn({ size, beside }: WantedPlace): Pick<WalkIn, 'locker' | 'size' | 'another'> {
  if (beside !== null) return { locker: beside };
  return size === null ? {} : { size, another: true };
}

/** Whose belongings somebody stores; `null` where they may not begin to. */
function ownerOf(identity: Identity | null): StoreRequest['whose'] | null {
  if (!identity) return 'visitor';
  return identity.kind === 'recipient' ? { type: 'recipient', id: identity.id } : null;
}

function done(isTaken: boolean, why: SayingNotice = 'window-over'): readonly AskedVisit[] | SayingNotice {
  return isTaken ? [] : why;
}

/** The answer to a question when the bank itself is in trouble: nobody waits for one that does not come. */
export function answerInTrouble(question: Question): SessionFact {
  switch (question.type) {
    case 'credential.check':
      return { type: 'credential.refused', ask: question.ask, why: 'bank-trouble' };
    case 'offers.list':
      return { type: 'offers.listed', ask: question.ask, offers: noOffers };
    case 'parcel.find':
    case 'place.find':
    case 'storage.begin':
      return { type: 'place.refused', ask: question.ask, why: 'bank-trouble' };
    case 'saying.take':
      return { type: 'saying.refused', ask: question.ask, why: 'bank-trouble' };
    case 'door.release':
      return { type: 'release.refused', locker: question.visit.locker, why: 'bank-trouble' };
    default:
      return never(question, 'question of a session');
  }
}
