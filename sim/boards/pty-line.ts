import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { constants, existsSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { RealClock } from '../../firmware/adapters/real-clock.ts';
import { loadKernel, type Kernel } from '../../firmware/hardware/gpio/kernel.ts';
import type { Clock } from '../../firmware/ports/clock.ts';
import { LockerError } from '../../statecharts/locker-error.ts';
import { ms, seconds } from '../../statecharts/units.ts';
import { mixed } from './wire.ts';

/** socat needs a few milliseconds for it; a machine that is busy with something else, more. */
const appearsWithin = seconds(5);
const lookAgainAfter = ms(20);

/** asm-generic/ioctls.h and asm-generic/termbits.h: how a terminal is set, the speed at which it sends last of all. */
const settingsRequest = 0x802c542a;
const settingsBytes = 44;
const speedAt = 40;

/** Whatever hears bytes and says some: an emulated line, or one board that has a port for itself. */
interface Talker {
  /** Left out: it understands every speed, as a microcontroller at its own USB does. */
  readonly baud?: number;
  hear(bytes: Uint8Array): void;
  /** @returns how to stop listening */
  listen(listener: (bytes: Uint8Array) => void): () => void;
}

/**
 * A serial port for all programs of whoever runs this one: a pseudo-terminal that socat makes, which may be pulled out. It carries
 * bytes at any speed, but remembers which one was set: to a line that speaks at another they are noise, and its words are to the host.
 */
export class PtyLine {
  /** Path under which other programs find the port. */
  readonly link: string;
  readonly #line: Talker;
  /** `null`: the line understands every speed. */
  readonly #kernel: Kernel | null;
  readonly #clock: Clock = new RealClock();
  #socat: ChildProcessByStdio<Writable, Readable, null> | null = null;
  #gone: Promise<void> = Promise.resolve();
  /** Held open, and never read: without it the port would end when the first program closes it. */
  #held: FileHandle | null = null;
  readonly #stopListening: () => void;

  private constructor(line: Talker, link: string, kernel: Kernel | null) {
    this.link = link;
    this.#line = line;
    this.#kernel = kernel;
    this.#stopListening = line.listen((bytes) => void this.#socat?.stdin.write(this.#onPort(bytes)));
  }

  /**
   * Emulated boards behind such a port.
   * @throws LockerError `hardware.not-ready` where it cannot be made
   */
  static async open(line: Talker, link: string): Promise<PtyLine> {
    const pty = new PtyLine(line, link, line.baud === undefined ? null : await loadKernel());
    await pty.plugIn();
    return pty;
  }

  /**
   * Resolves when the port can be opened, under the same path as before.
   * @throws LockerError `hardware.not-ready`
   */
  async plugIn(): Promise<void> {
    if (this.#socat !== null) return;
    if (existsSync(this.link)) throw new LockerError('hardware.not-ready', this.link, 'is there already. Cure: choose another path');
    const socat = spawn('socat', [`pty,raw,echo=0,link=${this.link}`, '-'], { stdio: ['pipe', 'pipe', 'ignore'] });
    let failure: unknown = null;
    this.#socat = socat;
    this.#gone = new Promise((resolve) => {
      socat.once('error', (error) => {
        failure = error;
        resolve();
      });
      socat.once('close', () => {
        failure ??= new Error('socat has ended');
        resolve();
      });
    });
    // What is written to a child that has just ended fails here; that it has ended is told by itself.
    socat.stdin.on('error', () => undefined);
    socat.stdout.on('data', (bytes: Buffer) => this.#line.hear(this.#onPort(Uint8Array.from(bytes))));
    for (let waitedMs = 0; failure === null && !existsSync(this.link) && waitedMs <= appearsWithin; waitedMs += lookAgainAfter) {
      await new Promise<void>((resolve) => void this.#clock.setTimer('a port appears', lookAgainAfter, resolve));
    }
    try {
      this.#held = await open(this.link, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
    } catch (cause) {
      await this.unplug();
      const what = 'socat makes no port. Cure: sudo apt-get install socat; choose another path';
      throw new LockerError('hardware.not-ready', this.link, what, failure ?? cause);
    }
  }

  /** What is left of bytes between the line and whoever has set the port to a speed. */
  #onPort(bytes: Uint8Array): Uint8Array {
    if (this.#kernel === null || this.#held === null) return bytes;
    const settings = new Uint8Array(settingsBytes);
    try {
      this.#kernel.ask(this.#held.fd, settingsRequest, settings);
    } catch {
      return bytes; // socat has ended by itself: nobody hears them any more.
    }
    const baud = new DataView(settings.buffer).getUint32(speedAt, true);
    return baud === this.#line.baud ? bytes : mixed(bytes);
  }

  /** As if the adapter were pulled out: whoever has the port open loses it, and its path is gone. */
  async unplug(): Promise<void> {
    const held = this.#held;
    this.#held = null;
    await held?.close();
    this.#socat?.kill();
    this.#socat = null;
    await this.#gone;
  }

  /** For good. */
  async close(): Promise<void> {
    this.#stopListening();
    await this.unplug();
  }
}
