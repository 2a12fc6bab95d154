import { assertEvent, assign, emit, raise, setup } from 'xstate';
import { ms, type Milliseconds } from '../units.ts';
import {
  again, closed, doorsFor, ending, has, isAt, isTried, kept, nextWaiting, opened, putIn, releaseNext, releasing, skipped, stuck, takenOut,
  toAskAbout, type Doors,
} from './session.doors.ts';
import type {
  AskedVisit, DoneNotice, KnownPerson, LockerDeed, Notice, Offers, Parcel, Presented, Saying, SessionCommand, SessionEvent, SignInWay,
  VisitedDoor, WantedPlace,
} from './session.events.ts';
import type { SessionSettings } from './session.settings.ts';

/** Where a person goes on when they have done with their doors. */
export type Errand = 'visiting' | 'delivering' | 'removing' | 'administering';

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
  /** Lockers that staff have marked, and what is to be done to them. */
  readonly marked: readonly number[];
  readonly deed: LockerDeed;
  readonly why: string | null;
  readonly hears: boolean;
  readonly remote: { readonly locker: number; readonly why: string } | null;
}

const nothing: Offers = { visits: [], stores: false, expired: 0 };

const nobody = {
  way: null, who: null, offers: nothing, errand: 'visiting', doors: [], notice: null, onceTaken: 'done',
  parcel: { label: null, party: null }, place: null, marked: [], deed: 'open', why: null,
} as const satisfies Partial<SessionContext>;

export function freshContext(settings: SessionSettings): SessionContext {
  return { settings, ask: 0, hears: false, remote: null, ...nobody };
}

/**
 * How long somebody may be silent, all in all. Their whole warning is in it, however short the timer is; hearing takes longer
 * than reading.
 */
export function staysFor(context: SessionContext): Milliseconds {
  return inTheirTime(context, Math.max(usualStay(context), context.settings.inactivityWarning));
}

/** How much of it is left when they are warned. */
export function warnsFor(context: SessionContext): Milliseconds {
  return inTheirTime(context, context.settings.inactivityWarning);
}

function inTheirTime({ settings, hears }: SessionContext, usualMs: number): Milliseconds {
  return ms(usualMs * (hears ? settings.audioModeFactor : 1));
}

/** While a door is being released nobody goes home before it has opened or been given up: the settings keep the two apart. */
function usualStay(context: SessionContext): Milliseconds {
  const { settings, doors } = context;
  if (isStaff(context)) return settings.adminSessionTimeout;
  if (has(doors, 'releasing')) return settings.returnHomeOnInactivity;
  if (has(doors, 'open')) return settings.returnHomeAfterPickup;
  return has(doors, 'shut') && !has(doors, 'stuck') ? settings.returnHomeAfterPickup : settings.returnHomeOnInactivity;
}

const isStaff = ({ who }: SessionContext): boolean => who !== null && who.role !== 'recipient';

export const sessionSetup = setup({
  types: {
    input: {} as { readonly settings: SessionSettings },
    context: {} as SessionContext,
    events: {} as SessionEvent,
    emitted: {} as SessionCommand,
  },
  guards: {
    isAnswerToMe: ({ context, event }) => 'ask' in event && event.ask === context.ask,
    isMyDoor: ({ context, event }) => {
      assertEvent(event, ['door.opened', 'door.closed']);
      return isTried(context.doors, event.locker);
    },
    isReleasedDoor: ({ context, event }) => isAtDoor(context, event, 'releasing'),
    isOpenDoor: ({ context, event }) => isAtDoor(context, event, 'open'),
    isShutDoor: ({ context, event }) => isAtDoor(context, event, 'shut'),
    isStuckDoor: ({ context, event }) => isAtDoor(context, event, 'stuck') && !isAtDoor(context, event, 'open'),
    hasMoreAtOnce: ({ context }) => (context.settings.allDoorsAtOnce || isStaff(context)) && nextWaiting(context.doors) !== undefined,
    hasWaitingDoor: ({ context }) => nextWaiting(context.doors) !== undefined,
    hasOpenDoor: ({ context }) => has(context.doors, 'open'),
    hasStuckDoor: ({ context }) => has(context.doors, 'stuck'),
    hasShutDoor: ({ context }) => has(context.doors, 'shut'),
    hasDoors: ({ context }) => context.doors.length > 0,
    isAtHome: ({ context }) => context.way === null,
    isKnown: ({ context }) => context.who !== null,
    hasExpired: ({ context }) => context.who?.administers === true && context.offers.expired > 0,
    mayDeliver: ({ context }) => context.who?.delivers === true,
    mayAdminister: ({ context }) => context.who?.administers === true,
    mayStore: ({ context }) => context.offers.stores,
    hasNothing: ({ context }) => isNothing(context.offers),
    isStaff: ({ context }) => isStaff(context),
    isNothingListed: ({ event }) => {
      assertEvent(event, 'offers.listed');
      return isNothing(event.offers);
    },
    hasOneVisit: ({ context }) => context.offers.visits.length === 1 && !context.offers.stores,
    isOffered: ({ context, event }) => {
      assertEvent(event, 'visits.chosen');
      return event.lockers.length > 0 && event.lockers.every((one) => context.offers.visits.some(({ locker }) => locker === one));
    },
    isEndAsked: ({ context }) => context.settings.storageDuration === 'unlimited' && toAskAbout(context.doors) !== undefined,
    isProofAsked: ({ context }) =>
      context.settings.signature !== 'none' && context.doors.some(({ visit }) => visit.purpose === 'pickup'),
    isSigned: ({ context, event }) => {
      assertEvent(event, 'signature.given');
      return context.settings.signature !== 'pin' && event.strokes !== '';
    },
    isLengthAsked: ({ context }) => context.settings.storageDuration === 'flexible',
    hasMarked: ({ context }) => context.marked.length > 0,
    isForReason: ({ event }) => event.type === 'deed.chosen' && event.deed === 'out-of-service',
    isStoredHere: ({ context, event }) => {
      assertEvent(event, 'extension.chosen');
      return storedAt(context, event.locker) !== undefined;
    },
    hasVisits: ({ event }) => {
      assertEvent(event, 'saying.taken');
      return event.visits.length > 0;
    },
    hasParty: ({ context }) => context.parcel.party !== null,
    isVisiting: ({ context }) => context.errand === 'visiting',
    isDelivering: ({ context }) => context.errand === 'delivering',
    isBatch: ({ context }) => context.settings.batchDropOff,
    isPutIn: ({ context }) => putIn(context.doors) !== undefined,
    isTakenOut: ({ context, event }) => {
      assertEvent(event, 'left-some.chosen');
      return takenOut(context.doors, event.locker) !== undefined;
    },
    isEnd: ({ context, event }) => {
      assertEvent(event, 'ending.chosen');
      return event.ends && kept(context.doors) !== undefined;
    },
  },
  delays: {
    patience: ({ context }) => ms(staysFor(context) - warnsFor(context)),
    inactivityWarning: ({ context }) => warnsFor(context),
    returnHomeOnInactivity: ({ context }) => context.settings.returnHomeOnInactivity,
    returnHomeAfterPickup: ({ context }) => context.settings.returnHomeAfterPickup,
    doorStagger: ({ context }) => context.settings.doorStagger,
    reopenWindow: ({ context: { settings, doors } }) =>
      putIn(doors) === undefined ? settings.lockerAccessAfterPickup : settings.dropOffReopenWindow,
  },
  actions: {
    begin: raise({ type: 'session.began' }),
    turn: raise({ type: 'screen.turned' }),
    end: raise({ type: 'session.over' }),
    leave: raise({ type: 'session.left' }),
    doubt: raise({ type: 'presence.doubted' }),
    sayStarted: emit({ type: 'session.started' as const }),
    sayEnded: emit({ type: 'session.ended' as const }),
    sayWarned: emit({ type: 'person.warned' as const }),
    forget: assign(({ context }) => ({ ...nobody, ask: context.ask + 1 })),
    countAsk: assign({ ask: ({ context }) => context.ask + 1 }),
    countSaying: assign(({ context, event }) => {
      assertEvent(event, saidBy);
      const saysNothingIsLeft = event.type === 'left-some.chosen' && event.left.length === 0;
      return { ask: context.ask + 1, notice: null, onceTaken: saysNothingIsLeft ? 'done' as const : doneBy[event.type] };
    }),
    clearNotice: assign({ notice: null }),
    takeSettings: assign(({ event }) => {
      assertEvent(event, 'settings.changed');
      return { settings: event.settings };
    }),
    takeNotice: assign(({ event }) => {
      assertEvent(event, ['credential.refused', 'place.refused', 'saying.refused']);
      return { notice: event.why };
    }),
    noteNothingHere: assign({ notice: 'nothing-here' as const }),
    noteNotAllowed: assign({ notice: 'not-allowed' as const }),
    noteTaken: assign({ notice: ({ context }) => context.onceTaken }),
    takeWay: assign(({ event }) => {
      assertEvent(event, 'way.chosen');
      return { way: event.way };
    }),
    takePerson: assign(({ event }) => {
      assertEvent(event, 'person.known');
      return { who: event.who, offers: event.offers };
    }),
    takeOffers: assign(({ event }) => {
      assertEvent(event, 'offers.listed');
      return { offers: event.offers };
    }),
    takeChosen: assign(({ context, event }) => {
      assertEvent(event, 'visits.chosen');
      return { doors: doorsFor(context.offers.visits.filter(({ locker }) => event.lockers.includes(locker))) };
    }),
    takeOnlyVisit: assign(({ context }) => ({ doors: doorsFor(context.offers.visits) })),
    takePlace: assign(({ event }) => {
      assertEvent(event, 'place.found');
      return { doors: doorsFor([event.visit]) };
    }),
    takeVisits: assign(({ event }) => {
      assertEvent(event, 'saying.taken');
      return { doors: doorsFor(event.visits), marked: [] };
    }),
    takeEnding: assign(({ context, event }) => {
      assertEvent(event, 'ending.chosen');
      return { doors: ending(context.doors, event.ends) };
    }),
    forgetDoors: assign({ doors: [] }),
    releaseNext: assign({ doors: ({ context }) => releaseNext(context.doors) }),
    noteOpened: assign(({ context, event }) => {
      assertEvent(event, 'door.opened');
      return { doors: opened(context.doors, event.locker) };
    }),
    noteClosed: assign(({ context, event }) => {
      assertEvent(event, 'door.closed');
      return { doors: closed(context.doors, event.locker) };
    }),
    noteStuck: assign(({ context, event }) => {
      assertEvent(event, ['door.did-not-open', 'release.refused']);
      return { doors: stuck(context.doors, event.type === 'release.refused' ? event.why : 'did-not-open') };
    }),
    noteAgain: assign(({ context, event }) => {
      assertEvent(event, ['reopen.chosen', 'retry.chosen']);
      return { doors: again(context.doors, event.locker) };
    }),
    noteSkipped: assign(({ context, event }) => {
      assertEvent(event, 'skip.chosen');
      return { doors: skipped(context.doors, event.locker) };
    }),
    goDeliver: assign({ errand: 'delivering' as const, parcel: { label: null, party: null } }),
    goRemove: assign({ errand: 'removing' as const, marked: [] }),
    goAdminister: assign({ errand: 'administering' as const, marked: [] }),
    forgetMarked: assign({ marked: [] }),
    takeLabel: assign(({ event }) => {
      assertEvent(event, ['label.entered', 'label.scanned']);
      return { parcel: { label: event.type === 'label.entered' ? event.label : event.text, party: null } };
    }),
    takeNoLabel: assign({ parcel: { label: null, party: null } }),
    takeParty: assign(({ context, event }) => {
      assertEvent(event, 'party.chosen');
      return { parcel: { ...context.parcel, party: event.party } };
    }),
    takePlaceWanted: assign(({ event }) => {
      assertEvent(event, ['size.chosen', 'beside.chosen']);
      return { place: placeWantedBy(event) };
    }),
    takeMarked: assign(({ event }) => {
      assertEvent(event, 'lockers.marked');
      return { marked: event.lockers };
    }),
    takeDeed: assign(({ event }) => {
      assertEvent(event, 'deed.chosen');
      return { deed: event.deed, why: null };
    }),
    takeReason: assign(({ event }) => {
      assertEvent(event, 'reason.chosen');
      return { why: event.why };
    }),
    takeRemote: assign(({ event }) => {
      assertEvent(event, 'door.opened-remotely');
      return { remote: { locker: event.locker, why: event.why } };
    }),
    forgetRemote: assign({ remote: null }),
    hear: assign({ hears: true }),
    hearNoMore: assign({ hears: false }),
    check: emit(({ context, event }) => {
      assertEvent(event, presenting);
      return { type: 'credential.check' as const, ask: context.ask, presented: presentedBy(event) };
    }),
    listOffers: emit(({ context }) => ({ type: 'offers.list' as const, ask: context.ask })),
    findParcel: emit(({ context }) => ({ type: 'parcel.find' as const, ask: context.ask, label: known(context.parcel.label) })),
    findPlace: emit(({ context }) => ({
      type: 'place.find' as const, ask: context.ask, parcel: context.parcel, place: known(context.place),
    })),
    beginStorage: emit(({ context, event }) => ({
      type: 'storage.begin' as const, ask: context.ask, place: known(context.place),
      lengthMs: event.type === 'length.chosen' ? event.lengthMs : null,
    })),
    release: emit(({ context }) => ({ type: 'door.release' as const, visit: known(releasing(context.doors)) })),
    sayRetract: emit(({ context }) => say(context, { about: 'retract', visit: known(putIn(context.doors)) })),
    saySignature: emit(({ context, event }) => {
      assertEvent(event, 'signature.given');
      const visits = context.doors.map(({ visit }) => visit).filter(({ purpose }) => purpose === 'pickup');
      return say(context, { about: 'signature', visits, strokes: event.strokes });
    }),
    sayLeft: emit(({ context, event }) => {
      assertEvent(event, 'left-some.chosen');
      return say(context, { about: 'leave', visit: known(takenOut(context.doors, event.locker)), left: event.left });
    }),
    sayEnds: emit(({ context }) => say(context, { about: 'end', visit: known(kept(context.doors)) })),
    sayExtend: emit(({ context, event }) => {
      assertEvent(event, 'extension.chosen');
      return say(context, { about: 'extend', visit: known(storedAt(context, event.locker)), untilMs: event.untilMs });
    }),
    sayProblem: emit(({ context, event }) => {
      assertEvent(event, 'problem.chosen');
      return say(context, { about: 'problem', locker: event.locker, why: event.why });
    }),
    sayDeed: emit(({ context }) => {
      const { deed, marked, why } = context;
      return say(context, { about: 'lockers', deed, lockers: marked, why });
    }),
  },
});

/** What is said of each saying once it is taken. */
const doneBy = {
  'retract.chosen': 'retracted', 'larger.chosen': 'retracted', 'left-some.chosen': 'left', 'ending.chosen': 'ended',
  'extension.chosen': 'extended', 'problem.chosen': 'problem-reported', 'deed.confirmed': 'done',
} as const satisfies Partial<Record<SessionEvent['type'], DoneNotice>>;
const saidBy = Object.keys(doneBy) as (keyof typeof doneBy)[];

function say({ ask }: SessionContext, saying: Saying): Extract<SessionCommand, { type: 'saying.take' }> {
  return { type: 'saying.take', ask, saying };
}

const presenting = [
  'code.entered', 'label.scanned', 'carrier-code.entered', 'badge.shown', 'password.entered', 'pin.entered',
] as const satisfies readonly SessionEvent['type'][];

function presentedBy(event: Extract<SessionEvent, { readonly type: (typeof presenting)[number] }>): Presented {
  switch (event.type) {
    case 'code.entered':
      return { how: 'typed', code: event.code };
    case 'label.scanned':
      return { how: 'scanned', code: event.text };
    case 'carrier-code.entered':
      return { how: 'carrier-code', code: event.code };
    case 'badge.shown':
      return { how: 'badge', text: event.text };
    case 'password.entered':
      return { how: 'password', username: event.username, password: event.password };
    case 'pin.entered':
      return { how: 'pin', pin: event.pin };
  }
}

function placeWantedBy(event: Extract<SessionEvent, { readonly type: 'size.chosen' | 'beside.chosen' }>): WantedPlace {
  return event.type === 'size.chosen'
    ? { size: event.size, accessible: event.accessible, beside: null }
    : { size: null, accessible: false, beside: event.locker };
}

/** The chart asks only about what it knows: a state that does not is a mistake in it, and opens nothing. */
function known<What>(what: What | null | undefined): What {
  if (what === null || what === undefined) throw new TypeError('the session does not know what to ask about');
  return what;
}

const aboutDoors = [
  'door.opened', 'door.closed', 'door.did-not-open', 'release.refused', 'reopen.chosen', 'retry.chosen', 'skip.chosen',
] as const satisfies readonly SessionEvent['type'][];

function isAtDoor({ doors }: SessionContext, event: SessionEvent, is: VisitedDoor['is']): boolean {
  assertEvent(event, aboutDoors);
  return isAt(doors, event.locker, is);
}

function storedAt({ offers }: SessionContext, locker: number): AskedVisit | undefined {
  return offers.visits.find((one) => one.locker === locker && one.purpose === 'keep');
}

function isNothing({ visits, stores }: Offers): boolean {
  return visits.length === 0 && !stores;
}
