import type { EmulatedBoard, MakeBoard, Seat } from '../emulated-board.ts';
import { isBitSet, lowBitFirst, xorOf } from '../frame-bytes.ts';
import { FrameEar } from '../frame-ear.ts';
import { Terminals } from '../terminals.ts';
import { TimedCoils } from '../timed-coils.ts';

/** Lengths of the frames that a board of this family obeys, by their first byte. */
const lengths: Readonly<Record<number, number>> = { 0x8a: 5, 0x80: 5, 0x90: 6, 0x9a: 5, 0x9b: 5 };
const [made, notMade] = [0x11, 0x00];
/** Also a board of eight answers about three groups of eight. */
const groupsLeast = 3;

/**
 * A board of the 8A family. It also does what the driver never orders: all locks one after the other, several, and a coil
 * held on for ever. A contact that is made reads as 1. Nobody has written what it answers when asked for its version, or
 * after it opened several: nothing here.
 */
class Bcc8aBoard implements EmulatedBoard {
  readonly #seat: Seat;
  readonly #terminals: Terminals;
  readonly #coils: TimedCoils;
  readonly #ear: FrameEar;

  constructor(seat: Seat) {
    this.#seat = seat;
    this.#terminals = new Terminals(seat);
    this.#coils = new TimedCoils(seat);
    this.#ear = new FrameEar(seat.clock, lengthOf, (frame) => this.#obey(frame));
  }

  hear(bytes: Uint8Array): void {
    this.#ear.hear(bytes);
  }

  brownOut(): void {
    this.#ear.forget();
    this.#coils.restAll();
  }

  stop(): void {
    this.#ear.close();
    this.brownOut();
  }

  #obey([head, address, ...body]: readonly number[]): void {
    if (address !== this.#seat.address) return;
    const [lock = 0, order] = body;
    if (head === 0x90) this.#openSeveral(body);
    else if (head === 0x80 && order === 0x33) this.#answer(lock);
    else if (order === 0x11) this.#switch(head, lock);
  }

  #switch(head: number | undefined, lock: number): void {
    if (head === 0x8a && lock === 0) return this.#openInTurn(() => true);
    if (!this.#terminals.locks.includes(lock)) return;
    const channel = this.#terminals.channelOf(lock);
    if (head === 0x9a) this.#coils.hold(channel);
    if (head === 0x9b) this.#coils.rest(channel);
    if (head !== 0x8a) return;
    this.#coils.pulse(channel, this.#seat.pulse);
    // The contact before the door has moved; a board without contacts answers as most do.
    const state = this.#seat.model.contacts === undefined ? made : this.#stateOf(lock);
    if (this.#seat.settings.answersOpen) this.#say(0x8a, this.#seat.address, lock, state);
  }

  /** A bit for each lock, the lowest eight first. */
  #openSeveral(masks: readonly number[]): void {
    this.#openInTurn((lock) => lock <= 24 && isBitSet(masks, lock - 1));
  }

  #openInTurn(isMeant: (lock: number) => boolean): void {
    const channels = this.#terminals.locks.filter(isMeant).map((lock) => this.#terminals.channelOf(lock));
    this.#coils.pulseInTurn(channels, this.#seat.pulse);
  }

  #answer(lock: number): void {
    if (lock !== 0) {
      this.#say(0x80, this.#seat.address, lock, this.#stateOf(lock));
      return;
    }
    const count = Math.max(groupsLeast, Math.ceil(this.#terminals.contacts.length / 8));
    const groups = lowBitFirst(count, (place) => this.#stateOf(place + 1) === made);
    this.#say(0x80, this.#seat.address, ...(this.#seat.settings.groupOrder === 'highest-first' ? groups.toReversed() : groups), 0x33);
  }

  #stateOf(lock: number): number {
    return this.#terminals.level(lock) === 'high' ? made : notMade;
  }

  #say(...bytes: readonly number[]): void {
    this.#seat.say(Uint8Array.from([...bytes, xorOf(bytes)]));
  }
}

export const makeBcc8a: MakeBoard = (seat) => new Bcc8aBoard(seat);

function lengthOf(heap: readonly number[]): number | 'need-more' | 'noise' {
  const length = lengths[heap[0] ?? -1];
  if (length === undefined) return 'noise';
  if (heap.length < length) return 'need-more';
  return xorOf(heap.slice(0, length)) === 0 ? length : 'noise';
}
