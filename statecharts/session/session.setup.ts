import { assertEvent, assign, emit, raise, setup } from 'xstate';
import { ms, type Milliseconds } from '../units.ts';
import { again, closed, doorsFor, has, hasLocker, nextWaiting, opened, releaseNext, skipped, stuck, type Doors } from './session.doors.ts';
import type {
  AskedVisit, KnownPerson, LockerDeed, Notice, Offers, Parcel, Presented, Saying, SessionCommand, SessionEvent, SignInWay, WantedPlace,
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
  readonly notice: Notice | null;
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
  way: null, who: null, offers: nothing, errand: 'visiting', doors: [], notice: null, parcel: { label: null, party: null },
  place: null, marked: [], deed: 'open', why: null,
} as const satisfies Partial<SessionContext>;

export function freshContext(settings: SessionSettings): SessionContext {
  return { settings, ask: 0, hears: false, remote: null, ...nobody };
}

/** A warning of its full length comes before every end, however short the timer is. */
function patience({ settings, doors, who, hears }: SessionContext): Milliseconds {
  const isAtDoor = doors.length > 0;
  const usual = who !== null && who.role !== 'recipient'
    ? settings.adminSessionTimeout
    : isAtDoor ? settings.returnHomeAfterPickup : settings.returnHomeOnInactivity;
  return ms(Math.max(usual, settings.inactivityWarning) * (hears ? settings.audioModeFactor : 1));
}

const isStaff = ({ who }: SessionContext): boolean => who !== null && who.role !== 'recipient';

function lastVisit({ doors }: SessionContext): AskedVisit {
  const last = doors.at(-1);
  if (!last) throw new TypeError('there is no door');
  return last.visit;
}

export const sessionSetup = setup({
  types: {
    input: {} as { readonly settings: SessionSettings },
    context: {} as SessionContext,
    events: {} as SessionEvent,
    emitted: {} as SessionCommand,
  },
  guards: {
    isAnswerToMe: ({ context, event }) => 'ask' in event && event.ask === context.ask,
    isMyDoor: ({ context, event }) => 'locker' in event && event.locker !== null && hasLocker(context.doors, event.locker),
    isReleasedDoor: ({ context, event }) =>
      'locker' in event && context.doors.some(({ visit, is }) => is === 'releasing' && visit.locker === event.locker),
    isStuckDoor: ({ context, event }) =>
      'locker' in event && context.doors.some(({ visit, is }) => is === 'stuck' && visit.locker === event.locker),
    isShutDoor: ({ context, event }) =>
      'locker' in event && context.doors.some(({ visit, is }) => is === 'shut' && visit.locker === event.locker),
    hasMoreAtOnce: ({ context }) => (context.settings.allDoorsAtOnce || isStaff(context)) && nextWaiting(context.doors) !== undefined,
    hasWaitingDoor: ({ context }) => has(context.doors, 'waiting'),
    hasOpenDoor: ({ context }) => has(context.doors, 'open'),
    hasStuckDoor: ({ context }) => has(context.doors, 'stuck'),
    hasShutDoor: ({ context }) => has(context.doors, 'shut'),
    isAtHome: ({ context }) => context.way === null,
    isKnown: ({ context }) => context.who !== null,
    hasExpired: ({ context }) => context.who?.administers === true && context.offers.expired > 0,
    mayDeliver: ({ context }) => context.who?.delivers === true,
    mayAdminister: ({ context }) => context.who?.administers === true,
    mayStore: ({ context }) => context.offers.stores,
    hasNothing: ({ context }) => context.offers.visits.length === 0 && !context.offers.stores,
    hasOneVisit: ({ context }) => context.offers.visits.length === 1 && !context.offers.stores,
    isOffered: ({ context, event }) => {
      assertEvent(event, 'visits.chosen');
      return event.lockers.length > 0 && event.lockers.every((one) => context.offers.visits.some(({ locker }) => locker === one));
    },
    isEndAsked: ({ context }) =>
      context.settings.storageDuration === 'unlimited' && context.doors.some(({ visit }) => visit.purpose === 'keep' && visit.ends === undefined),
    isProofAsked: ({ context }) =>
      context.settings.signature !== 'none' && !isStaff(context) && context.doors.some(({ visit }) => visit.purpose === 'pickup'),
    isLengthAsked: ({ context }) => context.settings.storageDuration === 'flexible',
    hasMarked: ({ context }) => context.marked.length > 0,
    isForReason: ({ event }) => event.type === 'deed.chosen' && event.deed === 'out-of-service',
    isStoredHere: ({ context, event }) =>
      'locker' in event && context.offers.visits.some(({ locker, purpose }) => locker === event.locker && purpose === 'keep'),
    hasVisits: ({ event }) => event.type === 'saying.taken' && event.visits.length > 0,
    hasParty: ({ context }) => context.parcel.party !== null,
    isVisiting: ({ context }) => context.errand === 'visiting',
    isDelivering: ({ context }) => context.errand === 'delivering',
    isPutIn: ({ context }) => context.errand === 'delivering' && has(context.doors, 'shut'),
  },
  delays: {
    patience: ({ context }) => ms(patience(context) - context.settings.inactivityWarning),
    inactivityWarning: ({ context }) => context.settings.inactivityWarning,
    returnHomeOnInactivity: ({ context }) => context.settings.returnHomeOnInactivity,
    returnHomeAfterPickup: ({ context }) => context.settings.returnHomeAfterPickup,
    doorStagger: ({ context }) => context.settings.doorStagger,
    reopenWindow: ({ context }) =>
      context.errand === 'visiting' ? context.settings.lockerAccessAfterPickup : context.settings.dropOffReopenWindow,
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
    countAsk: assign({ ask: ({ context }) => context.ask + 1, notice: null }),
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
    noteDone: assign({ notice: 'done' as const }),
    noteRetracted: assign({ notice: 'retracted' as const }),
    noteReported: assign({ notice: 'problem-reported' as const }),
    takeWay: assign(({ event }) => {
      assertEvent(event, 'way.chosen');
      return { way: event.way, notice: null };
    }),
    takePerson: assign(({ event }) => {
      assertEvent(event, 'person.known');
      return { who: event.who, offers: event.offers, notice: null };
    }),
    takeOffers: assign(({ event }) => {
      assertEvent(event, 'offers.listed');
      return { offers: event.offers };
    }),
    takeChosen: assign(({ context, event }) => {
      assertEvent(event, 'visits.chosen');
      return { doors: doorsFor(context.offers.visits.filter(({ locker }) => event.lockers.includes(locker))), errand: 'visiting' as const };
    }),
    takeOnlyVisit: assign(({ context }) => ({ doors: doorsFor(context.offers.visits), errand: 'visiting' as const })),
    takePlace: assign(({ event }) => {
      assertEvent(event, 'place.found');
      return { doors: doorsFor([event.visit]), notice: null };
    }),
    takeVisits: assign(({ event }) => {
      assertEvent(event, 'saying.taken');
      return { doors: doorsFor(event.visits), notice: null };
    }),
    takeEnding: assign(({ context, event }) => {
      assertEvent(event, 'ending.chosen');
      return { doors: context.doors.map((door) => ({ ...door, visit: { ...door.visit, ends: event.ends } })) };
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
      return { doors: stuck(context.doors, event.locker, event.type === 'release.refused' ? event.why : 'did-not-open') };
    }),
    noteAgain: assign(({ context, event }) => {
      assertEvent(event, ['reopen.chosen', 'retry.chosen']);
      return { doors: again(context.doors, event.locker) };
    }),
    noteSkipped: assign(({ context, event }) => {
      assertEvent(event, 'skip.chosen');
      return { doors: skipped(context.doors, event.locker) };
    }),
    goDeliver: assign({ errand: 'delivering' as const, doors: [], parcel: { label: null, party: null } }),
    goRemove: assign({ errand: 'removing' as const, doors: [], marked: [], deed: 'remove' as const }),
    goAdminister: assign({ errand: 'administering' as const, doors: [], marked: [] }),
    goStore: assign({ errand: 'visiting' as const, doors: [], place: null, notice: null }),
    takeLabel: assign(({ event }) => {
      assertEvent(event, ['label.entered', 'label.scanned']);
      return { parcel: { label: event.type === 'label.entered' ? event.label : event.text, party: null } };
    }),
    takeNoLabel: assign({ parcel: { label: null, party: null }, notice: null }),
    takeParty: assign(({ context, event }) => {
      assertEvent(event, 'party.chosen');
      return { parcel: { ...context.parcel, party: event.party }, notice: null };
    }),
    takeSize: assign(({ event }) => {
      assertEvent(event, 'size.chosen');
      return { place: { size: event.size, accessible: event.accessible, beside: null }, notice: null };
    }),
    takeMarked: assign(({ event }) => {
      assertEvent(event, 'lockers.marked');
      return { marked: event.lockers, notice: null };
    }),
    takeDeed: assign(({ event }) => {
      assertEvent(event, 'deed.chosen');
      return { deed: event.deed, why: null, notice: null };
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
    check: emit(({ context, event }) => ({ type: 'credential.check' as const, ask: context.ask, presented: presentedBy(event) })),
    listOffers: emit(({ context }) => ({ type: 'offers.list' as const, ask: context.ask })),
    findParcel: emit(({ context }) => ({ type: 'parcel.find' as const, ask: context.ask, label: context.parcel.label ?? '' })),
    findPlace: emit(({ context, event }) => ({
      type: 'place.find' as const, ask: context.ask, parcel: context.parcel, place: placeWantedBy(event),
    })),
    beginStorage: emit(({ context, event }) => ({
      type: 'storage.begin' as const, ask: context.ask, place: context.place ?? placeWantedBy(event),
      lengthMs: event.type === 'length.chosen' ? event.lengthMs : null,
    })),
    release: emit(({ context }) => ({ type: 'door.release' as const, visit: releasedDoor(context) })),
    sayRetract: emit(({ context }) => say(context, { about: 'retract', visit: lastVisit(context) })),
    saySignature: emit(({ context, event }) => {
      assertEvent(event, 'signature.given');
      return say(context, { about: 'signature', visits: context.doors.map(({ visit }) => visit), strokes: event.strokes });
    }),
    sayLeft: emit(({ context, event }) => {
      assertEvent(event, 'left-some.chosen');
      return say(context, { about: 'leave', visit: visitTo(context, event.locker), left: event.left });
    }),
    sayEnds: emit(({ context }) => say(context, { about: 'end', visit: lastVisit(context) })),
    sayExtend: emit(({ context, event }) => {
      assertEvent(event, 'extension.chosen');
      return say(context, { about: 'extend', visit: offeredAt(context, event.locker), untilMs: event.untilMs });
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

function say({ ask }: SessionContext, saying: Saying): Extract<SessionCommand, { type: 'saying.take' }> {
  return { type: 'saying.take', ask, saying };
}

function presentedBy(event: SessionEvent): Presented {
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
    default:
      throw new TypeError(`${event.type} says nothing about who is there`);
  }
}

function placeWantedBy(event: SessionEvent): WantedPlace {
  switch (event.type) {
    case 'size.chosen':
      return { size: event.size, accessible: event.accessible, beside: null };
    case 'beside.chosen':
      return { size: null, accessible: false, beside: event.locker };
    default:
      throw new TypeError(`${event.type} wants no place`);
  }
}

function releasedDoor({ doors }: SessionContext): AskedVisit {
  const door = doors.find(({ is }) => is === 'releasing');
  if (!door) throw new TypeError('no door is being released');
  return door.visit;
}

function visitTo({ doors }: SessionContext, locker: number): AskedVisit {
  const door = doors.findLast(({ visit }) => visit.locker === locker);
  if (!door) throw new TypeError(`locker ${String(locker)} is not visited`);
  return door.visit;
}

function offeredAt({ offers }: SessionContext, locker: number): AskedVisit {
  const visit = offers.visits.find((one) => one.locker === locker && one.purpose === 'keep');
  if (!visit) throw new TypeError(`nothing is stored in locker ${String(locker)}`);
  return visit;
}
