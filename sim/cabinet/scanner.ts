import { isScanText } from '../../firmware/hardware/serial/scan-text.ts';
import type { Readers } from '../../firmware/ports/hardware.ts';

/** A scanner that reads what it is told to read, and swallows what a real one would not pass on. */
export class SimulatedScanner implements Readers {
  readonly #listeners: ((text: string) => void)[] = [];

  watch(listener: (text: string) => void): void {
    this.#listeners.push(listener);
  }

  /** @returns whether the text got through */
  scan(text: string): boolean {
    if (!isScanText(text)) return false;
    for (const listener of this.#listeners) listener(text);
    return true;
  }
}
