import { LockerError } from '../../../statecharts/locker-error.ts';
import { codeOf } from '../../ports/error-code.ts';
import type { Kernel } from './kernel.ts';

/**
 * The GPIO character device of Linux, version 2 (linux/gpio.h), byte for byte.
 *
 *   request, 592 bytes    offsets 0 (64 × u32), consumer 256 (32), config 288, lines 560, buffer 564, file 588
 *   config, 272 bytes     flags 288 (u64), attributes 296 (u32), then at 320 each: id (u32), value +8 (u64), mask +16 (u64)
 *   values, 16 bytes      bits 0 (u64), mask 8 (u64)
 *   line, 256 bytes       name 0 (32), consumer 32 (32), offset 64 (u32), flags 72 (u64)
 */
const asks = { chip: 0x8044_b401, line: 0xc100_b405, request: 0xc250_b407, getValues: 0xc010_b40e, setValues: 0xc010_b40f } as const;
const flags = { used: 1n, input: 1n << 2n, output: 1n << 3n, rising: 1n << 4n, falling: 1n << 5n, pullUp: 1n << 8n } as const;
const attributes = { outputValues: 2, debounce: 3 } as const;
const eventBytes = 48;

/** Lines of one request, by linux/gpio.h. */
const linesMost = 64;
/** Reeds bounce for some 10 ms: the kernel tells what stays. */
const debounceUs = 10_000;

/** The header's pins, by model: Pi 5, Pi 4, and 3 with Zero 2 W. Numbers of chips change with the kernel, labels do not. */
export const piChipLabels: readonly string[] = ['pinctrl-rp1', 'pinctrl-bcm2711', 'pinctrl-bcm2835'];

/** Some lines of a chip that are outputs. */
interface OutputLines {
  set(line: number, to: 'on' | 'off'): void;
  close(): void;
}

/** Some lines of a chip that are inputs, pulled up. */
export interface InputLines {
  /** Can be read when a level has changed. */
  readonly file: number;
  /** What all lines are now. */
  levels(): ReadonlyMap<number, 'low' | 'high'>;
  /** Takes away what there is to be read. Call it only where there is something, or it waits. */
  drain(): void;
  close(): void;
}

/** A GPIO chip that is open. */
export class GpioChip {
  readonly #kernel: Kernel;
  readonly #file: number;
  readonly #label: string;

  private constructor(kernel: Kernel, file: number, label: string) {
    this.#kernel = kernel;
    this.#file = file;
    this.#label = label;
  }

  /**
   * Opens the chip with one of these labels.
   * @throws LockerError `hardware.not-ready`
   */
  static open(kernel: Kernel, labels: readonly string[]): GpioChip {
    const seen: string[] = [];
    for (const path of kernel.chips()) {
      const file = openChip(kernel, path);
      const label = labelOf(kernel, file);
      if (labels.includes(label)) return new GpioChip(kernel, file, label);
      kernel.close(file);
      seen.push(label);
    }
    const there = seen.length === 0 ? 'this machine has no GPIO chip at all' : `there are ${seen.join(', ')}`;
    const cure = 'Cure: run on a Raspberry Pi, or name the chip in bus.chipLabel; gpiodetect lists them';
    throw new LockerError('hardware.not-ready', labels.join(' or '), `no such GPIO chip: ${there}. ${cure}`);
  }

  /**
   * Makes lines outputs, off in the same call: no line is ever anything else.
   * @throws LockerError `hardware.not-ready`
   */
  requestOutputs(lines: readonly number[]): OutputLines {
    const kernel = this.#kernel;
    const file = this.#request(lines, flags.output, { id: attributes.outputValues, value: 0n });
    return {
      set: (line, to) => {
        const index = lines.indexOf(line);
        if (index < 0) throw new RangeError(`line ${String(line)} is no output`);
        const mask = 1n << BigInt(index);
        kernel.ask(file, asks.setValues, valuesBlock(to === 'on' ? mask : 0n, mask));
      },
      close: () => kernel.close(file),
    };
  }

  /**
   * Makes lines inputs with pull-ups, debounced by the kernel, which tells both edges.
   * @throws LockerError `hardware.not-ready`
   */
  requestInputs(lines: readonly number[]): InputLines {
    const kernel = this.#kernel;
    const wanted = flags.input | flags.rising | flags.falling | flags.pullUp;
    const file = this.#request(lines, wanted, { id: attributes.debounce, value: BigInt(debounceUs) });
    const waiting = new Uint8Array(eventBytes * linesMost);
    return {
      file,
      levels: () => {
        const block = valuesBlock(0n, maskOf(lines));
        kernel.ask(file, asks.getValues, block);
        const bits = new DataView(block.buffer).getBigUint64(0, true);
        return new Map(lines.map((line, index) => [line, (bits >> BigInt(index)) & 1n ? 'high' : 'low']));
      },
      drain: () => void kernel.read(file, waiting),
      close: () => kernel.close(file),
    };
  }

  close(): void {
    this.#kernel.close(this.#file);
  }

  #request(lines: readonly number[], wanted: bigint, attribute: { readonly id: number; readonly value: bigint }): number {
    const block = new Uint8Array(592);
    const view = new DataView(block.buffer);
    lines.forEach((line, index) => view.setUint32(index * 4, line, true));
    block.set(Buffer.from('lockerbank'), 256);
    view.setBigUint64(288, wanted, true);
    view.setUint32(296, 1, true);
    view.setUint32(320, attribute.id, true);
    view.setBigUint64(328, attribute.value, true);
    view.setBigUint64(336, maskOf(lines), true);
    view.setUint32(560, lines.length, true);
    try {
      this.#kernel.ask(this.#file, asks.request, block);
    } catch (cause) {
      throw this.#refusal(lines, cause);
    }
    return view.getInt32(588, true);
  }

  #refusal(lines: readonly number[], cause: unknown): LockerError {
    const say = (what: string): LockerError => new LockerError('hardware.not-ready', this.#label, what, cause);
    switch (codeOf(cause)) {
      case 'EBUSY': {
        const taken = lines.flatMap((line) => this.#takenBy(line) ?? []).join(', ') || lines.join(', ');
        return say(`pins in use by somebody else: ${taken}. Cure: stop that program, or take its overlay out of config.txt`);
      }
      case 'EINVAL':
        return say(`has not all of the pins ${lines.join(', ')}. Cure: compare the terminals in the profile with the board`);
      default:
        return say(`does not give out the pins ${lines.join(', ')}. Cure: update the kernel, 5.10 is the oldest that can`);
    }
  }

  /** `17 (spi0 CS0)`, or `null` for a line that is free. */
  #takenBy(line: number): string | null {
    const block = new Uint8Array(256);
    const view = new DataView(block.buffer);
    view.setUint32(64, line, true);
    try {
      this.#kernel.ask(this.#file, asks.line, block);
    } catch {
      return null; // Who has it only helps to say what is wrong.
    }
    return view.getBigUint64(72, true) & flags.used ? `${String(line)} (${textAt(block, 32) || 'the kernel'})` : null;
  }
}

/** As many groups as it takes to request all of them. */
export function inRequests<T>(lines: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(lines.length / linesMost) }, (_, group) => lines.slice(group * linesMost, (group + 1) * linesMost));
}

function openChip(kernel: Kernel, path: string): number {
  try {
    return kernel.open(path);
  } catch (cause) {
    const code = codeOf(cause);
    const cure = code === 'EACCES' || code === 'EPERM' ? 'Cure: sudo usermod -aG gpio USER, then log in anew' : 'Cure: see the cause';
    throw new LockerError('hardware.not-ready', path, `cannot be opened (${code ?? 'unknown'}). ${cure}`, cause);
  }
}

function labelOf(kernel: Kernel, file: number): string {
  const block = new Uint8Array(68);
  kernel.ask(file, asks.chip, block);
  return textAt(block, 32);
}

function textAt(block: Uint8Array, at: number): string {
  const text = Buffer.from(block.subarray(at, at + 32));
  const end = text.indexOf(0);
  return text.toString('utf8', 0, end < 0 ? 32 : end);
}

function valuesBlock(bits: bigint, mask: bigint): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(16);
  const view = new DataView(block.buffer);
  view.setBigUint64(0, bits, true);
  view.setBigUint64(8, mask, true);
  return block;
}

function maskOf(lines: readonly unknown[]): bigint {
  return (1n << BigInt(lines.length)) - 1n;
}
