import { EventEmitter } from 'node:events';
import firmata, { type Board } from 'firmata';
import { seconds } from '../../../statecharts/units.ts';
import type { Clock, Timer } from '../../ports/clock.ts';
import { ExpectedTrouble } from '../../ports/expected-trouble.ts';
import { FirmataMessages } from './firmata-messages.ts';

/**
 * A microcontroller that its port resets speaks within this time: 1 s of a Mega's boot loader (2 s of an old Nano's), up to
 * 3.6 s in which StandardFirmata blinks its version (2.11), and 0.2 s for what it has to say of 70 pins.
 */
export const firmataSpeaksWithin = seconds(6);
/** Much later than that its port is opened anew, which resets it once more. */
export const firmataReadyWithin = seconds(15);
const askAgainAfter = seconds(2);

/** What carries the bytes to a microcontroller and back, once: whoever begins anew makes another one. */
export interface FirmataTransport {
  /** Rejects where it cannot be opened. `onLost` comes once at most, and only after it was open. */
  open(ends: { onBytes(bytes: Uint8Array): void; onLost(): void }): Promise<void>;
  /** Bytes for a transport that is gone go nowhere. */
  write(bytes: Uint8Array): void;
  /** It hangs, and is ended by force; `onLost` follows. */
  drop(): void;
  /** Never rejects. Every output is off, as far as anybody can reach it, and the port is anybody's. */
  close(): Promise<void>;
}

interface LinkOptions {
  readonly transport: FirmataTransport;
  readonly clock: Clock;
  /** Called once, after it was open. */
  readonly onLost: (why: unknown) => void;
}

const nothing = (): void => undefined;

export function firmataIsSilent(): ExpectedTrouble {
  return new ExpectedTrouble('no StandardFirmata answers: check cable, baud rate and what is flashed');
}

/** One connection to a microcontroller with StandardFirmata, from its greeting to its loss. */
export class FirmataLink {
  readonly board: Board;
  hasPort = false;
  readonly #options: LinkOptions;
  /** Takes firmata for a port. */
  readonly #port = new EventEmitter();
  readonly #messages = new FirmataMessages('board');
  #onEnd: (why: unknown) => void = nothing;
  #dropped: Error | null = null;

  constructor(options: LinkOptions) {
    const { transport } = options;
    const write = (bytes: Uint8Array, written: () => void): void => {
      transport.write(bytes);
      written();
    };
    this.#options = options;
    this.board = new firmata.Board(Object.assign(this.#port, { write }));
    clearTimeout(this.board.reportVersionTimeoutId); // We ask by our own clock.
    this.board.on('error', nothing); // Whoever does not hear it is ended by it.
  }

  /** Resolves when it has said which pins it has. */
  async open(): Promise<void> {
    const { transport, clock, onLost } = this.#options;
    const limit = clock.setTimer('firmata gets ready', firmataReadyWithin, () => this.#end(firmataIsSilent()));
    let [asking, isOver]: [Timer | null, boolean] = [null, false];
    const ask = (): void => {
      if (isOver) return;
      this.board.reportVersion(nothing);
      this.board.queryFirmware(nothing);
      asking = clock.setTimer('firmata is asked again', askAgainAfter, ask);
    };
    try {
      await new Promise<void>((resolve, reject) => {
        this.#onEnd = reject;
        this.board.once('ready', resolve);
        const onLost = (): void => this.#end(this.#dropped ?? new ExpectedTrouble('its port is gone'));
        transport.open({ onBytes: (bytes) => this.#hear(bytes), onLost }).then(() => {
          this.hasPort = true;
          ask();
        }, reject);
      });
      this.#onEnd = onLost;
    } finally {
      isOver = true;
      clock.cancel(limit);
      if (asking !== null) clock.cancel(asking);
    }
  }

  /** Its end is told with this reason. */
  drop(why: string): void {
    this.#dropped ??= new ExpectedTrouble(why);
    this.#options.transport.drop();
  }

  async close(): Promise<void> {
    this.#end(new Error('closed'));
    await this.#options.transport.close();
  }

  /** firmata takes the next message for the rest of one that has lost a byte, and throws at some that nobody says who is well. */
  #hear(bytes: Uint8Array): void {
    try {
      for (const message of this.#messages.push(bytes)) this.#port.emit('data', message);
    } catch (error) {
      this.drop(`it says what nobody understands: ${String(error)}`);
    }
  }

  #end(why: unknown): void {
    const onEnd = this.#onEnd;
    this.#onEnd = nothing;
    onEnd(why);
  }
}
