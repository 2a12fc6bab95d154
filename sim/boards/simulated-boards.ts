import { lockBoardFamilies } from '../../board-profiles/board.schema.ts';
import { lockersOf } from '../../board-profiles/profile.ts';
import type { Profile, ProfileBoard, ProfileBus } from '../../board-profiles/profile.schema.ts';
import type { MakePort } from '../../firmware/hardware/serial/serial-line.ts';
import type { Clock, Timer } from '../../firmware/ports/clock.ts';
import type { BoardReport, HardwareHealth } from '../../firmware/ports/hardware.ts';
import { seconds } from '../../statecharts/units.ts';
import type { Cabinet } from '../cabinet/cabinet.ts';
import type { SimBoard, SimBus } from '../sim-state.ts';
import { EmulatedBuses, type EmulatedBus } from './emulated-buses.ts';
import { LineWords } from './line-words.ts';
import { boardManners, type BoardManner } from './manners.ts';

/** Over so long questions are counted; after it, who looks at them is told anew. */
const countedOver = seconds(1);

interface SimulatedBoardsOptions {
  readonly profile: Profile;
  readonly cabinet: Cabinet;
  readonly clock: Clock;
}

/**
 * The lock boards of a cabinet as whoever stands behind it finds them: what passes on each line, and hands that give a
 * board bad manners. They outlive the bank.
 */
export class SimulatedBoards {
  readonly makePort: MakePort;
  readonly #clock: Clock;
  readonly #buses: EmulatedBuses;
  readonly #lines: ReadonlyMap<string, WatchedLine>;
  readonly #listeners = new Set<() => void>();
  #health: HardwareHealth | null = null;
  #tick: Timer | null = null;

  constructor({ profile, cabinet, clock }: SimulatedBoardsOptions) {
    this.#clock = clock;
    this.#buses = new EmulatedBuses({ profile, cabinet, clock });
    this.makePort = this.#buses.makePort;
    this.#lines = new Map(profile.buses.flatMap((bus) => {
      const emulated = this.#buses.find(bus.id);
      return emulated ? [[bus.id, new WatchedLine({ profile, bus, emulated, clock })]] : [];
    }));
    if (this.#lines.size > 0) this.#tellLater();
  }

  /** @returns how to stop listening */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What the bank that runs now thinks of its boards. */
  judgedBy(health: HardwareHealth | null): void {
    this.#health = health;
    health?.watch(() => this.#changed());
  }

  state(): readonly SimBus[] {
    const reports = new Map(this.#health?.boards?.().map((report) => [report.board, report]));
    return [...this.#lines.values()].map((line) => line.state(reports));
  }

  /** @returns whether there is such a board */
  setManner(board: string, manner: BoardManner, is: boolean): boolean {
    return this.#at((line) => line.has(board), (line) => line.setManner(board, manner, is));
  }

  /** The power of one board dips, or of a whole line. @returns whether there is such a board, or such a line */
  brownOut(of: { readonly board: string } | { readonly bus: string }): boolean {
    if ('bus' in of) return this.#at((line) => line.id === of.bus, (line) => line.brownOut());
    return this.#at((line) => line.has(of.board), (line) => line.brownOut(of.board));
  }

  /** The adapter of a line gives back what the bank says. @returns whether there is such a line */
  setEcho(bus: string, is: boolean): boolean {
    return this.#at((line) => line.id === bus, (line) => line.setEcho(is));
  }

  /** Somebody pulls the adapter of a line out, or plugs it in. @returns whether there is such a line */
  setAdapter(bus: string, to: 'in' | 'out'): boolean {
    return this.#at((line) => line.id === bus, (line) => line.setAdapter(to));
  }

  stop(): void {
    if (this.#tick !== null) this.#clock.cancel(this.#tick);
    this.#tick = null;
    this.#listeners.clear();
    this.#buses.stop();
  }

  #at(which: (line: WatchedLine) => boolean, act: (line: WatchedLine) => void): boolean {
    const line = [...this.#lines.values()].find(which);
    if (line === undefined) return false;
    act(line);
    this.#changed();
    return true;
  }

  #tellLater(): void {
    this.#tick = this.#clock.setTimer('questions are counted', countedOver, () => {
      this.#changed();
      this.#tellLater();
    });
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

interface WatchedLineOptions {
  readonly profile: Profile;
  readonly bus: ProfileBus;
  readonly emulated: EmulatedBus;
  readonly clock: Clock;
}

/** A board, and the last thing that it has said. */
interface WatchedBoard {
  readonly board: ProfileBoard;
  readonly doors: readonly number[];
  readonly manners: Set<BoardManner>;
  said: { readonly asked: Uint8Array; readonly bytes: Uint8Array; readonly atMs: number } | null;
}

/** One line with its boards, and somebody's ear on it. */
class WatchedLine {
  readonly id: string;
  readonly #emulated: EmulatedBus;
  readonly #clock: Clock;
  readonly #words: LineWords;
  readonly #boards: ReadonlyMap<string, WatchedBoard>;
  /** When the bank has said something, as far as it is counted. */
  #asked: number[] = [];
  #lastAsked = new Uint8Array();
  #echoes = false;
  #adapter: 'in' | 'out' = 'in';

  constructor({ profile, bus, emulated, clock }: WatchedLineOptions) {
    const boards = profile.boards.filter((board) => board.bus.id === bus.id);
    const lockers = lockersOf(profile);
    this.id = bus.id;
    this.#emulated = emulated;
    this.#clock = clock;
    this.#boards = new Map(boards.map((board) => [board.id, {
      board, doors: lockers.filter(({ lock }) => lock.board === board.id).map(({ number }) => number), manners: new Set(), said: null,
    }]));
    const family = lockBoardFamilies.find((name) => boards.some(({ model }) => model.family === name));
    if (family === undefined) throw new RangeError(`no lock board hangs on bus ${bus.id}`);
    this.#words = new LineWords(family, boards);
    emulated.line.overhear((from, bytes) => this.#hear(from, bytes));
  }

  has(board: string): boolean {
    return this.#boards.has(board);
  }

  state(reports: ReadonlyMap<string, BoardReport>): SimBus {
    this.#forget();
    return {
      bus: this.id, echoes: this.#echoes, adapter: this.#adapter, questionsPerSecond: this.#asked.length,
      boards: [...this.#boards.values()].map((watched) => this.#stateOf(watched, reports.get(watched.board.id))),
    };
  }

  setManner(board: string, manner: BoardManner, is: boolean): void {
    const manners = this.#boards.get(board)?.manners;
    if (is) manners?.add(manner);
    else manners?.delete(manner);
    this.#emulated.line.setManner(board, manner, is);
  }

  brownOut(board?: string): void {
    this.#emulated.line.brownOut(board);
  }

  setEcho(is: boolean): void {
    this.#echoes = is;
    this.#emulated.line.setEcho(is);
  }

  setAdapter(to: 'in' | 'out'): void {
    this.#adapter = to;
    if (to === 'in') this.#emulated.plug.plugIn();
    else this.#emulated.plug.unplug();
  }

  #stateOf({ board: { id, model, address }, doors, manners, said }: WatchedBoard, report: BoardReport | undefined): SimBoard {
    if (said !== null) this.#words.ofHost(said.asked); // An answer cannot be understood without its question.
    return {
      board: id, model: model.label, address, doors, manners: boardManners.filter((manner) => manners.has(manner)),
      state: report?.state ?? 'new', trouble: report?.trouble ?? null,
      said: said && { words: this.#words.wordsOfBoard(said.bytes), agoMs: Math.round(this.#clock.monoMs() - said.atMs) },
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
