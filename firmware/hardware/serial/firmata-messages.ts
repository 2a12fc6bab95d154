/** Firmata 2.5: https://github.com/firmata/protocol. What the host says, and what the board says, in messages of these. */
export const firmata = {
  pinMode: 0xf4, pinValue: 0xf5, sysexStart: 0xf0, sysexEnd: 0xf7, version: 0xf9, systemReset: 0xff,
  /** With a port of eight pins, or a pin, in their lower half. */
  digital: 0x90, analog: 0xe0, reportAnalog: 0xc0, reportDigital: 0xd0,
  extendedAnalog: 0x6f,
} as const;

/** Longer than anything that is said about 70 pins: this was no message. */
const messageMost = 1024;

/** Whole messages out of a stream of bytes, however it was cut. What lost a byte on its way is no message, and left out. */
export class FirmataMessages {
  readonly #from: 'host' | 'board';
  #message: number[] = [];

  constructor(from: 'host' | 'board') {
    this.#from = from;
  }

  push(bytes: Uint8Array): readonly (readonly number[])[] {
    const messages: number[][] = [];
    for (const byte of bytes) {
      // A command begins anew, whatever was half said before.
      if (byte >= 0x80 && byte !== firmata.sysexEnd) this.#message = [];
      this.#message.push(byte);
      const isWhole = this.#isWhole();
      if (isWhole) messages.push(this.#message);
      if (isWhole || this.#message.length > messageMost) this.#message = [];
    }
    return messages;
  }

  #isWhole(): boolean {
    const [first = 0] = this.#message;
    const last = this.#message.at(-1);
    if (first < 0x80) return false; // The rest of something that nobody understands.
    if (first === firmata.sysexStart) return last === firmata.sysexEnd;
    return last !== firmata.sysexEnd && this.#message.length === this.#lengthOf(first);
  }

  #lengthOf(first: number): number {
    if (first === firmata.version) return this.#from === 'host' ? 1 : 3;
    if (first === firmata.pinMode || first === firmata.pinValue) return 3;
    if (first >= firmata.sysexStart) return 1;
    return [firmata.reportAnalog, firmata.reportDigital].some((one) => one === (first & 0xf0)) ? 2 : 3;
  }
}
