import type { Profile, ProfileBoard } from '../../board-profiles/profile.schema.ts';
import type { FirmataTransport } from '../../firmware/hardware/serial/firmata-link.ts';
import type { MakePort } from '../../firmware/hardware/serial/serial-line.ts';
import type { Clock, Timer } from '../../firmware/ports/clock.ts';
import type { HardwareHealth } from '../../firmware/ports/hardware.ts';
import type { Cabinet } from '../cabinet/cabinet.ts';
import type { SimBus } from '../sim-state.ts';
import { EmulatedBuses } from './emulated-buses.ts';
import { cabledFirmata, handsOnBus, type CabledFirmata } from './line-hands.ts';
import type { BoardManner } from './manners.ts';
import { countedOver, WatchedLine } from './watched-line.ts';

interface SimulatedBoardsOptions {
  readonly profile: Profile;
  readonly cabinet: Cabinet;
  readonly clock: Clock;
}

/**
 * The boards of a cabinet that hang on lines, as whoever stands behind it finds them: what passes on each line, and hands
 * that give a board bad manners. They outlive the bank.
 */
export class SimulatedBoards {
  readonly makePort: MakePort;
  readonly #clock: Clock;
  readonly #buses: EmulatedBuses;
  /** By the id of the board. */
  readonly #firmata: ReadonlyMap<string, CabledFirmata>;
  readonly #lines: readonly WatchedLine[];
  readonly #listeners = new Set<() => void>();
  #health: HardwareHealth | null = null;
  #tick: Timer | null = null;

  constructor({ profile, cabinet, clock }: SimulatedBoardsOptions) {
    this.#clock = clock;
    this.#buses = new EmulatedBuses({ profile, cabinet, clock });
    this.makePort = this.#buses.makePort;
    const firmata = profile.boards.filter(({ model }) => model.family === 'firmata');
    this.#firmata = new Map(firmata.map((board) => [board.id, cabledFirmata(profile, board, cabinet, clock)]));
    const hands = [
      ...[...this.#firmata.values()].map((one) => one.hands),
      ...profile.buses.flatMap((bus) => {
        const emulated = this.#buses.find(bus.id);
        return emulated ? [handsOnBus(profile, bus, emulated)] : [];
      }),
    ];
    this.#lines = hands.map((one) => new WatchedLine({ profile, hands: one, clock }));
    if (this.#lines.length > 0) this.#tellLater();
  }

  /** @throws RangeError for a board that is no microcontroller */
  makeTransport(board: ProfileBoard): FirmataTransport {
    const firmata = this.#firmata.get(board.id);
    if (firmata === undefined) throw new RangeError(`${board.id} hangs on no cable of its own`);
    return firmata.makeTransport();
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
    return this.#lines.map((line) => line.state(reports));
  }

  /** @returns whether there is such a board, and it can have such a manner */
  setManner(board: string, manner: BoardManner, is: boolean): boolean {
    return this.#at((line) => line.has(board), (line) => line.setManner(board, manner, is));
  }

  /** The power of one board dips, or of a whole line. @returns whether there is such a board, or such a line */
  brownOut(of: { readonly board: string } | { readonly bus: string }): boolean {
    if ('bus' in of) return this.#at((line) => line.id === of.bus, (line) => line.brownOut());
    return this.#at((line) => line.has(of.board), (line) => line.brownOut(of.board));
  }

  /** Somebody sets a board so that its inputs switch its coils, or no more. @returns whether it can be set so */
  coupleInputs(board: string, is: boolean): boolean {
    return this.#at((line) => line.has(board), (line) => line.coupleInputs(board, is));
  }

  /** The adapter of a line gives back what the bank says. @returns whether there is such a line, and it can */
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
    for (const firmata of this.#firmata.values()) firmata.stop();
  }

  #at(which: (line: WatchedLine) => boolean, act: (line: WatchedLine) => boolean | void): boolean {
    const line = this.#lines.find(which);
    if (line === undefined || act(line) === false) return false;
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
