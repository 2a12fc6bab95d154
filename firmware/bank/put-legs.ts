import type { CommandArgs } from '../contract/command-args.ts';
import { itemsMost, type ReservationKind } from '../contract/parts.ts';
import { codeTag, type BankKeys } from './codes.ts';
import { puttingLeg, usualLegs } from './legs.ts';
import { isSameParty } from './parties.ts';
import type { BookedItem, Leg, Reservation } from './reservation.ts';
import type { Settings } from './settings.ts';

export type PutArgs = CommandArgs<'reservation.put'>;

/** What a reservation is to consist of, or the place of the argument that makes no sense. */
export type LegPlan =
  | {
      readonly kind: 'plan';
      readonly legs: readonly Leg[];
      readonly items: readonly BookedItem[];
      /** When the claim lapses. */
      readonly untilMs: number | null;
    }
  | { readonly kind: 'malformed'; readonly place: string };

/** What is needed to read legs: the keys for the tags of codes, the settings for the life of one-time PINs. */
interface LegReader {
  readonly keys: BankKeys;
  readonly settings: Settings;
  readonly nowMs: number;
}

type AskedLeg = NonNullable<PutArgs['legs']>[number];

/** The legs of a new reservation. */
export function planNew(args: PutArgs, reader: LegReader): LegPlan {
  const asked = askedLegs(args);
  if (!asked) return malformed('data.args.legs');
  const place = troubleWithDeeds(args.kind, asked);
  if (place) return malformed(place);
  const legs = asked.map((leg, index): Leg => {
    const tags = tagsOf(reader, args, leg, index === asked.length - 1);
    return { does: leg.does, party: leg.party, untilMs: untilOf(reader, leg) ?? endsOf(args, leg), tags };
  });
  const booked = bookItems(asked, args.items, { items: [], puttingLeg: fillingLeg(asked, 0) });
  if (booked.kind === 'malformed') return booked;
  // The window of a claim is that of its first leg, also where a deposit is taken back later.
  const untilMs = earliest(msOf(args.window?.until), legs[0]?.untilMs ?? null);
  return { kind: 'plan', legs: withWindow(legs, 0, untilMs), items: booked.items, untilMs };
}

/**
 * The legs of a live reservation that is put again. What is not said stays as it was: legs, their codes and ends, the
 * items, the window. Legs that are done are over: nothing about them changes.
 */
export function planChange(before: Reservation, args: PutArgs, reader: LegReader): LegPlan {
  const merged = args.legs ? mergedLegs(before, args, args.legs, reader) : sameLegs(before, args, reader);
  if ('place' in merged) return malformed(merged.place);
  const { legs } = merged;
  const isFull = before.state === 'occupied';
  const putting = isFull ? puttingLeg(before) : fillingLeg(legs, before.leg);
  const booked = bookItems(args.legs ?? [], args.items, { items: before.items, puttingLeg: Math.max(0, putting) });
  if (booked.kind === 'malformed') return booked;
  // Once something lies there only `reservation.extend` moves its end.
  const untilMs = isFull ? before.untilMs : claimEnd(before, args, legs, reader);
  return { kind: 'plan', legs: isFull ? legs : withWindow(legs, before.leg, untilMs), items: booked.items, untilMs };
}

/** When a claim lapses that is put again. A claim on a place for belongings lapses with their end at the latest. */
function claimEnd(before: Reservation, args: PutArgs, legs: readonly Leg[], reader: LegReader): number | null {
  const windowMs = msOf(args.window?.until);
  if (before.kind === 'storage') {
    const wasEnd = before.untilMs === (before.legs[before.leg]?.untilMs ?? null);
    return earliest(windowMs ?? (wasEnd ? null : before.untilMs), legs[before.leg]?.untilMs ?? null);
  }
  const next = args.legs?.[before.leg];
  return earliest(windowMs, next ? untilOf(reader, next) : null) ?? before.untilMs;
}

function askedLegs(args: PutArgs): readonly AskedLeg[] | null {
  if (args.legs) return args.legs;
  if (args.kind === 'return' || args.kind === 'exchange') return null;
  const usual = usualLegs(args.kind, args.party, { untilMs: null, tags: [] });
  return usual.map(({ does, party }) => ({ does, party, codes: [], tags: [], oneTime: false }));
}

/**
 * A locker begins empty and ends empty: what is put in is taken out again before the last leg is over, and nothing is
 * put on top of what another leg has put in. Belongings come and go in a leg of their own.
 * @returns the place of what makes no sense; `null` where all does
 */
function troubleWithDeeds(kind: ReservationKind, legs: readonly AskedLeg[]): string | null {
  if (kind === 'storage') return legs.length === 1 && legs[0]?.does === 'keep' ? null : 'data.args.legs';
  let isFull = false;
  for (const [index, { does }] of legs.entries()) {
    if (does === 'keep' || isFull !== (does !== 'deposit')) return `data.args.legs.${String(index)}`;
    isFull = does !== 'collect';
  }
  return isFull ? 'data.args.legs' : null;
}

type Merged = { readonly legs: readonly Leg[] } | { readonly place: string };

function mergedLegs(before: Reservation, args: PutArgs, asked: readonly AskedLeg[], reader: LegReader): Merged {
  const isOtherwise = before.legs.some(({ does }, index) => index < before.leg && asked[index]?.does !== does);
  if (isOtherwise || asked.length <= before.leg) return { place: 'data.args.legs' };
  const place = troubleWithDeeds(before.kind, asked);
  if (place) return { place };
  return {
    legs: asked.map((leg, index): Leg => {
      const was = before.legs[index];
      if (was && index < before.leg) return was;
      const isSame = was?.does === leg.does && isSameParty(was.party, leg.party);
      const tags = tagsOf(reader, args, leg, index === asked.length - 1);
      const ends = before.state === 'reserved' ? endsOf(args, leg) : null;
      const untilMs = untilOf(reader, leg) ?? ends ?? (isSame ? was.untilMs : null);
      return { does: leg.does, party: leg.party, untilMs, tags: tags.length === 0 && isSame ? was.tags : tags };
    }),
  };
}

function sameLegs(before: Reservation, args: PutArgs, reader: LegReader): Merged {
  const last = before.legs.length - 1;
  const tags = tagsOf(reader, args, null, true);
  const ends = before.kind === 'storage' && before.state === 'reserved' ? msOf(args.ends) : null;
  return {
    legs: before.legs.map((leg, index) => (index === last
      ? { ...leg, tags: tags.length > 0 ? tags : leg.tags, untilMs: ends ?? leg.untilMs }
      : leg)),
  };
}

/** Where things are kept the leg says when that ends; everywhere else the leg that a claim waits for ends with the claim. */
function withWindow(legs: readonly Leg[], at: number, untilMs: number | null): readonly Leg[] {
  return legs.map((leg, index) => (index === at && leg.does !== 'keep' ? { ...leg, untilMs } : leg));
}

/** The codes that are named beside the legs open for the last of them. */
function tagsOf(reader: LegReader, args: PutArgs, leg: AskedLeg | null, isLast: boolean): readonly string[] {
  const codes = [...(leg?.codes ?? []), ...(isLast ? args.codes : [])];
  const tags = [...(leg?.tags ?? []), ...(isLast ? args.tags : [])];
  return [...tags, ...codes.map((code) => codeTag(reader.keys, code))];
}

function untilOf({ settings, nowMs }: LegReader, leg: AskedLeg): number | null {
  return msOf(leg.until) ?? (leg.oneTime ? nowMs + settings.oneTimePinLife : null);
}

function endsOf(args: PutArgs, leg: AskedLeg): number | null {
  return leg.does === 'keep' ? msOf(args.ends) : null;
}

type Booking = { readonly kind: 'booked'; readonly items: readonly BookedItem[] } | { readonly kind: 'malformed'; readonly place: string };

/** The leg that is to fill the locker next. */
function fillingLeg(legs: readonly { readonly does: Leg['does'] }[], next: number): number {
  return Math.max(0, legs.findIndex(({ does }, index) => does !== 'collect' && index >= next));
}

/**
 * Which leg puts which item in. What lies in the locker or has been taken out stays in the books, whatever is expected
 * now. Named by two legs, an item could be in two places.
 */
function bookItems(
  legs: readonly AskedLeg[],
  items: PutArgs['items'],
  before: { readonly items: readonly BookedItem[]; readonly puttingLeg: number },
): Booking {
  const named = new Map<string, number>();
  const known = new Map(before.items.map((item) => [item.id, item.leg]));
  for (const [index, leg] of legs.entries()) {
    for (const item of leg.items ?? []) {
      const at = named.get(item.id) ?? index;
      if (at !== index || leg.does === 'collect') return malformed(`data.args.legs.${String(index)}.items`);
      named.set(item.id, index);
    }
  }
  for (const { id } of items) if (!named.has(id)) named.set(id, known.get(id) ?? before.puttingLeg);
  if (named.size === 0) return { kind: 'booked', items: before.items };
  const kept = before.items.filter(({ place }) => place !== 'expected');
  const keptIds = new Set(kept.map(({ id }) => id));
  const expected = [...named].filter(([id]) => !keptIds.has(id)).map(([id, leg]): BookedItem => ({ id, leg, place: 'expected' }));
  const booked = [...kept, ...expected];
  return booked.length > itemsMost ? malformed('data.args.items') : { kind: 'booked', items: booked };
}

/** The earlier of those that are given. */
function earliest(...times: readonly (number | null)[]): number | null {
  const given = times.filter((time) => time !== null);
  return given.length === 0 ? null : Math.min(...given);
}

function msOf(iso: string | undefined): number | null {
  return iso === undefined ? null : Date.parse(iso);
}

function malformed(place: string) {
  return { kind: 'malformed', place } as const;
}
