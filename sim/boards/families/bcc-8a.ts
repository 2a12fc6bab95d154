import type { EmulatedBoard, MakeBoard, Seat } from '../emulated-board.ts';
import { FrameEar } from '../frame-ear.ts';
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
  readonly #coils: TimedCoils;
  readonly #ear: FrameEar;
  #isStopped = false;

  constructor(seat: Seat) {
    this.#seat = seat;
    this.#coils = new TimedCoils(seat);
    this.#ear = new FrameEar(seat.clock, lengthOf, (frame) => this.#obey(frame));
  }

  hear(bytes: Uint8Array): void {
    if (!this.#isStopped) this.#ear.hear(bytes);
  }

  brownOut(): void {
    this.#ear.forget();
    this.#coils.restAll();
  }

  stop(): void {
    this.#isStopped = true;
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
    if (!this.#locks().includes(lock)) return;
    const channel = this.#channelOf(lock);
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
    this.#openInTurn((lock) => (((masks[(lock - 1) >> 3] ?? 0) >> ((lock - 1) & 7)) & 1) === 1 && lock <= 24);
  }

  #openInTurn(isMeant: (lock: number) => boolean): void {
    const channels = this.#locks().filter(isMeant).map((lock) => this.#channelOf(lock));
    this.#coils.pulseInTurn(channels, this.#seat.pulse);
  }

  #answer(lock: number): void {
    if (lock !== 0) {
      this.#say(0x80, this.#seat.address, lock, this.#stateOf(lock));
      return;
    }
    const { contacts } = this.#seat.model;
    const count = contacts === undefined ? 0 : contacts.last - contacts.first + 1;
    const groups = new Array<number>(Math.max(groupsLeast, Math.ceil(count / 8))).fill(0);
    for (let at = 0; at < count; at++) if (this.#stateOf(at + 1) === made) groups[at >> 3] = (groups[at >> 3] ?? 0) | (1 << (at & 7));
    if (this.#seat.settings.groupOrder === 'highest-first') groups.reverse();
    this.#say(0x80, this.#seat.address, ...groups, 0x33);
  }

  #stateOf(lock: number): number {
    const { model: { contacts }, panel } = this.#seat;
    const isThere = contacts !== undefined && contacts.first + lock - 1 <= contacts.last;
    return isThere && panel.level(contacts.first + lock - 1) === 'high' ? made : notMade;
  }

  /** By the numbers on the wire, which begin at 1. */
  #locks(): readonly number[] {
    const { locks } = this.#seat.model;
    return locks === undefined ? [] : Array.from({ length: locks.last - locks.first + 1 }, (_, at) => at + 1);
  }

  #channelOf(lock: number): number {
    return (this.#seat.model.locks?.first ?? 1) + lock - 1;
  }

  #say(...bytes: readonly number[]): void {
    this.#seat.say(Uint8Array.from([...bytes, bytes.reduce((all, byte) => all ^ byte, 0)]));
  }
}

export const makeBcc8a: MakeBoard = (seat) => new Bcc8aBoard(seat);

function lengthOf(heap: readonly number[]): number | 'need-more' | 'noise' {
  const length = lengths[heap[0] ?? -1];
  if (length === undefined) return 'noise';
  if (heap.length < length) return 'need-more';
  return heap.slice(0, length).reduce((all, byte) => all ^ byte, 0) === 0 ? length : 'noise';
}
