import type { Timer } from '../../../firmware/ports/clock.ts';
import { ms, type Milliseconds } from '../../../statecharts/units.ts';
import type { EmulatedBoard, MakeBoard, Seat } from '../emulated-board.ts';
import { lowBitFirst } from '../frame-bytes.ts';
import { FrameEar } from '../frame-ear.ts';
import { Terminals } from '../terminals.ts';
import { TimedCoils } from '../timed-coils.ts';

const head = 0x02;
const tail = 0x03;
/** Between the answers of two boards to a question that is for all of them: 9 bytes at 9600 baud, and a pause. */
const answersApart = ms(20);
const everyBoard = 0x0f;

/** How one family of Kerong's boards lays out what stands between head and tail. */
interface Dialect {
  readonly commandAt: number;
  /** Lengths between head and tail by command: those that boards obey, and those that boards say, to be passed over whole. */
  readonly lengths: Readonly<Record<number, number>>;
  /** What stands before the contacts in the status of a board. */
  statusHead(address: number): readonly number[];
  /** A bit for the contact of each lock, and as many for sensors inside, where the model has them. */
  readonly contactBytes: number;
  obey(body: readonly number[], board: KerongBoard): void;
}

const cu16: Dialect = {
  commandAt: 1,
  lengths: { 0x30: 2, 0x31: 2, 0x32: 2, 0x33: 2, 0x35: 6 },
  statusHead: (address) => [address << 4, 0x35],
  contactBytes: 4,

  obey([place = 0, command = 0], board) {
    const address = place >> 4;
    // Sources differ in which address this bears.
    if (command === 0x32 && (address === 0 || address === everyBoard)) board.sayStatusIn(ms(board.address * answersApart));
    if (address !== board.address) return;
    if (command === 0x30) board.sayStatus();
    if (command === 0x31) board.open(place & 0x0f);
    if (command === 0x33) board.openAll();
  },
};

const cu48: Dialect = {
  commandAt: 2,
  lengths: { 0x60: 3, 0x61: 3, 0x75: 15, 0x77: 15 },
  statusHead: (address) => [address, 0, 0x75],
  contactBytes: 12,

  obey([address, lock = 0, command = 0], board) {
    if (address !== board.address) return;
    if (command === 0x60) board.sayStatus();
    if (command === 0x61) board.open(lock);
  },
};

export const makeKerongCu16: MakeBoard = (seat) => new KerongBoard(seat, cu16);
export const makeKerongCu48: MakeBoard = (seat) => new KerongBoard(seat, cu48);

/** A board of Kerong. Whatever it is told, it has one answer: how its contacts are, also after an order to open. */
class KerongBoard implements EmulatedBoard {
  readonly address: number;
  readonly #seat: Seat;
  readonly #dialect: Dialect;
  readonly #terminals: Terminals;
  readonly #coils: TimedCoils;
  readonly #ear: FrameEar;
  #turn: Timer | null = null;

  constructor(seat: Seat, dialect: Dialect) {
    this.address = seat.address;
    this.#seat = seat;
    this.#dialect = dialect;
    this.#terminals = new Terminals(seat);
    this.#coils = new TimedCoils(seat);
    this.#ear = new FrameEar(seat.clock, (heap) => lengthOf(heap, dialect), (frame) => dialect.obey(frame.slice(1, -2), this));
  }

  hear(bytes: Uint8Array): void {
    this.#ear.hear(bytes);
  }

  brownOut(): void {
    this.#ear.forget();
    if (this.#turn) this.#seat.clock.cancel(this.#turn);
    this.#coils.restAll();
  }

  stop(): void {
    this.#ear.close();
    this.brownOut();
  }

  /** Opens the lock with this place, counted from 0, unless the board has none there. */
  open(place: number): void {
    const lock = place + 1;
    if (!this.#terminals.locks.includes(lock)) return;
    this.#coils.pulse(this.#terminals.channelOf(lock), this.#seat.pulse);
    this.#answerOrder();
  }

  openAll(): void {
    this.#coils.pulseInTurn(this.#terminals.locks.map((lock) => this.#terminals.channelOf(lock)), this.#seat.pulse);
    this.#answerOrder();
  }

  /** What no wire goes to reads as 0. */
  sayStatus(): void {
    const contacts = lowBitFirst(this.#dialect.contactBytes, (place) => this.#terminals.level(place + 1) === 'high');
    const bytes = [head, ...this.#dialect.statusHead(this.address), ...contacts, tail];
    this.#seat.say(Uint8Array.from([...bytes, sumOf(bytes)]));
  }

  /** Once: whoever asks again meanwhile is answered that much later. */
  sayStatusIn(after: Milliseconds): void {
    if (this.#turn) this.#seat.clock.cancel(this.#turn);
    this.#turn = this.#seat.clock.setTimer('board waits for its turn to answer', after, () => this.sayStatus());
  }

  #answerOrder(): void {
    if (this.#seat.settings.answersOpen) this.sayStatus();
  }
}

function lengthOf(heap: readonly number[], { commandAt, lengths }: Dialect): number | 'need-more' | 'noise' {
  if (heap[0] !== head) return 'noise';
  const command = heap[1 + commandAt];
  if (command === undefined) return 'need-more';
  const body = lengths[command];
  if (body === undefined) return 'noise';
  const end = body + 3;
  if (heap.length < end) return 'need-more';
  return heap[end - 2] === tail && sumOf(heap.slice(0, end - 1)) === heap[end - 1] ? end : 'noise';
}

function sumOf(bytes: readonly number[]): number {
  return bytes.reduce((all, byte) => (all + byte) % 256, 0);
}
