import type { Family } from '../../firmware/hardware/bus/family.ts';
import type { Clock, Timer } from '../../firmware/ports/clock.ts';
import { ms, type Milliseconds } from '../../statecharts/units.ts';
import type { EmulatedBoard, MakeBoard, Panel, Seat } from './emulated-board.ts';
import { readdressed, spoiled, type BoardManner } from './manners.ts';
import { Wire, type Talker } from './wire.ts';

/** How late the answers of a board are that is late: beyond what any driver waits. */
const usualLateness = ms(250);
/** A board that is busy after a pulse hears nothing for so long from its beginning. */
const busyFor = ms(700);
/** A board starts anew in this, after its power has dipped. */
const startsWithin = ms(200);
/** Two boards with one address do not answer in the same microsecond. */
const twinIsLater = ms(1);

/** A board that hangs on an emulated line. */
export interface FittedBoard {
  readonly id: string;
  readonly seat: Omit<Seat, 'clock' | 'say'>;
  readonly family: Family;
  readonly make: MakeBoard;
}

type Parity = 'none' | 'even' | 'odd';

interface EmulatedLineOptions {
  readonly baud: number;
  readonly parity?: Parity;
  readonly clock: Clock;
  readonly boards: readonly FittedBoard[];
}

/** Somebody who hears what passes on the line: `from` is `host`, or the name of a board. */
type Overhear = (from: string, bytes: Uint8Array) => void;

/** A serial line with emulated boards on it, polite or not. Whoever is the host hears by `listen` and talks by `hear`. */
export class EmulatedLine {
  readonly baud: number;
  readonly parity: Parity;
  readonly #wire: Wire;
  readonly #boards: ReadonlyMap<string, LineBoard>;
  readonly #listeners = new Set<(bytes: Uint8Array) => void>();
  readonly #overhearers = new Set<Overhear>();
  #echoes = false;

  constructor({ baud, parity = 'none', clock, boards }: EmulatedLineOptions) {
    this.baud = baud;
    this.parity = parity;
    this.#wire = new Wire(clock, baud);
    this.#boards = new Map(boards.map((fitted) => {
      const { id } = fitted;
      return [id, new LineBoard(fitted, clock, (talker, bytes) => this.#say(id, talker, bytes))];
    }));
  }

  /** The host is told what boards say. @returns how to stop listening */
  listen(listener: (bytes: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** For whoever writes down what passes. @returns how to stop listening */
  overhear(listener: Overhear): () => void {
    this.#overhearers.add(listener);
    return () => this.#overhearers.delete(listener);
  }

  /** The host says something. */
  hear(bytes: Uint8Array): void {
    for (const overhear of this.#overhearers) overhear('host', bytes);
    this.#wire.transmit(this, bytes, (arrived) => {
      if (this.#echoes) this.#tell(arrived);
      for (const board of this.#boards.values()) board.hear(arrived);
    });
  }

  setManner(id: string, manner: BoardManner, is: boolean): void {
    this.#board(id).setManner(manner, is);
  }

  /** The host's adapter gives back what it sends. */
  setEcho(echoes: boolean): void {
    this.#echoes = echoes;
  }

  /**
   * Somebody sets a board so that its inputs switch its coils, or no more.
   * @returns false for one that cannot be set so
   */
  coupleInputs(id: string, is: boolean): boolean {
    return this.#board(id).coupleInputs(is);
  }

  /** The power of one board dips, or of all. */
  brownOut(id?: string): void {
    for (const board of id === undefined ? this.#boards.values() : [this.#board(id)]) board.brownOut();
  }

  stop(): void {
    this.#wire.stop();
    this.#listeners.clear();
    for (const board of this.#boards.values()) board.stop();
  }

  #board(id: string): LineBoard {
    const board = this.#boards.get(id);
    if (board === undefined) throw new RangeError(`no board ${id} hangs on this line`);
    return board;
  }

  #say(id: string, talker: Talker, bytes: Uint8Array): void {
    for (const overhear of this.#overhearers) overhear(id, bytes);
    this.#wire.transmit(talker, bytes, (arrived) => this.#tell(arrived));
  }

  #tell(bytes: Uint8Array): void {
    for (const listener of this.#listeners) listener(bytes);
  }
}

/** One board of the line, its manners, and the others that they need: a twin, and one that believes it is somebody else. */
class LineBoard {
  readonly #fitted: FittedBoard;
  readonly #clock: Clock;
  readonly #say: (talker: Talker, bytes: Uint8Array) => void;
  readonly #board: EmulatedBoard;
  readonly #twin: EmulatedBoard;
  readonly #impostor: EmulatedBoard;
  readonly #impostorsAddress: number;
  readonly #manners = new Set<BoardManner>();
  readonly #timers = new Set<Timer>();
  #lastFrame: Uint8Array | null = null;
  #deafUntilMs = -Infinity;

  constructor(fitted: FittedBoard, clock: Clock, say: (talker: Talker, bytes: Uint8Array) => void) {
    const { make, seat } = fitted;
    this.#fitted = fitted;
    this.#clock = clock;
    this.#say = say;
    const nobody: Panel = { energise: () => undefined, rest: () => undefined, level: (channel) => seat.panel.level(channel) };
    this.#impostorsAddress = seat.address === seat.model.addresses?.most ? seat.address - 1 : seat.address + 1;
    this.#board = make({
      ...seat, clock,
      panel: { ...panelOf(seat.panel), energise: (channel) => this.#energise(channel) },
      say: (frame) => {
        if (!this.#manners.has('wrong-address')) this.#answer('board', frame, ms(0));
      },
    });
    // These two exist for the sake of two manners; some boards report by themselves.
    this.#twin = make({
      ...seat, clock, panel: nobody,
      say: (frame) => {
        if (this.#manners.has('twin')) this.#answer('twin', frame, twinIsLater);
      },
    });
    this.#impostor = make({
      ...seat, clock, address: this.#impostorsAddress, panel: nobody,
      say: (frame) => {
        if (this.#manners.has('wrong-address')) this.#answer('board', frame, ms(0));
      },
    });
  }

  hear(bytes: Uint8Array): void {
    if (this.#manners.has('dead') || this.#clock.monoMs() < this.#deafUntilMs) return;
    if (this.#manners.has('wrong-address')) {
      const { family, seat } = this.#fitted;
      const theirs = readdressed(bytes, family, seat, this.#impostorsAddress);
      if (theirs !== null) this.#impostor.hear(theirs);
    }
    this.#board.hear(bytes);
    if (this.#manners.has('twin')) this.#twin.hear(bytes);
  }

  setManner(manner: BoardManner, is: boolean): void {
    if (is) this.#manners.add(manner);
    else this.#manners.delete(manner);
    if (is && manner === 'dead') this.#board.brownOut();
  }

  coupleInputs(is: boolean): boolean {
    this.#board.coupleInputs?.(is);
    return this.#board.coupleInputs !== undefined;
  }

  brownOut(): void {
    this.#board.brownOut();
    this.#deafUntilMs = this.#clock.monoMs() + startsWithin;
  }

  stop(): void {
    for (const timer of this.#timers) this.#clock.cancel(timer);
    this.#timers.clear();
    for (const board of [this.#board, this.#twin, this.#impostor]) board.stop();
  }

  #energise(channel: number): void {
    if (this.#manners.has('busy')) this.#deafUntilMs = this.#clock.monoMs() + busyFor;
    this.#fitted.seat.panel.energise(channel);
  }

  #answer(who: 'board' | 'twin', frame: Uint8Array, later: Milliseconds): void {
    if (this.#manners.has('silent')) return;
    const talker = who === 'board' ? this : this.#twin;
    const bytes = spoiled(frame, this.#manners, this.#lastFrame);
    this.#lastFrame = frame;
    const after = ms(later + (this.#manners.has('late') ? usualLateness : 0));
    if (after === 0) return this.#say(talker, bytes);
    const timer = this.#clock.setTimer('a late answer', after, () => {
      this.#timers.delete(timer);
      this.#say(talker, bytes);
    });
    this.#timers.add(timer);
  }
}

/** A copy that keeps what the panel is bound to. */
function panelOf(panel: Panel): Panel {
  return {
    energise: (channel) => panel.energise(channel), rest: (channel) => panel.rest(channel), level: (channel) => panel.level(channel),
  };
}
