import type { BootLoader, BootSeat } from './boot-loader.ts';

/** Atmel's application note AVR061, as far as optiboot goes: https://github.com/Optiboot/optiboot. */
const ask = {
  sync: 0x30, parameter: 0x41, device: 0x42, deviceMore: 0x45, enter: 0x50, leave: 0x51, address: 0x55, universal: 0x56,
  write: 0x64, read: 0x74, signature: 0x75,
} as const;
const [inSync, done, end] = [0x14, 0x10, 0x20];
/** Of optiboot 4.4, which an Uno R3 has. */
const parameters: Readonly<Record<number, number>> = { 0x81: 4, 0x82: 4 };
const withoutMore = 2;
const flashMemory = 0x46;

/** The boot loader of an Uno: short orders, each with one sign at its end. */
export class Stk500v1 implements BootLoader {
  readonly #seat: BootSeat;
  #message: number[] = [];
  #address = 0;
  #isIn = false;

  constructor(seat: BootSeat) {
    this.#seat = seat;
  }

  take(byte: number): void {
    this.#message.push(byte);
    if (this.#message.length < lengthOf(this.#message)) return;
    const message = this.#message;
    this.#message = [];
    // What does not end as it should is no order: the last sign of it may begin one.
    if (byte !== end) return void (byte === ask.sync && this.#message.push(byte));
    if (message[0] === ask.sync && !this.#isIn) {
      this.#isIn = true;
      this.#seat.onKnock();
    }
    if (this.#isIn) this.#obey(message);
  }

  reset(): void {
    this.#message = [];
    this.#isIn = false;
  }

  #obey(message: readonly number[]): void {
    const { chip, onWritten, onLeave } = this.#seat;
    const [order = 0, first = 0, second = 0] = message;
    const length = (first << 8) | second;
    if (order === ask.write) {
      chip.write(this.#address, Uint8Array.from(message.slice(4, -1)));
      onWritten();
    }
    if (order === ask.address) this.#address = (first | (second << 8)) * 2;
    this.#say(...this.#answer(order, first, length));
    if (order === ask.leave) onLeave();
  }

  #answer(order: number, first: number, length: number): readonly number[] {
    const { chip } = this.#seat;
    if (order === ask.parameter) return [parameters[first] ?? 3];
    if (order === ask.universal) return [0];
    if (order === ask.signature) return chip.signature;
    return order === ask.read ? [...chip.read(this.#address, length)] : [];
  }

  #say(...bytes: readonly number[]): void {
    if (!this.#seat.chip.faults.has('dead-loader')) this.#seat.say([inSync, ...bytes, done]);
  }
}

/** How long an order is of which this is the beginning. */
function lengthOf([order, first, second, memory]: readonly number[]): number {
  if (order === ask.parameter) return 3;
  if (order === ask.device) return 22;
  if (order === ask.deviceMore) return first === undefined ? withoutMore + 1 : first + 2;
  if (order === ask.address) return 4;
  if (order === ask.universal) return 6;
  if (order === ask.read) return 5;
  if (order !== ask.write) return withoutMore;
  return memory === flashMemory ? (((first ?? 0) << 8) | (second ?? 0)) + 5 : 5;
}
