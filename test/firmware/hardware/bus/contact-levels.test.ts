import { describe, expect, test } from 'vitest';
import { ContactLevels, pollsApart } from '../../../../firmware/hardware/bus/contact-levels.ts';
import type { Level } from '../../../../firmware/hardware/field.ts';

function watched() {
  const levels = new ContactLevels();
  const told: Level[] = [];
  levels.watch(1, (level) => told.push(level));
  const read = (level: 'low' | 'high', atMs: number): boolean => levels.read(new Map([[1, level], [2, 'high']]), atMs);
  return { levels, told, read };
}

describe('what is believed of the contact of a door', () => {
  test('two polls that agree, and lie far enough apart, move it', () => {
    const { told, read } = watched();
    expect([read('low', 0), read('low', pollsApart - 1), read('low', pollsApart), read('low', 100)]).toEqual([true, true, false, false]);
    expect(told).toEqual(['low']);
  });

  test('a door that bounced between two polls has not moved', () => {
    const { told, read } = watched();
    for (const [poll, level] of (['low', 'low', 'high', 'low', 'high', 'low'] as const).entries()) read(level, poll * 50);
    expect(told).toEqual(['low']);
  });

  test('two polls with a failed one between them are not in a row', () => {
    const { levels, told, read } = watched();
    read('low', 0);
    levels.interrupt();
    expect([read('low', 50), told]).toEqual([true, []]);
    read('low', 100);
    expect(told).toEqual(['low']);
  });

  test('a door of which nobody can say anything is told once, and believed again after two polls', () => {
    const { levels, told, read } = watched();
    levels.lose();
    levels.lose();
    read('high', 0);
    expect(told).toEqual([null]);
    read('high', 50);
    expect(told).toEqual([null, 'high']);
  });
});
