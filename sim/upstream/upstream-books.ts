import * as v from 'valibot';
import type { EventMessage } from '../../firmware/contract/messages.ts';
import { anyItems, party as anyParty, reservationKinds, type Party, type ReservationKind } from '../../firmware/contract/parts.ts';
import type { SettingValue } from '../../statecharts/setting.ts';
import type { SigningSeeds } from './signing-seeds.ts';

/**
 * What the reference upstream has written down: its own wishes, and every event of the bank in sequence. Its books
 * are the fold of these records, as the bank's are of its journal, but they share no code: each checks the other.
 */
export type UpstreamRecord =
  | { readonly kind: 'asked'; readonly parcel: AskedParcel }
  /** For something that nobody had announced: whoever it is for has been told a code since. */
  | { readonly kind: 'code'; readonly reservation: string; readonly code: string }
  | { readonly kind: 'command'; readonly command: PendingCommand }
  | { readonly kind: 'event'; readonly event: EventMessage }
  | { readonly kind: 'setting'; readonly name: string; readonly value: SettingValue }
  /** `pieces`: what it travels with, beside its text. */
  | { readonly kind: 'document'; readonly document: DeclaredKind; readonly text: string; readonly pieces?: readonly string[] }
  /** Made once and kept, so that banks know this upstream again after a restart. */
  | { readonly kind: 'seeds'; readonly seeds: SigningSeeds };

/** Documents that are changed as a whole. */
type DeclaredKind = 'directory' | 'branding';

interface AskedParcel {
  readonly reservation: string;
  /** The first label of it. */
  readonly tracking: string;
  readonly recipient: string;
  /** Of the last leg. Empty: nobody has one. */
  readonly code: string;
  readonly at: string;
  readonly more?: MoreOfParcel;
}

/** What a delivery of one parcel for a recipient need not say. */
interface MoreOfParcel {
  readonly kind: ReservationKind;
  readonly party: Party;
  readonly labels: readonly string[];
  /** Labels of what comes in place of those. */
  readonly back: readonly string[];
  readonly codes: readonly CodeOfLeg[];
}

/** What opens a locker for one leg, and who has been told. A code for dropping off opens once. */
export interface CodeOfLeg {
  readonly opens: 'drop-off' | 'swap' | 'pick-up' | 'storage';
  readonly party: Party;
  readonly code: string;
}

/** A command is kept until its terminal event has come, and sent again after every `hello`. */
export interface PendingCommand {
  readonly id: string;
  readonly cmd: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly exp: string;
  readonly reservation: string | null;
}

export type ParcelState =
  | 'asked' | 'refused' | 'reserved' | 'delivered' | 'stored' | 'collected' | 'ended' | 'cancelled' | 'expired';

export interface BookedParcel extends Omit<AskedParcel, 'more'>, MoreOfParcel {
  readonly state: ParcelState;
  readonly why: string | null;
  readonly locker: number | null;
  /** A code that the bank has made in place of ours, as it came: only the upstream's own key reads it. */
  readonly sealed: string | null;
  /** Labels of what the bank has said was put in, whether or not it is still there. */
  readonly putIn: readonly string[];
}

export interface UpstreamBooks {
  readonly parcels: ReadonlyMap<string, BookedParcel>;
  readonly pending: ReadonlyMap<string, PendingCommand>;
  /** Lockers that the bank says are one party's own. */
  readonly dedicated: ReadonlyMap<number, Party>;
  readonly settings: Readonly<Record<string, SettingValue>>;
  /** One more for each change: the version of the settings document. */
  readonly settingsVersion: number;
  /** Where one has been declared; before that, the directory is the demonstration's, in version 1. */
  readonly documents: Readonly<Partial<Record<DeclaredKind, DeclaredDocument>>>;
  /** What the bank has said last of each kind of document: `why` it was rejected, or `null`. */
  readonly answers: Readonly<Record<string, { readonly version: number; readonly why: string | null } | undefined>>;
  readonly seeds: SigningSeeds | null;
  /** The log of the newest event. */
  readonly logid: string | null;
  /** Every event of that log up to this one is in the books. */
  readonly through: number;
  /** The same for each log there ever was: a bank that is set up anew begins another one. */
  readonly logs: ReadonlyMap<string, number>;
  /** Newest last. */
  readonly events: readonly EventMessage[];
}

interface DeclaredDocument {
  readonly version: number;
  readonly text: string;
  readonly pieces: readonly string[];
}

const ownReservation = v.object({ reservation: v.string(), kind: v.picklist(reservationKinds), party: anyParty, items: anyItems });

/** Events kept for showing; the log on the disk has them all. */
const shownEventsMost = 200;

export const emptyBooks: UpstreamBooks = {
  parcels: new Map(), pending: new Map(), dedicated: new Map(), settings: {}, settingsVersion: 1, documents: {}, answers: {}, seeds: null,
  logid: null, through: 0, logs: new Map(), events: [],
};

export function foldRecord(books: UpstreamBooks, record: UpstreamRecord): UpstreamBooks {
  switch (record.kind) {
    case 'asked': {
      const parcel = bookedOf(record.parcel);
      return { ...books, parcels: new Map(books.parcels).set(parcel.reservation, parcel) };
    }
    case 'code':
      return withCode(books, record.reservation, record.code);
    case 'command':
      return { ...books, pending: new Map(books.pending).set(record.command.id, record.command) };
    case 'setting':
      return { ...books, settings: { ...books.settings, [record.name]: record.value }, settingsVersion: books.settingsVersion + 1 };
    case 'document': {
      const version = (books.documents[record.document]?.version ?? 1) + 1;
      const declared: DeclaredDocument = { version, text: record.text, pieces: record.pieces ?? [] };
      return { ...books, documents: { ...books.documents, [record.document]: declared } };
    }
    case 'seeds':
      return { ...books, seeds: record.seeds };
    case 'event':
      return foldEvent(books, record.event);
  }
}

function foldEvent(books: UpstreamBooks, event: EventMessage): UpstreamBooks {
  const through = Number(event.sequence);
  const logs = new Map(books.logs).set(event.logid, through);
  const seen = { ...books, logid: event.logid, through, logs, events: [...books.events.slice(1 - shownEventsMost), event] };
  return settle(dedicate(changeParcel(answer(seen, event), event), event), event);
}

function answer(books: UpstreamBooks, { type, data: { kind, version, why } }: EventMessage): UpstreamBooks {
  const isAnswer = /^lockerbank\.document\.(applied|rolled-back|rejected)\.v1$/.test(type);
  if (!isAnswer || typeof kind !== 'string' || typeof version !== 'number') return books;
  return { ...books, answers: { ...books.answers, [kind]: { version, why: typeof why === 'string' ? why : null } } };
}

function dedicate(books: UpstreamBooks, { type, data }: EventMessage): UpstreamBooks {
  const { locker, party } = data;
  if (typeof locker !== 'number') return books;
  const dedicated = new Map(books.dedicated);
  if (type === 'lockerbank.locker.dedicated.v1' && v.is(anyParty, party)) dedicated.set(locker, party);
  else if (type === 'lockerbank.locker.released.v1') dedicated.delete(locker);
  else return books;
  return { ...books, dedicated };
}

/** Which state of a parcel each event brings it to. Events that are not here leave it where it is. */
const leadsTo: Readonly<Record<string, ParcelState>> = {
  'lockerbank.reservation.made.v1': 'reserved',
  'lockerbank.reservation.refused.v1': 'refused',
  'lockerbank.reservation.cancelled.v1': 'cancelled',
  'lockerbank.deposit.completed.v1': 'delivered',
  'lockerbank.deposit.abandoned.v1': 'reserved',
  'lockerbank.pickup.completed.v1': 'collected',
  'lockerbank.storage.started.v1': 'stored',
  'lockerbank.storage.overdue.v1': 'expired',
  'lockerbank.storage.ended.v1': 'ended',
};

function bookedOf({ more, ...asked }: AskedParcel): BookedParcel {
  const { tracking, recipient, code } = asked;
  const party: Party = { type: 'recipient', id: recipient };
  const usual: MoreOfParcel = { kind: 'delivery', party, labels: [tracking], back: [], codes: [{ opens: 'pick-up', party, code }] };
  return { ...asked, ...usual, ...more, state: 'asked', why: null, locker: null, sealed: null, putIn: [] };
}

/** A reservation that the bank has made by itself: somebody brought or stored what nobody had announced. */
function foundOf({ data, time }: EventMessage): BookedParcel | null {
  if (!v.is(ownReservation, data)) return null;
  const { reservation, kind, party, items } = data;
  const labels = items.map(({ id }) => id);
  const tracking = labels[0] ?? (kind === 'storage' ? 'belongings' : 'no label');
  return bookedOf({ reservation, tracking, recipient: party.id, code: '', at: time, more: { kind, party, labels, back: [], codes: [] } });
}

function withCode(books: UpstreamBooks, reservation: string, code: string): UpstreamBooks {
  const parcel = books.parcels.get(reservation);
  if (!parcel) return books;
  const codes: readonly CodeOfLeg[] = [{ opens: 'pick-up', party: parcel.party, code }];
  return { ...books, parcels: new Map(books.parcels).set(reservation, { ...parcel, code, codes }) };
}

function changeParcel(books: UpstreamBooks, event: EventMessage): UpstreamBooks {
  const state = event.type === 'lockerbank.reservation.expired.v1' ? expiredState(event) : leadsTo[event.type];
  const known = books.parcels.get(textOf(event.data['reservation']));
  const parcel = known ?? (event.type === 'lockerbank.reservation.made.v1' ? foundOf(event) : null);
  if (!state || !parcel) return books;
  const locker = typeof event.data['locker'] === 'number' ? event.data['locker'] : parcel.locker;
  const why = state === 'refused' ? textOf(event.data['why']) : null;
  const sealed = textOf(event.data['sealedcode']) || parcel.sealed;
  const now: BookedParcel = { ...parcel, ...itemsAfter(parcel, event), state, locker, why, sealed };
  return { ...books, parcels: new Map(books.parcels).set(parcel.reservation, now) };
}

/** What is put to a reservation at the kiosk belongs to it from then on. */
function itemsAfter({ labels, back, putIn }: BookedParcel, { type, data }: EventMessage): Pick<BookedParcel, 'labels' | 'putIn'> {
  const named = v.is(anyItems, data['items']) ? data['items'].map(({ id }) => id) : [];
  switch (type) {
    case 'lockerbank.deposit.completed.v1':
      return {
        labels: [...labels, ...named.filter((label) => !labels.includes(label) && !back.includes(label))],
        putIn: [...new Set([...putIn, ...named])],
      };
    case 'lockerbank.deposit.abandoned.v1':
      return { labels, putIn: putIn.filter((label) => !named.includes(label)) };
    default:
      return { labels, putIn };
  }
}

/** A parcel that expires inside its locker is still there; a claim that lapses before is gone. */
function expiredState(event: EventMessage): ParcelState {
  return event.data['occupied'] === true ? 'expired' : 'cancelled';
}

/** An event that names a command as its cause ends it; a refusal ends the reservation it asked for too. */
function settle(books: UpstreamBooks, event: EventMessage): UpstreamBooks {
  const command = books.pending.get(event.causationid ?? '');
  if (!command) return books;
  const pending = new Map(books.pending);
  pending.delete(command.id);
  const parcel = books.parcels.get(command.reservation ?? '');
  const isDead = event.type.startsWith('lockerbank.command.') && command.cmd === 'reservation.put';
  if (!isDead || !parcel) return { ...books, pending };
  const why = textOf(event.data['why']) || 'expired';
  return { ...books, pending, parcels: new Map(books.parcels).set(parcel.reservation, { ...parcel, state: 'refused', why }) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
