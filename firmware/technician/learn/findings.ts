import { lockersOf } from '../../../board-profiles/profile.ts';
import type { Profile, ProfileBoard, ProfileLocker, Terminal } from '../../../board-profiles/profile.schema.ts';
import type { LearnPlan, Lesson, Place } from './wizard.ts';

type Read = 'low' | 'high';
type GroupOrder = ProfileBoard['settings']['groupOrder'];

interface DoorWires {
  readonly lock: Place;
  readonly contact: Place;
}

/** What differs between a draft and its cabinet, as far as a profile can say it. */
export interface Findings {
  readonly closedIs: ReadonlyMap<string, Read>;
  readonly groupOrder: ReadonlyMap<string, GroupOrder>;
  /** Where the wires of each door are, learned or not. */
  readonly lockers: ReadonlyMap<number, DoorWires>;
  /** Doors that have a wire which is left over: what paper says of them has turned out to be another's. */
  readonly guessed: readonly number[];
  readonly troubles: readonly string[];
}

export function placeOf({ board, channel }: Terminal): Place {
  return `${board}/${String(channel)}`;
}

/** The locks of a profile as they are opened, or those of some doors only. */
export function planOf(profile: Profile, only: readonly number[] | null): LearnPlan {
  const lockers = lockersOf(profile);
  const meant = lockers.filter(({ number }) => only === null || only.includes(number));
  return {
    locks: meant.map(({ number, lock }) => ({ lock: placeOf(lock), locker: number })),
    contacts: contactsOf(profile), lockers: lockers.map(({ number }) => number),
  };
}

/** Every contact of a board on a line. Of pins, those that the profile names: others may be no inputs at all. */
function contactsOf({ boards, columns }: Profile): readonly Place[] {
  const named = lockersOf({ columns }).map(({ contact }) => contact);
  return boards.flatMap(({ id, bus, model: { family, contacts } }) => {
    const isOnLine = bus.kind === 'serial' && family !== 'firmata';
    const channels = isOnLine && contacts
      ? Array.from({ length: contacts.last - contacts.first + 1 }, (_, index) => contacts.first + index)
      : [...new Set(named.flatMap(({ board, channel }) => (board === id ? [channel] : [])))];
    return channels.map((channel) => placeOf({ board: id, channel }));
  });
}

/** What the lessons say, put together. */
export function findingsOf(profile: Profile, lessons: readonly Lesson[]): Findings {
  const groupOrder = new Map<string, GroupOrder>();
  for (const board of profile.boards) if (isOtherWayRound(board, lessons)) groupOrder.set(board.id, otherOrder(board));
  const renamed = lessons.map((lesson) => renumbered(lesson, profile, groupOrder));
  const { closedIs, troubles } = polarities(profile, renamed);
  const { lockers, guessed } = wiresOf(profile, renamed);
  return { closedIs, groupOrder, lockers, guessed, troubles: [...troubles, ...deafGroups(profile, renamed)] };
}

function otherOrder({ settings }: ProfileBoard): GroupOrder {
  return settings.groupOrder === 'lowest-first' ? 'highest-first' : 'lowest-first';
}

function boardNameOf(place: Place): string {
  return place.slice(0, place.indexOf('/'));
}

/** Read in the other order, more contacts have the number of their lock, as those who build cabinets mostly wire them. */
function isOtherWayRound(board: ProfileBoard, lessons: readonly Lesson[]): boolean {
  if (board.model.family !== 'bcc-8a') return false;
  let [asItIs, turned] = [0, 0];
  for (const lesson of lessons) {
    if (lesson.kind !== 'learned' || boardNameOf(lesson.contact) !== board.id) continue;
    if (lesson.contact === lesson.lock) asItIs++;
    if (turnedPlace(board, lesson.contact) === lesson.lock) turned++;
  }
  return turned > asItIs;
}

/** What this contact is called when the groups of eight are read in the other order; three groups stand in every answer. */
function turnedPlace({ id, model: { contacts } }: ProfileBoard, place: Place): Place | null {
  if (contacts === undefined) return null;
  const index = Number(place.slice(id.length + 1)) - contacts.first;
  const groups = Math.max(3, Math.ceil((contacts.last - contacts.first + 1) / 8));
  const turned = contacts.first + (groups - 1 - Math.floor(index / 8)) * 8 + (index % 8);
  return turned > contacts.last ? null : placeOf({ board: id, channel: turned });
}

function renumbered(lesson: Lesson, { boards }: Profile, turned: ReadonlyMap<string, GroupOrder>): Lesson {
  if (lesson.kind !== 'learned' || !turned.has(boardNameOf(lesson.contact))) return lesson;
  const board = boards.find(({ id }) => id === boardNameOf(lesson.contact));
  const contact = board === undefined ? null : turnedPlace(board, lesson.contact);
  return contact === null ? { kind: 'no-contact', lock: lesson.lock, locker: lesson.locker } : { ...lesson, contact };
}

/** A board's contacts are all of one kind: what most of them say. Whichever is otherwise needs another contact, or other wires. */
function polarities({ boards }: Profile, lessons: readonly Lesson[]): Pick<Findings, 'closedIs' | 'troubles'> {
  const closedIs = new Map<string, Read>();
  const troubles: string[] = [];
  for (const { id, closedIs: onPaper } of boards) {
    const own = lessons.flatMap((lesson) => (lesson.kind === 'learned' && boardNameOf(lesson.contact) === id ? [lesson] : []));
    const high = own.filter((lesson) => lesson.closedIs === 'high').length;
    const found = own.length === 2 * high ? onPaper : 2 * high > own.length ? 'high' : 'low';
    if (found !== onPaper) closedIs.set(id, found);
    const odd = own.filter((lesson) => lesson.closedIs !== found);
    for (const { locker, contact } of odd) {
      const cure = 'it needs another contact';
      troubles.push(`Locker ${String(locker)}: contact ${contact} is the other way round than most of its board; ${cure}.`);
    }
  }
  return { closedIs, troubles };
}

/**
 * What was learned, and of the other doors what paper says. Where that has turned out to be another door's, the wire that is left over
 * instead: every door keeps its place, no two share a wire, and whoever goes on later opens it by its lock.
 */
function wiresOf(profile: Profile, lessons: readonly Lesson[]): Pick<Findings, 'lockers' | 'guessed'> {
  const paper = new Map(lockersOf(profile).map(({ number, lock, contact }) =>
    [number, { lock: placeOf(lock), contact: placeOf(contact) }] as const));
  const lockOf = new Map(lessons.flatMap((lesson) => ('locker' in lesson ? [[lesson.locker, lesson.lock] as const] : [])));
  const contactOf = new Map(lessons.flatMap((lesson) => ('contact' in lesson ? [[lesson.locker, lesson.contact] as const] : [])));
  const lockers = new Map<number, DoorWires>();
  const guessed: number[] = [];
  for (const [number, { lock, contact }] of paper) {
    const wires = { lock: lockOf.get(number) ?? leftOver('lock', lock), contact: contactOf.get(number) ?? leftOver('contact', contact) };
    lockers.set(number, wires);
    const isGuessed = (!lockOf.has(number) && wires.lock !== lock) || (!contactOf.has(number) && wires.contact !== contact);
    if (isGuessed) guessed.push(number);
  }
  return { lockers, guessed };

  /** Whoever has my wire has one on paper, too: that is free, or somebody else has it, who has one on paper. */
  function leftOver(which: keyof DoorWires, wanted: Place): Place {
    const taken = [...(which === 'lock' ? lockOf : contactOf)].find(([, place]) => place === wanted);
    const theirs = taken && paper.get(taken[0]);
    return theirs === undefined ? wanted : leftOver(which, theirs[which]);
  }
}

/** Where eight contacts in a row are dead, the answer about them is mostly read in the wrong order. */
function deafGroups({ boards }: Profile, lessons: readonly Lesson[]): readonly string[] {
  return boards.flatMap((board) => {
    const dead = lessons.filter((lesson) => lesson.kind === 'no-contact' && boardNameOf(lesson.lock) === board.id).length;
    if (board.model.family !== 'bcc-8a' || dead < 2) return [];
    return [`Board ${board.id}: ${String(dead)} contacts did not move. Set its groupOrder to ${otherOrder(board)}, and learn again.`];
  });
}

/** A door as the file of the new profile has it. */
export function fileLocker(door: ProfileLocker, wires: Findings['lockers']): object {
  const { lock, contact } = wires.get(door.number) ?? { lock: placeOf(door.lock), contact: placeOf(door.contact) };
  const { number, size, accessible, heightMm, lamp, beeper, insideRelease } = door;
  return {
    number, size, ...(accessible && { accessible }), heightMm, lock, ...(contact !== lock && { contact }),
    ...(lamp && { lamp: placeOf(lamp) }), ...(beeper && { beeper: placeOf(beeper) }),
    ...(insideRelease && { insideRelease: { ...insideRelease, switch: placeOf(insideRelease.switch) } }),
  };
}
