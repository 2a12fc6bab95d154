import { ms, seconds } from '../../../statecharts/units.ts';
import type { Level, LevelListener } from '../field.ts';

/** Two polls in a row agree, at least so far from each other: reeds bounce, and a coil disturbs the wire beside it. */
export const pollsApart = ms(30);
/** So many changes in so short a time are no door: somebody who swings one to and fro makes two in a second. */
export const changesMost = 8;
export const changesWithin = seconds(3);
/** It is believed again when it has not changed for longer than that: a loose wire rests, too, now and then. */
export const steadyLeast = seconds(10);

type Read = 'low' | 'high';

interface Contact {
  /** What is believed and has been told; `undefined`: nothing yet. */
  level: Level | undefined;
  /** The latest that was read, whether or not it is believed. */
  latest: Read | undefined;
  /** Read once, and not yet believed. */
  doubtful: { readonly level: Read; readonly sinceMs: number } | null;
  /** When the latest {@link changesMost} changes were read. */
  changesMs: number[];
  isChattering: boolean;
  readonly listeners: LevelListener[];
}

/** What the contacts of one board are believed to be, and who is told. */
export class ContactLevels {
  readonly #contacts = new Map<number, Contact>();

  watch(channel: number, listener: LevelListener): void {
    const contact = this.#contacts.get(channel) ?? {
      level: undefined, latest: undefined, doubtful: null, changesMs: [], isChattering: false, listeners: [],
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
    else if (doubtful?.level !== level) contact.doubtful = { level, sinceMs: nowMs };
    else if (nowMs - doubtful.sinceMs >= pollsApart) this.#tell(contact, level);
    return level === contact.level;
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
  if (isChange) contact.changesMs = [...contact.changesMs, nowMs].slice(-changesMost);
  const [first = -Infinity] = contact.changesMs;
  if (contact.changesMs.length === changesMost && isChange && nowMs - first <= changesWithin) contact.isChattering = true;
  if (nowMs - (contact.changesMs.at(-1) ?? -Infinity) >= steadyLeast) contact.isChattering = false;
}
