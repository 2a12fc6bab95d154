import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputEvents } from '../../../../firmware/hardware/hid/input-events.ts';
import { KeyStrokes } from '../../../../firmware/hardware/hid/key-strokes.ts';
import { inputEvent, joined, keyEvents, strokes, typed } from '../../../support/typed-events.ts';

const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
const anyText = fc.string({ unit: fc.constantFrom(...printable), maxLength: 80 });
const read = (...parts: readonly Uint8Array[]): readonly (string | null)[] => {
  const keys = new KeyStrokes();
  return parts.flatMap((part) => [...keys.push(part)]);
};

describe('what is typed on a device that pretends to be a keyboard', () => {
  test('every character that a label may carry arrives as it was printed', () => {
    expect(read(typed(printable.join(''))).join('')).toBe(printable.join(''));
  });

  test('any text arrives whole, wherever its bytes are cut', () => {
    fc.assert(fc.property(anyText, fc.array(fc.nat()), (text, cuts) => {
      const bytes = typed(text);
      const at = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted((a, b) => a - b);
      const parts = [0, ...at].map((from, index) => bytes.slice(from, at[index]));
      expect(read(...parts).join('')).toBe(text);
    }));
  });

  test('bytes of any kind never throw, and say nothing but strokes', () => {
    fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (parts) => {
      for (const stroke of read(...parts)) expect(stroke === null || stroke.length === 1).toBe(true);
    }));
  });

  test('events of any kind never throw, and more events than keys went down are never strokes', () => {
    const event = fc.record({
      type: fc.constantFrom(0, 1, 1, 1, 4, 17, 0xffff), code: fc.nat({ max: 767 }), value: fc.constantFrom(0, 1, 2, -1),
    });
    fc.assert(fc.property(fc.array(event), (events) => {
      const found = read(joined(...events.map(({ type, code, value }) => inputEvent(type, code, value))));
      const down = events.filter(({ type, code, value }) => (type === 1 && value === 1) || (type === 0 && code === 3));
      expect(found.length).toBeLessThanOrEqual(down.length);
    }));
  });

  test('a key that is held is one stroke, however long a child leans on it', () => {
    expect(read(keyEvents(30, 1), keyEvents(30, 2), keyEvents(30, 2), keyEvents(30, 0))).toEqual(['a']);
  });

  test.each([
    ['the number block', [79, 80, 81, 75, 76, 77, 71, 72, 73, 82, 83, 96], '1234567890.\r'],
    ['the number block, whose light is switched over for each digit', [69, 79, 69], '1'],
    ['the signs for reckoning', [55, 74, 78, 98, 117, 121], '*-+/=,'],
    ['the keys of a telephone', [513, 514, 521, 512, 522, 523], '1290*#'],
    ['backspace and Enter', [14, 28], '\b\r'],
  ])('%s', (_, codes, text) => {
    expect(read(strokes(...codes)).join('')).toBe(text);
  });

  test('caps lock turns letters over and leaves digits alone, and shift turns them back', () => {
    expect(read(strokes(58), typed('a1B'), strokes(58), typed('a1B')).join('')).toBe('A1ba1B');
  });

  test.each([['control', 29], ['Alt', 56], ['AltGr', 100], ['the system key', 125]])('a command is no text [%s]', (_, code) => {
    expect(read(keyEvents(code, 1), strokes(27), keyEvents(code, 0), strokes(27))).toEqual([null, ']']);
  });

  test('a key that types nothing is not passed over in silence: a text with a hole would be another one', () => {
    expect(read(typed('a'), strokes(59), typed('b'))).toEqual(['a', null, 'b']);
  });

  test('keys that the kernel dropped leave a hole, and no shift key is held any more', () => {
    expect(read(keyEvents(42, 1), strokes(30), inputEvent(0, 3, 0), strokes(30))).toEqual(['A', null, 'a']);
  });

  test('a device that has gone takes its half event, its shift and its caps lock along', () => {
    const keys = new KeyStrokes();
    keys.push(joined(strokes(58), keyEvents(42, 1), inputEvent(1, 30, 1).slice(0, 10)));
    keys.drop();
    expect(keys.push(typed('a'))).toEqual(['a']);
  });

  test('half an event waits for its other half', () => {
    const events = new InputEvents();
    const bytes = inputEvent(1, 30, 1);
    expect(events.push(bytes.slice(0, 23))).toEqual([]);
    expect(events.push(bytes.slice(23))).toEqual([{ type: 1, code: 30, value: 1 }]);
  });
});
