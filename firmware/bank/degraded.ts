import type { Degradation } from '../contract/events.ts';
import type { Books } from './books.ts';
import { aboutBank, type Fact } from './facts.ts';

/** Says once that something is wrong with the whole bank, and once that it is mended. */
export function decideDegraded(books: Books, why: Degradation, isWrong: boolean): readonly Fact[] {
  if (books.degraded.includes(why) === isWrong) return [];
  return [aboutBank(isWrong ? 'bank.degraded' : 'bank.recovered', { why })];
}
