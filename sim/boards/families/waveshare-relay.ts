import type { Timer } from '../../../firmware/ports/clock.ts';
import { ms, type Milliseconds } from '../../../statecharts/units.ts';
import type { EmulatedBoard, MakeBoard, Seat } from '../emulated-board.ts';
import { isBitSet, lowBitFirst } from '../frame-bytes.ts';
import { FrameEar } from '../frame-ear.ts';
import { Terminals } from '../terminals.ts';
import { TimedCoils } from '../timed-coils.ts';

const everyBoard = 0;
const stepMs = 100;
const stepsMost = 0x7fff;
const [coupling, baud, ownAddress, version] = [0x1000, 0x2000, 0x4000, 0x8000];
/** What an exception says. */
const [noSuchFunction, noSuchAddress, noSuchValue] = [0x01, 0x02, 0x03];
/** What becomes of a coil when an input changes: nothing, follow, toggle when it goes high, toggle at each change. */
const [follow, toggle, edge] = [1, 2, 3];
const looksEvery = ms(50);
const coilsMost = 32;

/**
 * A Waveshare relay board. Address, baud and what inputs do to coils outlast a dip of the power. It also does what the driver
 * never orders: all coils at once, a coil without an end, a coil that is off for a while and on ever after. To what is for
 * address 0 it listens as every board does; it answers questions so, but no order for its coils.
 */
class WaveshareRelayBoard implements EmulatedBoard {
  readonly #seat: Seat;
  readonly #terminals: Terminals;
  readonly #coils: TimedCoils;
  readonly #ear: FrameEar;
  readonly #backOn = new Map<number, Timer>();
  readonly #couplings = new Map<number, number>();
  readonly #inputs = new Map<number, boolean>();
  #address: number;
  #baud = 1;
  #look: Timer | null = null;

  constructor(seat: Seat) {
    this.#seat = seat;
    this.#address = seat.address;
    this.#terminals = new Terminals(seat);
    this.#coils = new TimedCoils(seat);
    this.#ear = new FrameEar(seat.clock, lengthOf, (frame) => this.#obey(frame));
  }

  hear(bytes: Uint8Array): void {
    this.#ear.hear(bytes);
  }

  brownOut(): void {
    this.#ear.forget();
    this.#inputs.clear();
    for (const coil of [...this.#backOn.keys()]) this.#settle(coil);
    this.#coils.restAll();
  }

  coupleInputs(is: boolean): void {
    for (let coil = 0; coil < this.#coilCount(); coil++) this.#couple(coil, is ? follow : 0);
  }

  stop(): void {
    this.#ear.close();
    this.brownOut();
    if (this.#look !== null) this.#seat.clock.cancel(this.#look);
    this.#look = null;
  }

  #obey(frame: readonly number[]): void {
    const [address = -1, code = 0, high = 0, low = 0, ...rest] = frame;
    if (address !== everyBoard && address !== this.#address) return;
    const where = (high << 8) | low;
    const value = ((rest[0] ?? 0) << 8) | (rest[1] ?? 0);
    switch (code) {
      case 0x01: return this.#readBits(code, where, value, this.#coilCount(), (at) => this.#coils.isOn(this.#channelOf(at)));
      case 0x02: return this.#readInputs(where, value);
      case 0x03: return this.#readRegisters(where, value);
      case 0x05: return this.#answerOrder(frame, this.#writeCoil(high, low, value), this.#seat.settings.answersOpen);
      case 0x06: return this.#answerRegister(frame, this.#writeRegister(where, value));
      case 0x0f: return this.#answerOrder(frame, this.#writeCoils(where, value, frame.slice(7, -2)));
      case 0x10: return this.#answerRegister(frame, this.#writeRegisters(where, value, frame.slice(7, -2)));
    }
  }

  #readBits(code: number, where: number, count: number, there: number, isOn: (at: number) => boolean): void {
    if (where + count > there || count === 0) return this.#except(code, noSuchAddress);
    const bytes = lowBitFirst(Math.ceil(count / 8), (at) => at < count && isOn(where + at));
    this.#say(this.#address, code, bytes.length, ...bytes);
  }

  #readInputs(where: number, count: number): void {
    const inputs = this.#terminals.contacts.length;
    if (inputs === 0) return this.#except(0x02, noSuchFunction);
    this.#readBits(0x02, where, count, inputs, (at) => this.#isHigh(at));
  }

  #readRegisters(where: number, count: number): void {
    const values = Array.from({ length: Math.min(count, coilsMost) }, (_, at) => this.#register(where + at));
    if (values.length === 0 || values.includes(null)) return this.#except(0x03, noSuchAddress);
    const bytes = values.flatMap((value) => [(value ?? 0) >> 8, (value ?? 0) & 0xff]);
    this.#say(this.#address, 0x03, bytes.length, ...bytes);
  }

  #register(where: number): number | null {
    if (where === version) return 100;
    if (where === ownAddress) return this.#address;
    if (where === baud) return this.#baud;
    return this.#isCoil(where - coupling) ? (this.#couplings.get(where - coupling) ?? 0) : null;
  }

  /** @returns what is wrong with the order; 0 if it was obeyed */
  #writeCoil(order: number, coil: number, value: number): number {
    if (order === 0 && coil === 0xff) return this.#switchAll(value);
    if (![0x00, 0x02, 0x04].includes(order) || !this.#isCoil(coil)) return noSuchAddress;
    if (order === 0) return this.#switch(coil, value);
    if (value === 0 || value > stepsMost) return noSuchValue;
    const length = ms(value * stepMs);
    if (order === 0x04) this.#offFor(coil, length);
    else this.#onFor(coil, length);
    return 0;
  }

  #switchAll(value: number): number {
    const wrong = Array.from({ length: this.#coilCount() }, (_, coil) => this.#switch(coil, value));
    return wrong[0] ?? noSuchAddress;
  }

  #switch(coil: number, value: number): number {
    if (![0xff00, 0x0000, 0x5500].includes(value)) return noSuchValue;
    this.#settle(coil);
    const channel = this.#channelOf(coil);
    if (value === 0xff00 || (value === 0x5500 && !this.#coils.isOn(channel))) this.#coils.hold(channel);
    else this.#coils.rest(channel);
    return 0;
  }

  #onFor(coil: number, length: Milliseconds): void {
    this.#settle(coil);
    this.#coils.pulse(this.#channelOf(coil), length);
  }

  #offFor(coil: number, length: Milliseconds): void {
    this.#settle(coil);
    this.#coils.rest(this.#channelOf(coil));
    this.#backOn.set(coil, this.#seat.clock.setTimer('board switches a coil on again', length, () => {
      this.#backOn.delete(coil);
      this.#coils.hold(this.#channelOf(coil));
    }));
  }

  /** What was to become of this coil later is not going to. */
  #settle(coil: number): void {
    const backOn = this.#backOn.get(coil);
    if (backOn !== undefined) this.#seat.clock.cancel(backOn);
    this.#backOn.delete(coil);
  }

  #writeCoils(where: number, count: number, mask: readonly number[]): number {
    if (count === 0 || where + count > this.#coilCount()) return noSuchAddress;
    if (mask.length !== Math.ceil(count / 8)) return noSuchValue;
    for (let at = 0; at < count; at++) this.#switch(where + at, isBitSet(mask, at) ? 0xff00 : 0x0000);
    return 0;
  }

  #writeRegisters(where: number, count: number, bytes: readonly number[]): number {
    if (count === 0 || bytes.length !== count * 2) return noSuchValue;
    const values = Array.from({ length: count }, (_, at) => ((bytes[at * 2] ?? 0) << 8) | (bytes[at * 2 + 1] ?? 0));
    return values.map((value, at) => this.#writeRegister(where + at, value)).find((wrong) => wrong !== 0) ?? 0;
  }

  #writeRegister(where: number, value: number): number {
    if (where === ownAddress) {
      if (value < 1 || value > 255) return noSuchValue;
      this.#address = value;
    } else if (where === baud) {
      if ((value & 0xff) > 7) return noSuchValue;
      this.#baud = value;
    } else if (!this.#isCoil(where - coupling)) return noSuchAddress;
    else if (value > edge) return noSuchValue;
    else this.#couple(where - coupling, value);
    return 0;
  }

  #couple(coil: number, how: number): void {
    this.#couplings.set(coil, how);
    if (this.#look === null && how !== 0) this.#lookAgain();
  }

  #lookAgain(): void {
    this.#look = this.#seat.clock.setTimer('board looks at its inputs', looksEvery, () => {
      this.#look = null;
      for (const [coil, how] of this.#couplings) if (how !== 0) this.#letInputSwitch(coil, how);
      if ([...this.#couplings.values()].some((how) => how !== 0)) this.#lookAgain();
    });
  }

  #letInputSwitch(coil: number, how: number): void {
    const isHigh = this.#isHigh(coil);
    const before = this.#inputs.get(coil) ?? false;
    this.#inputs.set(coil, isHigh);
    if (isHigh === before) return;
    if (how === follow) this.#switch(coil, isHigh ? 0xff00 : 0x0000);
    else if (how === edge || (how === toggle && isHigh)) this.#switch(coil, 0x5500);
  }

  /** What is taken is said back, as it was said: a row of coils without their states. */
  #answerOrder(frame: readonly number[], wrong: number, isAnswered = true): void {
    const [address = 0, code = 0] = frame;
    if (address === everyBoard || !isAnswered) return;
    if (wrong !== 0) this.#except(code, wrong);
    else this.#say(...frame.slice(0, 6));
  }

  #answerRegister(frame: readonly number[], wrong: number): void {
    if (wrong !== 0) this.#except(frame[1] ?? 0, wrong);
    else this.#say(...frame.slice(0, 6));
  }

  #except(code: number, why: number): void {
    this.#say(this.#address, code | 0x80, why);
  }

  #isHigh(input: number): boolean {
    return this.#terminals.level(input + 1) === 'high';
  }

  #isCoil(coil: number): boolean {
    return coil >= 0 && coil < this.#coilCount();
  }

  #coilCount(): number {
    return this.#terminals.locks.length;
  }

  #channelOf(coil: number): number {
    return this.#terminals.channelOf(coil + 1);
  }

  #say(...bytes: readonly number[]): void {
    const crc = crcOf(bytes);
    this.#seat.say(Uint8Array.from([...bytes, crc & 0xff, crc >> 8]));
  }
}

export const makeWaveshareRelay: MakeBoard = (seat) => new WaveshareRelayBoard(seat);

function lengthOf(heap: readonly number[]): number | 'need-more' | 'noise' {
  const [, code, , , , , bytes] = heap;
  if (code === undefined) return 'need-more';
  if (![0x01, 0x02, 0x03, 0x05, 0x06, 0x0f, 0x10].includes(code)) return 'noise';
  if (code >= 0x0f && bytes === undefined) return 'need-more';
  const length = code >= 0x0f ? 9 + (bytes ?? 0) : 8;
  if (heap.length < length) return 'need-more';
  return crcOf(heap.slice(0, length)) === 0 ? length : 'noise';
}

/** By division, bit for bit: the driver's own must not be its own witness. */
function crcOf(bytes: readonly number[]): number {
  let remainder = 0xffff;
  for (const byte of bytes) {
    for (let bit = 0; bit < 8; bit++) {
      const isOut = ((remainder ^ (byte >> bit)) & 1) === 1;
      remainder >>= 1;
      if (isOut) remainder ^= 0xa001;
    }
  }
  return remainder;
}
