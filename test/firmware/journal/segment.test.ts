import { expect, test } from 'vitest';
import { pathOf, quarantinePathOf, segmentsIn, sparePath, type Segment } from '../../../firmware/journal/segment.ts';

const segment = (ordinal: number): Segment => ({ ordinal, firstN: 10 * ordinal, log: 2, firstEvent: 7 * ordinal });
const nameOf = (path: string): string => path.replace(/^\w+\//, '');

test('the name of a segment says what is in it, so that nobody has to look', () => {
  expect(pathOf(segment(3), 'a')).toBe('journal/000003-n30-l2-e21-a.log');
  expect(quarantinePathOf(segment(3), 'b')).toBe('quarantine/000003-n30-l2-e21-b.log');
});

test('segments come in their order, however many there have been, with the copies that are there', () => {
  const names = [1_000_000, 2, 10, 1].flatMap((ordinal) => [nameOf(pathOf(segment(ordinal), 'b')), nameOf(pathOf(segment(ordinal), 'a'))]);
  const found = segmentsIn(names.filter((name) => !name.startsWith('000002-n20-l2-e14-a')));
  expect(found.map(({ ordinal, copies }) => `${String(ordinal)}${copies.join('')}`)).toEqual(['1ab', '2b', '10ab', '1000000ab']);
  expect(found[2]).toMatchObject(segment(10));
});

test('files that are no segments are passed over', () => {
  const others = ['00000001.log', 'notes.txt', '000001-n1-l1-e1-c.log', '000001-n1-l1-e1-a.log.draft'];
  expect(segmentsIn([nameOf(sparePath(3_000, 'a')), ...others])).toEqual([]);
});
