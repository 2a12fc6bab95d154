import { SerialPort } from 'serialport';

const [pinMode, digital, reportDigital, sysexStart, sysexEnd, version] = [0xf4, 0x90, 0xd0, 0xf0, 0xf7, 0xf9];
const [queryFirmware, queryCapabilities, capabilities, queryAnalog, analog] = [0x79, 0x6b, 0x6c, 0x69, 0x6a];
const pinCount = 20;

/**
 * A microcontroller as StandardFirmata 2.5 makes it, as far as locks and contacts go: written from the protocol's
 * description, 20 pins like an Uno's.
 */
export class FirmataPeer {
  readonly modes = new Map<number, number>();
  /** What our side writes to ports of eight pins. */
  readonly written: number[] = [0, 0, 0];
  readonly #inputs = [0, 0, 0];
  readonly #reported = new Set<number>();
  readonly #serial: SerialPort;
  #message: number[] = [];

  /** @param speaks false for a device that is there and is no Firmata */
  constructor(path: string, speaks = true) {
    this.#serial = new SerialPort({ path, baudRate: 57_600 });
    this.#serial.on('data', (bytes: Buffer) => {
      for (const byte of bytes) if (speaks) this.#hear(byte);
    });
  }

  output(pin: number): number {
    return ((this.written[pin >> 3] ?? 0) >> (pin & 7)) & 1;
  }

  input(pin: number, value: 0 | 1): void {
    const port = pin >> 3;
    const bit = 1 << (pin & 7);
    this.#inputs[port] = value === 1 ? (this.#inputs[port] ?? 0) | bit : (this.#inputs[port] ?? 0) & ~bit;
    if (this.#reported.has(port)) this.#tellPort(port);
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#serial.close(() => resolve()));
  }

  #hear(byte: number): void {
    if (byte >= 0x80 && byte !== sysexEnd) this.#message = [];
    this.#message.push(byte);
    const [first = 0, second = 0, third = 0] = this.#message;
    const length = this.#message.length;
    if (first === version) this.#say(version, 2, 5);
    else if (first === sysexStart && byte === sysexEnd) this.#answer(second);
    else if (first === pinMode && length === 3) this.modes.set(second, third);
    else if ((first & 0xf0) === digital && length === 3) this.written[first & 0x0f] = second | (third << 7);
    else if ((first & 0xf0) === reportDigital && length === 2 && second === 1) {
      this.#reported.add(first & 0x0f);
      this.#tellPort(first & 0x0f);
    }
  }

  #answer(query: number): void {
    const pins = Array.from({ length: pinCount }, (_, pin) => pin);
    if (query === queryFirmware) this.#say(sysexStart, queryFirmware, 2, 5, 0x54, 0, sysexEnd);
    if (query === queryCapabilities) this.#say(sysexStart, capabilities, ...pins.flatMap(() => [0, 1, 1, 1, 0x7f]), sysexEnd);
    if (query === queryAnalog) this.#say(sysexStart, analog, ...pins.map((pin) => (pin < 14 ? 0x7f : pin - 14)), sysexEnd);
  }

  #tellPort(port: number): void {
    const value = this.#inputs[port] ?? 0;
    this.#say(digital | port, value & 0x7f, value >> 7);
  }

  #say(...bytes: number[]): void {
    this.#serial.write(bytes);
  }
}
