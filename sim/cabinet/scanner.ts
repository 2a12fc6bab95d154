import { isScanText } from '../../firmware/hardware/serial/scan-text.ts';
import type { Readers, Reading } from '../../firmware/ports/hardware.ts';

/** A scanner that reads what it is told to read, and swallows what a real one would not pass on. */
export class SimulatedScanner implements Readers {
  readonly #listeners: ((reading: Reading) => void)[] = [];

  watch(listener: (reading: Reading) => void): void {
    this.#listeners.push(listener);
  }

  /** @returns whether the text got through */
  scan(text: string): boolean {
    if (!isScanText(text)) return false;
    for (const listener of this.#listeners) listener({ from: 'scanner', text });
    return true;
  }
}
