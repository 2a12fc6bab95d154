import type { Timer } from '../../../firmware/ports/clock.ts';
import type { Milliseconds } from '../../../statecharts/units.ts';
import type { EmulatedBoard, Seat } from '../emulated-board.ts';
import { FrameEar } from '../frame-ear.ts';
import { TimedCoils } from '../timed-coils.ts';

const head = 0x02;
const tail = 0x03;

/** How one family of Kerong's boards lays out what stands between head and tail. */
export interface KerongDialect {
  readonly commandAt: number;
  /** Lengths between head and tail by command: those that boards obey, and those that boards say, to be passed over whole. */
  readonly lengths: Readonly<Record<number, number>>;
  obey(body: readonly number[], board: KerongBoard): void;
}

/** What the emulated boards of Kerong have in common. */
export class KerongBoard implements EmulatedBoard {
  readonly seat: Seat;
  readonly coils: TimedCoils;
  readonly #ear: FrameEar;
  #isStopped = false;
  #later: Timer | null = null;

  constructor(seat: Seat, dialect: KerongDialect) {
    this.seat = seat;
    this.coils = new TimedCoils(seat);
    this.#ear = new FrameEar(seat.clock, (heap) => lengthOf(heap, dialect), (frame) => dialect.obey(frame.slice(1, -2), this));
  }

  hear(bytes: Uint8Array): void {
    if (!this.#isStopped) this.#ear.hear(bytes);
  }

  brownOut(): void {
    this.#ear.forget();
    if (this.#later) this.seat.clock.cancel(this.#later);
    this.coils.restAll();
  }

  stop(): void {
    this.#isStopped = true;
    this.brownOut();
  }

  /** Opens the lock with this place, counted from 0. @returns false where the board has none */
  open(place: number): boolean {
    const { locks } = this.seat.model;
    if (!locks || locks.first + place > locks.last) return false;
    this.coils.pulse(locks.first + place, this.seat.pulse);
    return true;
  }

  openAll(): void {
    const { model: { locks }, pulse } = this.seat;
    if (locks) this.coils.pulseInTurn(Array.from({ length: locks.last - locks.first + 1 }, (_, place) => locks.first + place), pulse);
  }

  /** One thing at a time: what was to be done before is not. */
  later(name: string, after: Milliseconds, act: () => void): void {
    if (this.#later) this.seat.clock.cancel(this.#later);
    this.#later = this.seat.clock.setTimer(name, after, act);
  }

  say(...body: readonly number[]): void {
    const bytes = [head, ...body, tail];
    this.seat.say(Uint8Array.from([...bytes, sumOf(bytes)]));
  }

  /** Contacts as bits, the lowest of the first byte first. What no wire goes to reads as 0. */
  contactBytes(count: number): readonly number[] {
    const { seat: { model: { contacts }, panel } } = this;
    const bytes = new Array<number>(count).fill(0);
    if (!contacts) return bytes;
    for (let place = 0; place < count * 8 && contacts.first + place <= contacts.last; place++) {
      if (panel.level(contacts.first + place) === 'high') bytes[place >> 3] = (bytes[place >> 3] ?? 0) | (1 << (place & 7));
    }
    return bytes;
  }
}

function lengthOf(heap: readonly number[], { commandAt, lengths }: KerongDialect): number | 'need-more' | 'noise' {
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
