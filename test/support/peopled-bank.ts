import type { Books, NewCode } from '../../firmware/bank/books.ts';
import type { Directory, RecipientEntry, StaffRole } from '../../firmware/bank/directory.ts';
import { noDirectory } from '../../firmware/bank/directory.ts';
import { aboutLocker, type Fact } from '../../firmware/bank/facts.ts';
import type { UsedToken, Visitor } from '../../firmware/bank/identity.ts';
import { parcelOf, type BookedItem, type Leg } from '../../firmware/bank/reservation.ts';
import type { Settings } from '../../firmware/bank/settings.ts';
import { decideRelease, type ReleaseAnswer, type WantedVisit } from '../../firmware/bank/visits.ts';
import type { LegDeed, Party, ReservationKind } from '../../firmware/contract/parts.ts';
import { PaperBank, staffEntry } from './paper-bank.ts';

/**
 * A bank with people: Ada and Bea of the law department, of which Bea is the key contact; Cid of no department; an
 * operator for each permission; an administrator with all of them; and two carriers.
 */
export const directory: Directory = {
  ...noDirectory,
  recipients: { ada: person('ada', ['law']), bea: person('bea', []), cid: person('cid', []) },
  departments: { law: { id: 'law', name: 'Law', keyContacts: ['bea'] } },
  staff: {
    mia: staffEntry('mia', ['drop-off']),
    oli: staffEntry('oli', ['open']),
    max: staffEntry('max', ['drop-off', 'open']),
    rex: staffEntry('rex', ['remove-expired']),
    eve: staffEntry('eve', ['end-reservations']),
    res: staffEntry('res', ['reserve']),
    nil: staffEntry('nil', []),
    ann: staffEntry('ann', ['drop-off', 'open', 'end-reservations', 'remove-expired', 'reserve'], { role: 'administrator' }),
    cara: staffEntry('cara', ['carrier-drop-off', 'open', 'end-reservations', 'remove-expired', 'reserve'], { role: 'carrier' }),
    carl: staffEntry('carl', ['carrier-drop-off'], { role: 'carrier' }),
  },
};

function person(id: string, departments: readonly string[]): RecipientEntry {
  return { id, name: id, accessible: false, departments, pin: null };
}

export const ada: Party = { type: 'recipient', id: 'ada' };
export const bea: Party = { type: 'recipient', id: 'bea' };
export const law: Party = { type: 'department', id: 'law' };

export function asRecipient(id: string): Visitor {
  return { identity: { kind: 'recipient', id }, session: `session-of-${id}` };
}

export function asStaff(id: string, role: StaffRole = directory.staff[id]?.role ?? 'operator'): Visitor {
  return { identity: { kind: 'staff', id, role }, session: `session-of-${id}` };
}

export function asHolder(reservation: string, leg: number, token: UsedToken | null = null): Visitor {
  return { identity: { kind: 'holder', reservation, leg, token }, session: `session-of-holder-${String(leg)}` };
}

export function leg(does: LegDeed, party: Party | null, untilMs: number | null = null): Leg {
  return { does, party, untilMs, tags: [] };
}

function isoOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

export interface MadeReservation {
  readonly kind?: ReservationKind;
  readonly locker?: number;
  readonly party?: Party;
  readonly legs?: readonly Leg[];
  /** Item → the leg that puts it in. */
  readonly items?: Readonly<Record<string, number>>;
  readonly untilMs?: number | null;
  readonly shared?: boolean;
}

export class PeopledBank extends PaperBank {
  constructor(settings: Partial<Settings> = {}) {
    super();
    this.books = { ...this.books, directory, settings: { ...this.books.settings, ...settings } };
  }

  set(settings: Partial<Settings>): void {
    this.books = { ...this.books, settings: { ...this.books.settings, ...settings } };
  }

  changeLocker(locker: number, change: Partial<Books['lockers'][number]>): void {
    const before = this.books.lockers[locker];
    if (before) this.books = { ...this.books, lockers: { ...this.books.lockers, [locker]: { ...before, ...change } } };
  }

  /** A reservation as the books have it, however it came about: locker 1, for Ada, a delivery of one parcel. */
  made(id: string, change: MadeReservation = {}): this {
    const { kind = 'delivery', locker = 1, party = ada, shared = false, untilMs = null } = change;
    const usual = kind === 'storage' ? [leg('keep', party)] : [leg('deposit', null, untilMs), leg('collect', party)];
    const items = Object.entries(change.items ?? (kind === 'storage' ? {} : { [`label ${id}`]: 0 }))
      .map(([item, putBy]): BookedItem => ({ id: item, leg: putBy, place: 'expected' }));
    const data = {
      reservation: id, kind, locker, party, items: items.map((item) => ({ id: item.id })),
      size: this.books.lockers[locker]?.size ?? 'small', accessible: false, until: isoOf(untilMs), shared,
    };
    const legs = change.legs ?? usual;
    this.take([aboutLocker('reservation.made', locker, data, {}, { tags: [], legs, items })]);
    return this;
  }

  /** One more thing is announced for a reservation. */
  announced(id: string, item: string): this {
    const before = this.books.reservations[id];
    if (!before) throw new Error(`nothing is reserved for ${id}`);
    const items: readonly BookedItem[] = [...before.items, { id: item, leg: 0, place: 'expected' }];
    const data = { ...parcelOf(before, items), until: isoOf(before.untilMs) };
    this.take([aboutLocker('reservation.changed', before.locker, data, {}, { tags: [], legs: before.legs, items })]);
    return this;
  }

  /** What would be answered, with nothing changed. */
  answer(wanted: WantedVisit, visitor: Visitor, newCode: NewCode | null = null): ReleaseAnswer {
    return decideRelease(this.books, wanted, visitor, 'intent-asked', this.now, newCode);
  }

  /** The word that the person gets: why not, or that the door opens, for the first time or once more. */
  says(wanted: WantedVisit, visitor: Visitor): string {
    const answer = this.answer(wanted, visitor);
    if (answer.kind === 'refused') return answer.why;
    return answer.visit.again ? 'again' : 'opens';
  }

  /** Somebody opens the door, does what they came for, and shuts it. */
  visit(wanted: WantedVisit, visitor: Visitor, whileOpen: () => void = () => undefined): readonly Fact[] {
    const from = this.facts.length;
    const answer = this.release(wanted, visitor);
    if (answer.kind !== 'intended') throw new Error(`locker ${String(wanted.locker)} stays shut: ${answer.why}`);
    this.opens(wanted.locker);
    whileOpen();
    this.shuts(wanted.locker);
    return this.facts.slice(from);
  }

  /** It lies in its locker: put in by Mia. */
  putIn(id: string, change: MadeReservation = {}): this {
    this.made(id, change);
    this.visit(this.want('deposit', id), asStaff('mia'));
    return this;
  }

  want(purpose: WantedVisit['purpose'], id: string, more: Partial<WantedVisit> = {}): WantedVisit {
    return { purpose, locker: this.books.reservations[id]?.locker ?? 1, reservation: id, ...more };
  }

  /** Released again while the door stands open. */
  opensAgain(locker: number): readonly Fact[] {
    return this.door({ type: 'door.opened', locker, intent: this.visitOf(locker).intent, how: 'already' });
  }
}
