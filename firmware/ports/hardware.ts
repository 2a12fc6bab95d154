import type { LockRefusal } from '../../statecharts/door/door.events.ts';
import type { Milliseconds } from '../../statecharts/units.ts';
import type { Beeper } from './beeper.ts';
import type { Keypad } from './keypad.ts';
import type { Headphones, Speech } from './speech.ts';

/**
 * Locks, whatever drives them. Never throws or rejects: a refusal is an answer. At any moment at most one coil is
 * energised; a coil rests for `restMs` of the profile between two pulses.
 */
export interface Locks {
  /**
   * Energises exactly one coil. Resolves when it is energised; the adapter ends the pulse by itself after `length`,
   * which it caps at the profile's maximum.
   */
  pulse(locker: number, length: Milliseconds): Promise<LockAnswer>;
  /** De-energises one coil at once, in mid-pulse too. */
  rest(locker: number): Promise<LockAnswer>;
  restAll(): Promise<LockAnswer>;
}

export type LockAnswer = { readonly kind: 'done' } | { readonly kind: 'refused'; readonly reason: LockRefusal };

/** `lost`: nothing trustworthy has been read from this sensor. */
export type SensorReading = 'opened' | 'closed' | 'lost';

/** Closed-sensors. Tells each listener the present reading of every door soon after it begins to watch, then changes. */
export interface Sensors {
  watch(listener: (locker: number, reading: SensorReading) => void): void;
}

/** What somebody has held before a reader, and which sort of reader it was: a badge is no label, whatever stands on it. */
export interface Reading {
  readonly from: 'scanner' | 'badge';
  readonly text: string;
}

/** The most characters of what is held before a reader: longer than any barcode or token of ours. */
export const scanLengthMost = 512;

/** Barcode and QR scanners and badge readers: one call for each complete, printable text of at most {@link scanLengthMost}. */
export interface Readers {
  watch(listener: (reading: Reading) => void): void;
}

/** Everything behind the doors, and what stands beside the screen. A cabinet that has no voice names none. */
export interface Hardware {
  readonly locks: Locks;
  readonly sensors: Sensors;
  readonly readers: Readers;
  readonly speech?: Speech;
  readonly keypad?: Keypad;
  readonly headphones?: Headphones;
  readonly beeper?: Beeper;
  /** All coils off, ports closed. */
  close(): Promise<void>;
}
