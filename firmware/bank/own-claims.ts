import type { AllocationRefusal } from '../contract/events.ts';
import type { By, Party, ReservationKind } from '../contract/parts.ts';
import { allocate } from './allocation.ts';
import type { Books } from './books.ts';
import type { BankFrame } from './commands.ts';
import { aboutLocker, type Fact } from './facts.ts';
import type { Moment } from './moment.ts';
import { nextOwnId } from './own-ids.ts';
import { keptOf, toldLegs } from './put.ts';
import { isoOf } from './times.ts';
import type { BookedItem, Leg } from './reservation.ts';
import type { Settings } from './settings.ts';

/** A claim that somebody at the kiosk makes, with the bank naming it. */
export interface OwnClaim {
  readonly kind: ReservationKind;
  readonly party: Party;
  readonly legs: readonly Leg[];
  readonly items: readonly BookedItem[];
  readonly size: string | undefined;
  readonly locker: number | undefined;
  readonly accessible: boolean;
  /** The only sizes that whoever puts it in may use. */
  readonly only?: readonly string[] | null;
  readonly shared: boolean;
  /** When it lapses if nothing has been put in by then. */
  readonly untilMs: number;
  readonly by: By | null;
  readonly session: string;
}

/** The way from the screen to the door takes a moment, also where drop-offs have no reopen window at all. */
const wayMs = 60_000;

/** When a claim lapses whose owner stands at the kiosk and is to put something in now. */
export function claimAtKioskEndMs({ dropOffReopenWindow }: Settings, now: Moment): number {
  return now.ms + Math.max(dropOffReopenWindow, wayMs);
}

type OwnClaimAnswer =
  | { readonly kind: 'made'; readonly facts: readonly Fact[]; readonly locker: number; readonly reservation: string }
  | { readonly kind: 'refused'; readonly why: AllocationRefusal };

/** Reserves a locker by the bank's own decision, or says why there is none. */
export function reserveOwn(books: Books, frame: BankFrame, claim: OwnClaim, now: Moment): OwnClaimAnswer {
  const allocation = allocate(books, frame.sizes, claim, now);
  if (allocation.kind === 'refused') return allocation;
  const { number: locker, size } = allocation.locker;
  const { kind, party, legs, items, accessible, shared, by, session } = claim;
  const reservation = nextOwnId(books, frame);
  const made = aboutLocker(
    'reservation.made', locker,
    {
      reservation, kind, locker, items: items.map(({ id }) => ({ id })), party, size, accessible, until: isoOf(claim.untilMs),
      legs: toldLegs(legs), by, ...(shared ? { shared } : {}),
    },
    { session }, keptOf({ legs, items }),
  );
  return { kind: 'made', facts: [made], locker, reservation };
}
