import { isDeepStrictEqual } from 'node:util';
import type { AskedVisit, SessionCommand, SessionEvent } from '../../../statecharts/session/session.events.ts';
import { freshContext } from '../../../statecharts/session/session.context.ts';
import { errandOf, placeOf, type SessionSnapshot, type SessionStep } from './session-rig.ts';

/** One step of a session: what it was told, what it said, and where that led. */
export interface Edge {
  readonly from: SessionSnapshot;
  readonly told: SessionStep;
  readonly said: readonly SessionCommand[];
  readonly to: SessionSnapshot;
  /** Whoever is there has their whole time anew. */
  readonly restarts: boolean;
}

type Rule = (edge: Edge) => string | null;

/** A locker's visit, whatever has been said about its end. */
const nameOf = ({ purpose, locker, reservation }: AskedVisit): string => `${purpose} ${String(locker)} ${String(reservation)}`;

function grantedIn({ from, told }: Edge): readonly string[] {
  const answered = !('ask' in told) || told.ask !== from.context.ask ? []
    : told.type === 'place.found' ? [told.visit]
      : told.type === 'saying.taken' ? told.visits
        : told.type === 'person.known' ? told.offers.visits : [];
  const { doors, offers, held } = from.context;
  return [...doors.map(({ visit }) => visit), ...offers.visits, ...(held === null ? [] : [held]), ...answered].map(nameOf);
}

const releasesOnlyWhatWasGranted: Rule = (edge) => {
  const granted = grantedIn(edge);
  for (const command of edge.said) {
    if (command.type === 'door.release' && !granted.includes(nameOf(command.visit))) return 'a door is asked for that was not granted';
  }
  return null;
};

const releasesOneAtATime: Rule = ({ from, said, to }) => {
  const under = ({ context }: SessionSnapshot) => context.doors.filter(({ is }) => is === 'releasing');
  const asked = said.filter(({ type }) => type === 'door.release').length;
  if (under(to).length > 1) return 'two doors are being released at once';
  if (asked > 1) return 'two doors are asked for at once';
  if ((under(to).length === 1) !== (errandOf(to) === 'doors.opening')) return 'a door is being released elsewhere than in opening';
  if (asked === 1 && under(from).length === 1 && isDeepStrictEqual(under(from)[0]?.visit, under(to)[0]?.visit)) {
    return 'a door is asked for that is being released already';
  }
  return asked === 0 && under(to).length > under(from).length ? 'a door is called released that nobody asked for' : null;
};

/** A door that stands open for one visit is not released for another. */
const releasesNoOpenDoor: Rule = ({ from, told, said }) =>
  said.some((command) => command.type === 'door.release' && errandOf(from).startsWith('doors.') && !isShutNow(told, command.visit.locker)
    && from.context.doors.some(({ is, visit }) => is === 'open' && visit.locker === command.visit.locker))
    ? 'a door that stands open is released' : null;

const isShutNow = (told: SessionStep, locker: number): boolean => told.type === 'door.closed' && told.locker === locker;

/** Whoever brings parcels has one door open at a time. */
const bringsOneByOne: Rule = ({ from, told, said }) => {
  const { errand, doors } = from.context;
  const opens = said.find((command) => command.type === 'door.release');
  if (errand !== 'delivering' || opens?.type !== 'door.release') return null;
  const isBeside = doors.some(({ is, visit: { locker } }) => is === 'open' && locker !== opens.visit.locker && !isShutNow(told, locker));
  return isBeside ? 'a second door opens beside an open one' : null;
};

const staleAnswersChangeNothing: Rule = ({ from, told, said, to }) => {
  if (!('ask' in told) || told.ask === from.context.ask) return null;
  return said.length > 0 || !isDeepStrictEqual(placeOf(from), placeOf(to)) ? `an old ${told.type} changes something` : null;
};

const doorFacts = new Set(['door.opened', 'door.closed', 'door.did-not-open', 'release.refused']);

const otherDoorsChangeNothing: Rule = ({ from, told, said, to }) => {
  if (!('locker' in told) || !doorFacts.has(told.type)) return null;
  const isTheirs = from.context.doors.some(({ is, visit }) => visit.locker === told.locker && is !== 'waiting');
  if (isTheirs) return null;
  const isChanged = said.length > 0 || !isDeepStrictEqual(placeOf(from), placeOf(to));
  return isChanged ? `${told.type} of somebody else's door changes something` : null;
};

/** Who comes next finds nothing of who was there before, but for the reason why a session came to nothing. */
const homeRemembersNobody: Rule = ({ from, told, to }) => {
  if (errandOf(to) !== 'home') return null;
  const { ask, settings, hears, remote, notice } = to.context;
  const isClean = isDeepStrictEqual(to.context, { ...freshContext(settings), ask, hears, remote, notice });
  if (!isClean) return 'the home screen remembers the last person';
  const isNews = told.type === 'credential.refused' || told.type === 'person.known';
  const isAllowed = isNews || (errandOf(from) === 'home' && notice === from.context.notice);
  return notice !== null && !isAllowed ? `the home screen shows ${notice} to the next person` : null;
};

const startsAndEndsInPairs: Rule = ({ from, said, to }) => {
  const [was, is] = [errandOf(from) !== 'home', errandOf(to) !== 'home'];
  const types = said.map(({ type }) => type);
  const isStart = types[0] === 'session.started' && types.lastIndexOf('session.started') === 0;
  if (isStart !== (!was && is)) return 'a session starts otherwise than from home';
  if (types.includes('session.ended') !== (was && !is)) return 'a session ends otherwise than at home';
  if (was && !is && types.length > 1) return 'a session that ends still asks for something';
  if ((to.value.presence === 'absent') === is) return 'somebody is taken for there who is not, or the other way round';
  return null;
};

/** Numbers only grow, and what is asked bears the latest. */
const asksAreNumbered: Rule = ({ from, said, to }) => {
  if (to.context.ask < from.context.ask) return 'the numbers of questions fall';
  for (const command of said) {
    if (!('ask' in command)) continue;
    if (command.ask !== to.context.ask) return `${command.type} bears a number that nobody waits for`;
    if (command.ask <= from.context.ask) return `${command.type} bears an old number`;
  }
  return null;
};

/** Nobody is known who was not made known, and nobody turns into somebody else. */
const isWhoTheySaid: Rule = ({ from, told, to }) => {
  if (errandOf(to) === 'home') return to.context.who === null ? null : 'somebody is known at home';
  const isKnown = told.type === 'person.known' && told.ask === from.context.ask && errandOf(from) === 'identifying.checking';
  return isDeepStrictEqual(to.context.who, isKnown ? told.who : from.context.who) ? null : 'somebody is known who did not say who they are';
};

/** Which rights each flow asks for. */
const flowsAskForRights: Rule = ({ to }) => {
  const { who } = to.context;
  const flow = errandOf(to).split('.')[0];
  if (flow === 'administering' && who?.administers !== true) return 'somebody sees to the lockers who may not';
  if (flow === 'delivering' && who?.delivers !== true && errandOf(to) !== 'delivering.takingBack') return 'somebody delivers who may not';
  return null;
};

/** What comes out of a locker is signed for before its door opens, where that is asked for. */
const proofComesFirst: Rule = ({ from, said }) => {
  const { settings, who, errand } = from.context;
  if (settings.signature === 'none' || (who !== null && who.role !== 'recipient' && errand !== 'visiting')) return null;
  const isProven = errandOf(from) === 'visiting.proving' || errandOf(from).startsWith('doors.');
  return !isProven && said.some((command) => command.type === 'door.release' && command.visit.purpose === 'pickup')
    ? 'a parcel is handed out without a signature' : null;
};

/** What was said on a screen goes with it; on the way to the list, and from there, it is still to be read. */
const noticesGoWithTheirScreen: Rule = ({ from, told, to }) => {
  const [before, after] = [from.context.notice, to.context.notice];
  if (after === null || screenOf(from) === screenOf(to) || errandOf(from) === 'visiting.listing') return null;
  const isNews = 'ask' in told;
  return isNews ? null : `${errandOf(to)} still shows ${String(before)}`;
};

/** Which screen it is; the reopen window ends on the same one. */
const screenOf = (snapshot: SessionSnapshot): string => errandOf(snapshot).replace(/\.(within|after)$/, '');

/** They are there, or something that they look at has changed, on one and the same screen. */
const givesTime = new Set<string>([
  'person.touched', 'more-time.chosen', 'settings.changed', 'door.opened', 'door.closed', 'lockers.marked', 'way.chosen', 'skip.chosen',
  'headphones.plugged', 'administering.chosen', 'removing.chosen', 'saying.taken', 'saying.refused', 'ending.chosen',
] satisfies readonly SessionEvent['type'][]);

/** What is new on the screen takes its time to be read; what is not gives nobody more of it. */
const newScreensHaveTheirTime: Rule = ({ from, told, said, to, restarts }) => {
  if (errandOf(to) === 'home') return restarts ? 'time runs for nobody' : null;
  const isWarning = to.value.presence === 'warned' && from.value.presence !== 'warned';
  const { notice } = to.context;
  const isNew = screenOf(from) !== screenOf(to) || said.length > 0 || (notice !== null && notice !== from.context.notice);
  if (isNew && !restarts && !isWarning) return `${screenOf(to)} has no time of its own`;
  return restarts && !isNew && !givesTime.has(told.type) ? `${told.type} gives more time for nothing` : null;
};

/** Whoever has finished is let go, unless their door is just opening. */
const finishingEndsIt: Rule = ({ from, told, said, to }) => {
  if (told.type !== 'finish.chosen') return null;
  const isKept = errandOf(from) === 'doors.opening' || errandOf(from) === 'home';
  if (!isKept) return errandOf(to) === 'home' ? null : 'somebody who has finished is kept';
  return said.length > 0 || !isDeepStrictEqual(placeOf(from), placeOf(to)) ? 'somebody leaves a door that is just opening' : null;
};

/** States that lead on by themselves. */
const transient = new Set(['identifying.known', 'visiting.confirming', 'doors.deciding', 'doors.over']);

const restsNowhereBetween: Rule = ({ to }) => (transient.has(errandOf(to)) ? `the session stays in ${errandOf(to)}` : null);

const rules = [
  releasesOnlyWhatWasGranted, releasesOneAtATime, releasesNoOpenDoor, bringsOneByOne, staleAnswersChangeNothing, otherDoorsChangeNothing,
  homeRemembersNobody, startsAndEndsInPairs, asksAreNumbered, isWhoTheySaid, flowsAskForRights, proofComesFirst, noticesGoWithTheirScreen,
  finishingEndsIt, newScreensHaveTheirTime, restsNowhereBetween,
];

/** What a session must never do, and did. */
export function brokenSessionRules(edge: Edge): readonly string[] {
  return rules.flatMap((rule) => rule(edge) ?? []);
}
