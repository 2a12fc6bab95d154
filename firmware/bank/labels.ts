import type { Books } from './books.ts';
import { claimants } from './claimants.ts';
import { normalLabel } from './codes.ts';
import { puttingLeg } from './legs.ts';
import type { BookedItem, Reservation } from './reservation.ts';

export interface LabelledItem {
  readonly reservation: Reservation;
  readonly item: BookedItem;
}

interface FoundLabels {
  /** Things that are awaited now, by the labels that were looked for. */
  readonly awaited: ReadonlyMap<string, LabelledItem>;
  /** Whether any of them lies in a locker already. */
  readonly isAnyIn: boolean;
}

/** Which reservations know things by these labels. Labels are compared without regard to case and spaces. */
export function findLabels(books: Books, labels: readonly string[]): FoundLabels {
  const wanted = new Map(labels.map((label) => [normalLabel(label), label]));
  const awaited = new Map<string, LabelledItem>();
  let isAnyIn = false;
  for (const reservation of claimants(books)) {
    for (const item of reservation.items) {
      const label = wanted.get(normalLabel(item.id));
      if (label === undefined) continue;
      isAnyIn ||= item.place === 'in';
      if (isAwaited(reservation, item)) awaited.set(label, { reservation, item });
    }
  }
  return { awaited, isAnyIn };
}

/** The leg that puts it in comes next, or has put in what lies there and would take more. */
function isAwaited(reservation: Reservation, item: BookedItem): boolean {
  if (item.place !== 'expected') return false;
  return item.leg === reservation.leg || (reservation.state === 'occupied' && item.leg === puttingLeg(reservation));
}
