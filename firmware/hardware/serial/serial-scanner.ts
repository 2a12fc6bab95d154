import { ms } from '../../../statecharts/units.ts';
import type { Timer } from '../../ports/clock.ts';
import type { Readers, Reading } from '../../ports/hardware.ts';
import { ScanText } from './scan-text.ts';
import { SerialLine, type SerialDeviceOptions } from './serial-line.ts';

/** A scanner sends a whole code in one breath; after this silence it is complete, even without an end of line. */
export const scanEndsAfter = ms(100);

interface SerialScannerOptions extends SerialDeviceOptions {
  /** What it reads. */
  readonly from: Reading['from'];
  readonly onHealth?: (isWell: boolean) => void;
}

/** A scanner or a badge reader on a serial port. */
export class SerialScanner implements Readers {
  readonly #options: SerialScannerOptions;
  readonly #text: ScanText;
  readonly #listeners: ((reading: Reading) => void)[] = [];
  readonly #line: SerialLine;
  #silence: Timer | null = null;
  #closed = false;

  constructor(options: SerialScannerOptions) {
    this.#options = options;
    this.#text = new ScanText(options.from === 'badge' ? 'framed' : 'plain');
    this.#line = new SerialLine({
      ...options, device: options.from === 'badge' ? 'badge reader' : 'scanner',
      onBytes: (bytes) => this.#take(bytes),
      onOpen: () => options.onHealth?.(true),
      onLost: () => {
        this.#forget();
        options.onHealth?.(false);
      },
    });
  }

  watch(listener: (reading: Reading) => void): void {
    this.#listeners.push(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stopWaiting();
    await this.#line.close();
  }

  #take(bytes: Uint8Array): void {
    this.#stopWaiting();
    for (const text of this.#text.push(bytes)) this.#tell(text);
    if (this.#closed || this.#text.isEmpty()) return;
    this.#silence = this.#options.clock.setTimer('scanner silent', scanEndsAfter, () => {
      this.#silence = null;
      for (const text of this.#text.end()) this.#tell(text);
    });
  }

  #tell(text: string): void {
    for (const listener of this.#listeners) listener({ from: this.#options.from, text });
  }

  #forget(): void {
    this.#text.drop();
    this.#stopWaiting();
  }

  #stopWaiting(): void {
    if (this.#silence !== null) this.#options.clock.cancel(this.#silence);
    this.#silence = null;
  }
}
