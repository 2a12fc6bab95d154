import { firmata, FirmataMessages } from '../serial/firmata-messages.ts';
import type { Guard, Outputs } from './guard.ts';

const [inputMode, outputMode] = [0, 1];

/**
 * What the controller says to a microcontroller, read and passed on. Guarded outputs move only as their guard lets them:
 * every message about a port of eight pins is made anew from what they are, never more than one coil at a time.
 */
export class FirmataWire implements Outputs {
  readonly #guarded: ReadonlySet<number>;
  readonly #send: (bytes: readonly number[]) => void;
  readonly #ports = new Map<number, number>();
  readonly #messages = new FirmataMessages('host');

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
    for (const message of this.#messages.push(bytes)) this.#pass(message, guard);
  }

  #pass(message: readonly number[], guard: Guard): void {
    const [first = 0, second = 0, third = 0] = message;
    if ((first & 0xf0) === firmata.digital) return this.#passPort(first & 0x0f, second | (third << 7), guard);
    if (first === firmata.pinValue && this.#guarded.has(second)) return guard.order(second, third === 0 ? 'off' : 'on');
    if (first === firmata.systemReset) for (const pin of this.#guarded) guard.order(pin, 'off');
    if (!this.#isForbidden(first, second, third)) this.#send(message);
    if (first === firmata.pinValue) this.#note(second, third !== 0);
  }

  /** A coil by pulse width would be one that nobody sees. */
  #isForbidden(first: number, second: number, third: number): boolean {
    if (first === firmata.pinMode) return this.#guarded.has(second) && third !== inputMode && third !== outputMode;
    if (first === firmata.sysexStart) return second === firmata.extendedAnalog && this.#guarded.has(third);
    return (first & 0xf0) === firmata.analog && this.#guarded.has(first & 0x0f);
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
    this.#send([firmata.digital | port, bits & 0x7f, (bits >> 7) & 1]);
  }
}
