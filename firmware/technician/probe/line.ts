import { LockerError } from '../../../statecharts/locker-error.ts';
import type { Milliseconds } from '../../../statecharts/units.ts';
import { portIsTaken, sayPortTrouble } from '../../hardware/serial/port-list.ts';
import { SerialLine, type MakePort } from '../../hardware/serial/serial-line.ts';
import type { Clock, Timer } from '../../ports/clock.ts';

/** What a probe works in: the machine, or a test's own. */
export interface ProbeWorld {
  readonly clock: Clock;
  readonly makePort?: MakePort;
}

interface ProbeLineOptions extends ProbeWorld {
  readonly port: string;
  readonly baud: number;
  readonly parity: 'none' | 'even' | 'odd';
  readonly onBytes: (bytes: Uint8Array) => void;
}

/** A serial port for a technician alone: what cannot be opened, or goes, ends the probe. */
export class ProbeLine {
  readonly #line: SerialLine;
  readonly #options: ProbeLineOptions;
  #trouble: unknown = null;
  #onTrouble: () => void = () => undefined;

  private constructor(options: ProbeLineOptions) {
    const { clock, makePort, port, baud, parity, onBytes } = options;
    this.#options = options;
    this.#line = new SerialLine({
      port, baud, parity, clock, device: 'lock bus', onBytes, ...(makePort && { makePort }),
      onLost: () => undefined,
      onTrouble: (_, error) => {
        this.#trouble ??= error;
        this.#onTrouble();
      },
    });
  }

  /** @throws LockerError `hardware.not-ready` */
  static async open(options: ProbeLineOptions): Promise<ProbeLine> {
    const line = new ProbeLine(options);
    await line.#line.tried();
    if (!line.#line.isOpen) {
      await line.close();
      throw portError(options.port, line.#trouble);
    }
    return line;
  }

  /** Once, and never again. @throws LockerError `hardware.not-ready` */
  async write(bytes: Uint8Array): Promise<void> {
    if (await this.#line.write(bytes) !== 'written') throw portError(this.#options.port, this.#trouble);
  }

  /** Resolves after this time, or when somebody interrupts. @throws LockerError `hardware.not-ready` when the port goes */
  async listen(length: Milliseconds | null, interrupted: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    let timer: Timer | null = null;
    let onAbort: () => void = () => undefined;
    await new Promise<void>((resolve) => {
      onAbort = resolve;
      this.#onTrouble = resolve;
      if (interrupted.aborted || this.#trouble !== null) resolve();
      interrupted.addEventListener('abort', onAbort, { once: true });
      if (length !== null) timer = clock.setTimer('a probe listens', length, resolve);
    });
    interrupted.removeEventListener('abort', onAbort);
    if (timer !== null) clock.cancel(timer);
    if (this.#trouble !== null) throw portError(this.#options.port, this.#trouble);
  }

  close(): Promise<void> {
    return this.#line.close();
  }
}

/** For whoever wants a port alone: mostly it is the bank that has it. */
export function portError(port: string, trouble: unknown): LockerError {
  const what = sayPortTrouble(trouble);
  const bank = what === portIsTaken ? ' (the installed bank: sudo systemctl stop lockerbank)' : '';
  return new LockerError('hardware.not-ready', port, `${what}${bank}`, trouble);
}
