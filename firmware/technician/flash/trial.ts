import { seconds } from '../../../statecharts/units.ts';
import type { Clock, Timer } from '../../ports/clock.ts';
import type { Hardware, SensorReading } from '../../ports/hardware.ts';

/** Boards that hang on slow lines have all been asked by then, and a microcontroller that is reset has come up. */
export const trialLasts = seconds(30);
/** A bank that has been right for so long is right. */
export const rightFor = seconds(5);

interface TrialOptions {
  readonly hardware: Pick<Hardware, 'sensors' | 'health'>;
  /** Every door, and the board on which its contact hangs. */
  readonly doors: readonly { readonly locker: number; readonly board: string }[];
  /** A technician said that boards are missing: they are not waited for. */
  readonly withoutBoards: boolean;
  readonly clock: Clock;
  readonly onPassed: () => void;
  /** @param why one sentence for each thing that is wrong */
  readonly onFailed: (why: readonly string[]) => void;
}

/**
 * The self-test of a profile that has just been flashed, as far as it can be done without anybody in front of the doors:
 * every board answers and has contacts that read, for a while without a break, before the time is up. Whether the doors
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
    // Nothing has been said of them yet: a slow line with boards that have no contacts has not been asked to its end.
    if (hardware.health) this.#unwell.add('boards');
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
    const { doors, withoutBoards } = this.#options;
    if (withoutBoards) return [];
    const boards = [...new Set(doors.map(({ board }) => board))];
    const isBlind = (locker: number): boolean => (this.#readings.get(locker) ?? 'lost') === 'lost';
    // One broken contact is a door's trouble, and was there before; a board of which nothing reads is the profile's.
    const blind = boards.filter((board) => doors.every((door) => door.board !== board || isBlind(door.locker)));
    return [
      ...(this.#unwell.size > 0 ? ['a board does not answer'] : []),
      ...(blind.length > 0 ? [`no contact reads on board ${blind.join(', ')}`] : []),
    ];
  }
}
