import { seconds } from '../../statecharts/units.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import type { HardwareHealth, HardwarePart } from '../ports/hardware.ts';

/** A loose plug comes and goes: what was lost counts as well again only when it has been there for so long. */
export const wellAgainAfter = seconds(5);

type DevicePart = Exclude<HardwarePart, 'boards'>;
const deviceParts: readonly DevicePart[] = ['readers', 'keypad'];

/** How the devices beside the screen are. A part is well when each of its devices is; where there is none, nobody misses it. */
export class DeviceHealth implements HardwareHealth {
  readonly #clock: Clock;
  /** By part, of each device: `null` while nobody has heard of it. */
  readonly #devices: Readonly<Record<DevicePart, (boolean | null)[]>> = { readers: [], keypad: [] };
  readonly #told = new Map<DevicePart, boolean>();
  readonly #calming = new Map<DevicePart, Timer>();
  readonly #listeners: Parameters<HardwareHealth['watch']>[0][] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** One more device of this part. @returns who is told how it is */
  device(part: DevicePart): (isWell: boolean) => void {
    const devices = this.#devices[part];
    const index = devices.push(null) - 1;
    return (isWell) => {
      devices[index] = isWell;
      this.#judge(part);
    };
  }

  watch(listener: (part: HardwarePart, isWell: boolean) => void): void {
    this.#listeners.push(listener);
    for (const part of deviceParts) {
      const isWell = this.#devices[part].length === 0 ? true : this.#told.get(part);
      if (isWell !== undefined) listener(part, isWell);
    }
  }

  close(): void {
    for (const part of deviceParts) this.#stopCalming(part);
  }

  #judge(part: DevicePart): void {
    const devices = this.#devices[part];
    if (devices.includes(false)) {
      this.#stopCalming(part);
      return this.#tell(part, false);
    }
    if (devices.includes(null) || this.#calming.has(part)) return;
    if (this.#told.get(part) !== false) return this.#tell(part, true);
    this.#calming.set(part, this.#clock.setTimer(`${part} are well again`, wellAgainAfter, () => {
      this.#calming.delete(part);
      this.#tell(part, true);
    }));
  }

  #tell(part: DevicePart, isWell: boolean): void {
    if (this.#told.get(part) === isWell) return;
    this.#told.set(part, isWell);
    for (const listener of this.#listeners) listener(part, isWell);
  }

  #stopCalming(part: DevicePart): void {
    const timer = this.#calming.get(part);
    if (timer) this.#clock.cancel(timer);
    this.#calming.delete(part);
  }
}

/** Boards, readers and keypad as one. */
export function allHealth(boards: HardwareHealth, devices: HardwareHealth): HardwareHealth {
  return {
    ...boards,
    watch: (listener) => {
      boards.watch(listener);
      devices.watch(listener);
    },
  };
}
