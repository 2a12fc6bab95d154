import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Pages, sectorBytes } from '../../sim/disk-pages.ts';

test('a file in pages holds what a plain one would, however it is written, grown and cut', () => {
  const change = fc.record({
    at: fc.nat(20_000), bytes: fc.uint8Array({ maxLength: 9_000 }), isZero: fc.boolean(), cut: fc.option(fc.nat(20_000)),
  });
  fc.assert(fc.property(fc.array(change, { maxLength: 8 }), (changes) => {
    const pages = Pages.of(new Uint8Array());
    let plain = new Uint8Array();
    for (const { at, bytes, isZero, cut } of changes) {
      if (isZero) bytes.fill(0);
      const length = cut ?? Math.max(plain.length, at + bytes.length);
      if (cut === null) pages.write(at, bytes);
      else pages.resize(cut);
      const next = new Uint8Array(length);
      next.set(plain.subarray(0, length));
      if (cut === null) next.set(bytes, at);
      plain = next;
      expect(Buffer.compare(pages.bytes(), plain)).toBe(0);
      expect(pages.length).toBe(plain.length);
    }
    expect(Buffer.from(pages.sector(3)).subarray(0, Math.max(0, plain.length - 3 * sectorBytes)))
      .toEqual(Buffer.from(plain.subarray(3 * sectorBytes, 4 * sectorBytes)));
  }));
});

test('a copy goes its own way', () => {
  const one = Pages.of(Buffer.from('one'));
  const other = one.copy();
  other.write(0, Buffer.from('two'));
  expect([one, other].map((pages) => Buffer.from(pages.bytes()).toString())).toEqual(['one', 'two']);
});
