import type { Party, ReservationKind } from '../../firmware/contract/parts.ts';
import type { Random } from '../../firmware/ports/random.ts';
import { never } from '../../statecharts/never.ts';
import type { CodeOfLeg, UpstreamBooks } from './upstream-books.ts';

interface AnyWish {
  /** What is printed on the things. */
  readonly labels: readonly string[];
  readonly size: string;
  readonly accessible: boolean;
}

/** What the upstream may want a locker for. */
export type Wish =
  | (AnyWish & { readonly kind: 'delivery' | 'asset'; readonly party: Party })
  /** `party` brings it with a one-time PIN; `to` collects it, or whoever works there. */
  | (AnyWish & { readonly kind: 'return'; readonly party: Party; readonly to: Party | null })
  /** `party` brings the things with a one-time PIN, `to` takes them and leaves others, and those go back to `party`. */
  | (AnyWish & { readonly kind: 'exchange'; readonly party: Party; readonly to: Party; readonly back: readonly string[] })
  /** `labels` are what the belongings are called here: the bank never learns. `ends`: `null` for as long as is usual. */
  | (AnyWish & { readonly kind: 'storage'; readonly party: Party; readonly isVisitor: boolean; readonly ends: string | null });

/** What is asked of the bank, and what the upstream itself remembers of it. */
interface Asked {
  readonly args: Readonly<Record<string, unknown>>;
  readonly codes: readonly CodeOfLeg[];
  /** What comes into the locker after the labels have been taken out. */
  readonly back: readonly string[];
}

/** The arguments of `reservation.put` that make a wish come true. Each leg that a person carries out has a code of its own. */
export function askedFor(wish: Wish, reservation: string, freshCode: () => string): Asked {
  const { kind, party, size, accessible } = wish;
  const usual = { reservation, kind: kind satisfies ReservationKind, party, size, accessible };
  const coded = (opens: CodeOfLeg['opens'], whose: Party): CodeOfLeg => ({ opens, party: whose, code: freshCode() });
  switch (wish.kind) {
    case 'delivery':
    case 'asset': {
      const pickUp = coded('pick-up', party);
      return { args: { ...usual, items: itemsOf(wish.labels), codes: [pickUp.code] }, codes: [pickUp], back: [] };
    }
    case 'return': {
      const { to } = wish;
      const codes = [coded('drop-off', party), ...(to ? [coded('pick-up', to)] : [])];
      const [drop, pickUp] = codes;
      const legs = [droppingOff(party, drop), { does: 'collect', party: to, codes: pickUp ? [pickUp.code] : [] }];
      return { args: { ...usual, party: to ?? party, items: itemsOf(wish.labels), legs }, codes, back: [] };
    }
    case 'exchange': {
      const { to, back, labels } = wish;
      const codes = [coded('drop-off', party), coded('swap', to), coded('pick-up', party)] as const;
      const legs = [
        { ...droppingOff(party, codes[0]), items: itemsOf(labels) },
        { does: 'swap', party: to, codes: [codes[1].code], items: itemsOf(back) },
        { does: 'collect', party, codes: [codes[2].code] },
      ];
      return { args: { ...usual, items: itemsOf([...labels, ...back]), legs }, codes, back };
    }
    case 'storage': {
      const { isVisitor, ends } = wish;
      const open = coded('storage', party);
      const whose = { ...(isVisitor ? { visitor: true } : {}), ...(party.type === 'department' ? { shared: true } : {}) };
      return { args: { ...usual, ...whose, ...(ends === null ? {} : { ends }), codes: [open.code] }, codes: [open], back: [] };
    }
    default:
      return never(wish, 'wish');
  }
}

function droppingOff(party: Party, pin: CodeOfLeg | undefined) {
  return { does: 'deposit', party, codes: pin ? [pin.code] : [], oneTime: true };
}

function itemsOf(labels: readonly string[]): readonly { readonly id: string }[] {
  return labels.map((id) => ({ id }));
}

/** Codes that nobody has: neither one of a parcel of before, nor one of these twice. */
export function freshCodes({ parcels }: UpstreamBooks, random: Random): () => string {
  const taken = new Set([...parcels.values()].flatMap(({ code, codes }) => [code, ...codes.map((one) => one.code)]));
  return () => {
    for (;;) {
      const code = Array.from(random.bytes(8), (byte) => String(byte % 10)).join('');
      if (taken.has(code)) continue;
      taken.add(code);
      return code;
    }
  };
}
