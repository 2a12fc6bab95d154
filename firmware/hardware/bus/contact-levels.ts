import { ms, seconds } from '../../../statecharts/units.ts';
import type { Level, LevelListener } from '../field.ts';

/** Two polls in a row agree, at least so far from each other: reeds bounce, and a coil disturbs the wire beside it. */
export const pollsApart = ms(30);
/** So many changes in so short a time are no door: somebody who swings one to and fro makes two in a second. */
export const changesMost = 8;
export const changesWithin = seconds(3);
/** It is believed again when it has not changed for longer than that: a loose wire rests, too, now and then. */
export const contactSteadyLeast = seconds(10);

/** So long a contact bounces, a worn one: what it reads after its first change is no further movement. No person is quicker. */
export const bouncesFor = ms(300);
/** A contact that bounces is no loose wire for one movement; but one that changes all the time bounces, too. */
const changesOfMovement = 2;

type Read = 'low' | 'high';

interface Contact {
  /** What is believed and has been told; `undefined`: nothing yet. */
  level: Level | undefined;
  /** The latest that was read, whether or not it is believed. */
  latest: Read | undefined;
  /** Read once, and not yet believed. */
  doubtful: { readonly level: Read; readonly sinceMs: number } | null;
  /** What was read since its latest movement began, as far as a poll can tell. */
  movement: { readonly sinceMs: number; changes: number; isTold: boolean } | null;
  /** When the latest change was read, whether it counts or not. */
  changedMs: number;
  /** When the latest {@link changesMost} changes that count were read. */
  changesMs: number[];
  isChattering: boolean;
  readonly listeners: LevelListener[];
}

/** What the contacts of one board are believed to be, and who is told. */
export class ContactLevels {
  readonly #contacts = new Map<number, Contact>();

  watch(channel: number, listener: LevelListener): void {
    const contact = this.#contacts.get(channel) ?? {
      level: undefined, latest: undefined, doubtful: null, movement: null,
      changedMs: -Infinity, changesMs: [], isChattering: false, listeners: [],
    };
    contact.listeners.push(listener);
    this.#contacts.set(channel, contact);
  }

  /** @returns whether something was read that another poll has to confirm */
  read(levels: ReadonlyMap<number, Read>, nowMs: number): boolean {
    let isDoubtful = false;
    for (const [channel, level] of levels) {
      const contact = this.#contacts.get(channel);
      if (contact === undefined) continue;
      noteChange(contact, level, nowMs);
      if (contact.isChattering) this.#tell(contact, null); // Nothing that another poll would make clearer.
      else isDoubtful = !this.#settle(contact, level, nowMs) || isDoubtful;
    }
    return isDoubtful;
  }

  /** A poll has failed: the next two that agree are in a row again. */
  interrupt(): void {
    for (const contact of this.#contacts.values()) contact.doubtful = null;
  }

  /** Nobody can say any more. */
  lose(): void {
    this.interrupt();
    for (const contact of this.#contacts.values()) this.#tell(contact, null);
  }

  #settle(contact: Contact, level: Read, nowMs: number): boolean {
    const { doubtful } = contact;
    if (level === contact.level) contact.doubtful = null;
    else if (contact.movement?.isTold === true) return false; // It bounces, or has sprung back: a round later may be too late.
    else if (doubtful?.level !== level) contact.doubtful = { level, sinceMs: nowMs };
    else if (nowMs - doubtful.sinceMs >= pollsApart) this.#move(contact, level);
    return level === contact.level;
  }

  #move(contact: Contact, level: Read): void {
    if (contact.movement !== null) contact.movement.isTold = true;
    this.#tell(contact, level);
  }

  #tell(contact: Contact, level: Level): void {
    if (contact.level === level) return;
    contact.level = level;
    contact.doubtful = null;
    for (const listener of contact.listeners) listener(level, 'settled');
  }
}

/** Whether it chatters: a wire that is loose, or a door that the wind moves at its latch. */
function noteChange(contact: Contact, level: Read, nowMs: number): void {
  const isChange = contact.latest !== undefined && contact.latest !== level;
  contact.latest = level;
  if (contact.movement !== null && nowMs - contact.movement.sinceMs >= bouncesFor) contact.movement = null;
  if (isChange) {
    contact.changedMs = nowMs;
    contact.movement ??= { sinceMs: nowMs, changes: 0, isTold: false };
    if (++contact.movement.changes <= changesOfMovement) contact.changesMs = [...contact.changesMs, nowMs].slice(-changesMost);
    const [first = -Infinity] = contact.changesMs;
    if (contact.changesMs.length === changesMost && nowMs - first <= changesWithin) contact.isChattering = true;
  }
  if (nowMs - contact.changedMs >= contactSteadyLeast) contact.isChattering = false;
}
