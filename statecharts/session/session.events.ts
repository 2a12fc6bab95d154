import type { SessionSettings } from './session.settings.ts';

/** Why one door is to be opened for the person at the kiosk. */
export interface AskedVisit {
  readonly purpose: 'pickup' | 'deposit' | 'swap' | 'keep' | 'empty' | 'look';
  readonly locker: number;
  readonly reservation: string | null;
  /** What is put in, where it is not everything that is expected. */
  readonly items?: readonly string[];
  /** The person has said beforehand whether their storage ends with this visit. `false` from the start: they are not to be asked. */
  readonly ends?: boolean;
}

/** One door of a session: each stage completes "for this person the door is …". */
export interface VisitedDoor {
  readonly visit: AskedVisit;
  readonly is: 'waiting' | 'releasing' | 'open' | 'shut' | 'stuck' | 'skipped';
  readonly why: DoorTrouble | null;
}

/** As whom the person is known: as much as decides which way they go. */
export interface KnownPerson {
  readonly role: 'recipient' | 'operator' | 'carrier' | 'administrator';
  /** `null` for whoever has shown a code. */
  readonly name: string | null;
  /** May look at all lockers and see to them. */
  readonly administers: boolean;
  /** May put in what is brought to the bank. */
  readonly delivers: boolean;
  /** May have something of their own here. Staff do who are recipients, too. */
  readonly receives: boolean;
}

/** What there is to do for the person. */
export interface Offers {
  readonly visits: readonly AskedVisit[];
  /** May begin to store belongings. */
  readonly stores: boolean;
  /** Can have storage last longer, or end, without opening its door: even a single locker is a choice then. */
  readonly alters: boolean;
  /** Lockers with something that is to be removed. */
  readonly expired: number;
}

/** How somebody says who they are, where a screen is needed for it. */
export type SignInWay = 'code' | 'password' | 'carrier-code';

/** What is shown or typed to say it. */
export type Presented =
  | { readonly how: 'typed' | 'scanned' | 'carrier-code'; readonly code: string }
  | { readonly how: 'badge'; readonly text: string }
  | { readonly how: 'password'; readonly username: string; readonly password: string }
  | { readonly how: 'pin'; readonly pin: string };

/** Where a parcel that nobody has announced, or belongings, are to go. */
export interface WantedPlace {
  /** One of the sizes of the cabinet; `null`: whatever is the least that fits anything. */
  readonly size: string | null;
  /** Beside what the person already has in this locker. */
  readonly beside: number | null;
  readonly accessible: boolean;
}

export interface PartyName {
  readonly type: 'recipient' | 'department';
  readonly id: string;
}

/** A parcel in somebody's hands: its label, and whose it is as soon as that is known. */
export interface Parcel {
  readonly label: string | null;
  readonly party: PartyName | null;
}

/** What staff do to lockers. */
export type LockerDeed = 'open' | 'end' | 'remove' | 'out-of-service' | 'in-service' | 'check';

/** Said about something that has been done, or is under way. */
export type Saying =
  | { readonly about: 'retract'; readonly visit: AskedVisit }
  | { readonly about: 'leave'; readonly visit: AskedVisit; readonly left: readonly string[] }
  | { readonly about: 'end'; readonly visit: AskedVisit }
  | { readonly about: 'extend'; readonly visit: AskedVisit; readonly untilMs: number }
  | { readonly about: 'signature'; readonly visits: readonly AskedVisit[]; readonly strokes: string }
  | { readonly about: 'lockers'; readonly deed: LockerDeed; readonly lockers: readonly number[]; readonly why: string | null }
  | { readonly about: 'problem'; readonly locker: number | null; readonly why: string };

/** What a person does at the kiosk. The page and the readers send these and nothing else. */
export type SessionInput =
  | { readonly type: 'person.touched' }
  | { readonly type: 'more-time.chosen' }
  | { readonly type: 'finish.chosen' }
  | { readonly type: 'back.chosen' }
  | { readonly type: 'next.chosen' }
  // Who they are
  | { readonly type: 'way.chosen'; readonly way: SignInWay }
  | { readonly type: 'code.entered'; readonly code: string }
  | { readonly type: 'label.scanned'; readonly text: string }
  | { readonly type: 'badge.shown'; readonly text: string }
  | { readonly type: 'carrier-code.entered'; readonly code: string }
  | { readonly type: 'password.entered'; readonly username: string; readonly password: string }
  | { readonly type: 'pin.entered'; readonly pin: string }
  // What they want
  | { readonly type: 'visits.chosen'; readonly lockers: readonly number[] }
  | { readonly type: 'signature.given'; readonly strokes: string }
  | { readonly type: 'ending.chosen'; readonly ends: boolean }
  | { readonly type: 'storing.chosen' }
  | { readonly type: 'size.chosen'; readonly size: string | null; readonly accessible: boolean }
  | { readonly type: 'length.chosen'; readonly lengthMs: number | null }
  | { readonly type: 'longer.chosen'; readonly locker: number }
  | { readonly type: 'extension.chosen'; readonly untilMs: number }
  /** Storage is over, and its door stays shut: everything has been taken out. */
  | { readonly type: 'end.chosen'; readonly locker: number }
  | { readonly type: 'beside.chosen'; readonly locker: number }
  | { readonly type: 'label.entered'; readonly label: string }
  | { readonly type: 'no-label.chosen' }
  | { readonly type: 'party.chosen'; readonly party: PartyName }
  /** What is here for staff themselves. */
  | { readonly type: 'visiting.chosen' }
  | { readonly type: 'delivering.chosen' }
  | { readonly type: 'administering.chosen' }
  | { readonly type: 'removing.chosen' }
  | { readonly type: 'lockers.marked'; readonly lockers: readonly number[] }
  | { readonly type: 'deed.chosen'; readonly deed: LockerDeed }
  | { readonly type: 'reason.chosen'; readonly why: string }
  | { readonly type: 'deed.confirmed' }
  // At a door
  | { readonly type: 'reopen.chosen'; readonly locker: number }
  | { readonly type: 'retry.chosen'; readonly locker: number }
  | { readonly type: 'skip.chosen'; readonly locker: number }
  | { readonly type: 'retract.chosen' }
  | { readonly type: 'larger.chosen' }
  | { readonly type: 'left-some.chosen'; readonly locker: number; readonly left: readonly string[] }
  | { readonly type: 'reporting.chosen' }
  | { readonly type: 'problem.chosen'; readonly locker: number | null; readonly why: string };

/** What the shell answers. `ask` is the number of the question, so that a late answer reaches nobody else. */
export type SessionFact =
  | { readonly type: 'person.known'; readonly ask: number; readonly who: KnownPerson; readonly offers: Offers }
  | { readonly type: 'pin.needed'; readonly ask: number }
  /** What was scanned opens nothing by itself. It may be a label: whose it is, is told to nobody who is not known. */
  | { readonly type: 'identity.needed'; readonly ask: number; readonly label: string }
  | { readonly type: 'credential.refused'; readonly ask: number; readonly why: CredentialNotice }
  | { readonly type: 'offers.listed'; readonly ask: number; readonly offers: Offers }
  | { readonly type: 'place.found'; readonly ask: number; readonly visit: AskedVisit }
  /** Nobody has announced it; whoever may bring such things may find a place for it. */
  | { readonly type: 'parcel.unknown'; readonly ask: number }
  | { readonly type: 'place.refused'; readonly ask: number; readonly why: PlaceNotice }
  | { readonly type: 'saying.taken'; readonly ask: number; readonly visits: readonly AskedVisit[] }
  | { readonly type: 'saying.refused'; readonly ask: number; readonly why: SayingNotice }
  | { readonly type: 'release.refused'; readonly locker: number; readonly why: ReleaseRefusal }
  | { readonly type: 'door.opened'; readonly locker: number }
  | { readonly type: 'door.closed'; readonly locker: number }
  | { readonly type: 'door.did-not-open'; readonly locker: number }
  /** Somebody who is not here has a door opened. */
  | { readonly type: 'door.opened-remotely'; readonly locker: number; readonly why: string }
  | { readonly type: 'headphones.plugged' }
  | { readonly type: 'headphones.unplugged' }
  | { readonly type: 'settings.changed'; readonly settings: SessionSettings };

/** What moves the parts of the chart among themselves. */
type SessionTurn =
  | { readonly type: 'session.began' }
  /** Something new is on the screen: whoever is here has time to look at it. */
  | { readonly type: 'screen.turned' }
  /** They may have gone: asked at once. */
  | { readonly type: 'presence.doubted' }
  | { readonly type: 'session.over' }
  | { readonly type: 'session.left' };

export type SessionEvent = SessionInput | SessionFact | SessionTurn;

/** Wrong, used and expired are one answer, so that a guess teaches nothing. */
export type CredentialNotice =
  | 'code-refused' | 'keypad-locked' | 'sign-in-refused' | 'sign-in-locked' | 'not-allowed' | 'two-people' | 'pin-too-easy'
  | 'nothing-here' | 'bank-trouble';
export type ReleaseRefusal = 'locker-busy' | 'window-over' | 'not-allowed' | 'bank-trouble';
export type DoorTrouble = 'did-not-open' | ReleaseRefusal;

/** Why there is no place for something. The first five are the contract's. */
export type PlaceNotice =
  | 'no-free-locker' | 'no-locker-of-this-size' | 'no-accessible-locker' | 'kept-for-deliveries' | 'not-allowed'
  | 'parcel-unknown' | 'not-yours' | 'parcel-already-in' | 'announced-for-others' | 'too-many' | 'locker-busy' | 'offline' | 'bank-trouble';
export type SayingNotice = 'window-over' | 'not-allowed' | 'locker-busy' | 'nothing-there' | 'bank-trouble';

/** What was done, said on the next screen. */
export type DoneNotice = 'retracted' | 'left' | 'ended' | 'extended' | 'done' | 'problem-reported';
export type Notice = CredentialNotice | PlaceNotice | SayingNotice | DoneNotice;

/** What a session asks of its shell. */
export type SessionCommand =
  | { readonly type: 'session.started' }
  | { readonly type: 'session.ended' }
  /** By sight and sound: the session is about to end. */
  | { readonly type: 'person.warned' }
  | { readonly type: 'credential.check'; readonly ask: number; readonly presented: Presented }
  | { readonly type: 'offers.list'; readonly ask: number }
  /** Where a label belongs. */
  | { readonly type: 'parcel.find'; readonly ask: number; readonly label: string }
  /** A place for a parcel that nobody has announced. */
  | { readonly type: 'place.find'; readonly ask: number; readonly parcel: Parcel; readonly place: WantedPlace }
  /** A locker for belongings. */
  | { readonly type: 'storage.begin'; readonly ask: number; readonly place: WantedPlace; readonly lengthMs: number | null }
  | { readonly type: 'saying.take'; readonly ask: number; readonly saying: Saying }
  | { readonly type: 'door.release'; readonly visit: AskedVisit };
