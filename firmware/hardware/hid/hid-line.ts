import { ms, type Milliseconds } from '../../../statecharts/units.ts';
import type { Clock, Timer } from '../../ports/clock.ts';
import { reopenAtMostAfter, reopenFirstAfter } from '../serial/serial-line.ts';
import type { EventDevice, OpenEventDevice } from './event-device.ts';
import { KeyStrokes, type Stroke } from './key-strokes.ts';

/** As often as a USB keyboard itself is asked: nobody feels it, and it costs a Pi nothing to speak of. */
export const readEvery = ms(10);
/** Reads in a row: a device that never falls silent keeps nobody else waiting. */
const readsMost = 16;

/** Where a device that types as a keyboard does is, and who is told of it. */
export interface HidDeviceOptions {
  /** Path under /dev/input. */
  readonly device: string;
  readonly clock: Clock;
  readonly open: OpenEventDevice;
  /** Told once when it cannot be opened or goes away, until it is there again. */
  readonly onTrouble: (where: string, error: unknown) => void;
  readonly onHealth: (isWell: boolean) => void;
}

interface HidLineOptions extends HidDeviceOptions {
  readonly onStrokes: (strokes: readonly Stroke[]) => void;
  /** The device has gone: what was typed the half of is no beginning of anything. */
  readonly onLost: () => void;
}

/** A USB device that types, which may be pulled out and plugged in again at any time. */
export class HidLine {
  readonly #options: HidLineOptions;
  readonly #strokes = new KeyStrokes();
  #device: EventDevice | null = null;
  #opening: Promise<void> = Promise.resolve();
  #timer: Timer | null = null;
  #reopenAfter: Milliseconds = reopenFirstAfter;
  #isMissed = false;
  #closed = false;

  constructor(options: HidLineOptions) {
    this.#options = options;
    this.#opening = this.#connect();
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) this.#options.clock.cancel(this.#timer);
    this.#timer = null;
    await this.#opening;
    this.#device?.close();
    this.#device = null;
  }

  async #connect(): Promise<void> {
    const { open, device, onHealth } = this.#options;
    try {
      this.#device = await open(device);
    } catch (error) {
      return this.#lose(error);
    }
    if (this.#closed) return;
    this.#isMissed = false;
    this.#reopenAfter = reopenFirstAfter;
    onHealth(true);
    this.#readLater();
  }

  #readLater(): void {
    this.#timer = this.#options.clock.setTimer('keyboard device is read', readEvery, () => this.#read());
  }

  #read(): void {
    this.#timer = null;
    try {
      for (let reads = 0; reads < readsMost; reads++) {
        const bytes = this.#device?.read() ?? new Uint8Array();
        if (bytes.length === 0) break;
        const strokes = this.#strokes.push(bytes);
        if (strokes.length > 0) this.#tell(strokes);
      }
    } catch (error) {
      return this.#lose(error);
    }
    if (!this.#closed) this.#readLater();
  }

  /** Whoever listens and throws has not pulled the device out. */
  #tell(strokes: readonly Stroke[]): void {
    try {
      this.#options.onStrokes(strokes);
    } catch (error) {
      this.#options.onTrouble(this.#options.device, error);
    }
  }

  #lose(error: unknown): void {
    if (this.#closed) return;
    const { clock, device, onLost, onTrouble, onHealth } = this.#options;
    this.#device?.close();
    this.#device = null;
    this.#strokes.drop();
    onLost();
    this.#timer = clock.setTimer('keyboard device is opened again', this.#reopenAfter, () => {
      this.#timer = null;
      this.#opening = this.#connect();
    });
    this.#reopenAfter = ms(Math.min(this.#reopenAfter * 2, reopenAtMostAfter));
    if (this.#isMissed) return;
    this.#isMissed = true;
    onTrouble(device, error);
    onHealth(false);
  }
}
