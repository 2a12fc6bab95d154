import type { BoardModel, BoardSettings } from '../../board-profiles/board.schema.ts';
import type { Clock } from '../../firmware/ports/clock.ts';
import type { Milliseconds } from '../../statecharts/units.ts';

/** The terminals of a board, and what is connected to them. */
export interface Panel {
  energise(channel: number): void;
  rest(channel: number): void;
  /** What the board reads there; `null` where a wire is broken, which reads as if no contact were made. */
  level(channel: number): 'low' | 'high' | null;
}

/** Where an emulated board is fitted. */
export interface Seat {
  readonly address: number;
  readonly model: BoardModel;
  readonly settings: BoardSettings;
  /** Length of its pulses, where the board itself decides that. */
  readonly pulse: Milliseconds;
  readonly panel: Panel;
  readonly clock: Clock;
  /** Puts bytes on the line, as one frame. */
  readonly say: (bytes: Uint8Array) => void;
}

/**
 * A lock board that speaks bytes: polite by itself; bad manners are laid over it. It hears everything on its line, also
 * what is for others, and believes nothing with a wrong checksum.
 */
export interface EmulatedBoard {
  hear(bytes: Uint8Array): void;
  /** The power dips: coils off, what was half heard is forgotten, settings are what they were. */
  brownOut(): void;
  /** Somebody has set it so that its inputs switch its coils, or no more; boards that cannot be set so have none of this. */
  coupleInputs?(is: boolean): void;
  /** For good: coils off, no timer left. */
  stop(): void;
}

export type MakeBoard = (seat: Seat) => EmulatedBoard;
