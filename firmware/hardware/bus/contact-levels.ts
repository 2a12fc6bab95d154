import { ms } from '../../../statecharts/units.ts';
import type { Level, LevelListener } from '../field.ts';

/** Two polls in a row agree, at least so far from each other: reeds bounce, and a coil disturbs the wire beside it. */
export const pollsApart = ms(30);

type Read = 'low' | 'high';

interface Contact {
  /** What is believed and has been told; `undefined`: nothing yet. */
  level: Level | undefined;
  /** Read once, and not yet believed. */
  doubtful: { readonly level: Read; readonly sinceMs: number } | null;
  readonly listeners: LevelListener[];
}

/** What the contacts of one board are believed to be, and who is told. */
export class ContactLevels {
  readonly #contacts = new Map<number, Contact>();

  watch(channel: number, listener: LevelListener): void {
    const contact = this.#contacts.get(channel) ?? { level: undefined, doubtful: null, listeners: [] };
    contact.listeners.push(listener);
    this.#contacts.set(channel, contact);
  }

  /** @returns whether something was read that another poll has to confirm */
  read(levels: ReadonlyMap<number, Read>, nowMs: number): boolean {
    let isDoubtful = false;
    for (const [channel, level] of levels) {
      const contact = this.#contacts.get(channel);
      if (contact !== undefined) isDoubtful = !this.#settle(contact, level, nowMs) || isDoubtful;
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
