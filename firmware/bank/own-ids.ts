import type { Books } from './books.ts';
import type { BankFrame } from './commands.ts';

/** How the names of reservations begin that the bank makes by itself; no upstream may give such a name. */
export const ownIdPrefix = 'bank-';

/**
 * The name of the next reservation that the bank makes by itself. It is new for ever: the count of them never falls
 * within one log, and no other log of any bank has the same id.
 */
export function nextOwnId(books: Books, { ownPrefix }: Pick<BankFrame, 'ownPrefix'>): string {
  return `${ownIdPrefix}${ownPrefix}-${String(books.ownReservations + 1)}`;
}
