import { never } from '../../../statecharts/never.ts';
import type {
  CredentialNotice, KnownPerson, LockerDeed, Offers, PlaceNotice, Presented, ReleaseRefusal, Saying, SayingNotice, SessionCommand,
  SessionEvent, SignInWay, WantedPlace, AskedVisit,
} from '../../../statecharts/session/session.events.ts';
import type { SessionSettings } from '../../../statecharts/session/session.settings.ts';
import type { SessionContext } from '../../../statecharts/session/session.context.ts';
import { deposit8, empty4, empty5, keep6, keep7, offers, olga, olgaToo, pickup4, pickup5, return4, rosa } from './session-people.ts';
import { SessionRig, settings, type Way } from './session-rig.ts';

/** A fact; an answer to the question that waits for one; or a length of time in which nobody does anything. */
export type Given = SessionEvent | ((ask: number) => SessionEvent) | number;

export interface SessionRow {
  readonly it: string;
  readonly from: readonly Given[];
  readonly on: Given;
  readonly to: string;
  readonly says?: readonly string[];
  /** What stands on the screen then. */
  readonly notice?: SessionContext['notice'];
  /** The doors then: `4 open, 5 waiting`. */
  readonly doors?: string;
  readonly bank?: Partial<SessionSettings>;
}

const simple = <Type extends SessionEvent['type']>(type: Type) => ({ type });
export const touch = simple('person.touched');
export const moreTime = simple('more-time.chosen');
export const finish = simple('finish.chosen');
export const back = simple('back.chosen');
export const next = simple('next.chosen');
export const store = simple('storing.chosen');
export const noLabel = simple('no-label.chosen');
export const toDeliver = simple('delivering.chosen');
export const toAdminister = simple('administering.chosen');
export const toRemove = simple('removing.chosen');
export const confirm = simple('deed.confirmed');
export const retract = simple('retract.chosen');
export const larger = simple('larger.chosen');
export const plug = simple('headphones.plugged');
export const unplug = simple('headphones.unplugged');

export const way = (chosen: SignInWay): SessionEvent => ({ type: 'way.chosen', way: chosen });
export const code: SessionEvent = { type: 'code.entered', code: '4F7K2Q9P' };
export const scan: SessionEvent = { type: 'label.scanned', text: '1Z999' };
export const scanNext: SessionEvent = { type: 'label.scanned', text: '1Z777' };
export const badge: SessionEvent = { type: 'badge.shown', text: 'B-1' };
export const carrierCode: SessionEvent = { type: 'carrier-code.entered', code: '123456' };
export const password: SessionEvent = { type: 'password.entered', username: 'olga', password: 'secret' };
export const pin: SessionEvent = { type: 'pin.entered', pin: '2468' };
export const label: SessionEvent = { type: 'label.entered', label: '1Z888' };
export const party: SessionEvent = { type: 'party.chosen', party: { type: 'recipient', id: 'p-1' } };
export const size: SessionEvent = { type: 'size.chosen', size: 'small', accessible: true };
export const beside: SessionEvent = { type: 'beside.chosen', locker: 5 };
export const length: SessionEvent = { type: 'length.chosen', lengthMs: 3_600_000 };
export const sign: SessionEvent = { type: 'signature.given', strokes: 'M0 0L9 9' };
export const problem: SessionEvent = { type: 'problem.chosen', locker: 4, why: 'dirty' };
export const choose = (...lockers: readonly number[]): SessionEvent => ({ type: 'visits.chosen', lockers });
export const longer = (locker: number): SessionEvent => ({ type: 'longer.chosen', locker });
export const extend: SessionEvent = { type: 'extension.chosen', untilMs: 9 };
export const giveUp = (locker: number): SessionEvent => ({ type: 'end.chosen', locker });
export const report = simple('reporting.chosen');
export const toOwn = simple('visiting.chosen');
export const end = (ends: boolean): SessionEvent => ({ type: 'ending.chosen', ends });
export const mark = (...lockers: readonly number[]): SessionEvent => ({ type: 'lockers.marked', lockers });
export const deed = (chosen: LockerDeed): SessionEvent => ({ type: 'deed.chosen', deed: chosen });
export const reason: SessionEvent = { type: 'reason.chosen', why: 'dirty' };
export const reopen = (locker: number): SessionEvent => ({ type: 'reopen.chosen', locker });
export const retry = (locker: number): SessionEvent => ({ type: 'retry.chosen', locker });
export const skip = (locker: number): SessionEvent => ({ type: 'skip.chosen', locker });
export const leave = (locker: number, ...left: readonly string[]): SessionEvent => ({ type: 'left-some.chosen', locker, left });
export const changed = (to: Partial<SessionSettings>): SessionEvent => ({ type: 'settings.changed', settings: { ...settings, ...to } });

export const known = (who: KnownPerson, what: Offers) => (ask: number): SessionEvent => ({ type: 'person.known', ask, who, offers: what });
export const isLabel = (ask: number): SessionEvent => ({ type: 'identity.needed', ask, label: '1Z999' });
export const pinNeeded = (ask: number): SessionEvent => ({ type: 'pin.needed', ask });
export const refused = (why: CredentialNotice) => (ask: number): SessionEvent => ({ type: 'credential.refused', ask, why });
export const listed = (what: Offers) => (ask: number): SessionEvent => ({ type: 'offers.listed', ask, offers: what });
export const found = (visit: AskedVisit) => (ask: number): SessionEvent => ({ type: 'place.found', ask, visit });
export const unknown = (ask: number): SessionEvent => ({ type: 'parcel.unknown', ask });
export const noPlace = (why: PlaceNotice) => (ask: number): SessionEvent => ({ type: 'place.refused', ask, why });
export const taken = (...visits: readonly AskedVisit[]) => (ask: number): SessionEvent => ({ type: 'saying.taken', ask, visits });
export const notTaken = (why: SayingNotice) => (ask: number): SessionEvent => ({ type: 'saying.refused', ask, why });

/** The same answer, to the question before: it comes too late. */
export const late = (answer: (ask: number) => SessionEvent) => (ask: number): SessionEvent => answer(ask - 1);

export const opened = (locker: number): SessionEvent => ({ type: 'door.opened', locker });
export const closed = (locker: number): SessionEvent => ({ type: 'door.closed', locker });
export const stuck = (locker: number): SessionEvent => ({ type: 'door.did-not-open', locker });
export const notReleased = (locker: number, why: ReleaseRefusal): SessionEvent => ({ type: 'release.refused', locker, why });
export const remote: SessionEvent = { type: 'door.opened-remotely', locker: 9, why: 'support' };

/** Ways that many rows begin with. */
export const several = offers([pickup4, pickup5, keep6], { stores: true });
export const atPickup = [code, known(rosa, offers([pickup4]))] as const;
export const pickupOpen = [...atPickup, opened(4)] as const;
export const pickupShut = [...pickupOpen, closed(4)] as const;
export const choosing = [badge, known(rosa, several)] as const;
export const atTwo = [...choosing, choose(4, 5)] as const;
export const twoInOne = [badge, known(rosa, offers([pickup4, return4], { stores: true })), choose(4)] as const;
export const stored = [badge, known(rosa, offers([keep6], { stores: true })), choose(6), opened(6)] as const;
export const returned = [code, known(rosa, offers([return4])), opened(4), closed(4)] as const;
export const operator = [way('password'), password, known(olga, offers([]))] as const;
export const operatorToo = [way('password'), password, known(olgaToo, offers([pickup4, pickup5]))] as const;
/** Somebody has held up a label, and then shown their badge. */
export const labelThen = (who: KnownPerson, what: Offers) => [scan, isLabel, badge, known(who, what)] as const;
export const naming = [...operator, scan, unknown] as const;
export const sizing = [...naming, party] as const;
export const atDeposit = [...operator, label, found(deposit8)] as const;
export const depositOpen = [...atDeposit, opened(8)] as const;
export const depositShut = [...depositOpen, closed(8)] as const;
export const walkInOpen = [...sizing, size, found(deposit8), opened(8)] as const;
export const walkInShut = [...walkInOpen, closed(8)] as const;
export const lockers = [...operator, toAdminister] as const;
export const marked = [...lockers, mark(4, 5)] as const;
export const emptying = [...marked, deed('remove'), confirm, taken(empty4, empty5)] as const;
export const twoKept = offers([keep6, keep7], { stores: true });

export async function follow(from: readonly Given[], bank: Partial<SessionSettings> = {}, ways?: Set<Way>): Promise<SessionRig> {
  const rig = new SessionRig(ways, bank);
  for (const given of from) await give(rig, given);
  return rig;
}

export async function give(rig: SessionRig, given: Given): Promise<void> {
  if (typeof given === 'number') await rig.wait(given);
  else rig.tell(typeof given === 'function' ? given(rig.ask) : given);
}

export function doorsInShort({ doors }: SessionContext): string {
  return doors.map(({ visit, is, why }) => [visit.locker, is, why].filter((part) => part !== null).join(' ')).join(', ');
}

const visitInShort = ({ purpose, locker, ends }: AskedVisit): string =>
  [purpose, locker, ends === undefined ? null : ends ? 'ends' : 'goes on'].filter((part) => part !== null).join(' ');

const placeInShort = ({ size: name, beside: locker, accessible }: WantedPlace): string =>
  [name, locker === null ? null : `beside ${String(locker)}`, accessible ? 'within reach' : null].filter((part) => part !== null).join(' ');

/** What was said, in short and without the number of the question: `door.release pickup 4`. */
export function inShort(command: SessionCommand): string {
  switch (command.type) {
    case 'session.started':
    case 'session.ended':
    case 'person.warned':
    case 'offers.list':
      return command.type;
    case 'credential.check':
      return `${command.type} ${presentedInShort(command.presented)}`;
    case 'parcel.find':
      return `${command.type} ${command.label}`;
    case 'place.find': {
      const { label: text, party: whose } = command.parcel;
      return `${command.type} ${text ?? 'no label'} for ${whose?.id ?? 'nobody'}: ${placeInShort(command.place)}`;
    }
    case 'storage.begin':
      return `${command.type} ${placeInShort(command.place)} for ${String(command.lengthMs)}`;
    case 'door.release':
      return `${command.type} ${visitInShort(command.visit)}`;
    case 'saying.take':
      return sayingInShort(command.saying);
    default:
      return never(command, 'session command');
  }
}

function presentedInShort(presented: Presented): string {
  const { how, ...rest } = presented;
  return [how, ...Object.values(rest)].join(' ');
}

function sayingInShort(saying: Saying): string {
  switch (saying.about) {
    case 'retract':
    case 'end':
      return `${saying.about} ${visitInShort(saying.visit)}`;
    case 'leave':
      return `leave ${visitInShort(saying.visit)}: ${saying.left.join()}`;
    case 'extend':
      return `extend ${visitInShort(saying.visit)} until ${String(saying.untilMs)}`;
    case 'signature':
      return `signature ${saying.visits.map(visitInShort).join(', ')}: ${saying.strokes}`;
    case 'lockers':
      return `${saying.deed} ${saying.lockers.join()} because ${String(saying.why)}`;
    case 'problem':
      return `problem ${String(saying.locker)}: ${saying.why}`;
    default:
      return never(saying, 'saying');
  }
}
