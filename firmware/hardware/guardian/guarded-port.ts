import { LockerError } from '../../../statecharts/locker-error.ts';
import type { Clock } from '../../ports/clock.ts';
import type { OnTrouble } from '../field.ts';
import type { FirmataTransport } from '../serial/firmata-link.ts';
import { isPortThere } from '../serial/port-list.ts';
import { restFirmata } from './firmata-watch.ts';
import { Guardian } from './guardian.ts';
import type { Watch } from './orders.ts';

interface GuardedPortOptions {
  readonly watch: Extract<Watch, { kind: 'firmata' }>;
  readonly program: readonly string[];
  readonly clock: Clock;
  readonly onTrouble: OnTrouble;
}

/** A serial port that is in the hands of a guardian, as what carries the bytes to a microcontroller. */
export class GuardedPort implements FirmataTransport {
  readonly #options: GuardedPortOptions;
  #opening: Promise<Guardian> | null = null;
  #guardian: Guardian | null = null;

  constructor(options: GuardedPortOptions) {
    this.#options = options;
  }

  /** @throws LockerError `hardware.not-ready` */
  async open({ onBytes, onLost }: Parameters<FirmataTransport['open']>[0]): Promise<void> {
    this.#opening = this.#startGuardian(() => {
      this.#guardian = null;
      onLost();
    });
    this.#guardian = await this.#opening;
    this.#guardian.bytes?.on('data', onBytes);
  }

  write(bytes: Uint8Array): void {
    this.#guardian?.bytes?.write(bytes);
  }

  drop(): void {
    this.#guardian?.kill();
  }

  /** What is not out yet when the guardian ends does not matter: everything is off then. */
  async close(): Promise<void> {
    // One that cannot be started has told so to whoever wanted it.
    const guardian = await this.#opening?.catch(() => null);
    await guardian?.close();
  }

  async #startGuardian(onDown: () => void): Promise<Guardian> {
    const { watch, clock } = this.#options;
    // A guardian is a process: none is started again and again for a cable that is out.
    const cure = 'is not there. Cure: look whether it is plugged in';
    if (!(await isPortThere(watch.port))) throw new LockerError('hardware.not-ready', watch.port, cure);
    return Guardian.start({
      ...this.#options, isReplaced: false, makeSafe: () => restFirmata(watch, clock),
      onChange: (is) => {
        if (is === 'down') onDown();
      },
    });
  }
}
