import { never } from '../../../statecharts/never.ts';
import { ms, seconds, type Milliseconds } from '../../../statecharts/units.ts';
import type { LockAnswer } from '../../ports/hardware.ts';

/** A terminal as a profile writes it: `left/5`. */
export type Place = string;
type Read = 'low' | 'high';

/** What is to be learned, one lock after the other. */
export interface LearnPlan {
  readonly locks: readonly { readonly lock: Place; /** Whose it is on paper. */ readonly locker: number }[];
  readonly contacts: readonly Place[];
  /** Every number that stands on a door of the cabinet. */
  readonly lockers: readonly number[];
}

/** What one lock has taught. */
export type Lesson =
  | { readonly kind: 'learned'; readonly lock: Place; readonly locker: number; readonly contact: Place; readonly closedIs: Read }
  /** The door opened, and no contact moved. */
  | { readonly kind: 'no-contact'; readonly lock: Place; readonly locker: number }
  /** More than one moved, or one that another door has moved before. */
  | { readonly kind: 'unclear'; readonly lock: Place; readonly locker: number; readonly contacts: readonly Place[] }
  /** It opened, and its contact did not move back. */
  | { readonly kind: 'not-shut'; readonly lock: Place; readonly locker: number; readonly contact: Place }
  | { readonly kind: 'not-opened'; readonly lock: Place }
  | { readonly kind: 'left-out'; readonly lock: Place };

interface Known {
  readonly plan: LearnPlan;
  readonly levels: ReadonlyMap<Place, Read | null>;
  /** As every contact was while all doors were shut. */
  readonly shut: ReadonlyMap<Place, Read>;
  readonly lessons: readonly Lesson[];
  /** Which lock it is about. */
  readonly step: number;
}

/** Contacts that moved since the lock was energised. One that stood open before is no news. */
interface Moving {
  readonly openBefore: readonly Place[];
  readonly moved: readonly Place[];
}

export type LearnState = Known & (
  | { readonly at: 'meeting' }
  | { readonly at: 'beginning' }
  | { readonly at: 'ready'; readonly hasFailed: boolean }
  | { readonly at: 'opening' } & Moving
  | { readonly at: 'watching' } & Moving
  | { readonly at: 'naming' } & Moving
  | { readonly at: 'shutting'; readonly locker: number; readonly contact: Place }
  | { readonly at: 'tidying'; readonly lesson: Lesson }
  | { readonly at: 'over'; readonly how: 'finished' | 'ended' | 'interrupted' }
);

export type LearnEvent =
  | { readonly kind: 'level'; readonly place: Place; readonly level: Read | null }
  /** `null`: nobody is there, or Ctrl-C. */
  | { readonly kind: 'typed'; readonly text: string | null }
  | { readonly kind: 'answered'; readonly answer: LockAnswer }
  | { readonly kind: 'time-is-up' };

export type LearnOrder =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'ask'; readonly question: string }
  | { readonly kind: 'open'; readonly lock: Place }
  /** Ends with the next change of state. */
  | { readonly kind: 'wait'; readonly for: Milliseconds };

interface Turn {
  readonly state: LearnState;
  readonly orders: readonly LearnOrder[];
}

/** A line of 32 boards is asked once in that time. */
const meetsWithin = seconds(10);
/** A tired spring takes two seconds. */
const opensWithin = ms(2500);
/** A second contact, of a door that opens with it, moves as soon as that. */
const othersWithin = ms(400);
/** Whoever shuts the door may have to walk around the cabinet. */
const shutsWithin = seconds(60);

/** The beginning: nothing is known of any contact yet. */
export function beginLearning(plan: LearnPlan): Turn {
  const state: LearnState = { at: 'meeting', plan, levels: new Map(), shut: new Map(), lessons: [], step: 0 };
  return { state, orders: [say('Looking for the boards …'), { kind: 'wait', for: meetsWithin }] };
}

/**
 * What one event makes of a state. Never opens but by a line that somebody has typed, and one lock at a time.
 */
export function advance(before: LearnState, event: LearnEvent): Turn {
  if (before.at === 'over') return { state: before, orders: [] };
  if (event.kind === 'typed' && event.text === null) return over(before, 'interrupted');
  if (event.kind === 'typed' && event.text?.trim() === 'q') return over(before, 'ended');
  const state = event.kind === 'level' ? withLevel(before, event.place, event.level) : before;
  switch (state.at) {
    case 'meeting': return meet(state, event);
    case 'beginning': return begin(state, event);
    case 'ready': return fromReady(state, event);
    case 'opening': return fromOpening(state, event);
    case 'watching': return watch(state, event);
    case 'naming': return name(state, event);
    case 'shutting': return fromShutting(state, event);
    case 'tidying': return event.kind === 'typed' ? next(state, state.lesson, []) : same(state);
    case 'over': return same(state);
    default: return never(state, 'state of learning');
  }
}

type At<Name extends LearnState['at']> = Extract<LearnState, { at: Name }>;

const say = (text: string): LearnOrder => ({ kind: 'say', text });
const ask = (question: string): LearnOrder => ({ kind: 'ask', question });
const same = (state: LearnState): Turn => ({ state, orders: [] });

function knownOf({ plan, levels, shut, lessons, step }: Known): Known {
  return { plan, levels, shut, lessons, step };
}

function over(state: LearnState, how: At<'over'>['how']): Turn {
  return { state: { ...knownOf(state), at: 'over', how }, orders: [] };
}

function withLevel(state: LearnState, place: Place, level: Read | null): LearnState {
  const levels = new Map(state.levels).set(place, level);
  if (!('moved' in state)) return { ...state, levels };
  const isNews = level !== null && level !== state.shut.get(place) && !state.openBefore.includes(place) && !state.moved.includes(place);
  return { ...state, levels, moved: isNews ? [...state.moved, place] : state.moved };
}

function unknownPlaces({ plan, levels }: Known): readonly Place[] {
  return plan.contacts.filter((place) => (levels.get(place) ?? null) === null);
}

function meet(state: At<'meeting'>, event: LearnEvent): Turn {
  const unknown = unknownPlaces(state);
  if (unknown.length === 0) return toBeginning(state, []);
  if (event.kind !== 'time-is-up') return same(state);
  return toBeginning(state, [say(sayUnknown(unknown))]);
}

function sayUnknown(places: readonly Place[]): string {
  const boards = [...new Set(places.map((place) => place.slice(0, place.indexOf('/'))))];
  return `Nothing is heard of ${boards.join(', ')}: look at its supply, its address, its two wires, and whether a bank runs.`;
}

function toBeginning(state: LearnState, orders: readonly LearnOrder[]): Turn {
  const question = ask('Shut every door, take nothing out and put nothing in. Enter when all are shut, q ends: ');
  return { state: { ...knownOf(state), at: 'beginning' }, orders: [...orders, question] };
}

function begin(state: At<'beginning'>, event: LearnEvent): Turn {
  if (event.kind !== 'typed') return same(state);
  const unknown = unknownPlaces(state);
  if (unknown.length > 0) return toBeginning(state, [say(sayUnknown(unknown))]);
  const shut = new Map(state.plan.contacts.flatMap((place): [Place, Read][] => {
    const level = state.levels.get(place) ?? null;
    return level === null ? [] : [[place, level]];
  }));
  return toReady({ ...knownOf(state), shut }, false);
}

function toReady(known: Known, hasFailed: boolean, orders: readonly LearnOrder[] = []): Turn {
  const { plan, step } = known;
  const present = plan.locks[step];
  if (present === undefined) return { state: { ...known, at: 'over', how: 'finished' }, orders };
  const count = `[${String(step + 1)} of ${String(plan.locks.length)}]`;
  const again = hasFailed ? ' again' : '';
  const what = `lock ${present.lock}${again}, on paper locker ${String(present.locker)}`;
  const question = `${count} Enter opens ${what}; s leaves it out, q ends: `;
  return { state: { ...known, at: 'ready', hasFailed }, orders: [...orders, ask(question)] };
}

function fromReady(state: At<'ready'>, event: LearnEvent): Turn {
  const lock = state.plan.locks[state.step]?.lock;
  if (event.kind !== 'typed' || lock === undefined) return same(state);
  const text = event.text?.trim() ?? '';
  if (text === 's') return next(state, state.hasFailed ? { kind: 'not-opened', lock } : { kind: 'left-out', lock });
  if (text !== '') return toReady(knownOf(state), state.hasFailed);
  const openBefore = [...state.shut].flatMap(([place, shut]) => (state.levels.get(place) === shut ? [] : [place]));
  return { state: { ...knownOf(state), at: 'opening', openBefore, moved: [] }, orders: [{ kind: 'open', lock }] };
}

function fromOpening(state: At<'opening'>, event: LearnEvent): Turn {
  if (event.kind !== 'answered') return same(state);
  const { answer } = event;
  const isNeverOn = answer.kind === 'refused' && (answer.reason === 'cooling' || answer.reason === 'busy');
  if (isNeverOn) return toReady(knownOf(state), true, [say('The coil has to rest a few seconds longer.')]);
  const unanswered = say('The board did not answer as it should; the door may open all the same.');
  const orders: readonly LearnOrder[] = answer.kind === 'refused' ? [unanswered] : [];
  const { openBefore, moved } = state;
  return {
    state: { ...knownOf(state), at: 'watching', openBefore, moved },
    orders: [...orders, { kind: 'wait', for: moved.length > 0 ? othersWithin : opensWithin }],
  };
}

function watch(state: At<'watching'>, event: LearnEvent): Turn {
  if (event.kind === 'time-is-up') return toNaming(state);
  // The first that moves; another one may be about to.
  if (event.kind === 'level' && state.moved.length > 0) return { state, orders: [{ kind: 'wait', for: othersWithin }] };
  return same(state);
}

function toNaming(state: Known & Moving, orders: readonly LearnOrder[] = []): Turn {
  const { openBefore, moved } = state;
  const question = moved.length === 0
    ? 'No contact has moved. If a door has opened all the same, type its number; Enter if none has: '
    : `Contact ${moved.join(' and ')} has moved. Which number stands on the door that opened? `;
  return { state: { ...knownOf(state), at: 'naming', openBefore, moved }, orders: [...orders, ask(question)] };
}

function name(state: At<'naming'>, event: LearnEvent): Turn {
  const lock = state.plan.locks[state.step]?.lock;
  if (event.kind !== 'typed' || lock === undefined) return same(state);
  const text = event.text?.trim() ?? '';
  if (text === '' && state.moved.length === 0) {
    return toReady(knownOf(state), true, [say(`Lock ${lock} has opened no door: V+, fuse, its two wires, its latch.`)]);
  }
  if (text === 's') return tidy(state, { kind: 'left-out', lock });
  const locker = Number(text);
  const refusal = refusalFor(state, text, locker);
  if (refusal !== null) return toNaming(state, [say(refusal)]);
  const [contact, ...others] = state.moved;
  if (contact === undefined) return tidy(state, { kind: 'no-contact', lock, locker });
  const isTaken = state.lessons.some((lesson) => 'contact' in lesson && lesson.contact === contact);
  if (others.length > 0 || isTaken) return tidy(state, { kind: 'unclear', lock, locker, contacts: state.moved });
  const known = knownOf(state);
  if (isShut(known, contact)) return next(known, learnedFrom(known, lock, locker, contact));
  return {
    state: { ...known, at: 'shutting', locker, contact },
    orders: [say(`Now shut locker ${String(locker)}.`), { kind: 'wait', for: shutsWithin }],
  };
}

function refusalFor({ plan, lessons }: Known, text: string, locker: number): string | null {
  if (!/^\d+$/.test(text)) return 'A number, as it stands on the door; s leaves this lock out, q ends.';
  if (!plan.lockers.includes(locker)) return `The profile has no locker ${text}. What stands on the door?`;
  const other = lessons.find((lesson) => 'locker' in lesson && lesson.locker === locker);
  return other === undefined ? null : `Locker ${text} was opened by lock ${other.lock} before. Look again.`;
}

function fromShutting(state: At<'shutting'>, event: LearnEvent): Turn {
  const lock = state.plan.locks[state.step]?.lock;
  if (lock === undefined) return same(state);
  const { locker, contact } = state;
  if (isShut(state, contact)) return next(state, learnedFrom(state, lock, locker, contact));
  return event.kind === 'time-is-up' ? tidy(state, { kind: 'not-shut', lock, locker, contact }) : same(state);
}

function isShut({ levels, shut }: Known, contact: Place): boolean {
  return levels.get(contact) === shut.get(contact);
}

function learnedFrom({ shut }: Known, lock: Place, locker: number, contact: Place): Lesson {
  const closedIs = shut.get(contact);
  if (closedIs === undefined) throw new RangeError(`contact ${contact} was never read with its door shut`);
  return { kind: 'learned', lock, locker, contact, closedIs };
}

/** Something was not as it should be: nothing else opens before the doors have been looked at. */
function tidy(state: LearnState, lesson: Lesson): Turn {
  const orders = [say(sayLesson(lesson)), ask('Shut whatever stands open, then Enter: ')];
  return { state: { ...knownOf(state), at: 'tidying', lesson }, orders };
}

function next(known: Known, lesson: Lesson, orders: readonly LearnOrder[] = [say(sayLesson(lesson))]): Turn {
  return toReady({ ...knownOf(known), lessons: [...known.lessons, lesson], step: known.step + 1 }, false, orders);
}

/** What one lock has taught, in a line. */
export function sayLesson(lesson: Lesson): string {
  const of = `Lock ${lesson.lock}`;
  switch (lesson.kind) {
    case 'learned': return `${of}: locker ${String(lesson.locker)}, contact ${lesson.contact}, ${lesson.closedIs} when shut.`;
    case 'no-contact':
      return `${of}: locker ${String(lesson.locker)}, and no contact moved. Look at the contact's two wires and its magnet.`;
    case 'unclear':
      return `${of}: locker ${String(lesson.locker)}, but of ${lesson.contacts.join(' and ')} nobody can tell which is its contact.`;
    case 'not-shut': return `${of}: locker ${String(lesson.locker)}, and contact ${lesson.contact} did not move back.`;
    case 'not-opened': return `${of}: no door opened. Look at V+, the fuse, its two wires and its latch.`;
    case 'left-out': return `${of}: left out.`;
    default: return never(lesson, 'lesson');
  }
}
