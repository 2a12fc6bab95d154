import { assertEvent, assign, emit, raise, setup } from 'xstate';
import { ms } from '../units.ts';
import { nobody, noParcel, type SessionContext } from './session.context.ts';
import {
  again, closed, doorsFor, ending, has, isAt, isTried, kept, nextWaiting, opened, putIn, releaseNext, releasing, skipped, stuck, takenOut,
  toAskAbout,
} from './session.doors.ts';
import type {
  AskedVisit, DoneNotice, Offers, Presented, Saying, SessionCommand, SessionEvent, VisitedDoor, WantedPlace,
} from './session.events.ts';
import { isStaff, staysFor, warnsFor } from './session.presence.ts';
import type { SessionSettings } from './session.settings.ts';

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
      assertEvent(event, 'door.opened');
      return isTried(context.doors, event.locker);
    },
    isReleasedDoor: ({ context, event }) => isAtDoor(context, event, 'releasing'),
    isOpenDoor: ({ context, event }) => isAtDoor(context, event, 'open'),
    isShutDoor: ({ context, event }) => isAtDoor(context, event, 'shut'),
    isStuckDoor: ({ context, event }) => isAtDoor(context, event, 'stuck') && !isAtDoor(context, event, 'open'),
    hasMoreAtOnce: ({ context }) => isAllAtOnce(context) && nextWaiting(context.doors) !== undefined,
    hasWaitingDoor: ({ context }) => nextWaiting(context.doors) !== undefined,
    hasOpenDoor: ({ context }) => has(context.doors, 'open'),
    hasStuckDoor: ({ context }) => has(context.doors, 'stuck'),
    hasShutDoor: ({ context }) => has(context.doors, 'shut'),
    isAtHome: ({ context }) => context.way === null,
    isKnown: ({ context }) => context.who !== null,
    hasExpired: ({ context }) => context.who?.administers === true && context.offers.expired > 0,
    mayDeliver: ({ context }) => context.who?.delivers === true,
    mayAdminister: ({ context }) => context.who?.administers === true,
    mayStore: ({ context }) => context.offers.stores,
    mayReceive: ({ context }) => context.who?.receives === true,
    hasNothing: ({ context }) => isNothing(context.offers),
    hasLabel: ({ context }) => context.parcel.label !== null,
    /** A thing that is held before the scanner is read again and again. */
    isAnotherLabel: ({ context, event }) => {
      assertEvent(event, 'label.scanned');
      return event.text !== context.parcel.label;
    },
    isStaff: ({ context }) => isStaff(context),
    /** Staff have their work to go back to, and what has just been done is to be read. */
    hasNothingLeft: ({ context, event }) => {
      assertEvent(event, 'offers.listed');
      return isNothing(event.offers) && !isStaff(context) && context.notice === null;
    },
    hasOneVisit: ({ context: { offers } }) => offers.visits.length === 1 && !offers.stores && !offers.alters,
    hasOwnVisits: ({ context }) => context.offers.visits.length > 0,
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
    isForReason: ({ event }) => {
      assertEvent(event, 'deed.chosen');
      return event.deed === 'out-of-service';
    },
    isStoredHere: ({ context, event }) => {
      assertEvent(event, ['longer.chosen', 'end.chosen']);
      return storedAt(context, event.locker) !== undefined;
    },
    hasVisits: ({ event }) => {
      assertEvent(event, 'saying.taken');
      return event.visits.length > 0;
    },
    hasParty: ({ context }) => context.parcel.party !== null,
    isVisiting: ({ context }) => context.errand === 'visiting',
    isDelivering: ({ context }) => context.errand === 'delivering',
    isBehindAnother: ({ context, event }) => {
      assertEvent(event, 'place.found');
      const { doors, settings: { batchDropOff } } = context;
      return doors.some(({ visit, is }) => is === 'open' && (!batchDropOff || visit.locker !== event.visit.locker));
    },
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
    beginStay: assign(({ context }) => ({ stay: { ms: staysFor(context) } })),
    beginWarning: assign(({ context }) => ({ stay: { ms: warnsFor(context) } })),
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
    takeUnread: assign(({ event }) => {
      assertEvent(event, 'identity.needed');
      return { way: 'code' as const, parcel: { label: event.label, party: null } };
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
    holdPlace: assign(({ event }) => {
      assertEvent(event, 'place.found');
      return { held: event.visit };
    }),
    takeHeld: assign(({ context }) => ({ doors: doorsFor([known(context.held)]), held: null })),
    forgetHeld: assign({ held: null }),
    takeLengthened: assign(({ context, event }) => {
      assertEvent(event, 'longer.chosen');
      return { lengthened: known(storedAt(context, event.locker)) };
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
    goVisit: assign({ errand: 'visiting' as const, parcel: noParcel }),
    goFind: assign({ errand: 'delivering' as const }),
    goDeliver: assign({ errand: 'delivering' as const, parcel: noParcel }),
    goRemove: assign({ errand: 'removing' as const, marked: [] }),
    goAdminister: assign({ errand: 'administering' as const, marked: [] }),
    forgetMarked: assign({ marked: [] }),
    takeLabel: assign(({ event }) => {
      assertEvent(event, ['label.entered', 'label.scanned']);
      return { parcel: { label: event.type === 'label.entered' ? event.label : event.text, party: null } };
    }),
    forgetParcel: assign({ parcel: noParcel }),
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
    release: emit(({ context }) => ({ type: 'door.release' as const, visit: known(releasing(context.doors)).visit })),
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
    sayEnd: emit(({ context, event }) => {
      assertEvent(event, 'end.chosen');
      return say(context, { about: 'end', visit: known(storedAt(context, event.locker)) });
    }),
    sayExtend: emit(({ context, event }) => {
      assertEvent(event, 'extension.chosen');
      return say(context, { about: 'extend', visit: known(context.lengthened), untilMs: event.untilMs });
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
  'retract.chosen': 'retracted', 'larger.chosen': 'retracted', 'left-some.chosen': 'left', 'ending.chosen': 'ended', 'end.chosen': 'ended',
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

/** Staff see to many lockers on end; at their own they are people as all others. */
function isAllAtOnce(context: SessionContext): boolean {
  return context.settings.allDoorsAtOnce || (isStaff(context) && context.errand !== 'visiting');
}

function storedAt({ offers }: SessionContext, locker: number): AskedVisit | undefined {
  return offers.visits.find((one) => one.locker === locker && one.purpose === 'keep');
}

function isNothing({ visits, stores }: Offers): boolean {
  return visits.length === 0 && !stores;
}
