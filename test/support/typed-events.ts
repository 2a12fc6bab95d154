import { eventBytes } from '../../firmware/hardware/hid/input-events.ts';

const shift = 42;
const plain = new Map<string, number>([
  ...rowOf('1234567890-=', 2), ...rowOf('qwertyuiop[]', 16), ...rowOf("asdfghjkl;'`", 30), ...rowOf('\\zxcvbnm,./', 43),
  [' ', 57], ['\r', 28], ['\t', 15],
]);
const shifted = new Map<string, number>([
  ...rowOf('!@#$%^&*()_+', 2), ...rowOf('QWERTYUIOP{}', 16), ...rowOf('ASDFGHJKL:"~', 30), ...rowOf('|ZXCVBNM<>?', 43),
]);

function rowOf(signs: string, from: number): [string, number][] {
  return [...signs].map((sign, index) => [sign, from + index]);
}

/** One event as the kernel writes it, with a time that nobody looks at. */
export function inputEvent(type: number, code: number, value: number): Uint8Array {
  const bytes = new Uint8Array(eventBytes).fill(0x5a, 0, 16);
  const view = new DataView(bytes.buffer);
  view.setUint16(16, type, true);
  view.setUint16(18, code, true);
  view.setInt32(20, value, true);
  return bytes;
}

/** What the kernel says of a key that goes down or up: its scan code, the key, and that this was all. */
export function keyEvents(code: number, value: 0 | 1 | 2): Uint8Array {
  return joined(inputEvent(4, 4, 0x70000 + code), inputEvent(1, code, value), inputEvent(0, 0, 0));
}

/** One key after the other, each pressed and let go. */
export function strokes(...codes: readonly number[]): Uint8Array {
  return joined(...codes.flatMap((code) => [keyEvents(code, 1), keyEvents(code, 0)]));
}

/** A text as a scanner types it. @throws RangeError for what a US keyboard has not */
export function typed(text: string): Uint8Array {
  return joined(...[...text].map((sign) => {
    const code = plain.get(sign);
    if (code !== undefined) return strokes(code);
    const capital = shifted.get(sign);
    if (capital === undefined) throw new RangeError(`nobody types ${sign}`);
    return joined(keyEvents(shift, 1), strokes(capital), keyEvents(shift, 0));
  }));
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
