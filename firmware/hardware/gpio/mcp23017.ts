import { LockerError } from '../../../statecharts/locker-error.ts';
import { codeOf } from '../../ports/error-code.ts';
import { ExpectedTrouble } from '../../ports/expected-trouble.ts';
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
  readonly name: string;
  readonly #kernel: Kernel;
  readonly #file: number;
  readonly #outputs: number;

  private constructor(kernel: Kernel, file: number, { device, address, outputs }: ExpanderPlan) {
    this.name = `${device} 0x${address.toString(16)}`;
    this.#kernel = kernel;
    this.#file = file;
    this.#outputs = outputs;
  }

  /**
   * Opens the way to it, and orders nothing yet.
   * @throws LockerError `hardware.not-ready`
   */
  static open(kernel: Kernel, plan: ExpanderPlan): Mcp23017 {
    const { device, address } = plan;
    let file: number | null = null;
    try {
      file = kernel.open(device);
      kernel.tell(file, useAddress, address);
      return new Mcp23017(kernel, file, plan);
    } catch (cause) {
      if (file !== null) kernel.close(file);
      throw new LockerError('hardware.not-ready', `${device}, address 0x${address.toString(16)}`, refusalOf(codeOf(cause)), cause);
    }
  }

  /** The latch is low before a pin becomes an output: none is ever high that was not ordered. */
  async setUp(): Promise<void> {
    await this.#kernel.writeByte(this.#file, strayControl, 0);
    await this.#write('latch', 0);
    await this.#write('direction', this.#inputs);
    await this.#write('pullUp', this.#inputs);
    await this.#write('invert', 0);
  }

  /** False after its power was away for a moment: every pin is an input then, and no pull-up is on. */
  async isSetUp(): Promise<boolean> {
    return (await this.#read('direction')) === this.#inputs && (await this.#read('pullUp')) === this.#inputs;
  }

  /** @param on one bit for each channel that is on from now on; all others are off */
  async switch(on: number): Promise<void> {
    if ((on & this.#inputs) !== 0) throw new RangeError(`no outputs: 0x${on.toString(16)}`);
    await this.#write('latch', on);
  }

  /**
   * What all 16 pins are.
   * @throws Error where its pull-ups were off before or after: without them a cut wire reads as anything, and so does a reed
   */
  async read(): Promise<number> {
    await this.#checkPullUps();
    const levels = await this.#read('pins');
    await this.#checkPullUps();
    return levels;
  }

  close(): void {
    this.#kernel.close(this.#file);
  }

  get #inputs(): number {
    return ~this.#outputs & 0xffff;
  }

  async #checkPullUps(): Promise<void> {
    if ((await this.#read('pullUp')) !== this.#inputs) throw new ExpectedTrouble('its pull-ups are off: it had lost its power');
  }

  #read(register: keyof typeof registers): Promise<number> {
    return this.#kernel.readWord(this.#file, registers[register]);
  }

  #write(register: keyof typeof registers, value: number): Promise<void> {
    return this.#kernel.writeWord(this.#file, registers[register], value);
  }
}

function refusalOf(code: string | null): string {
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
