import { isDeepStrictEqual } from 'node:util';
import type { SessionCommand, StaffMember, AskedVisit } from '../../../statecharts/session/session.events.ts';
import type { SessionRecord } from './session-rig.ts';

type Rule = (records: readonly SessionRecord[]) => string | null;

const says = (record: SessionRecord, type: SessionCommand['type']): boolean => record.said.some((command) => command.type === type);

/** A door is asked for when the books have just granted it, or again by the person it was granted to. */
const opensOnlyWhatWasGranted: Rule = (records) => {
  let granted: AskedVisit | null = null;
  for (const { told, from, said, to } of records) {
    const isGrant = told.type === 'credential.granted' || told.type === 'parcel.found';
    const isAgain = told.type === 'reopen.chosen' || told.type === 'retry.chosen';
    if (isGrant && told.ask === from.context.ask && said.length > 0) granted = told.visit;
    for (const command of said) {
      if (command.type !== 'door.release') continue;
      if (!isGrant && !isAgain) return `${told.type} opens a door`;
      if (isGrant && told.ask !== from.context.ask) return 'an old answer opens a door';
      if (!isDeepStrictEqual(command.visit, granted)) return 'a door is asked for that was not granted';
    }
    if (to.at === 'home') granted = null;
  }
  return null;
};

const staleAnswersChangeNothing: Rule = (records) => {
  for (const { told, from, said, to } of records) {
    if (!('ask' in told) || told.ask === from.context.ask) continue;
    if (said.length > 0 || !isDeepStrictEqual(from, to)) return `an old ${told.type} changes something`;
  }
  return null;
};

const otherDoorsChangeNothing: Rule = (records) => {
  for (const { told, from, said, to } of records) {
    if (!('locker' in told) || told.locker === from.context.visit?.locker) continue;
    if (said.length > 0 || !isDeepStrictEqual(from, to)) return `${told.type} of somebody else's door changes something`;
  }
  return null;
};

/** Who comes next finds nothing of who was there before, but for the reason why a code was refused. */
const homeRemembersNobody: Rule = (records) => {
  for (const { told, from, to } of records) {
    if (to.at !== 'home') continue;
    if (to.context.visit !== null || to.context.staff !== null) return 'the home screen remembers the last person';
    const isAllowed = told.type === 'credential.refused' || (from.at === 'home' && from.context.notice === to.context.notice);
    if (to.context.notice !== null && !isAllowed) return `the home screen shows ${to.context.notice} to the next person`;
  }
  return null;
};

const startsAndEndsOnce: Rule = (records) => {
  for (const record of records) {
    const { from, to, said } = record;
    const [starts, ends] = [from.at === 'home' && to.at !== 'home', from.at !== 'home' && to.at === 'home'];
    if (says(record, 'session.started') !== starts || (starts && said[0]?.type !== 'session.started')) {
      return 'a session starts otherwise than from home';
    }
    if (says(record, 'session.ended') !== ends || (ends && said.at(-1)?.type !== 'session.ended')) {
      return 'a session ends otherwise than at home';
    }
    if (ends && said.length > 1) return 'a session that ends still asks for something';
  }
  return null;
};

/** Numbers only grow, and what is asked bears the latest. */
const asksAreNumbered: Rule = (records) => {
  for (const { from, to, said } of records) {
    if (to.context.ask < from.context.ask) return 'the numbers of questions fall';
    for (const command of said) {
      if (!('ask' in command)) continue;
      if (command.ask !== to.context.ask) return `${command.type} bears a number that nobody waits for`;
      if (command.ask <= from.context.ask) return `${command.type} bears an old number`;
    }
  }
  return null;
};

/** Where somebody waits to be known as staff: by a password, or by a code that turns out to be that of a carrier. */
const behind = new Set(['staff.checking', 'recipient.checking']);

const staffIsWhoSignedIn: Rule = (records) => {
  let signedIn: StaffMember | null = null;
  for (const { told, from, said, to } of records) {
    if (told.type === 'staff.granted' && told.ask === from.context.ask && behind.has(from.at)) signedIn = told.staff;
    if (to.at === 'home') signedIn = null;
    if (!isDeepStrictEqual(to.context.staff, signedIn)) return 'somebody is signed in who did not sign in';
    for (const command of said) {
      if ('staff' in command && !isDeepStrictEqual(command.staff, signedIn)) return `${command.type} bears the wrong name`;
    }
  }
  return null;
};

/** What went wrong is said on the screen that follows it, and on no later one. */
const noticesAreNotCarriedOn: Rule = (records) => {
  for (const { told, from, to } of records) {
    const isNews = 'why' in told || told.type === 'deposit.retracted';
    if (to.context.notice !== null && !isNews && to.at !== from.at) return `${to.at} still shows ${to.context.notice}`;
  }
  return null;
};

const neverRestsOnTheWayHome: Rule = (records) =>
  records.some(({ to }) => to.at === 'left') ? 'a session stays between the last screen and home' : null;

const rules = [
  opensOnlyWhatWasGranted, staleAnswersChangeNothing, otherDoorsChangeNothing, homeRemembersNobody,
  startsAndEndsOnce, asksAreNumbered, staffIsWhoSignedIn, noticesAreNotCarriedOn, neverRestsOnTheWayHome,
];

/** What a session must never do, and did. */
export function brokenSessionRules(records: readonly SessionRecord[]): readonly string[] {
  return rules.flatMap((rule) => rule(records) ?? []);
}
