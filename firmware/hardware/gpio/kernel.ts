import { closeSync, constants, openSync, readdirSync, readSync } from 'node:fs';
import { arch, endianness } from 'node:os';
import { getSystemErrorMap } from 'node:util';
import type * as koffiTypes from 'koffi';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { ExpectedTrouble } from '../../ports/expected-trouble.ts';

/** The few calls of Linux that pins need. What fails throws an ExpectedTrouble whose `code` is the name of its errno. */
export interface Kernel {
  /** Paths of all GPIO chips. */
  chips(): readonly string[];
  open(path: string): number;
  close(file: number): void;
  /** `ioctl` with a block of bytes, which may come back changed. */
  ask(file: number, request: number, bytes: Uint8Array): void;
  /** `ioctl` with a number. */
  tell(file: number, request: number, value: number): void;
  /** Which of these files can be read, as soon as one can; none after `withinMs`. Runs in a thread. */
  readable(files: readonly number[], withinMs: number): Promise<readonly number[]>;
  read(file: number, into: Uint8Array): number;
  /** These run in a thread, as do the writes: a stuck I2C bus holds each of them for a second. */
  readWord(file: number, register: number): Promise<number>;
  writeWord(file: number, register: number, value: number): Promise<void>;
  writeByte(file: number, register: number, value: number): Promise<void>;
}

type Koffi = typeof koffiTypes;

/** linux/i2c-dev.h and linux/i2c.h: one transaction, with a pointer to its data. */
const smbusRequest = 0x0720;
const smbus = { write: 0, read: 1, byteData: 2, wordData: 3 } as const;
const smbusBytes = 16;
const smbusDataBytes = 34;

interface Transaction {
  readonly way: number;
  readonly register: number;
  readonly size: number;
  readonly value: number;
}

/** poll.h. */
const pollIn = 1;
const pollBytes = 8;

const cure = 'Cure: npm install koffi@3.3.4 in the folder of lockerbank, on a 64-bit system';

/**
 * Linux itself, called by koffi. It is loaded only now, so that a machine without pins does without it.
 * @throws LockerError `hardware.not-ready` where koffi is missing, or this machine lays its structures out differently
 */
export async function loadKernel(): Promise<Kernel> {
  let koffi: Koffi;
  try {
    koffi = await import('koffi');
  } catch (cause) {
    throw new LockerError('hardware.not-ready', 'koffi', `the package that speaks to the pins is missing. ${cure}`, cause);
  }
  checkLayout(koffi);
  return new LinuxKernel(koffi);
}

/** The bytes are laid out by hand (cdev.ts), so this machine must agree about them: linux/gpio.h says 592. */
function checkLayout(koffi: Koffi): void {
  const attribute = koffi.struct({ id: 'uint32_t', padding: 'uint32_t', value: 'uint64_t', mask: 'uint64_t' });
  const config = koffi.struct({
    flags: 'uint64_t', count: 'uint32_t', padding: koffi.array('uint32_t', 5), attributes: koffi.array(attribute, 10),
  });
  const request = koffi.struct({
    offsets: koffi.array('uint32_t', 64), consumer: koffi.array('uint8_t', 32), config, lines: 'uint32_t', buffer: 'uint32_t',
    padding: koffi.array('uint32_t', 5), file: 'int32_t',
  });
  const sizes = [koffi.sizeof(request), koffi.sizeof('void *'), endianness()];
  if (sizes.join(' ') === '592 8 LE') return;
  const what = `this machine lays out its structures as ${sizes.join(' ')}. Cure: use a 64-bit Raspberry Pi OS`;
  throw new LockerError('hardware.not-ready', arch(), what);
}

class LinuxKernel implements Kernel {
  readonly #koffi: Koffi;
  readonly #ask;
  readonly #tell;
  readonly #poll;

  constructor(koffi: Koffi) {
    const libc = koffi.load('libc.so.6');
    this.#koffi = koffi;
    this.#ask = libc.func('ioctl', 'int', ['int', 'unsigned long', koffi.inout(koffi.pointer('uint8_t'))]);
    this.#tell = libc.func('ioctl', 'int', ['int', 'unsigned long', 'unsigned long']);
    this.#poll = libc.func('poll', 'int', [koffi.inout(koffi.pointer('uint8_t')), 'unsigned long', 'int']);
  }

  chips(): readonly string[] {
    return readdirSync('/dev').filter((name) => /^gpiochip\d+$/.test(name)).toSorted().map((name) => `/dev/${name}`);
  }

  /** A child that is started later does not get it: Node opens everything close-on-exec. */
  open(path: string): number {
    return openSync(path, constants.O_RDWR);
  }

  close(file: number): void {
    closeSync(file);
  }

  ask(file: number, request: number, bytes: Uint8Array): void {
    this.#check(this.#ask(file, request, bytes) as number, 'ioctl');
  }

  tell(file: number, request: number, value: number): void {
    this.#check(this.#tell(file, request, value) as number, 'ioctl');
  }

  /** An outstanding read would keep the process from ending; a poll comes back by itself. */
  async readable(files: readonly number[], withinMs: number): Promise<readonly number[]> {
    const entries = Buffer.alloc(pollBytes * files.length);
    files.forEach((file, index) => {
      entries.writeInt32LE(file, index * pollBytes);
      entries.writeInt16LE(pollIn, index * pollBytes + 4);
    });
    await this.#soon('poll', (done) => void this.#poll.async(entries, files.length, withinMs, done));
    return files.filter((_, index) => entries.readInt16LE(index * pollBytes + 6) !== 0);
  }

  read(file: number, into: Uint8Array): number {
    return readSync(file, into);
  }

  readWord(file: number, register: number): Promise<number> {
    return this.#transact(file, { way: smbus.read, register, size: smbus.wordData, value: 0 });
  }

  async writeWord(file: number, register: number, value: number): Promise<void> {
    await this.#transact(file, { way: smbus.write, register, size: smbus.wordData, value });
  }

  async writeByte(file: number, register: number, value: number): Promise<void> {
    await this.#transact(file, { way: smbus.write, register, size: smbus.byteData, value });
  }

  async #transact(file: number, transaction: Transaction): Promise<number> {
    const { block, data, free } = this.#order(transaction);
    const what = transaction.way === smbus.read ? 'read of a register' : 'write of a register';
    try {
      await this.#soon(what, (done) => void this.#tell.async(file, smbusRequest, block, done));
      return new DataView(data).getUint16(0, true);
    } finally {
      free();
    }
  }

  /** Memory that stays where it is, since the order holds the address of its data. */
  #order({ way, register, size, value }: Transaction): { block: bigint; data: ArrayBuffer; free: () => void } {
    const koffi = this.#koffi;
    const block = koffi.alloc('uint8_t', smbusBytes + smbusDataBytes) as bigint;
    const address = koffi.address(block);
    const memory = koffi.view(block, smbusBytes + smbusDataBytes);
    const order = new DataView(memory);
    new Uint8Array(memory).fill(0);
    order.setUint8(0, way);
    order.setUint8(1, register);
    order.setUint32(4, size, true);
    order.setBigUint64(8, address + BigInt(smbusBytes), true);
    order.setUint16(smbusBytes, value, true);
    return { block: address, data: koffi.view(address + BigInt(smbusBytes), smbusDataBytes), free: () => koffi.free(block) };
  }

  #soon(what: string, call: (done: (error: unknown, result: number) => void) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      call((error, result) => {
        if (error) return reject(error instanceof Error ? error : new Error(what));
        try {
          this.#check(result, what);
          resolve();
        } catch (failure) {
          reject(failure as Error);
        }
      });
    });
  }

  #check(result: number, what: string): void {
    if (result < 0) throw systemError(this.#koffi.errno(), what);
  }
}

function systemError(errno: number, what: string): Error {
  const [code, says] = getSystemErrorMap().get(-errno) ?? [`errno ${String(errno)}`, 'unknown'];
  return Object.assign(new ExpectedTrouble(`${code}: ${says}, ${what}`), { code });
}
