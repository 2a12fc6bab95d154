import { afterAll, describe, expect, test } from 'vitest';
import type { Danger } from './marks.ts';
import { orderStories } from './stories/orders.ts';
import { troubles } from './stories/troubles.ts';
import { sweepsClean } from './sweep.ts';

describe('every order ends once and every invariant holds, wherever the power goes, when', () => {
  const marks = new Set<string>();

  test.each([...orderStories, ...troubles].map((story) => [story.name, story] as const))(
    '%s',
    async (_, story) => {
      for (const mark of (await sweepsClean(story)).marks) marks.add(mark);
    },
    300_000,
  );

  afterAll(() => {
    if (process.env['CUT'] !== undefined) return;
    const seen: readonly Danger[] = [
      'while a part of a document is written',
      'between the parts of a document and its record',
      'while an order is being carried out',
    ];
    expect([...marks]).toEqual(
      expect.arrayContaining([
        ...seen,
        'a full disk during a pickup',
        'a deposit on a full disk',
        'a start on a full disk',
        'a sync that fails',
        'a lock over a restart',
        'another log begun',
        'the power goes while the bank starts',
      ]),
    );
  });
});
