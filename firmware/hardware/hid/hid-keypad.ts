import type { Key, Keypad } from '../../ports/keypad.ts';
import { keyOf, type KeypadLayout } from '../serial/key-signs.ts';
import { HidLine, type HidDeviceOptions } from './hid-line.ts';

interface HidKeypadOptions extends HidDeviceOptions {
  readonly layout: KeypadLayout;
}

/** Twelve keys on USB, which type as a keyboard's number block does. */
export class HidKeypad implements Keypad {
  readonly #listeners: ((key: Key) => void)[] = [];
  readonly #line: HidLine;

  constructor(options: HidKeypadOptions) {
    this.#line = new HidLine({
      ...options,
      onStrokes: (strokes) => {
        for (const stroke of strokes) if (stroke !== null) this.#press(keyOf(stroke.toUpperCase(), options.layout));
      },
      onLost: () => undefined,
    });
  }

  watch(listener: (key: Key) => void): void {
    this.#listeners.push(listener);
  }

  close(): Promise<void> {
    return this.#line.close();
  }

  #press(key: Key | null): void {
    if (key !== null) for (const listener of this.#listeners) listener(key);
  }
}
