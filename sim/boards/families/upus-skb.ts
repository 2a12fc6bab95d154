import type { Timer } from '../../../firmware/ports/clock.ts';
import { ms } from '../../../statecharts/units.ts';
import type { EmulatedBoard, MakeBoard, Seat } from '../emulated-board.ts';
import { highBitFirst, xorOf } from '../frame-bytes.ts';
import { FrameEar } from '../frame-ear.ts';
import { Terminals } from '../terminals.ts';
import { TimedCoils } from '../timed-coils.ts';

const [head, type, everyBoard] = [0x55, 0xa1, 0xff];
const dataAt = 5;
const noSuchChannel = 0xe5;
/** A pulse is set in steps of this; 20 of them as it leaves the factory. */
const pulseStepMs = 10;
/** How soon a board notices a contact that it is to report. */
const looksEvery = ms(50);

/**
 * An SKB by its manual 3.1, without its motors and its tasks. A contact that is made is 0, one that is not is 1. It keeps its
 * settings when the power dips. It also does what the driver never orders: all locks one after the other, and current
 * for as long as nobody switches it off.
 */
class UpusSkbBoard implements EmulatedBoard {
  readonly #seat: Seat;
  readonly #terminals: Terminals;
  readonly #coils: TimedCoils;
  readonly #ear: FrameEar;
  /** As the board keeps them: baud in four bytes, the pulse, and what it reports unasked. */
  #settings: readonly number[];
  readonly #seen = new Map<number, number>();
  #look: Timer | null = null;

  constructor(seat: Seat) {
    this.#seat = seat;
    this.#terminals = new Terminals(seat);
    this.#coils = new TimedCoils(seat);
    this.#ear = new FrameEar(seat.clock, lengthOf, (frame) => this.#obey(frame));
    this.#settings = [0, 0, 0x25, 0x80, Math.round(seat.pulse / pulseStepMs) & 0xff, 0];
  }

  hear(bytes: Uint8Array): void {
    this.#ear.hear(bytes);
  }

  brownOut(): void {
    this.#ear.forget();
    this.#coils.restAll();
    this.#seen.clear();
  }

  stop(): void {
    this.#ear.close();
    this.brownOut();
    if (this.#look !== null) this.#seat.clock.cancel(this.#look);
    this.#look = null;
  }

  #obey(frame: readonly number[]): void {
    const [, , address, what = 0] = frame;
    const data = frame.slice(dataAt, -1);
    if (address === everyBoard && what === 0xdf && data.length === 0) this.#sayAs(everyBoard, what, this.#seat.address);
    if (address !== this.#seat.address) return;
    const [lock = 0, order = 0] = data;
    switch (`${what.toString(16)} ${String(data.length)}`) {
      case 'dd 0': return this.#say(what, 0xf7, 0x84, 0xc9, 0x1c, 0x01, 0xeb, this.#seat.address);
      case 'd0 0': return this.#say(what, head, type, 1, ...this.#settings);
      case 'e0 9': return this.#set(data);
      case 'd1 1': return this.#answer(what, lock, (one) => (this.#coils.isOn(this.#terminals.channelOf(one)) ? 1 : 0));
      case 'd2 1': return this.#answer(what, lock, (one) => this.#contact(one));
      case 'e1 2': return this.#supply(lock, order);
      case 'e2 1': return this.#open(lock);
    }
  }

  #set(data: readonly number[]): void {
    const [first, second, , ...settings] = data;
    if (first === head && second === type) this.#settings = settings;
    this.#say(0xe0, head, type, 1, ...this.#settings);
    if (this.#look === null) this.#lookAgain();
  }

  /** One state by its lock, or all as bits, the highest of the first byte first. */
  #answer(what: number, lock: number, stateOf: (lock: number) => number): void {
    const { locks } = this.#terminals;
    if (lock !== 0) return this.#say(what, lock, locks.includes(lock) ? stateOf(lock) : noSuchChannel);
    this.#say(what, 0, ...highBitFirst(Math.ceil(locks.length / 8), (place) => locks.includes(place + 1) && stateOf(place + 1) === 1));
  }

  #supply(lock: number, order: number): void {
    if (!this.#terminals.locks.includes(lock)) return this.#say(0xe1, lock, noSuchChannel);
    if (order === 0) this.#coils.rest(this.#terminals.channelOf(lock));
    else this.#coils.hold(this.#terminals.channelOf(lock));
    this.#say(0xe1, lock, order);
  }

  #open(lock: number): void {
    const pulse = ms((this.#settings[4] ?? 0) * pulseStepMs);
    if (lock === 0) this.#coils.pulseInTurn(this.#terminals.locks.map((one) => this.#terminals.channelOf(one)), pulse);
    else if (this.#terminals.locks.includes(lock)) this.#coils.pulse(this.#terminals.channelOf(lock), pulse);
    if (this.#seat.settings.answersOpen) this.#answer(0xe2, lock, (one) => this.#contact(one));
  }

  #lookAgain(): void {
    this.#look = this.#seat.clock.setTimer('board looks at its contacts', looksEvery, () => {
      this.#look = null;
      for (const lock of this.#terminals.locks) this.#reportChange(lock);
      if (this.#reports() !== 0) this.#lookAgain();
    });
  }

  /** Reports what has come to be as the settings ask for: 1 contacts that open, 2 contacts that are made. */
  #reportChange(lock: number): void {
    const state = this.#contact(lock);
    const before = this.#seen.get(lock);
    this.#seen.set(lock, state);
    if (before !== undefined && before !== state && this.#reports() === (state === 1 ? 1 : 2)) this.#say(0xa0, lock, state);
  }

  #reports(): number {
    return (this.#settings[5] ?? 0) & 0x0f;
  }

  #contact(lock: number): number {
    return this.#terminals.level(lock) === 'low' ? 0 : 1;
  }

  #say(what: number, ...data: readonly number[]): void {
    this.#sayAs(this.#seat.address, what, ...data);
  }

  #sayAs(address: number, what: number, ...data: readonly number[]): void {
    const bytes = [head, type, address, what, data.length, ...data];
    this.#seat.say(Uint8Array.from([...bytes, xorOf(bytes)]));
  }
}

export const makeUpusSkb: MakeBoard = (seat) => new UpusSkbBoard(seat);

function lengthOf(heap: readonly number[]): number | 'need-more' | 'noise' {
  if (heap[0] !== head || (heap.length > 1 && heap[1] !== type)) return 'noise';
  const data = heap[dataAt - 1];
  if (data === undefined) return 'need-more';
  const length = dataAt + data + 1;
  if (heap.length < length) return 'need-more';
  return xorOf(heap.slice(0, length)) === 0 ? length : 'noise';
}
