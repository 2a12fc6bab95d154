import { ms } from '../../../statecharts/units.ts';
import type { Timer } from '../../ports/clock.ts';
import { ExpectedTrouble } from '../../ports/expected-trouble.ts';
import type { Readers, Reading } from '../../ports/hardware.ts';
import { ScanText } from '../serial/scan-text.ts';
import { HidLine, type HidDeviceOptions } from './hid-line.ts';
import type { Stroke } from './key-strokes.ts';

/** The slowest setting of common scanners is 100 ms between two keys; a pause of this length is an end without Enter. */
export const typingEndsAfter = ms(500);

/** A sign that no text may hold: what cannot be typed spoils its text, because half a code would be another code. */
const spoiling = '\u0000';
const lineEnds: ReadonlySet<string> = new Set(['\r', '\t']);

interface HidScannerOptions extends HidDeviceOptions {
  /** What it reads. */
  readonly from: Reading['from'];
}

/**
 * A scanner or a badge reader on USB that types what it reads, with Enter or Tab at the end. A text without an end is
 * dropped: nobody could tell it from one whose rest was lost.
 */
export class HidScanner implements Readers {
  readonly #options: HidScannerOptions;
  readonly #text = new ScanText();
  readonly #listeners: ((reading: Reading) => void)[] = [];
  readonly #line: HidLine;
  #silence: Timer | null = null;

  constructor(options: HidScannerOptions) {
    this.#options = options;
    this.#line = new HidLine({ ...options, onStrokes: (strokes) => this.#take(strokes), onLost: () => this.#forget() });
  }

  watch(listener: (reading: Reading) => void): void {
    this.#listeners.push(listener);
  }

  async close(): Promise<void> {
    await this.#line.close();
    this.#forget();
  }

  #take(strokes: readonly Stroke[]): void {
    this.#stopWaiting();
    for (const stroke of strokes) {
      if (stroke !== null && lineEnds.has(stroke)) for (const text of this.#text.end()) this.#tell(text);
      else this.#text.push(new TextEncoder().encode(stroke ?? spoiling));
    }
    if (this.#text.isEmpty()) return;
    this.#silence = this.#options.clock.setTimer('scanner stops in mid-text', typingEndsAfter, () => {
      this.#forget();
      const what = 'a text without Enter at its end was dropped. Cure: set the scanner up to send Enter (CR) after each code';
      this.#options.onTrouble(this.#options.device, new ExpectedTrouble(what));
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
