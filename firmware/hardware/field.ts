import type { Profile, Terminal } from '../../board-profiles/profile.schema.ts';
import type { LockRefusal } from '../../statecharts/door/door.events.ts';
import { seconds, type Milliseconds } from '../../statecharts/units.ts';
import type { BoardReport, LockAnswer, OpenLine } from '../ports/hardware.ts';
import type { TurningPart } from '../ports/turning-part.ts';

/** What an input reads; `null` while nobody can say. */
export type Level = 'low' | 'high' | null;

/** `settled`: it bounces no more, as far as polls that agree can tell; left out, somebody has yet to see to that. */
export type LevelListener = (level: Level, how?: 'settled') => void;

/** A coil that is switched on and off by order; somebody beside this program sees to it that it goes off. */
interface SwitchedCoil {
  readonly timedBy: 'host';
  /**
   * May throw when its board does not take the order.
   * @returns soon, whether the order was carried out, if anybody can say so; that never rejects
   */
  switch(to: 'energised' | 'resting'): void | Promise<boolean>;
}

/**
 * A line has answered an order by then, or nobody waits any more: an exchange before it and its own, each of 0.5 s in which the
 * port takes it and 2 s at most in which the board answers. One that could not end by then never begins.
 */
export const boardAnswersWithin = seconds(5);

/** A board that was lost is back after so long without a failure: four times slower than it was lost, or a loose wire would flicker. */
export const boardSteadyLeast = seconds(2);

/** A coil whose board ends each pulse by itself: no order can leave it on. */
export interface TimedCoil {
  readonly timedBy: 'board';
  /** How long a pulse of this length is at most, rounded as the board rounds it. */
  lasts(length: Milliseconds): Milliseconds;
  /** Sends exactly one order, and never sends it again. Never rejects; resolves within {@link boardAnswersWithin}. */
  pulse(length: Milliseconds): Promise<TimedAnswer>;
}

export type Coil = SwitchedCoil | TimedCoil;

/** `mayBeOn`: the order has left, so the coil may be energised although nobody has said so. */
export type TimedAnswer =
  | { readonly kind: 'done' | 'confirmed' }
  | { readonly kind: 'refused'; readonly reason: LockRefusal; readonly mayBeOn: boolean };

/** Something small at a door that is on or off: a lamp, a sounder. Trouble with it keeps nobody from their parcel. */
export interface Signal {
  set(to: 'on' | 'off'): void;
}

/** Some boards of a bank, whoever drives them: the pins of one plugin, or all boards of one line. */
export interface Field {
  /** `null` for a terminal of somebody else's board. */
  coil(terminal: Terminal): Coil | null;
  /** `null` for a terminal of somebody else's board. */
  signal(terminal: Terminal): Signal | null;
  /**
   * Tells the present level of an input soon, then each change.
   * @returns false for a terminal of somebody else's board
   */
  watch(terminal: Terminal, listener: LevelListener): boolean;
  /** Begins to read, when everybody watches. */
  start(): void;
  /** Tells whether every board answers: the present state soon, where it is known, then each change. */
  watchHealth(listener: (isWell: boolean) => void): void;
  /** Reads its boards, round after round. */
  readonly loop?: TurningPart;
  /** The line that it is, if it is one. */
  readonly line?: OpenLine;
  /** For a technician: the boards that are asked over a line. */
  reports?(): readonly BoardReport[];
  /** Every coil off, as far as the boards know such an order. */
  restAll(): Promise<LockAnswer>;
  /** Ports closed. Called when every coil is off. */
  close(): Promise<void>;
}

/** Told what no person in front of the bank can mend. `where` names a port, a bus or a board. */
export type OnTrouble = (where: string, error: unknown) => void;

/** Where coils, lamps and sounders are connected, for whoever has to switch all of them off. Coils come first. */
export function outputTerminalsOf(profile: Pick<Profile, 'columns'>): readonly Terminal[] {
  const lockers = profile.columns.flatMap((column) => column.lockers);
  const signals = lockers.flatMap(({ lamp, beeper }) => [lamp, beeper].filter((terminal) => terminal !== undefined));
  return [...lockers.map(({ lock }) => lock), ...signals];
}
