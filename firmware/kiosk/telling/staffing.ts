import { never } from '../../../statecharts/never.ts';
import type { KnownPerson, LockerDeed } from '../../../statecharts/session/session.events.ts';
import { foundMost, lettersLeast } from '../people-search.ts';
import type { LockerOnScreen, PartyOffer } from '../screens.ts';
import type { Choice } from '../shown.ts';
import { field } from './fields.ts';
import { back, main, noticeTold, other, report, sentences, signOut, type Of, type Told } from './told.ts';
import type { Wording } from './wording.ts';

/** The screens of those who bring parcels and look after the lockers. */

export function labelTold({ person, noLabel, notice }: Of<'label'>, wording: Wording): Told {
  const { words, say } = wording;
  return {
    title: say(words.label.title),
    text: sentences(say(words.label.text), person.name === null ? null : say(words.label.hello, { name: person.name })),
    notice: noticeTold(notice, wording),
    fields: [field('label', wording)],
    choices: [
      ...(noLabel ? [other(say(words.label.noLabel), { type: 'no-label.chosen' })] : []),
      ...(person.administers ? [other(say(words.label.lockers), { type: 'administering.chosen' })] : []),
      ...ownChoice(person, wording), signOut(wording),
    ],
  };
}

export function partyTold({ sought, found }: Of<'party'>, wording: Wording): Told {
  const { words, say } = wording;
  const isShort = [...sought.trim()].length < lettersLeast;
  const lead = isShort ? say(words.party.text, { count: lettersLeast }) : say(found.length === 0 ? words.party.none : words.party.choose);
  return {
    title: say(words.party.title),
    text: sentences(lead, found.length >= foundMost ? say(words.party.more) : null),
    fields: [field('letters', wording)],
    choices: [
      ...found.map((party) => other(partyName(party, found, wording), { type: 'party.chosen', party: party.party })),
      back(wording),
    ],
  };
}

/**
 * Two people of one name are told apart by what the directory calls them. Names that are not shown in full are numbered:
 * nothing else may be said of them, and one more letter may tell them apart.
 */
function partyName({ party, name }: PartyOffer, found: readonly PartyOffer[], { words, say }: Wording): string {
  const told = party.type === 'department' ? say(words.party.department, { name }) : name;
  const same = found.filter((one) => one.name === name && one.party.type === party.type);
  if (same.length === 1) return told;
  const number = same.findIndex((one) => one.party.id === party.id) + 1;
  return say(words.party.same, { name: told, mark: isShortened(name) ? number : party.id });
}

function isShortened(name: string): boolean {
  return /[.…](?:\s|$)/.test(name);
}

export function lockersTold(screen: Of<'lockers'>, wording: Wording): Told {
  const { words, say, count } = wording;
  const { only, lockers, marked, notice } = screen;
  const isExpired = only === 'expired';
  const lead = isExpired ? count(words.lockers.expired.text, lockers.length) : say(words.lockers.text);
  return {
    title: say(isExpired ? words.lockers.expired.title : words.lockers.title),
    text: marked.length > 0 ? sentences(count(words.lockers.marked, marked.length), oneMarkedTold(screen, wording)) : lead,
    notice: noticeTold(notice, wording),
    choices: [
      ...deedChoices(screen, wording), ...markAllChoices(screen, wording), ...elsewhereChoices(screen, wording),
      ...lockers.map((locker) => markChoice(locker, marked, wording)), report(wording), signOut(wording),
    ],
  };
}

/** What is in the one locker that is marked: whoever may open it reads as much, and no label. Belongings are not counted. */
function oneMarkedTold({ lockers, marked }: Of<'lockers'>, { words, say, count }: Wording): string | null {
  const only = marked.length === 1 ? lockers.find(({ locker }) => locker === marked[0]) : undefined;
  if (!only) return null;
  const reason = serviceReason(only.outOfService ?? '', words);
  return sentences(
    only.items > 0 ? count(words.doors.inside, only.items) : null,
    reason === undefined ? null : `${say(words.reason.title)} ${say(reason)}.`,
  );
}

/** Only those that are chosen at the kiosk have words; the upstream has others. */
function serviceReason(why: string, { reason: { reasons } }: Wording['words']): string | undefined {
  return Object.hasOwn(reasons, why) ? reasons[why as keyof typeof reasons] : undefined;
}

/** What can be done with any of the lockers that are marked. */
function deedChoices({ only, lockers, marked }: Of<'lockers'>, { words, say }: Wording): readonly Choice[] {
  const chosen = lockers.filter(({ locker }) => marked.includes(locker));
  if (chosen.length === 0) return [];
  const usual: readonly LockerDeed[] = ['open', 'remove', 'check', 'end', 'out-of-service', 'in-service'];
  const fitting = usual.filter((deed) => chosen.some((locker) => fits(deed, locker)));
  const first: LockerDeed = only === 'expired' && fitting.includes('remove') ? 'remove' : 'open';
  return [first, ...fitting.filter((deed) => deed !== first)]
    .map((deed) => (deed === first ? main : other)(say(words.lockers.deeds[deed]), { type: 'deed.chosen', deed }));
}

function fits(deed: LockerDeed, { status, outOfService }: LockerOnScreen): boolean {
  switch (deed) {
    case 'open':
      return true;
    case 'remove':
      return status === 'expired';
    case 'end':
      return status === 'reserved' || status === 'occupied' || status === 'expired';
    case 'check':
      return status === 'check';
    case 'out-of-service':
      return outOfService === null;
    case 'in-service':
      return outOfService !== null;
    default:
      return never(deed, 'deed of staff');
  }
}

/** Where one mark is all the difference, its own choice makes it. */
function markAllChoices({ lockers, marked }: Of<'lockers'>, { words, say }: Wording): readonly Choice[] {
  const all = lockers.map(({ locker }) => locker);
  const unmarked = all.filter((locker) => !marked.includes(locker));
  return [
    ...(unmarked.length > 1 ? [other(say(words.lockers.all), { type: 'lockers.marked', lockers: all })] : []),
    ...(marked.length > 1 ? [other(say(words.lockers.none), { type: 'lockers.marked', lockers: [] })] : []),
  ];
}

function elsewhereChoices({ only, person }: Of<'lockers'>, wording: Wording): readonly Choice[] {
  const { words, say } = wording;
  return [
    ...(person.delivers ? [other(say(words.lockers.deliver), { type: 'delivering.chosen' })] : []),
    only === 'expired'
      ? other(say(words.lockers.showAll), { type: 'administering.chosen' })
      : other(say(words.lockers.showExpired), { type: 'removing.chosen' }),
    ...ownChoice(person, wording),
  ];
}

/** Whoever works here may have parcels here, too. */
function ownChoice({ receives }: KnownPerson, { words, say }: Wording): readonly Choice[] {
  return receives ? [other(say(words.lockers.own), { type: 'visiting.chosen' })] : [];
}

/** One locker of the list, told by its status; choosing it marks it, or takes the mark away. */
function markChoice({ locker, size, status, isOpen }: LockerOnScreen, marked: readonly number[], wording: Wording): Choice {
  const { words, say } = wording;
  const isMarked = marked.includes(locker);
  const told = isOpen ? `${words.page.status[status]}, ${words.page.door.open}` : words.page.status[status];
  return other(say(isMarked ? words.lockers.unmark : words.lockers.mark, { locker, size, status: told }), {
    type: 'lockers.marked',
    lockers: isMarked ? marked.filter((one) => one !== locker) : [...marked, locker].toSorted((a, b) => a - b),
  });
}

export function reasonTold({ reasons, marked }: Of<'reason'>, wording: Wording): Told {
  const { words, say } = wording;
  return {
    title: say(words.reason.title),
    text: lockersNamed(marked, wording),
    choices: [...reasons.map((why) => other(say(serviceReason(why, words) ?? why), { type: 'reason.chosen', why })), back(wording)],
  };
}

export function confirmTold({ deed, marked }: Of<'confirm'>, wording: Wording): Told {
  const { words, say } = wording;
  const opens = deed === 'open' || deed === 'remove' || deed === 'check';
  return {
    title: say(words.confirm.ask[deed]),
    text: sentences(lockersNamed(marked, wording), opens && marked.length > 1 ? say(words.confirm.opens) : null),
    choices: [main(say(words.confirm.do), { type: 'deed.confirmed' }), back(wording)],
  };
}

/** A longer row of numbers is neither read nor listened to. */
const namedMost = 12;

function lockersNamed(lockers: readonly number[], { words, count, list }: Wording): string {
  if (lockers.length > namedMost) return count(words.confirm.counted, lockers.length);
  return count(words.confirm.named, lockers.length, { lockers: list(lockers.map(String)) });
}
