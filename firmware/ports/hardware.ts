import type { LockRefusal } from '../../statecharts/door/door.events.ts';
import type { Milliseconds } from '../../statecharts/units.ts';
import type { Beeper } from './beeper.ts';
import type { Keypad } from './keypad.ts';
import type { Headphones, Speech } from './speech.ts';
import type { TurningPart } from './turning-part.ts';

/**
 * Locks, whatever drives them. Never throws or rejects: a refusal is an answer. At any moment no more coils are
 * energised than the supply bears, one unless the profile says more; a coil rests for `restMs` between two pulses.
 */
export interface Locks {
  /**
   * Energises exactly one coil. Resolves when the order is taken; the adapter or the board ends the pulse by itself
   * after `length`, which is capped at the profile's maximum. An emergency goes first, and waits for no coil to cool.
   */
  pulse(locker: number, length: Milliseconds, urgency?: Urgency): Promise<LockAnswer>;
  /**
   * Takes back what waits for its turn. De-energises the coil at once, in mid-pulse too, unless its board times the pulse.
   * Whoever is inside is let out all the same.
   */
  rest(locker: number): Promise<LockAnswer>;
  /** The same for every coil. */
  restAll(): Promise<LockAnswer>;
}

/** `emergency`: somebody inside wants to get out. */
export type Urgency = 'usual' | 'emergency';

/**
 * `done`: the order has gone out, and nobody answers: pins say nothing, and neither do some boards. `confirmed`: the board
 * itself has said that it took the order. Neither says that the door has moved: only its sensor does.
 */
export type LockAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'refused'; readonly reason: LockRefusal };

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

/** Parts that may be missing or silent while the bank works on, and of which the upstream is told. */
export type HardwarePart = 'boards' | 'readers' | 'keypad';

/**
 * What is wrong with a board on a line. `missing`, `unplugged`: the port of the line itself. `coupled`: its inputs may switch
 * its coils by themselves, so it is not driven.
 */
export type BoardTrouble = 'missing' | 'unplugged' | 'silent' | 'garbled' | 'refused' | 'coupled';

/** How a board on a line is, and how often it has answered or not since the start. `new`: it has not been asked often enough. */
export interface BoardReport {
  readonly board: string;
  readonly state: 'new' | 'well' | 'lost';
  readonly trouble: BoardTrouble | null;
  readonly counts: { readonly answered: number; readonly silent: number; readonly garbled: number; readonly refused: number };
}

/** What became of the question whether a board has an address. `garbled`: something answers in no way that makes sense. */
export type HeardOfBoard = 'there' | 'silent' | 'garbled' | 'no-port';

/** A line of lock boards that is open, and how it is spoken: a profile that is to be flashed may name other boards on it. */
export interface OpenLine {
  readonly port: string;
  readonly family: string;
  readonly baud: number;
  readonly parity: 'none' | 'even' | 'odd';
  /** Asks, between two polls, whether a board has this address. No coil moves. */
  hello(address: number): Promise<HeardOfBoard>;
}

/** Tells each listener soon how the parts are that it watches over, then each change. */
export interface HardwareHealth {
  watch(listener: (part: HardwarePart, isWell: boolean) => void): void;
  /** For a technician: every board that is asked over a line. */
  boards?(): readonly BoardReport[];
}

/**
 * Inside releases and emergency inputs: one call for each time that somebody begins to press, and for each further pulse while
 * they press on. The door is being opened already.
 */
export interface InsideReleases {
  watch(listener: (locker: number) => void): void;
}

/** Lamps at the doors. A door that has none is passed over. Never throws. */
export interface DoorLamps {
  set(locker: number, to: 'on' | 'off'): void;
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
  readonly health?: HardwareHealth;
  readonly insideReleases?: InsideReleases;
  readonly lamps?: DoorLamps;
  /** What reads the boards, round after round. */
  readonly loops?: readonly TurningPart[];
  readonly lines?: readonly OpenLine[];
  /** All coils off, ports closed. */
  close(): Promise<void>;
}
