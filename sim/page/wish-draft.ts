import type { Party, SimState } from '../sim-state.ts';
import type { Wish } from '../upstream/wishes.ts';
import { nextLabel, visitorPrefix, type LabelPrefix } from './words.ts';

/** What has been typed so far; null where nobody has touched it and the page proposes. */
export interface Draft {
  readonly kind: Wish['kind'];
  /** As `partyKey` writes it. */
  readonly party: string | null;
  readonly to: string;
  readonly size: string | null;
  readonly accessible: boolean | null;
  readonly labels: string | null;
  readonly back: string | null;
  /** Milliseconds from now; null: as is usual. */
  readonly endsInMs: number | null;
}

export const untouched: Draft = {
  kind: 'delivery', party: null, to: '', size: null, accessible: null, labels: null, back: null, endsInMs: null,
};

/** What the form shows: the draft, with proposals where nobody has said anything. */
export interface Filled {
  readonly kind: Wish['kind'];
  readonly party: string;
  readonly to: string;
  readonly size: string;
  readonly accessible: boolean;
  readonly labels: string;
  readonly back: string;
  readonly endsInMs: number | null;
}

/** Where somebody in no directory is chosen. */
export const visitorKey = 'visitor';

export function partyKey({ type, id }: Party): string {
  return `${type}/${id}`;
}

const prefixes: Readonly<Record<Wish['kind'], LabelPrefix>> = {
  delivery: 'PKG', asset: 'AST', return: 'PKG', exchange: 'AST', storage: 'BAG',
};

export function filled(draft: Draft, state: SimState, used: readonly string[]): Filled {
  const { people, sizes } = state.upstream;
  const prefix = prefixes[draft.kind];
  const first = people[0] ? partyKey({ type: 'recipient', id: people[0].id }) : '';
  const isVisitorLeft = draft.party === visitorKey && draft.kind !== 'storage';
  const party = draft.party === null || isVisitorLeft ? first : draft.party;
  const labels = draft.labels ?? nextLabel(state, used, prefix);
  return {
    kind: draft.kind, party, to: toOf(draft, state, party), size: draft.size ?? sizes[0] ?? '',
    accessible: draft.accessible ?? people.some((one) => one.accessible && partyKey({ type: 'recipient', id: one.id }) === party),
    labels, back: draft.back ?? nextLabel(state, [...used, ...labelsIn(labels)], prefix), endsInMs: draft.endsInMs,
  };
}

/** A return is for whoever works there until somebody is chosen; an exchange needs somebody else. */
function toOf({ kind, to }: Draft, { upstream: { people } }: SimState, party: string): string {
  if (kind !== 'exchange' || to !== '') return to;
  const other = people.map(({ id }) => partyKey({ type: 'recipient', id })).find((key) => key !== party);
  return other ?? party;
}

/** `PKG-1 PKG-2, PKG-3` are three things. */
export function labelsIn(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((label) => label !== ''))];
}

/** What is asked for, or null where something is missing. */
export function wishOf(form: Filled, nowMs: number): Wish | null {
  const { kind, size, accessible } = form;
  const labels = labelsIn(form.labels);
  const party = form.party === visitorKey ? visitorFor(labels[0] ?? '') : partyOf(form.party);
  const to = partyOf(form.to);
  if (party === null || labels.length === 0) return null;
  const any = { labels, size, accessible, party };
  switch (kind) {
    case 'delivery':
    case 'asset':
      return { kind, ...any };
    case 'return':
      return { kind, ...any, to };
    case 'exchange':
      return to === null ? null : { kind, ...any, to, back: labelsIn(form.back) };
    case 'storage': {
      const ends = form.endsInMs === null ? null : new Date(nowMs + form.endsInMs).toISOString();
      return { kind, ...any, isVisitor: form.party === visitorKey, ends: party.type === 'department' ? null : ends };
    }
  }
}

/** As a reception would name them: after the bag. */
function visitorFor(label: string): Party {
  return { type: 'recipient', id: `${visitorPrefix}${label}`.slice(0, 64) };
}

/** Null for a key that names nobody. */
export function partyOf(key: string): Party | null {
  const [type, id] = key.split('/');
  return (type === 'recipient' || type === 'department') && id !== undefined ? { type, id } : null;
}
