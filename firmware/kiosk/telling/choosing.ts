import { never } from '../../../statecharts/never.ts';
import type { LockerOffer, Work } from '../screens.ts';
import type { Choice } from '../shown.ts';
import { field } from './fields.ts';
import { laterEnds } from './lengths.ts';
import { back, finish, main, noticeTold, other, report, sentences, signOut, type Of, type Told } from './told.ts';
import type { Wording } from './wording.ts';

/** The screens on which somebody chooses which of their lockers to open, and shows what is asked for before they open. */

export function chooseTold({ name, offers, stores, works, notice }: Of<'choose'>, wording: Wording): Told {
  const { words, say } = wording;
  const troubles = offers.flatMap(({ trouble, locker }) => (trouble === null ? [] : [say(words.choose.trouble[trouble], { locker })]));
  const lead = offers.length === 0 ? words.choose.nothing : words.choose.text;
  return {
    title: say(words.choose.title),
    text: sentences(
      name === null ? null : say(words.choose.hello, { name }), say(lead),
      offers.length === 0 && stores ? say(words.choose.mayStore) : null, ...new Set(troubles),
    ),
    notice: noticeTold(notice, wording),
    places: offers,
    choices: [
      ...visitChoices(offers, wording), ...storageChoices(offers, wording), ...storing(offers, stores, wording),
      ...works.map((work) => workChoice(work, wording)), report(wording),
      works.length === 0 ? finish(wording) : signOut(wording),
    ],
  };
}

/** All that can be fetched at once comes first: most people want nothing else. */
function visitChoices(offers: readonly LockerOffer[], wording: Wording): readonly Choice[] {
  const { words, count } = wording;
  const openable = byLocker(offers.filter(({ trouble }) => trouble === null));
  const fetched = openable.filter(({ purpose, again }) => (purpose === 'pickup' || purpose === 'swap') && !again);
  const all = fetched.length < 2 ? [] : [
    main(count(words.choose.all, fetched.length), { type: 'visits.chosen', lockers: fetched.map(({ locker }) => locker) }),
  ];
  const weigh = openable.length === 1 ? main : other;
  const each = openable.map((offer) => weigh(offerName(offer, wording), { type: 'visits.chosen', lockers: [offer.locker] }));
  return [...all, ...each];
}

/** One door is opened once, whatever lies behind it for the same person. */
function byLocker(offers: readonly LockerOffer[]): readonly LockerOffer[] {
  const lockers = new Map<number, LockerOffer>();
  for (const offer of offers) {
    const known = lockers.get(offer.locker);
    const department = known?.department === offer.department ? offer.department : null;
    const together = known && { ...known, items: known.items + offer.items, again: known.again && offer.again, department };
    lockers.set(offer.locker, together ?? offer);
  }
  return [...lockers.values()];
}

function offerName(offer: LockerOffer, { words, say, count, time }: Wording): string {
  const { locker, purpose, again, items, department, untilMs, isOverdue } = offer;
  const details = [
    department === null ? null : say(words.choose.department, { department }),
    items > 0 && purpose !== 'keep' && purpose !== 'deposit' ? count(words.choose.items, items) : null,
    untilMs === null ? null : say(isOverdue ? words.choose.overdue : words.choose.until, { time: time(untilMs) }),
  ].filter((detail) => detail !== null);
  const named = say(again && purpose !== 'keep' ? words.choose.again : words.choose.one[purpose], { locker });
  return details.reduce((told, detail) => say(words.choose.detail, { offer: told, detail }), named);
}

/** What can be done with storage while its door stays shut. */
function storageChoices(offers: readonly LockerOffer[], { words, say }: Wording): readonly Choice[] {
  return offers.flatMap(({ locker, extension, mayEnd }) => [
    ...(extension === null ? [] : [other(say(words.choose.longer, { locker }), { type: 'longer.chosen', locker })]),
    ...(mayEnd ? [other(say(words.choose.end, { locker }), { type: 'end.chosen', locker })] : []),
  ]);
}

function workChoice(work: Work, { words, say }: Wording): Choice {
  switch (work) {
    case 'delivering':
      return other(say(words.lockers.deliver), { type: 'delivering.chosen' });
    case 'administering':
      return other(say(words.lockers.showAll), { type: 'administering.chosen' });
    case 'removing':
      return other(say(words.lockers.showExpired), { type: 'removing.chosen' });
    default:
      return never(work, 'work of staff');
  }
}

function storing(offers: readonly LockerOffer[], stores: boolean, { words, say }: Wording): readonly Choice[] {
  if (!stores) return [];
  return [(offers.length === 0 ? main : other)(say(words.choose.store), { type: 'storing.chosen' })];
}

/** Until when somebody keeps their locker. */
export function longerTold({ locker, extension }: Of<'longer'>, wording: Wording): Told {
  const { words, say, time } = wording;
  return {
    title: say(words.longer.title, { locker }),
    text: say(words.longer.text),
    choices: [
      ...(extension ? laterEnds(extension) : []).map((untilMs) =>
        other(say(words.longer.until, { time: time(untilMs) }), { type: 'extension.chosen', untilMs })),
      back(wording),
    ],
  };
}

/** What is wrong, in the words of a short list. */
export function problemTold({ locker, reasons }: Of<'problem'>, wording: Wording): Told {
  const { words, say } = wording;
  return {
    title: say(words.problem.title),
    text: locker === null ? say(words.problem.text) : say(words.problem.at, { locker }),
    choices: [
      ...reasons.map((why) => other(say(words.problem.reasons[why]), { type: 'problem.chosen', locker, why })), back(wording),
    ],
  };
}

export function askEndTold({ door }: Of<'ask-end'>, wording: Wording): Told {
  const { title, text, keep, end } = wording.words.askEnd;
  return {
    title: wording.say(title, { locker: door.locker }),
    text: wording.say(text),
    places: [door],
    choices: [
      main(wording.say(keep), { type: 'ending.chosen', ends: false }),
      other(wording.say(end), { type: 'ending.chosen', ends: true }),
      back(wording),
    ],
  };
}

/** Whoever cannot sign has a PIN. */
export function signTold({ how, notice }: Of<'sign'>, wording: Wording): Told {
  const { title, text } = wording.words.sign[how];
  return {
    title: wording.say(title),
    text: wording.say(text),
    notice: noticeTold(notice, wording),
    fields: [field('pin', wording)],
    choices: [back(wording)],
  };
}
