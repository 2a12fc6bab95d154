import { isScanText } from '../../firmware/hardware/serial/scan-text.ts';
import type { Readers, Reading } from '../../firmware/ports/hardware.ts';

/** A scanner or badge reader that reads what is held before it, and swallows what a real one would not pass on. */
export class SimulatedReader implements Readers {
  readonly #from: Reading['from'];
  readonly #listeners: ((reading: Reading) => void)[] = [];

  constructor(from: Reading['from']) {
    this.#from = from;
  }

  watch(listener: (reading: Reading) => void): void {
    this.#listeners.push(listener);
  }

  /** @returns whether the text got through */
  read(text: string): boolean {
    if (!isScanText(text)) return false;
    for (const listener of this.#listeners) listener({ from: this.#from, text });
    return true;
  }
}
