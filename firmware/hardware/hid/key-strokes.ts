import { InputEvents, type InputEvent } from './input-events.ts';

/** linux/input-event-codes.h. */
const synchronisation = 0;
const key = 1;
const eventsDropped = 3;
const released = 0;
const pressed = 1;

const capsLock = 58;
const shiftKeys: ReadonlySet<number> = new Set([42, 54]);
/** Control, Alt and the keys beside them: what is typed with one of them held is a command, and no text. */
const commandKeys: ReadonlySet<number> = new Set([29, 97, 56, 100, 125, 126]);
/** Num lock and scroll lock. The codes of a number block are its digits, whatever its light says. */
const idleKeys: ReadonlySet<number> = new Set([69, 70]);

/** Keys in a row by their codes, as a US keyboard has them: what scanners and readers pretend to be as they leave the factory. */
const rows: readonly { readonly from: number; readonly plain: string; readonly shifted: string }[] = [
  { from: 2, plain: '1234567890-=', shifted: '!@#$%^&*()_+' },
  { from: 16, plain: 'qwertyuiop[]', shifted: 'QWERTYUIOP{}' },
  { from: 30, plain: "asdfghjkl;'`", shifted: 'ASDFGHJKL:"~' },
  { from: 43, plain: '\\zxcvbnm,./', shifted: '|ZXCVBNM<>?' },
  { from: 71, plain: '789-456+1230.', shifted: '789-456+1230.' },
  { from: 512, plain: '0123456789*#', shifted: '0123456789*#' },
];

const single: Readonly<Record<number, string>> = {
  14: '\b', 15: '\t', 28: '\r', 55: '*', 57: ' ', 96: '\r', 98: '/', 117: '=', 121: ',',
};

interface Sign {
  readonly plain: string;
  readonly shifted: string;
}

const signs: ReadonlyMap<number, Sign> = new Map<number, Sign>([
  ...rows.flatMap(({ from, plain, shifted }) =>
    [...plain].map((sign, index): [number, Sign] => [from + index, { plain: sign, shifted: shifted.charAt(index) }])),
  ...Object.entries(single).map(([code, sign]): [number, Sign] => [Number(code), { plain: sign, shifted: sign }]),
]);

/** One character, Enter as `\r`; `null`: a key that types none, or keys that nobody has seen. */
export type Stroke = string | null;

/** What is typed on a USB device that pretends to be a keyboard: one stroke for each key that goes down, none while it is held. */
export class KeyStrokes {
  readonly #events = new InputEvents();
  readonly #held = new Set<number>();
  #isCapital = false;

  /** Never throws, whatever the bytes are. */
  push(bytes: Uint8Array): readonly Stroke[] {
    return this.#events.push(bytes).flatMap((event) => this.#take(event));
  }

  /** The device has gone, and its keys with it. */
  drop(): void {
    this.#events.drop();
    this.#held.clear();
    this.#isCapital = false;
  }

  #take({ type, code, value }: InputEvent): readonly Stroke[] {
    if (type === synchronisation && code === eventsDropped) {
      this.#held.clear();
      return [null];
    }
    if (type !== key) return [];
    if (shiftKeys.has(code) || commandKeys.has(code)) {
      if (value === released) this.#held.delete(code);
      else this.#held.add(code);
      return [];
    }
    if (value !== pressed || idleKeys.has(code)) return [];
    if (code !== capsLock) return [this.#strokeOf(code)];
    this.#isCapital = !this.#isCapital;
    return [];
  }

  #strokeOf(code: number): Stroke {
    const sign = signs.get(code);
    const held = [...this.#held];
    if (sign === undefined || held.some((one) => commandKeys.has(one))) return null;
    const isShifted = held.some((one) => shiftKeys.has(one));
    const isLetter = /[a-z]/.test(sign.plain);
    return isShifted !== (isLetter && this.#isCapital) ? sign.shifted : sign.plain;
  }
}
