import type { Guard, Outputs } from './guard.ts';

/** Firmata 2.5, what a host says: https://github.com/firmata/protocol. */
const [pinMode, pinValue, sysexStart, sysexEnd, systemReset] = [0xf4, 0xf5, 0xf0, 0xf7, 0xff];
const [digitalMessage, analogMessage, extendedAnalog] = [0x90, 0xe0, 0x6f];
const [inputMode, outputMode] = [0, 1];
/** Longer than anything that is said about 70 pins: this was no message. */
const messageMost = 1024;

/**
 * What the controller says to a microcontroller, read and passed on. Guarded outputs move only as their guard lets them:
 * every message about a port of eight pins is made anew from what they are, never more than one coil at a time.
 */
export class FirmataWire implements Outputs {
  readonly #guarded: ReadonlySet<number>;
  readonly #send: (bytes: readonly number[]) => void;
  readonly #ports = new Map<number, number>();
  #message: number[] = [];

  constructor(guarded: readonly number[], send: (bytes: readonly number[]) => void) {
    this.#guarded = new Set(guarded);
    this.#send = send;
  }

  /** Every guarded output low, whatever was before. */
  rest(): void {
    for (const port of new Set([...this.#guarded].map((pin) => pin >> 3))) {
      this.#ports.set(port, 0);
      this.#sayPort(port);
    }
  }

  /** Called by the guard alone. */
  set(pin: number, to: 'on' | 'off'): void {
    this.#note(pin, to === 'on');
    this.#sayPort(pin >> 3);
  }

  /** Bytes from the controller. */
  push(bytes: Uint8Array, guard: Guard): void {
    for (const byte of bytes) {
      if (byte >= 0x80 && byte !== sysexEnd) this.#message = [];
      this.#message.push(byte);
      if (this.#isComplete()) {
        const message = this.#message;
        this.#message = [];
        this.#pass(message, guard);
      } else if (this.#message.length > messageMost) {
        this.#message = [];
      }
    }
  }

  #isComplete(): boolean {
    const [first = 0] = this.#message;
    const { length } = this.#message;
    if (first < 0x80) return false; // The rest of something that nobody understands.
    if (first === sysexStart) return this.#message.at(-1) === sysexEnd;
    if (first === pinMode || first === pinValue) return length === 3;
    if (first >= 0xf0) return true;
    return length === ([0xc0, 0xd0].includes(first & 0xf0) ? 2 : 3);
  }

  #pass(message: readonly number[], guard: Guard): void {
    const [first = 0, second = 0, third = 0] = message;
    if ((first & 0xf0) === digitalMessage) return this.#passPort(first & 0x0f, second | (third << 7), guard);
    if (first === pinValue && this.#guarded.has(second)) return void guard.order(second, third === 0 ? 'off' : 'on');
    if (first === systemReset) for (const pin of this.#guarded) guard.order(pin, 'off');
    if (!this.#isForbidden(first, second, third)) this.#send(message);
    if (first === pinValue) this.#note(second, third !== 0);
  }

  /** A coil by pulse width would be one that nobody sees. */
  #isForbidden(first: number, second: number, third: number): boolean {
    if (first === pinMode) return this.#guarded.has(second) && third !== inputMode && third !== outputMode;
    if (first === sysexStart) return second === extendedAnalog && this.#guarded.has(third);
    return (first & 0xf0) === analogMessage && this.#guarded.has(first & 0x0f);
  }

  /** Off before on: what is to go off makes room for what is to come. */
  #passPort(port: number, bits: number, guard: Guard): void {
    const pins = Array.from({ length: 8 }, (_, bit) => ({ pin: port * 8 + bit, isOn: ((bits >> bit) & 1) === 1 }));
    for (const { pin, isOn } of pins) if (!this.#guarded.has(pin)) this.#note(pin, isOn);
    for (const { pin, isOn } of pins) if (this.#guarded.has(pin) && !isOn) guard.order(pin, 'off');
    for (const { pin, isOn } of pins) if (this.#guarded.has(pin) && isOn) guard.order(pin, 'on');
    this.#sayPort(port);
  }

  #note(pin: number, isOn: boolean): void {
    const [port, bit] = [pin >> 3, 1 << (pin & 7)];
    const before = this.#ports.get(port) ?? 0;
    this.#ports.set(port, isOn ? before | bit : before & ~bit);
  }

  #sayPort(port: number): void {
    const bits = this.#ports.get(port) ?? 0;
    this.#send([digitalMessage | port, bits & 0x7f, (bits >> 7) & 1]);
  }
}
