import type { Books } from './books.ts';
import { doubted } from './doubt.ts';
import { aboutLocker, type Fact } from './facts.ts';

/**
 * Somebody inside has pressed the button that lets them out. Whoever runs the bank is told, and nobody calls it a theft;
 * but a locker in which somebody was while nobody was to be in it must be looked into.
 */
export function decideInsideRelease(books: Books, locker: number): readonly Fact[] {
  const visit = books.visits[locker];
  return [
    aboutLocker('problem.reported', locker, { why: 'inside-release', locker, by: null }, { session: visit?.session }),
    ...(visit?.phase === 'open' ? [] : doubted(books, locker, 'inside-release')),
  ];
}
