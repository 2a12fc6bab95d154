import { describe, expect, test } from 'vitest';
import {
  bouncesFor, changesMost, changesWithin, ContactLevels, pollsApart, contactSteadyLeast,
} from '../../../../firmware/hardware/bus/contact-levels.ts';
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

  test('a contact that chatters is told as unknown once, and is believed again when it has been steady for long', () => {
    const { told, read } = watched();
    for (const atMs of [0, 50]) read('low', atMs);
    let nowMs = 50;
    for (let change = 0; change < 200; change++) read(change % 2 === 0 ? 'high' : 'low', nowMs += 50);
    expect(told).toEqual(['low', null]);
    read('low', nowMs += contactSteadyLeast - 1);
    expect(read('low', nowMs), 'it is not asked for more often than others').toBe(false);
    expect(told).toEqual(['low', null]);
    expect([read('low', nowMs + 1), read('low', nowMs + 1 + pollsApart)]).toEqual([true, false]);
    expect(told).toEqual(['low', null, 'low']);
  });

  test('a contact that chatters from the first poll on is unknown', () => {
    const { told, read } = watched();
    for (let poll = 0; poll <= changesMost; poll++) read(poll % 2 === 0 ? 'high' : 'low', poll * 200);
    expect(told).toEqual([null]);
  });

  test('a loose wire that agrees with itself by chance is not told as a door that opens and shuts', () => {
    const { told, read } = watched();
    for (let poll = 0; poll < 400; poll++) read(poll % 5 < 3 ? 'high' : 'low', poll * 50);
    expect(told.length).toBeLessThanOrEqual(changesMost + 1);
    expect(told.at(-1)).toBeNull();
  });

  test('what a worn contact reads after its first change is no further movement, and what stays is told as soon as it has settled', () => {
    const { told, read } = watched();
    for (const atMs of [0, 50]) read('low', atMs);
    const bounces = [['high', 1000], ['high', 1030], ['low', 1060], ['low', 1100], ['high', 1200]] as const;
    for (const [level, atMs] of bounces) read(level, atMs);
    for (const atMs of [1250, 1000 + bouncesFor - 1]) read('low', atMs);
    expect(told).toEqual(['low', 'high']);
    for (const atMs of [1000 + bouncesFor, 1000 + bouncesFor + pollsApart]) read('low', atMs);
    expect(told).toEqual(['low', 'high', 'low']);
  });

  test('a door that springs back while its contact may still bounce is asked again soon, until that is over', () => {
    const { told, read } = watched();
    for (const atMs of [0, 50]) read('high', atMs);
    expect([read('low', 1000), read('low', 1000 + pollsApart)]).toEqual([true, false]);
    expect([read('high', 1060), read('high', 1000 + bouncesFor - 1)]).toEqual([true, true]);
    expect([read('high', 1000 + bouncesFor), read('high', 1000 + bouncesFor + pollsApart)]).toEqual([true, false]);
    expect(told).toEqual(['high', 'low', 'high']);
  });

  test('a person who opens and shuts a door with a worn contact within three seconds is told both', () => {
    const { told, read } = watched();
    for (const atMs of [0, 50]) read('low', atMs);
    const move = (fromMs: number, to: 'low' | 'high', from: 'low' | 'high'): void => {
      for (const [at, level] of [to, from, to, from, to, to].entries()) read(level, fromMs + at * 40);
      for (const afterMs of [300, 350, 400]) read(to, fromMs + afterMs);
    };
    move(1000, 'high', 'low');
    move(2500, 'low', 'high');
    expect(told).toEqual(['low', 'high', 'low']);
  });

  test('a loose wire is told as unknown, however fast it changes', () => {
    for (const halfMs of [30, 100, 150, 200, 250, 290, 320, 400]) {
      const { told, read } = watched();
      for (let atMs = 0; atMs < 20_000; atMs += 30) read(Math.floor(atMs / halfMs) % 2 === 0 ? 'low' : 'high', atMs);
      expect(told.at(-1), `a change each ${String(halfMs)} ms`).toBeNull();
    }
  });

  test('somebody who swings a door to and fro is told each time', () => {
    const { told, read } = watched();
    const swing = 450;
    expect(swing * (changesMost - 1)).toBeGreaterThan(changesWithin);
    for (let poll = 0; poll * 50 < swing * 20; poll++) read(Math.floor((poll * 50) / swing) % 2 === 0 ? 'low' : 'high', poll * 50);
    expect(told).toHaveLength(20);
    expect(told).not.toContain(null);
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
