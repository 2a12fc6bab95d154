import { describe, expect, test } from 'vitest';
import { deliveries } from './stories/deliveries.ts';
import { legs } from './stories/legs.ts';
import { ownLockers } from './stories/own-lockers.ts';
import { cutOptions, sweepsClean } from './sweep.ts';
import { tell } from './story.ts';

describe('nobody loses anything and no door opens for nobody, wherever the power goes, when', () => {
  sweepsClean([...deliveries, ...legs, ...ownLockers], {
    cutAt: [
      'between intent and pulse',
      'between pulse and outcome',
      'between the burning of a token and the pulse',
      'while a snapshot is written',
      'during a change of segments',
      'while a commit is on its way to the disk',
      'between write and sync',
      'while an event is on its way to the upstream',
      'during a start',
    ],
    happened: ['a torn record cut off', 'a block lost', 'a door that stood open for somebody over a restart'],
  });
});

test('the same story with the same seed and the same cut is the same to the last letter', async () => {
  const [story] = deliveries;
  if (!story) throw new Error('there is no story');
  const runs = [await tell(story, cutOptions(120)), await tell(story, cutOptions(120)), await tell(story, cutOptions(121))];
  expect(runs[1]?.trace).toBe(runs[0]?.trace);
  expect(runs[2]?.trace).not.toBe(runs[0]?.trace);
});
