import type { Milliseconds } from '../units.ts';
import type { Doors } from './session.doors.ts';
import type {
  AskedVisit, DoneNotice, KnownPerson, LockerDeed, Notice, Offers, Parcel, SignInWay, WantedPlace,
} from './session.events.ts';
import type { SessionSettings } from './session.settings.ts';

/** Where a person goes on when they have done with their doors. */
type Errand = 'visiting' | 'delivering' | 'removing' | 'administering';

export interface SessionContext {
  readonly settings: SessionSettings;
  /** Number of the latest question to the shell. Answers to earlier ones are stale and change nothing. */
  readonly ask: number;
  /** How they said that they want to sign in; `null`: they showed something at the home screen. */
  readonly way: SignInWay | null;
  readonly who: KnownPerson | null;
  readonly offers: Offers;
  readonly errand: Errand;
  readonly doors: Doors;
  /** Said on the screen of now; whoever leaves that screen has read it. */
  readonly notice: Notice | null;
  /** What will be said once the shell has taken what is being told it. */
  readonly onceTaken: DoneNotice;
  readonly parcel: Parcel;
  /** Where belongings are to go. */
  readonly place: WantedPlace | null;
  /** The storage that is to last longer. */
  readonly lengthened: AskedVisit | null;
  /** Lockers that staff have marked, and what is to be done to them. */
  readonly marked: readonly number[];
  readonly deed: LockerDeed;
  readonly why: string | null;
  /** Where something goes as soon as the door before it is shut. */
  readonly held: AskedVisit | null;
  /** How long the screen stays from now on if nobody does anything; another one each time that this begins anew. */
  readonly stay: { readonly ms: Milliseconds } | null;
  readonly hears: boolean;
  readonly remote: { readonly locker: number; readonly why: string } | null;
}

export const noParcel: Parcel = { label: null, party: null };

const nothing: Offers = { visits: [], stores: false, alters: false, expired: 0 };

/** What is known while nobody is here. */
export const nobody = {
  way: null, who: null, offers: nothing, errand: 'visiting', doors: [], notice: null, onceTaken: 'done',
  parcel: noParcel, place: null, lengthened: null, marked: [], deed: 'open', why: null, held: null, stay: null,
} as const satisfies Partial<SessionContext>;

export function freshContext(settings: SessionSettings): SessionContext {
  return { settings, ask: 0, hears: false, remote: null, ...nobody };
}
