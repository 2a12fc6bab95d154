import { afterEach, expect } from 'vitest';
import type { BoardModel, BoardSettings, LockBoardFamily } from '../../board-profiles/board.schema.ts';
import type { AddressedBoard } from '../../firmware/hardware/bus/family.ts';
import type { EmulatedBoard, Panel } from '../../sim/boards/emulated-board.ts';
import { makeBoardOf } from '../../sim/boards/families.ts';
import { VirtualClock } from '../../sim/virtual-clock.ts';
import { ms } from '../../statecharts/units.ts';
import { Ends } from './ends.ts';
import { bytesOf, textOf } from './frame-text.ts';

/** A model with so many coils and contacts, counted from 1. */
export function lockBoard(family: LockBoardFamily, locks: number, contacts: number | null = locks): BoardModel {
  const numbered = (last: number) => ({ first: 1, last });
  const head = { profileVersion: 2, id: 'test-board', version: 1, label: 'Board of a test', source: 'made for a test', family } as const;
  return { ...head, locks: numbered(locks), ...(contacts === null ? {} : { contacts: numbered(contacts) }) };
}

export const usualBoardSettings: BoardSettings = { answersOpen: true, groupOrder: 'lowest-first' };
export const benchPulse = ms(300);

/** An emulated board on a bench: what it says, what its coils do, and contacts to be set by hand. */
export class BoardOnBench implements Panel {
  readonly clock = new VirtualClock();
  readonly board: EmulatedBoard;
  readonly said: string[] = [];
  readonly on = new Set<number>();
  readonly pulsed: number[] = [];
  readonly levels = new Map<number, 'low' | 'high' | null>();

  constructor(family: LockBoardFamily, { address, model, settings }: AddressedBoard & { readonly model: BoardModel }) {
    const say = (bytes: Uint8Array): void => void this.said.push(textOf(bytes));
    this.board = makeBoardOf(family)({ address, model, settings, pulse: benchPulse, panel: this, clock: this.clock, say });
  }

  energise(channel: number): void {
    expect(this.on, 'a coil that is on is not switched on again').not.toContain(channel);
    this.on.add(channel);
    this.pulsed.push(channel);
  }

  rest(channel: number): void {
    this.on.delete(channel);
  }

  level(channel: number): 'low' | 'high' | null {
    return this.levels.get(channel) ?? null;
  }

  /** @returns what the board says at once */
  hear(bytes: Uint8Array | string): readonly string[] {
    const before = this.said.length;
    this.board.hear(typeof bytes === 'string' ? bytesOf(bytes) : bytes);
    return this.said.slice(before);
  }

  /** For good; nothing may be left. */
  end(): void {
    this.board.stop();
    expect([...this.on], 'coils left on').toEqual([]);
    expect(this.clock.waiting(), 'timers left behind').toEqual([]);
  }
}

interface Fitting extends Partial<BoardSettings> {
  readonly address?: number;
  readonly locks?: number;
  /** As many as locks, where nothing is said; `null`: none. */
  readonly contacts?: number | null;
}

/** @returns how to put a board of this family on a bench; behind each test all of them are ended */
export function benchFor(family: LockBoardFamily, usual: Fitting): (other?: Fitting) => BoardOnBench {
  const ends = new Ends();
  afterEach(() => ends.all());
  return (other) => {
    const { address = 0, locks = 8, contacts = locks, ...settings } = { ...usual, ...other };
    const model = lockBoard(family, locks, contacts);
    const board = new BoardOnBench(family, { address, model, settings: { ...usualBoardSettings, ...settings } });
    ends.add(() => board.end());
    return board;
  };
}
