import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { constants, existsSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { RealClock } from '../../firmware/adapters/real-clock.ts';
import type { Clock } from '../../firmware/ports/clock.ts';
import { LockerError } from '../../statecharts/locker-error.ts';
import { ms, seconds } from '../../statecharts/units.ts';

/** socat needs a few milliseconds for it; a machine that is busy with something else, more. */
const appearsWithin = seconds(5);
const lookAgainAfter = ms(20);

interface PtyLineOptions {
  /** Path under which other programs find the port. */
  readonly link: string;
  readonly clock: Clock;
  /** What whoever has opened the port says. */
  readonly onBytes: (bytes: Uint8Array) => void;
}

/** Whatever hears bytes and says some: an emulated line, or one board that has a port for itself. */
interface Talker {
  hear(bytes: Uint8Array): void;
  /** @returns how to stop listening */
  listen(listener: (bytes: Uint8Array) => void): () => void;
}

/** A serial port that any program of this machine may open: a pseudo-terminal that socat makes, which may be pulled out. */
export class PtyLine {
  readonly link: string;
  readonly #options: PtyLineOptions;
  #socat: ChildProcessByStdio<Writable, Readable, null> | null = null;
  #gone: Promise<void> = Promise.resolve();
  /** Held open, and never read: without it the port would end when the first program closes it. */
  #held: FileHandle | null = null;
  #stopListening: () => void = () => undefined;

  constructor(options: PtyLineOptions) {
    this.link = options.link;
    this.#options = options;
  }

  /**
   * Emulated boards behind such a port.
   * @throws LockerError `hardware.not-ready` where it cannot be made
   */
  static async open(line: Talker, link: string): Promise<PtyLine> {
    const pty = new PtyLine({ link, clock: new RealClock(), onBytes: (bytes) => line.hear(bytes) });
    pty.#stopListening = line.listen((bytes) => pty.say(bytes));
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
    socat.stdout.on('data', (bytes: Buffer) => this.#options.onBytes(Uint8Array.from(bytes)));
    for (let waitedMs = 0; failure === null && !existsSync(this.link) && waitedMs <= appearsWithin; waitedMs += lookAgainAfter) {
      await new Promise<void>((resolve) => void this.#options.clock.setTimer('a port appears', lookAgainAfter, resolve));
    }
    try {
      this.#held = await open(this.link, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
    } catch (cause) {
      await this.unplug();
      const what = 'socat makes no port. Cure: sudo apt-get install socat; choose another path';
      throw new LockerError('hardware.not-ready', this.link, what, failure ?? cause);
    }
  }

  /** Says something to whoever has opened the port. */
  say(bytes: Uint8Array): void {
    this.#socat?.stdin.write(bytes);
  }

  /** As if the adapter were pulled out: whoever has the port open loses it, and its path is gone. */
  async unplug(): Promise<void> {
    await this.#held?.close();
    this.#held = null;
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
