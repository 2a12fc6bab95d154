import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { partBytesMost, partsMost } from '../../../firmware/contract/documents.ts';
import { cutDirectory } from '../../../sim/upstream/chunks.ts';
import { sha256 } from '../../support/hand-upstream.ts';

const person = (n: number, name = `Person Number ${String(n)}`) => ({ id: `p-${String(n)}`, name, accessible: n % 7 === 0 });
const people = (count: number) => Array.from({ length: count }, (_, n) => person(n));

interface Part {
  readonly recipients: readonly { readonly id: string }[];
  readonly operators: readonly { readonly id: string }[];
}

const chunksOf = (body: string): readonly string[] => (JSON.parse(body) as { readonly chunks: readonly string[] }).chunks;

describe('a directory', () => {
  test('that fits one message goes in one piece', () => {
    const directory = { recipients: people(300), operators: [] };
    expect(cutDirectory(directory)).toEqual({ body: JSON.stringify(directory), parts: new Map() });
  });

  test('of 20,000 people goes in parts that messages carry, with everybody in it once', () => {
    const directory = { recipients: people(20_000), operators: [{ id: 'mia' }, { id: 'tom' }] };
    const { body, parts } = cutDirectory(directory);
    const chunks = chunksOf(body);
    expect(chunks.length).toBeLessThanOrEqual(partsMost);
    expect(new Set(chunks)).toEqual(new Set(parts.keys()));
    const read = chunks.map((chunk) => JSON.parse(parts.get(chunk) ?? '') as Part);
    for (const [hash, text] of parts) {
      expect(sha256(text)).toBe(hash);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(partBytesMost);
    }
    const ids = (list: keyof Part) => read.flatMap((part) => part[list].map(({ id }) => id)).toSorted();
    expect(ids('recipients')).toEqual(directory.recipients.map(({ id }) => id).toSorted());
    expect(ids('operators')).toEqual(['mia', 'tom']);
  });

  test('of 100,000 people still has room in its list', () => {
    const { body } = cutDirectory({ recipients: people(100_000) });
    expect(chunksOf(body).length).toBeLessThanOrEqual(partsMost);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(60 * 1024);
  });

  test.each([
    ['changed', (all: ReturnType<typeof people>) => all.map((one) => (one.id === 'p-777' ? person(777, 'Somebody Else') : one))],
    ['come', (all: ReturnType<typeof people>) => [person(90_000), ...all]],
    ['gone', (all: ReturnType<typeof people>) => all.filter(({ id }) => id !== 'p-777')],
    ['been listed in another order', (all: ReturnType<typeof people>) => all.toReversed()],
  ])('in which one person has %s differs in one part at most', (_what, change) => {
    const before = chunksOf(cutDirectory({ recipients: people(10_000), operators: [] }).body);
    const after = chunksOf(cutDirectory({ recipients: change(people(10_000)), operators: [] }).body);
    expect(after).toHaveLength(before.length);
    expect(after.filter((chunk, index) => chunk !== before[index]).length).toBeLessThanOrEqual(1);
  });

  test('too large for any list of parts is refused', () => {
    const recipients = [{ id: 'x', name: 'y'.repeat(40_000_000) }];
    expect(() => cutDirectory({ recipients })).toThrow(RangeError);
  });

  test('is the same parts for the same people, whoever they are', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.record({ id: fc.string(), name: fc.string() }), { selector: ({ id }) => id }), (recipients) => {
      const many = { recipients: [...recipients, ...people(1_500)] };
      const shuffled = { recipients: many.recipients.toReversed() };
      expect(chunksOf(cutDirectory(many).body)).toEqual(chunksOf(cutDirectory(shuffled).body));
    }), { numRuns: 20 });
  });
});
