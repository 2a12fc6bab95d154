import { lockersOf } from '../../board-profiles/profile.ts';
import type { Profile, ProfileBoard } from '../../board-profiles/profile.schema.ts';
import type { Clock } from '../../firmware/ports/clock.ts';
import type { BoardReport } from '../../firmware/ports/hardware.ts';
import { seconds } from '../../statecharts/units.ts';
import type { SimBoard, SimBus } from '../sim-state.ts';
import type { BoardManner } from './manners.ts';

/** Over so long questions are counted; after it, who looks at them is told anew. */
export const countedOver = seconds(1);

/** One line with emulated boards on it, as somebody behind the cabinet can lay hands on it. */
export interface LineHands {
  readonly id: string;
  /** The boards of the profile that hang on it. */
  readonly boards: readonly ProfileBoard[];
  /** What its boards can do wrong. */
  readonly manners: readonly BoardManner[];
  /** Its adapter gives back what the bank says; `null` where nothing could. */
  readonly setEcho: ((is: boolean) => void) | null;
  setManner(board: string, manner: BoardManner, is: boolean): void;
  setAdapter(to: 'in' | 'out'): void;
  /** Of one board, or of all. */
  brownOut(board?: string): void;
  /** Whether somebody may set it so that its inputs switch its coils. */
  canCouple(board: string): boolean;
  coupleInputs(board: string, is: boolean): void;
  /** `from` is `host`, or the id of a board. */
  overhear(listener: (from: string, bytes: Uint8Array) => void): void;
  /** What a board has said, and to what question. */
  inWords(asked: Uint8Array, said: Uint8Array): string;
}

interface WatchedLineOptions {
  readonly profile: Profile;
  readonly hands: LineHands;
  readonly clock: Clock;
}

/** A board, and the last thing that it has said. */
interface WatchedBoard {
  readonly board: ProfileBoard;
  readonly doors: readonly number[];
  readonly manners: Set<BoardManner>;
  inputs: SimBoard['inputs'];
  said: { readonly asked: Uint8Array; readonly bytes: Uint8Array; readonly atMs: number } | null;
}

/** One line with its boards, and somebody's ear on it. */
export class WatchedLine {
  readonly id: string;
  readonly #hands: LineHands;
  readonly #clock: Clock;
  readonly #boards: ReadonlyMap<string, WatchedBoard>;
  /** When the bank has said something, as far as it is counted. */
  #asked: number[] = [];
  #lastAsked = new Uint8Array();
  #echoes = false;
  #adapter: 'in' | 'out' = 'in';

  constructor({ profile, hands, clock }: WatchedLineOptions) {
    const lockers = lockersOf(profile);
    this.id = hands.id;
    this.#hands = hands;
    this.#clock = clock;
    this.#boards = new Map(hands.boards.map((board) => [board.id, {
      board, doors: lockers.filter(({ lock }) => lock.board === board.id).map(({ number }) => number), manners: new Set(),
      inputs: hands.canCouple(board.id) ? 'free' : null, said: null,
    }]));
    hands.overhear((from, bytes) => this.#hear(from, bytes));
  }

  has(board: string): boolean {
    return this.#boards.has(board);
  }

  state(reports: ReadonlyMap<string, BoardReport>): SimBus {
    this.#forget();
    return {
      bus: this.id, echoes: this.#hands.setEcho === null ? null : this.#echoes, adapter: this.#adapter,
      questionsPerSecond: this.#asked.length, manners: this.#hands.manners,
      boards: [...this.#boards.values()].map((watched) => this.#stateOf(watched, reports.get(watched.board.id))),
    };
  }

  /** @returns whether its boards can have it */
  setManner(board: string, manner: BoardManner, is: boolean): boolean {
    const manners = this.#boards.get(board)?.manners;
    if (manners === undefined || !this.#hands.manners.includes(manner)) return false;
    if (is) manners.add(manner);
    else manners.delete(manner);
    this.#hands.setManner(board, manner, is);
    return true;
  }

  brownOut(board?: string): void {
    this.#hands.brownOut(board);
  }

  /** @returns whether that can be */
  coupleInputs(board: string, is: boolean): boolean {
    const watched = this.#boards.get(board);
    if (watched === undefined || watched.inputs === null) return false;
    watched.inputs = is ? 'coupled' : 'free';
    this.#hands.coupleInputs(board, is);
    return true;
  }

  /** @returns whether that can be */
  setEcho(is: boolean): boolean {
    const { setEcho } = this.#hands;
    if (setEcho === null) return false;
    this.#echoes = is;
    setEcho(is);
    return true;
  }

  setAdapter(to: 'in' | 'out'): void {
    this.#adapter = to;
    this.#hands.setAdapter(to);
  }

  #stateOf({ board: { id, model, address }, doors, manners, inputs, said }: WatchedBoard, report: BoardReport | undefined): SimBoard {
    return {
      board: id, model: model.label, address: model.addresses === undefined ? null : address, doors, inputs,
      manners: this.#hands.manners.filter((manner) => manners.has(manner)),
      state: report?.state ?? 'new', trouble: report?.trouble ?? null,
      said: said && { words: this.#hands.inWords(said.asked, said.bytes), agoMs: Math.round(this.#clock.monoMs() - said.atMs) },
    };
  }

  #hear(from: string, bytes: Uint8Array): void {
    const atMs = this.#clock.monoMs();
    if (from === 'host') {
      this.#asked.push(atMs);
      this.#lastAsked = Uint8Array.from(bytes);
      return this.#forget();
    }
    const watched = this.#boards.get(from);
    if (watched) watched.said = { asked: this.#lastAsked, bytes, atMs };
  }

  #forget(): void {
    const fromMs = this.#clock.monoMs() - countedOver;
    while ((this.#asked[0] ?? Infinity) <= fromMs) this.#asked.shift();
  }
}
