import { ms, seconds, type Milliseconds } from '../../statecharts/units.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import type { SensorReading, Sensors } from '../ports/hardware.ts';

/** A contact must stay for this long before it is believed: reeds bounce for some 10 ms, and a coil disturbs the wire beside it. */
export const contactSettles = ms(50);
/** A contact of which nothing settled has been read for this long is lost: absent, cut off, or chattering without end. */
export const contactLostAfter = ms(1000);
/** At the start a line asks each of its boards several things before it asks for contacts: that is no fault of any sensor. */
export const firstReadOnLines = seconds(5);

type Listener = (locker: number, reading: SensorReading) => void;

interface Contact {
  /** The latest that the wire said. */
  raw: SensorReading | null;
  /** What is believed and has been told. */
  reading: SensorReading | null;
  settling: Timer | null;
  giveUp: Timer | null;
}

/**
 * Closed-sensors, whatever reads them: an adapter tells it each raw reading, it tells its listeners settled ones.
 * Polarity is the adapter's affair; this knows doors, not levels.
 */
export class Contacts implements Sensors {
  readonly #clock: Clock;
  readonly #contacts = new Map<number, Contact>();
  readonly #listeners: Listener[] = [];
  readonly #greetings: Timer[] = [];
  #closed = false;

  /** @param firstReadWithin a contact of which nothing was read in that time since the start is lost */
  constructor(lockers: readonly number[], clock: Clock, firstReadWithin = contactLostAfter) {
    this.#clock = clock;
    for (const locker of lockers) {
      const contact: Contact = { raw: null, reading: null, settling: null, giveUp: null };
      this.#contacts.set(locker, contact);
      this.#giveUpLater(locker, contact, firstReadWithin);
    }
  }

  watch(listener: Listener): void {
    if (this.#closed) return;
    const greet = (): void => {
      this.#listeners.push(listener);
      for (const [locker, { reading }] of this.#contacts) if (reading !== null) listener(locker, reading);
    };
    this.#greetings.push(this.#clock.setTimer('present readings', ms(0), greet));
  }

  /**
   * What the wire says now. `lost` is believed at once: there is nothing to settle.
   * @param how `settled`: whoever reads the wire has seen to it, by polls that agree
   */
  read(locker: number, raw: SensorReading, how: 'raw' | 'settled' = 'raw'): void {
    const contact = this.#contacts.get(locker);
    if (contact === undefined || this.#closed || contact.raw === raw) return;
    contact.raw = raw;
    this.#stop(contact.settling);
    contact.settling = null;
    if (raw === 'lost' || how === 'settled') this.#believe(locker, contact, raw);
    else this.#settle(locker, contact, raw);
  }

  close(): void {
    this.#closed = true;
    for (const greeting of this.#greetings) this.#stop(greeting);
    for (const contact of this.#contacts.values()) {
      this.#stop(contact.settling);
      this.#stop(contact.giveUp);
    }
  }

  #settle(locker: number, contact: Contact, raw: SensorReading): void {
    if (contact.giveUp === null && contact.reading !== 'lost') this.#giveUpLater(locker, contact, contactLostAfter);
    contact.settling = this.#clock.setTimer(`sensor ${String(locker)} settles`, contactSettles, () => {
      contact.settling = null;
      this.#believe(locker, contact, raw);
    });
  }

  #giveUpLater(locker: number, contact: Contact, after: Milliseconds): void {
    contact.giveUp = this.#clock.setTimer(`sensor ${String(locker)} lost`, after, () => {
      contact.giveUp = null;
      this.#tell(locker, contact, 'lost');
    });
  }

  #believe(locker: number, contact: Contact, reading: SensorReading): void {
    this.#stop(contact.giveUp);
    contact.giveUp = null;
    this.#tell(locker, contact, reading);
  }

  #tell(locker: number, contact: Contact, reading: SensorReading): void {
    if (contact.reading === reading) return;
    contact.reading = reading;
    for (const listener of this.#listeners) listener(locker, reading);
  }

  #stop(timer: Timer | null): void {
    if (timer !== null) this.#clock.cancel(timer);
  }
}
