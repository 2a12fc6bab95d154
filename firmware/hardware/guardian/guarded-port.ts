import { EventEmitter } from 'node:events';
import type { Clock } from '../../ports/clock.ts';
import type { OnTrouble } from '../field.ts';
import type { FirmataTransport } from '../serial/firmata-io.ts';
import { restFirmata } from './firmata-watch.ts';
import { Guardian } from './guardian.ts';
import type { Watch } from './orders.ts';

interface GuardedPortOptions {
  readonly watch: Extract<Watch, { kind: 'firmata' }>;
  readonly program: readonly string[];
  readonly clock: Clock;
  readonly onTrouble: OnTrouble;
}

/** A serial port that is in the hands of a guardian, for firmata as if it were the port itself. */
export class GuardedPort extends EventEmitter implements FirmataTransport {
  readonly #options: GuardedPortOptions;
  #guardian: Guardian | null = null;

  constructor(options: GuardedPortOptions) {
    super();
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#guardian !== null;
  }

  open(callback: (error: Error | null) => void): void {
    const { watch, clock, onTrouble } = this.#options;
    const start = Guardian.start({
      ...this.#options, isReplaced: false,
      makeSafe: () => void restFirmata(watch, clock).catch((error: unknown) => onTrouble(watch.port, error)),
      onChange: (is) => {
        if (is === 'down') this.#lose();
      },
    });
    start.then((guardian) => {
      this.#guardian = guardian;
      guardian.bytes?.on('data', (bytes: Buffer) => this.emit('data', bytes));
      this.emit('open');
      callback(null);
    }, callback);
  }

  write(bytes: Uint8Array, callback: () => void): boolean {
    return this.#guardian?.bytes?.write(bytes, callback) ?? false;
  }

  /** What is not out yet when the guardian ends does not matter: everything is off then. */
  drain(callback: () => void): void {
    callback();
  }

  close(callback: () => void): void {
    const guardian = this.#guardian;
    this.#guardian = null;
    void (guardian?.close() ?? Promise.resolve()).then(callback);
  }

  #lose(): void {
    this.#guardian = null;
    this.emit('close');
  }
}
