import { isScanText } from '../../firmware/hardware/serial/scan-text.ts';
import type { Readers, Reading } from '../../firmware/ports/hardware.ts';

/** A reader for badges that sends what is held before it, and swallows what a real one would not pass on. */
export class SimulatedBadgeReader implements Readers {
  readonly #listeners: ((reading: Reading) => void)[] = [];

  watch(listener: (reading: Reading) => void): void {
    this.#listeners.push(listener);
  }

  /** @returns whether the badge got through */
  show(text: string): boolean {
    if (!isScanText(text)) return false;
    for (const listener of this.#listeners) listener({ from: 'badge', text });
    return true;
  }
}
