import type { Key, Keypad } from '../../ports/keypad.ts';
import { keyOf, type KeypadLayout } from './key-signs.ts';
import { SerialLine, type SerialDeviceOptions } from './serial-line.ts';

interface SerialKeypadOptions extends SerialDeviceOptions {
  readonly layout: KeypadLayout;
  readonly onHealth?: (isWell: boolean) => void;
}

/** Twelve keys on a serial port: one character for each that goes down. */
export class SerialKeypad implements Keypad {
  readonly #listeners: ((key: Key) => void)[] = [];
  readonly #line: SerialLine;
  readonly #layout: KeypadLayout;
  #isAfterReturn = false;

  constructor(options: SerialKeypadOptions) {
    this.#layout = options.layout;
    this.#line = new SerialLine({
      ...options, device: 'keypad',
      onBytes: (bytes) => this.#take(bytes),
      onOpen: () => options.onHealth?.(true),
      onLost: () => {
        this.#isAfterReturn = false;
        options.onHealth?.(false);
      },
    });
  }

  watch(listener: (key: Key) => void): void {
    this.#listeners.push(listener);
  }

  close(): Promise<void> {
    return this.#line.close();
  }

  /** Some send a line feed after the carriage return of Enter: one key went down. */
  #take(bytes: Uint8Array): void {
    for (const byte of bytes) {
      const sign = String.fromCharCode(byte);
      const isSame = sign === '\n' && this.#isAfterReturn;
      this.#isAfterReturn = sign === '\r';
      const key = isSame ? null : keyOf(sign, this.#layout);
      if (key !== null) for (const listener of this.#listeners) listener(key);
    }
  }
}
