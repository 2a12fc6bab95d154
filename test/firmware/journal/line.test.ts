import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeLines, encodeLine, wholeLineAt } from '../../../firmware/journal/line.ts';

/** What `JSON.stringify` can give: no line feed, no half of a surrogate pair. */
const text = fc.oneof(fc.json(), fc.string({ unit: 'binary' }).map((raw) => JSON.stringify(raw)));
const texts = fc.array(text, { maxLength: 8 });
const fileOf = (lines: readonly string[]): Uint8Array => Buffer.concat(lines.map(encodeLine));

/** Where each line ends, the line feed included. */
function endsOf(lines: readonly string[]): readonly number[] {
  let end = 0;
  return lines.map((line) => (end += encodeLine(line).length));
}

describe('the lines of a journal', () => {
  test('come back as they were written', () => fc.assert(fc.property(texts, (lines) => {
    expect(decodeLines(fileOf(lines))).toEqual({ kind: 'whole', texts: lines });
  })));

  test('are hex digits, a space, and the text: a person can read them', () => {
    expect(Buffer.from(encodeLine('{"n":1}')).toString('utf8')).toMatch(/^[0-9a-f]{8} \{"n":1\}\n$/);
  });

  test('a power cut at any byte leaves exactly the whole lines before it', () => fc.assert(fc.property(texts, (lines) => {
    const file = fileOf(lines);
    const ends = endsOf(lines);
    for (let cut = 0; cut <= file.length; cut++) {
      const whole = ends.filter((end) => end <= cut);
      const length = whole.at(-1) ?? 0;
      const left = lines.slice(0, whole.length);
      expect(decodeLines(file.subarray(0, cut))).toEqual(
        cut === length ? { kind: 'whole', texts: left } : { kind: 'torn', texts: left, length },
      );
    }
  }), { numRuns: 30 }));

  test('one changed byte is damage; only in the last line may it be the rest of a write', () => fc.assert(fc.property(
    fc.array(text, { minLength: 1, maxLength: 6 }), fc.nat(), fc.integer({ min: 1, max: 255 }),
    (lines, place, change) => {
      const file = fileOf(lines);
      const at = place % file.length;
      file[at] = (file[at] ?? 0) ^ change;
      const ends = endsOf(lines);
      const line = ends.findIndex((end) => at < end);
      const isLast = line === lines.length - 1;
      expect(decodeLines(file)).toEqual(
        isLast ? { kind: 'torn', texts: lines.slice(0, line), length: ends[line - 1] ?? 0 } : { kind: 'damaged', line: line + 1 },
      );
    },
  ), { numRuns: 500 }));

  test('a line feed that turned into something else does not take the last line with it as a torn one', () => {
    const file = fileOf(['"first"', '"second"', '"third"']);
    file[(endsOf(['"first"', '"second"'])[1] ?? 0) - 1] = 0x20;
    expect(decodeLines(file)).toEqual({ kind: 'damaged', line: 2 });
  });

  test('zeros behind the last line, as some file systems leave them, are a torn tail', () => {
    const file = Buffer.concat([fileOf(['"first"']), Buffer.alloc(512)]);
    expect(decodeLines(file)).toEqual({ kind: 'torn', texts: ['"first"'], length: encodeLine('"first"').length });
  });

  test('no soup of bytes makes it throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), texts, fc.nat(), (soup, lines, place) => {
      const file = fileOf(lines);
      const at = place % (file.length + 1);
      const reading = decodeLines(Buffer.concat([file.subarray(0, at), soup, file.subarray(at)]));
      expect(['whole', 'torn', 'damaged']).toContain(reading.kind);
    }));
  });

  test('one of them can be read by itself, where it begins and nowhere else', () => fc.assert(fc.property(texts, (lines) => {
    const file = Buffer.concat([fileOf(lines), Buffer.alloc(20)]);
    const begins = [0, ...endsOf(lines)];
    for (let at = 0; at < file.length; at++) {
      const line = wholeLineAt(file, at);
      const index = begins.indexOf(at);
      const expected = index < 0 || index === lines.length ? null : lines[index];
      expect(line && Buffer.from(line.body).toString('utf8')).toBe(expected);
      if (line) expect(line.end).toBe(begins[index + 1]);
    }
  }), { numRuns: 30 }));
});
