import type { Timer } from '../../../firmware/ports/clock.ts';
import { ms } from '../../../statecharts/units.ts';
import type { EmulatedBoard, MakeBoard, Seat } from '../emulated-board.ts';
import { xorOf } from '../frame-bytes.ts';
import { FrameEar } from '../frame-ear.ts';
import { Terminals } from '../terminals.ts';
import { TimedCoils } from '../timed-coils.ts';

const head = [0x57, 0x4b, 0x4c, 0x59] as const;
const shortest = 8;
/** How soon a board notices that a door has moved, and reports it unasked. */
const looksEvery = ms(100);

const taken = 0x00;
const failed = 0xff;

/** A WKLY board. It also does what the driver never orders: several locks, all of them, and a coil held on for ever. */
class WklyBoard implements EmulatedBoard {
  readonly #seat: Seat;
  readonly #ear: FrameEar;
  readonly #terminals: Terminals;
  readonly #coils: TimedCoils;
  readonly #reported = new Map<number, number>();
  #look: Timer;

  constructor(seat: Seat) {
    this.#seat = seat;
    this.#terminals = new Terminals(seat);
    this.#coils = new TimedCoils(seat);
    this.#ear = new FrameEar(seat.clock, lengthOf, (frame) => this.#obey(frame));
    this.#look = this.#lookAgain();
  }

  hear(bytes: Uint8Array): void {
    this.#ear.hear(bytes);
  }

  brownOut(): void {
    this.#ear.forget();
    this.#coils.restAll();
    this.#reported.clear();
  }

  stop(): void {
    this.#ear.close();
    this.brownOut();
    this.#seat.clock.cancel(this.#look);
  }

  #obey(frame: readonly number[]): void {
    const [address, command = 0, ...data] = frame.slice(head.length + 1, -1);
    if (address !== this.#seat.address) return;
    // What is longer or shorter than its order is somebody's answer.
    switch (command) {
      case 0x80:
      case 0x87:
        if (data.length >= 2 && data.length === 1 + (data[0] ?? 0)) this.#openSeveral(command, data.slice(1));
        break;
      case 0x81: // The lamp of a lock: nobody looks at it here.
      case 0x82:
      case 0x83:
      case 0x88:
      case 0x89:
        if (data.length === 1) this.#obeyAtLock(command, data[0] ?? 0);
        break;
      case 0x84:
        if (data.length === 0) this.#sayContacts();
        break;
      case 0x86:
        if (data.length === 0) this.#openSeveral(command, this.#terminals.locks);
        break;
    }
  }

  #obeyAtLock(command: number, lock: number): void {
    const isThere = this.#terminals.locks.includes(lock);
    const channel = this.#terminals.channelOf(lock);
    if (isThere && command === 0x82) this.#coils.pulse(channel, this.#seat.pulse);
    if (isThere && command === 0x88) this.#coils.hold(channel);
    if (isThere && command === 0x89) this.#coils.rest(channel);
    if (command === 0x82 && !this.#seat.settings.answersOpen) return;
    const status = isThere ? taken : failed;
    if (command === 0x82 || command === 0x83) this.#say(command, status, lock, isThere ? this.#stateOf(lock) : failed);
    else this.#say(command, status, lock);
  }

  #openSeveral(command: number, locks: readonly number[]): void {
    const areThere = locks.every((lock) => this.#terminals.locks.includes(lock));
    const channels = areThere ? locks.map((lock) => this.#terminals.channelOf(lock)) : [];
    if (command === 0x80) for (const channel of channels) this.#coils.pulse(channel, this.#seat.pulse);
    else this.#coils.pulseInTurn(channels, this.#seat.pulse);
    this.#say(command, areThere ? taken : failed);
  }

  #sayContacts(): void {
    const states = this.#terminals.contacts.map((lock) => this.#stateOf(lock));
    this.#say(0x84, taken, states.length, ...states);
  }

  #lookAgain(): Timer {
    return this.#seat.clock.setTimer('board looks at its contacts', looksEvery, () => {
      this.#look = this.#lookAgain();
      for (const lock of this.#terminals.contacts) this.#reportChange(lock);
    });
  }

  #reportChange(lock: number): void {
    const state = this.#stateOf(lock);
    const before = this.#reported.get(lock);
    this.#reported.set(lock, state);
    if (before !== undefined && before !== state) this.#say(0x85, lock, state);
  }

  #say(command: number, ...data: readonly number[]): void {
    const bytes = [...head, shortest + data.length, this.#seat.address, command, ...data];
    this.#seat.say(Uint8Array.from([...bytes, xorOf(bytes)]));
  }

  #stateOf(lock: number): number {
    return this.#terminals.level(lock) === 'high' ? 1 : 0;
  }
}

export const makeWkly: MakeBoard = (seat) => new WklyBoard(seat);

function lengthOf(heap: readonly number[]): number | 'need-more' | 'noise' {
  if (head.some((byte, at) => at < heap.length && heap[at] !== byte)) return 'noise';
  const length = heap[head.length];
  if (length === undefined) return 'need-more';
  if (length < shortest) return 'noise';
  if (heap.length < length) return 'need-more';
  return xorOf(heap.slice(0, length - 1)) === heap[length - 1] ? length : 'noise';
}
