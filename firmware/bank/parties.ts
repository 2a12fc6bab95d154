import type { Party } from '../contract/parts.ts';
import type { Books } from './books.ts';
import { own } from './own.ts';

/** For whom a parcel lies that nobody could give a recipient. A mark that no directory has as an id: it is nobody's. */
export const unknownRecipient: Party = { type: 'recipient', id: '?' };

export function isSameParty(a: Party | null, b: Party | null): boolean {
  return a === b || (a !== null && b !== null && a.type === b.type && a.id === b.id);
}

/** Before the first directory the bank knows nobody and has to believe; after it a name that is not in it is a mistake. */
export function knowsParty(books: Books, party: Party): boolean {
  if (books.documents.directory === undefined) return true;
  const { recipients, departments } = books.directory;
  return own<unknown>(party.type === 'recipient' ? recipients : departments, party.id) !== undefined;
}

/** Whether the directory says that somebody has to reach the locker from a wheelchair, or without stooping. */
export function needsReach(books: Books, party: Party | null): boolean {
  return party?.type === 'recipient' && (own(books.directory.recipients, party.id)?.accessible ?? false);
}
