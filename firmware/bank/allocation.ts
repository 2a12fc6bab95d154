import type { AllocationRefusal } from '../upstream/contract/events.ts';
import type { Books, LockerBook } from './books.ts';
import { isFree, statusOf } from './status.ts';

export interface Need {
  readonly size: string | undefined;
  readonly locker: number | undefined;
  readonly accessible: boolean;
}

export type Allocation =
  | { readonly kind: 'locker'; readonly locker: LockerBook }
  | { readonly kind: 'refused'; readonly why: AllocationRefusal };

/**
 * Chooses a locker: an exact one wins over a size; else the smallest that fits, stepping up where the settings
 * allow; lockers within reach are kept for who needs them as long as others are free; among equals the least
 * recently used. Where there is none, the reason that tells the upstream what to change.
 * @param sizes the profile's sizes, from the smallest to the largest
 */
export function allocate(books: Books, sizes: readonly string[], need: Need, nowMs: number): Allocation {
  if (need.locker !== undefined) return exactly(books, need.locker, need.accessible, nowMs);
  const free = Object.values(books.lockers).filter((locker) => isFree(books, locker, nowMs));
  if (free.length === 0) return refused('no-free-locker');
  const fitting = free.filter((locker) => wantedSizes(books, sizes, need.size).includes(locker.size));
  if (fitting.length === 0) return refused('no-free-locker-of-size');
  const suitable = need.accessible ? fitting.filter((locker) => locker.accessible) : fitting;
  const [best] = [...suitable].sort((a, b) => inOrder(sizes, a, b));
  return best ? { kind: 'locker', locker: best } : refused('no-accessible-locker');
}

function exactly(books: Books, number: number, accessible: boolean, nowMs: number): Allocation {
  const locker = books.lockers[number];
  if (!locker || locker.outOfService !== null) return refused('locker-out-of-service');
  if (accessible && !locker.accessible) return refused('no-accessible-locker');
  if (isFree(books, locker, nowMs)) return { kind: 'locker', locker };
  return refused(statusOf(books, locker, nowMs) === 'check' ? 'locker-out-of-service' : 'locker-occupied');
}

function wantedSizes(books: Books, sizes: readonly string[], size: string | undefined): readonly string[] {
  if (size === undefined) return sizes;
  const at = sizes.indexOf(size);
  if (at < 0) return [];
  return books.settings.sizeStepUp ? sizes.slice(at) : [size];
}

function inOrder(sizes: readonly string[], a: LockerBook, b: LockerBook): number {
  return (
    sizes.indexOf(a.size) - sizes.indexOf(b.size) ||
    Number(a.accessible) - Number(b.accessible) ||
    a.usedMs - b.usedMs ||
    a.number - b.number
  );
}

function refused(why: AllocationRefusal): Allocation {
  return { kind: 'refused', why };
}
