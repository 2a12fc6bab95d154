import type { BootLoader, BootSeat } from './boot-loader.ts';

/** Atmel's application note AVR068, as far as the boot loader of a Mega goes: https://github.com/arduino/Arduino-stk500v2-bootloader. */
const ask = {
  signOn: 0x01, setParameter: 0x02, parameter: 0x03, address: 0x06, enter: 0x10, leave: 0x11, erase: 0x12, write: 0x13, read: 0x14,
  signature: 0x1b,
} as const;
const [start, token] = [0x1b, 0x0e];
const [done, failed] = [0x00, 0xc0];
const headBytes = 5;
/** Longer than a page with its order: this was no message. */
const bodyMost = 300;
const writeHead = 10;
const name = 'AVRISP_2';
const unknown = 0xff;

/** The boot loader of a Mega: numbered messages with their length and a checksum. */
export class Stk500v2 implements BootLoader {
  readonly #seat: BootSeat;
  #message: number[] = [];
  #address = 0;
  #isIn = false;

  constructor(seat: BootSeat) {
    this.#seat = seat;
  }

  take(byte: number): void {
    this.#message.push(byte);
    if (!this.#isBeginning()) return this.#forget();
    const length = this.#bodyLength();
    if (length === null || this.#message.length < headBytes + length + 1) return;
    const [, number = 0] = this.#message;
    const isSound = this.#message.reduce((all, one) => all ^ one, 0) === 0;
    const body = this.#message.slice(headBytes, -1);
    this.#forget();
    if (!isSound) return;
    if (body[0] === ask.signOn && !this.#isIn) {
      this.#isIn = true;
      this.#seat.onKnock();
    }
    if (this.#isIn) this.#obey(number, body);
  }

  reset(): void {
    this.#forget();
    this.#isIn = false;
  }

  #forget(): void {
    this.#message = [];
  }

  #isBeginning(): boolean {
    const [first, , , , fifth = token] = this.#message;
    return first === start && fifth === token && (this.#bodyLength() ?? 0) <= bodyMost;
  }

  /** `null`: not heard yet. */
  #bodyLength(): number | null {
    const [, , high, low] = this.#message;
    return high === undefined || low === undefined ? null : (high << 8) | low;
  }

  #obey(number: number, body: readonly number[]): void {
    const { chip, onWritten, onLeave } = this.#seat;
    const [order = 0, second = 0, third = 0, fourth = 0, fifth = 0] = body;
    if (order === ask.write) {
      chip.write(this.#address, Uint8Array.from(body.slice(writeHead)));
      this.#address += (second << 8) | third;
      onWritten();
    } else if (order === ask.erase) {
      chip.erase();
      onWritten();
    } else if (order === ask.address) {
      // In words; the topmost bit only says that there is more than 64 KiB of them.
      this.#address = (((second & 0x7f) << 24) | (third << 16) | (fourth << 8) | fifth) * 2;
    }
    this.#say(number, [order, ...this.#answer(body)]);
    if (order === ask.leave) onLeave();
  }

  #answer([order = 0, second = 0, third = 0, , fifth = 0]: readonly number[]): readonly number[] {
    switch (order) {
      case ask.signOn: return [done, name.length, ...Buffer.from(name)];
      case ask.parameter: return [done, 2];
      case ask.read: {
        const length = (second << 8) | third;
        const bytes = this.#seat.chip.read(this.#address, length);
        this.#address += length;
        return [done, ...bytes, done];
      }
      case ask.signature: return [done, this.#seat.chip.signature[fifth] ?? unknown, done];
      case ask.setParameter: case ask.address: case ask.enter: case ask.leave: case ask.erase: case ask.write: return [done];
      default: return [failed];
    }
  }

  #say(number: number, body: readonly number[]): void {
    if (this.#seat.chip.faults.has('dead-loader')) return;
    const message = [start, number, body.length >> 8, body.length & 0xff, token, ...body];
    this.#seat.say([...message, message.reduce((all, one) => all ^ one, 0)]);
  }
}
