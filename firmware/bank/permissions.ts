import type { Books } from './books.ts';
import type { Permission } from './directory.ts';
import type { Identity } from './identity.ts';
import { own } from './own.ts';

/**
 * Whether somebody may, by the directory that is in force now: rights end when they are taken away, and whoever has
 * become somebody else there has to sign in anew. Refused by default.
 */
export function isAllowed(books: Books, identity: Identity, permission: Permission): boolean {
  if (identity.kind !== 'staff') return false;
  const entry = own(books.directory.staff, identity.id);
  return entry?.role === identity.role && entry.permissions.includes(permission);
}
