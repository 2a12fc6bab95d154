import { standardFirmata, type Sketch } from './chip.ts';
import type { EmulatedBoard, Panel } from './emulated-board.ts';

/** The protocol of Firmata 2.5, as far as locks and contacts go: https://github.com/firmata/protocol. */
const pinMode = 0xf4;
const pinValue = 0xf5;
const version = 0xf9;
const reset = 0xff;
const sysex = { start: 0xf0, end: 0xf7 } as const;
const digital = 0x90;
const reportAnalog = 0xc0;
const reportDigital = 0xd0;
const queries = { firmware: 0x79, capability: 0x6b, analog: 0x69, pinState: 0x6d } as const;
const answers = { capability: 0x6c, analog: 0x6a, pinState: 0x6e } as const;

const modes = { input: 0x00, output: 0x01, analog: 0x02, pullUp: 0x0b } as const;
const noAnalog = 0x7f;
/** What StandardFirmata keeps of a message; what is longer is cut off there as well. */
const messageMost = 64;
const pinsOfPort = 8;

interface FirmataOptions {
  /** How many pins it has: 20 on an Uno, 70 on a Mega. */
  readonly pins: number;
  /** The first pin that is analogue as well: A0. */
  readonly firstAnalog: number;
  readonly panel: Panel;
  readonly say: (bytes: Uint8Array) => void;
}

interface Pin {
  mode: number;
  /** Of an output its level; of an input whether its pull-up is on. */
  isHigh: boolean;
}

/**
 * A microcontroller with StandardFirmata: it believes whatever it is told, moves as many coils as it is told to, and for
 * as long. Its pins are numbered as the panel's terminals are.
 */
export class FirmataBoard implements EmulatedBoard {
  readonly #options: FirmataOptions;
  #pins: Pin[] = [];
  /** Ports of eight pins whose inputs are reported, with the value that was told last. */
  readonly #reported = new Map<number, number>();
  #message: number[] = [];
  /** What is flashed; `null`: nothing that speaks Firmata. */
  #sketch: Sketch | null = standardFirmata;
  #isRunning = true;

  constructor(options: FirmataOptions) {
    this.#options = options;
    this.#pins = this.#freshPins();
  }

  /** As after each reset: it says who it is, unasked. */
  announce(): void {
    this.#sayVersion();
    this.#sayFirmware();
  }

  hear(bytes: Uint8Array): void {
    for (const byte of bytes) this.#take(byte);
  }

  /** Somebody has moved a door: the reported inputs are looked at, as the real one does all the time. */
  sense(): void {
    for (const port of this.#reported.keys()) this.#tellPort(port, 'if changed');
  }

  /** Of a test or a technician who looks: how a pin is set up, and what it gives. */
  pin(pin: number): Readonly<Pin> | null {
    const { mode, isHigh } = this.#pins[pin] ?? {};
    return mode === undefined || isHigh === undefined ? null : { mode, isHigh };
  }

  /** Whether a byte that is no command would mean nothing now. */
  get isBetweenMessages(): boolean {
    return !this.#isRunning || this.#message.length === 0;
  }

  brownOut(): void {
    this.#reset();
    if (this.#isRunning) this.announce();
  }

  stop(): void {
    this.halt();
  }

  /** Its boot loader has the chip, or nobody: every pin is an input. */
  halt(): void {
    this.#reset();
    this.#isRunning = false;
  }

  /** Another program lies on it, and begins at the next `run`. */
  flash(sketch: Sketch | null): void {
    this.#sketch = sketch;
  }

  /** As after a reset. */
  run(): void {
    this.#isRunning = true;
    this.announce();
  }

  #freshPins(): Pin[] {
    const { pins, firstAnalog } = this.#options;
    return Array.from({ length: pins }, (_, pin) => ({ mode: pin < firstAnalog ? modes.output : modes.analog, isHigh: false }));
  }

  #reset(): void {
    for (const pin of this.#pins.keys()) this.#write(pin, false);
    this.#pins = this.#freshPins();
    this.#reported.clear();
    this.#message = [];
  }

  /** A command byte begins anew, whatever was half said before; bytes that follow no command mean nothing. */
  #take(byte: number): void {
    if (!this.#isRunning || this.#sketch === null) return;
    if (byte >= 0x80 && byte !== sysex.end) this.#message = [];
    if (byte < 0x80 && this.#message.length === 0) return;
    if (this.#message.length < messageMost) this.#message.push(byte);
    const message = this.#message;
    if (!isComplete(message, byte)) return;
    this.#message = [];
    this.#obey(message);
  }

  #obey([first = 0, second = 0, third = 0, ...rest]: readonly number[]): void {
    if (first === reset) return this.#reset();
    if (first === version) return this.#sayVersion();
    if (first === sysex.start) return this.#answer(second, third);
    if (first === pinMode) return this.#setMode(second, third);
    if (first === pinValue) return this.#write(second, third !== 0);
    if ((first & 0xf0) === digital && rest.length === 0) return this.#writePort(first & 0x0f, second | (third << 7));
    if ((first & 0xf0) === reportDigital) this.#report(first & 0x0f, second !== 0);
  }

  #setMode(pin: number, mode: number): void {
    const known = this.#pins[pin];
    if (known === undefined || !this.#modesOf(pin).includes(mode)) return;
    this.#write(pin, false);
    known.mode = mode;
    known.isHigh = mode === modes.pullUp;
  }

  #writePort(port: number, value: number): void {
    for (let bit = 0; bit < pinsOfPort; bit++) this.#write(port * pinsOfPort + bit, ((value >> bit) & 1) === 1);
  }

  /** To an output a level; to an input its pull-up. */
  #write(pin: number, isHigh: boolean): void {
    const known = this.#pins[pin];
    if (known === undefined || (known.mode !== modes.output && known.mode !== modes.input)) return;
    const hasChanged = known.isHigh !== isHigh;
    known.isHigh = isHigh;
    if (!hasChanged || known.mode !== modes.output) return;
    if (isHigh) this.#options.panel.energise(pin);
    else this.#options.panel.rest(pin);
  }

  #report(port: number, isWanted: boolean): void {
    if (!isWanted || port * pinsOfPort >= this.#options.pins) return void this.#reported.delete(port);
    this.#tellPort(port, 'anyway');
  }

  #tellPort(port: number, when: 'anyway' | 'if changed'): void {
    const bits = Array.from({ length: pinsOfPort }, (_, bit) => (this.#reads(port * pinsOfPort + bit) ? 1 << bit : 0));
    const value = bits.reduce((all, bit) => all | bit, 0);
    if (when === 'if changed' && this.#reported.get(port) === value) return;
    this.#reported.set(port, value);
    this.#say(digital | port, value & 0x7f, value >> 7);
  }

  /** A pin to which no wire leads reads as its pull-up has it. Without one it floats; here it floats low. */
  #reads(pin: number): boolean {
    const { mode, isHigh } = this.#pins[pin] ?? {};
    if (mode !== modes.input && mode !== modes.pullUp) return false;
    const level = this.#options.panel.level(pin);
    return level === null ? isHigh === true : level === 'high';
  }

  #answer(query: number, pin: number): void {
    const all = [...this.#pins.keys()];
    const { firstAnalog } = this.#options;
    if (query === queries.firmware) this.#sayFirmware();
    else if (query === queries.capability) {
      const bitsOf = (mode: number): number => (mode === modes.analog ? 10 : 1);
      this.#sayLong(answers.capability, ...all.flatMap((one) => [...this.#modesOf(one).flatMap((mode) => [mode, bitsOf(mode)]), 0x7f]));
    } else if (query === queries.analog) {
      this.#sayLong(answers.analog, ...all.map((one) => (one < firstAnalog ? noAnalog : one - firstAnalog)));
    } else if (query === queries.pinState) {
      const known = this.#pins[pin];
      if (known) this.#sayLong(answers.pinState, pin, known.mode, Number(known.isHigh));
    }
  }

  #modesOf(pin: number): readonly number[] {
    return [modes.input, modes.output, modes.pullUp, ...(pin >= this.#options.firstAnalog ? [modes.analog] : [])];
  }

  #sayVersion(): void {
    if (this.#sketch !== null) this.#say(version, ...this.#sketch.version);
  }

  #sayFirmware(): void {
    if (this.#sketch === null) return;
    const { name, version: own } = this.#sketch;
    this.#sayLong(queries.firmware, ...own, ...[...name].flatMap((sign) => [sign.charCodeAt(0) & 0x7f, sign.charCodeAt(0) >> 7]));
  }

  #sayLong(...bytes: readonly number[]): void {
    this.#say(sysex.start, ...bytes, sysex.end);
  }

  #say(...bytes: readonly number[]): void {
    this.#options.say(Uint8Array.from(bytes));
  }
}

function isComplete(message: readonly number[], last: number): boolean {
  const [first = 0] = message;
  if (first === sysex.start) return last === sysex.end;
  if (first === pinMode || first === pinValue) return message.length === 3;
  if (first >= 0xf0) return true;
  const kind = first & 0xf0;
  return message.length === (kind === reportAnalog || kind === reportDigital ? 2 : 3);
}
