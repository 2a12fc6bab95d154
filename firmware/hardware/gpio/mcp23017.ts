import { LockerError } from '../../../statecharts/locker-error.ts';
import { codeOf } from './cdev.ts';
import type { Kernel } from './kernel.ts';

/** Registers of both banks as one word: A in the low byte, B in the high one. Microchip DS20001952, BANK = 0. */
const registers = { direction: 0x00, invert: 0x02, pullUp: 0x0c, pins: 0x12, latch: 0x14 } as const;
/** Where IOCON is while BANK = 1, which somebody may have left; otherwise interrupts of bank B, which nobody uses. */
const strayControl = 0x05;
const useAddress = 0x0703;

/** Where an expander is, and what its pins are. One bit a channel. */
export interface ExpanderPlan {
  readonly device: string;
  readonly address: number;
  readonly outputs: number;
}

/** An MCP23017 on an I2C bus. Its pins are inputs with pull-ups, but for those that are outputs. */
export class Mcp23017 {
  readonly #kernel: Kernel;
  readonly #file: number;
  readonly #outputs: number;
  #latch = 0;

  private constructor(kernel: Kernel, file: number, outputs: number) {
    this.#kernel = kernel;
    this.#file = file;
    this.#outputs = outputs;
  }

  /**
   * Opens the way to it, and orders nothing yet.
   * @throws LockerError `hardware.not-ready`
   */
  static open(kernel: Kernel, { device, address, outputs }: ExpanderPlan): Mcp23017 {
    let file: number | null = null;
    try {
      file = kernel.open(device);
      kernel.tell(file, useAddress, address);
      return new Mcp23017(kernel, file, outputs);
    } catch (cause) {
      if (file !== null) kernel.close(file);
      throw new LockerError('hardware.not-ready', `${device}, address 0x${address.toString(16)}`, refusalOf(codeOf(cause)), cause);
    }
  }

  /** The latch is low before a pin becomes an output: none is ever high that was not ordered. */
  setUp(): void {
    this.#latch = 0;
    this.#kernel.writeByte(this.#file, strayControl, 0);
    this.#kernel.writeWord(this.#file, registers.latch, 0);
    const inputs = ~this.#outputs & 0xffff;
    this.#kernel.writeWord(this.#file, registers.direction, inputs);
    this.#kernel.writeWord(this.#file, registers.pullUp, inputs);
    this.#kernel.writeWord(this.#file, registers.invert, 0);
  }

  /** False after its power was away for a moment: every pin is an input then, and no pull-up is on. */
  isSetUp(): boolean {
    const inputs = ~this.#outputs & 0xffff;
    const read = (register: number): number => this.#kernel.readWord(this.#file, register);
    return read(registers.direction) === inputs && read(registers.pullUp) === inputs;
  }

  /** One bit changes, whatever else is on. */
  set(channel: number, to: 'on' | 'off'): void {
    const bit = 1 << channel;
    if ((this.#outputs & bit) === 0) throw new RangeError(`channel ${String(channel)} is no output`);
    const latch = to === 'on' ? this.#latch | bit : this.#latch & ~bit;
    this.#kernel.writeWord(this.#file, registers.latch, latch);
    this.#latch = latch;
  }

  /** What all 16 pins are, in one transaction. */
  read(): Promise<number> {
    return this.#kernel.readWordSoon(this.#file, registers.pins);
  }

  close(): void {
    this.#kernel.close(this.#file);
  }
}

function refusalOf(code: string): string {
  switch (code) {
    case 'ENOENT':
      return 'there is no such I2C bus. Cure: switch it on with raspi-config, or with dtparam=i2c_arm=on in config.txt';
    case 'EACCES':
    case 'EPERM':
      return 'the I2C bus cannot be opened. Cure: sudo usermod -aG i2c USER, then log in anew';
    case 'EBUSY':
      return 'the expander is in the hands of a driver of Linux. Cure: take its overlay out of config.txt';
    default:
      return 'the expander cannot be reached. Cure: see the cause';
  }
}
