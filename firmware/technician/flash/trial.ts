import { seconds } from '../../../statecharts/units.ts';
import type { Clock, Timer } from '../../ports/clock.ts';
import type { Hardware, SensorReading } from '../../ports/hardware.ts';

/** Boards that hang on slow lines have all been asked by then, and a microcontroller that is reset has come up. */
export const trialLasts = seconds(30);
/** A bank that has been right for so long is right. */
export const rightFor = seconds(5);

interface TrialOptions {
  readonly hardware: Pick<Hardware, 'sensors' | 'health'>;
  readonly lockers: readonly number[];
  readonly clock: Clock;
  readonly onPassed: () => void;
  /** @param why one sentence for each thing that is wrong */
  readonly onFailed: (why: readonly string[]) => void;
}

/**
 * The self-test of a profile that has just been flashed, as far as it can be done without anybody in front of the doors:
 * every board answers and every contact reads, for a while without a break, before the time is up. Whether the doors
 * are the right ones only a technician sees, by `selftest`.
 */
export class Trial {
  readonly #options: TrialOptions;
  readonly #readings = new Map<number, SensorReading>();
  readonly #unwell = new Set<string>();
  #limit: Timer | null = null;
  #right: Timer | null = null;

  constructor(options: TrialOptions) {
    this.#options = options;
  }

  start(): void {
    const { hardware, clock } = this.#options;
    this.#limit = clock.setTimer('trial of a profile', trialLasts, () => this.#end(() => this.#options.onFailed(this.#troubles())));
    hardware.sensors.watch((locker, reading) => {
      this.#readings.set(locker, reading);
      this.#look();
    });
    hardware.health?.watch((part, isWell) => {
      if (part !== 'boards') return;
      if (isWell) this.#unwell.delete(part);
      else this.#unwell.add(part);
      this.#look();
    });
    this.#look();
  }

  stop(): void {
    for (const timer of [this.#limit, this.#right]) if (timer !== null) this.#options.clock.cancel(timer);
    this.#limit = this.#right = null;
  }

  #look(): void {
    if (this.#limit === null) return;
    const { clock } = this.#options;
    if (this.#troubles().length > 0) {
      if (this.#right !== null) clock.cancel(this.#right);
      this.#right = null;
    } else {
      this.#right ??= clock.setTimer('profile is right', rightFor, () => this.#end(() => this.#options.onPassed()));
    }
  }

  #end(tell: () => void): void {
    this.stop();
    tell();
  }

  #troubles(): readonly string[] {
    const { lockers } = this.#options;
    const blind = lockers.filter((locker) => (this.#readings.get(locker) ?? 'lost') === 'lost');
    return [
      ...(this.#unwell.size > 0 ? ['a board does not answer'] : []),
      ...(blind.length > 0 ? [`no contact reads at locker ${blind.join(', ')}`] : []),
    ];
  }
}
