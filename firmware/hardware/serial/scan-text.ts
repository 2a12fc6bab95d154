import { scanLengthMost } from '../../ports/hardware.ts';

/** One character takes four bytes of UTF-8 at most. */
const bytesMost = scanLengthMost * 4;

const startOfText = 0x02;
const endOfText = 0x03;
const carriageReturn = 0x0d;
const lineFeed = 0x0a;

/** Whether a text may pass the Readers port: not empty, not too long, nothing in it that cannot be seen. */
export function isScanText(text: string): boolean {
  return text.length > 0 && text.length <= scanLengthMost && !/\p{C}|\p{Zl}|\p{Zp}/u.test(text);
}

/**
 * Cuts a reader's bytes into texts. What breaks the rules is dropped whole: half a code would be another code.
 * `framed`: readers of badges may put STX before the number and ETX after it.
 */
export class ScanText {
  readonly #form: 'plain' | 'framed';
  #bytes: number[] = [];
  #tooLong = false;

  constructor(form: 'plain' | 'framed' = 'plain') {
    this.#form = form;
  }

  /** @returns the texts that these bytes complete */
  push(bytes: Uint8Array): readonly string[] {
    const texts: string[] = [];
    for (const byte of bytes) {
      if (byte === carriageReturn || byte === lineFeed) texts.push(...this.end());
      else if (this.#form === 'framed' && byte === endOfText) texts.push(...this.end());
      else if (this.#form === 'framed' && byte === startOfText && this.isEmpty()) continue;
      else if (this.#bytes.length < bytesMost) this.#bytes.push(byte);
      else this.#tooLong = true;
    }
    return texts;
  }

  /** The line has ended, by its sign or by silence. @returns its text; none if it was empty or broke the rules */
  end(): readonly string[] {
    const text = this.#tooLong ? null : decode(Uint8Array.from(this.#bytes));
    this.drop();
    return text !== null && isScanText(text) ? [text] : [];
  }

  drop(): void {
    this.#bytes = [];
    this.#tooLong = false;
  }

  isEmpty(): boolean {
    return this.#bytes.length === 0;
  }
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
