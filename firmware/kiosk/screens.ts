import type { KnownPerson, LockerDeed, Notice, PartyName, SignInWay, VisitedDoor } from '../../statecharts/session/session.events.ts';

/**
 * What the kiosk shows: one value, of which the page draws a picture, the speech makes sentences and the keypad takes its
 * choices. It holds no secret and no more personal data than the person in front needs.
 */
export type Screen =
  | { readonly screen: 'starting' }
  | { readonly screen: 'out-of-order' }
  /** No profile says which lockers there are: a technician is at work, or has yet to come. */
  | { readonly screen: 'set-up'; readonly why: 'never-flashed' | 'damaged' }
  | {
      readonly screen: 'set-up'; readonly why: 'not-passed';
      /** What was flashed, and one sentence for each thing that its trial has found wrong. */
      readonly failed: { readonly profile: string; readonly version: number; readonly says: readonly string[] };
    }
  | {
      readonly screen: 'home';
      readonly notice: Notice | null;
      readonly keypadLockedForMs: number;
      /** The scanner first; typing is one touch away. */
      readonly scans: boolean;
      readonly ways: readonly SignInWay[];
      /** A visitor may store belongings without showing anything. */
      readonly stores: boolean;
    }
  | { readonly screen: 'one-moment' }
  | {
      readonly screen: 'sign-in';
      readonly way: SignInWay;
      /** They have held up a label, and are to say whose hands it is in. */
      readonly isForLabel: boolean;
      readonly notice: Notice | null;
      readonly keypadLockedForMs: number;
    }
  | { readonly screen: 'pin'; readonly why: 'badge' | 'pickup' }
  | {
      readonly screen: 'choose';
      readonly name: string | null;
      readonly offers: readonly LockerOffer[];
      readonly stores: boolean;
      /** What staff may go on to from what is their own. */
      readonly works: readonly Work[];
      readonly notice: Notice | null;
    }
  | { readonly screen: 'longer'; readonly locker: number; readonly extension: Extension | null }
  | { readonly screen: 'problem'; readonly locker: number | null; readonly reasons: readonly ProblemReason[] }
  | { readonly screen: 'ask-end'; readonly door: DoorPlace }
  | { readonly screen: 'sign'; readonly how: 'sign' | 'pin'; readonly notice: Notice | null }
  | {
      readonly screen: 'doors';
      readonly stage: DoorStage;
      readonly doors: readonly DoorOnScreen[];
      readonly may: DoorChoices;
      readonly notice: Notice | null;
    }
  | { readonly screen: 'store-size'; readonly sizes: readonly SizeOffer[]; readonly notice: Notice | null }
  | { readonly screen: 'store-length'; readonly firstMs: number; readonly lastMs: number; readonly stepMs: number }
  | { readonly screen: 'label'; readonly person: KnownPerson; readonly noLabel: boolean; readonly notice: Notice | null }
  | { readonly screen: 'party'; readonly label: string | null; readonly sought: string; readonly found: readonly PartyOffer[] }
  | {
      readonly screen: 'place';
      readonly party: string;
      readonly beside: readonly DoorPlace[];
      readonly sizes: readonly SizeOffer[];
      readonly notice: Notice | null;
    }
  | {
      readonly screen: 'lockers';
      readonly only: 'all' | 'expired';
      readonly person: KnownPerson;
      readonly lockers: readonly LockerOnScreen[];
      readonly marked: readonly number[];
      readonly notice: Notice | null;
    }
  | { readonly screen: 'reason'; readonly reasons: readonly string[]; readonly marked: readonly number[] }
  | { readonly screen: 'confirm'; readonly deed: LockerDeed; readonly marked: readonly number[] };

export type Work = 'delivering' | 'administering' | 'removing';

type ProblemReason = 'empty' | 'wrong-thing' | 'damaged' | 'does-not-shut' | 'dirty';

export type DoorStage = 'opening' | 'open' | 'stuck' | 'shut';

/** Where a door is. Columns count from the left, rows from the top, both from 1. */
export interface DoorPlace {
  readonly locker: number;
  readonly column: number;
  readonly row: number;
}

/** One locker that a recipient may open. */
export interface LockerOffer extends DoorPlace {
  readonly purpose: 'pickup' | 'swap' | 'keep' | 'deposit';
  readonly kind: 'delivery' | 'return' | 'exchange' | 'asset' | 'storage';
  readonly again: boolean;
  /** How many things lie there, or are expected. */
  readonly items: number;
  /** The department for which they come; `null`: their own. */
  readonly department: string | null;
  readonly untilMs: number | null;
  readonly isOverdue: boolean;
  /** Its storage may be ended without opening it. */
  readonly mayEnd: boolean;
  /** Until when it can be made to last longer. */
  readonly extension: Extension | null;
  readonly trouble: 'locker-busy' | 'bank-trouble' | null;
}

/** The first and the last date until which storage can be made to last, and how far apart those between them are. */
export interface Extension {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly stepMs: number;
}

export interface DoorOnScreen extends DoorPlace {
  readonly is: VisitedDoor['is'];
  readonly why: VisitedDoor['why'];
  readonly purpose: VisitedDoor['visit']['purpose'];
  /** What is to be taken out or put in, by its label; nobody's name. */
  readonly items: readonly string[];
}

/** What the person may choose now, at their doors. */
export interface DoorChoices {
  readonly reopen: boolean;
  readonly retract: boolean;
  readonly larger: boolean;
  /** What comes next: the next door, the next parcel, or the list. */
  readonly next: 'door' | 'parcel' | 'list' | null;
  /** Storage may be ended. */
  readonly end: boolean;
  /** The locker whose door opens as soon as the one before is shut. */
  readonly held: number | null;
  /** Something may be said to be wrong. */
  readonly report: boolean;
  /** The code that opens it again, for whoever has no other credential. */
  readonly code: string | null;
}

export interface SizeOffer {
  readonly size: string;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly depthMm: number;
  readonly free: number;
}

export interface PartyOffer {
  readonly party: PartyName;
  readonly name: string;
}

/** One locker on a staff screen: no names, and of what lies there only how much. */
export interface LockerOnScreen extends DoorPlace {
  readonly size: string;
  readonly status: 'available' | 'reserved' | 'occupied' | 'expired' | 'check' | 'out-of-service';
  readonly isOpen: boolean;
  /** Why nothing new goes in, whatever lies there; `null`: it is in service. */
  readonly outOfService: string | null;
  readonly items: number;
}

/** The drawing of this very cabinet, sent once with the first screen. Millimetres from the top left of the front. */
export interface CabinetDrawing {
  readonly widthMm: number;
  readonly heightMm: number;
  /** From the lowest locker down to the floor. */
  readonly plinthMm: number;
  readonly kiosk: Rectangle;
  readonly lockers: readonly (DoorPlace & Rectangle & { readonly accessible: boolean })[];
}

export interface Rectangle {
  readonly xMm: number;
  readonly yMm: number;
  readonly widthMm: number;
  readonly heightMm: number;
}
