import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadProfile, profileLibrary } from '../../../../firmware/adapters/profile-file.ts';
import { slowLinesOf } from '../../../../firmware/hardware/bus/known-within.ts';

const profiles = join(import.meta.dirname, '../../../../board-profiles');
const ofAll = (profileLibrary(profiles).names?.('cabinet') ?? []).map((id) => loadProfile(id, profiles));

/** A cabinet with so many boards on one line, each as the first one is. */
function withBoards(id: string, count: number) {
  const { buses, boards } = loadProfile(id, profiles);
  const [first] = boards;
  if (first === undefined) throw new RangeError('a board');
  return { buses, boards: Array.from({ length: count }, (_, at) => ({ ...first, id: `b${String(at)}` })) };
}

test('in no cabinet that comes with the program has somebody to wait for the screen', () => {
  for (const profile of ofAll) expect(slowLinesOf(profile), profile.id).toEqual([]);
});

/** The same numbers stand in the guide for technicians. */
test.each([
  ['waveshare-48', 7], ['bcc8a-96', 9], ['kerong-cu16-64', 16], ['kerong-cu48-96', 10], ['upus-skb-72', 5], ['wkly-48', 2],
])('so many boards of %s on one line are known in time: %i', (id, most) => {
  expect(slowLinesOf(withBoards(id, most))).toEqual([]);
  const [slow] = slowLinesOf(withBoards(id, most + 1));
  expect(slow?.boardsMost).toBe(most);
  expect(slow?.knownWithin).toBeGreaterThan(250);
});
