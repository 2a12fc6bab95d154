import { readFileSync, writeFileSync } from 'node:fs';
import type { Kernel } from '../../firmware/hardware/gpio/kernel.ts';
import { smbusWord } from './guest-smbus.ts';

/** Of an MCP23017, both banks as one word: Microchip DS20001952. */
export const registers = { direction: 0x00, pullUp: 0x0c, pins: 0x12, latch: 0x14 } as const;

/** `I2C_SLAVE_FORCE`: beside whoever has it. */
const useAddress = 0x0706;
/** Where the addresses of i2c-stub's chips stand, separated by commas. */
const addressesFile = '/sys/module/i2c_stub/parameters/chip_addr';
/** From where a chip is to where nobody looks for it. */
const awayBy = 0x10;

/** One chip of i2c-stub, read and written behind everybody's back. */
export class GuestExpander {
  readonly #kernel: Kernel;
  readonly #address: number;
  readonly #file: number;
  #isAway = false;

  constructor(kernel: Kernel, address: number) {
    this.#kernel = kernel;
    this.#address = address;
    this.#file = kernel.open('/dev/i2c-0');
    kernel.tell(this.#file, useAddress, address);
  }

  read(register: number): number {
    return smbusWord(this.#file, 'read', register);
  }

  write(register: number, value: number): void {
    smbusWord(this.#file, 'write', register, value);
  }

  /** As after its power came back: every pin is an input, without a pull-up. */
  reset(): void {
    for (let register = 0; register < 0x16; register += 2) this.write(register, register === registers.direction ? 0xffff : 0);
  }

  /** It answers nobody any more, or answers again. Its registers stay as they are. */
  setAway(isAway: boolean): void {
    if (this.#isAway === isAway) return;
    const [from, to] = isAway ? [this.#address, this.#address + awayBy] : [this.#address + awayBy, this.#address];
    const addresses = readFileSync(addressesFile, 'utf8').trim().split(',');
    writeFileSync(addressesFile, addresses.map((one) => (Number(one) === from ? to : one)).join(','));
    this.#kernel.tell(this.#file, useAddress, to);
    this.#isAway = isAway;
  }
}
