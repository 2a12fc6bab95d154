import type { BoardModel } from '../../board-profiles/board.schema.ts';

export type Mcu = NonNullable<BoardModel['mcu']>;

/** What can be wrong with it; somebody at the workbench types the word. */
export const chipFaults = ['worn-flash', 'other-chip', 'dead-loader'] as const;
export type ChipFault = (typeof chipFaults)[number];

/** By these a programmer knows a chip: data sheets of Microchip, "signature bytes". */
const signatures: Readonly<Record<string, readonly number[]>> = {
  atmega328p: [0x1e, 0x95, 0x0f], atmega2560: [0x1e, 0x98, 0x01],
};
/** Of an ATmega168, which looks the same. */
const otherSignature = [0x1e, 0x94, 0x06];
/** Where a worn flash has a bit that stays 1. */
const wornAt = 0x80;
const erased = 0xff;

/** What runs on it, as it says it itself. */
export interface Sketch {
  readonly name: string;
  readonly version: readonly [major: number, minor: number];
}

export const standardFirmata: Sketch = { name: 'StandardFirmata.ino', version: [2, 5] };

/** The flash of an emulated microcontroller. */
export class Chip {
  readonly faults = new Set<ChipFault>();
  readonly #mcu: Mcu;
  #flash: Uint8Array;

  constructor(mcu: Mcu) {
    this.#mcu = mcu;
    this.#flash = new Uint8Array(mcu.programMostBytes).fill(erased);
  }

  get signature(): readonly number[] {
    return this.faults.has('other-chip') ? otherSignature : signatures[this.#mcu.part] ?? otherSignature;
  }

  /** Bytes beyond its end are lost. */
  write(at: number, bytes: Uint8Array): void {
    const fits = bytes.subarray(0, Math.max(0, this.#flash.length - at));
    this.#flash.set(fits, Math.min(at, this.#flash.length));
    if (this.faults.has('worn-flash')) this.#flash[wornAt] = (this.#flash[wornAt] ?? erased) | 1;
  }

  read(at: number, length: number): Uint8Array {
    return Uint8Array.from({ length }, (_, index) => this.#flash[at + index] ?? erased);
  }

  erase(): void {
    this.#flash = this.#flash.fill(erased);
  }

  /**
   * What was flashed, by the name that every Arduino program with Firmata carries in it; a version may stand behind it. All else
   * does something, but says nothing.
   */
  sketch(): Sketch | null {
    const [, name, major, minor] = /([\w-]+\.ino)(?: (\d+)\.(\d+))?/.exec(Buffer.from(this.#flash).toString('latin1')) ?? [];
    if (name === undefined) return null;
    return { name, version: major === undefined ? standardFirmata.version : [Number(major), Number(minor)] };
  }
}
