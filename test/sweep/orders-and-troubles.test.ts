import { describe } from 'vitest';
import { orderStories } from './stories/orders.ts';
import { troubles } from './stories/troubles.ts';
import { sweepsClean } from './sweep.ts';

describe('every order ends once and every invariant holds, wherever the power goes, when', () => {
  sweepsClean([...orderStories, ...troubles], {
    cutAt: [
      'while a part of a document is written',
      'between the parts of a document and its record',
      'while an order is being carried out',
    ],
    happened: [
      'a full disk during a pickup',
      'a deposit on a full disk',
      'a start on a full disk',
      'a sync that fails',
      'a lock over a restart',
      'another log begun',
      'the power goes while the bank starts',
    ],
  });
});
