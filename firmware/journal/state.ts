import type { Books } from '../bank/books.ts';
import type { Draft } from '../bank/draft.ts';
import type { Fact } from '../bank/facts.ts';
import { fold } from '../bank/fold.ts';
import { factsOf, hashOfEvent, type Entry, type ReadFact } from './entry.ts';

/** Events that nobody can read any more, and the event that says so in their place. */
export interface LostEvents {
  readonly from: number;
  readonly to: number;
  readonly sequence: number;
}

/** What the journal leads to: the books, and where its log of events stands. Changes with every entry. */
export interface State {
  /** Of the last entry. */
  n: number;
  atMs: number;
  log: { readonly id: string; readonly number: number };
  /** Sequence number of the newest event, and its hash. */
  head: number;
  headHash: string;
  lost: readonly LostEvents[];
  readonly books: Books;
  /** Lockers that the profile has not got now, as they were when it had them. */
  formerLockers?: Books['lockers'];
}

/** Before the first entry. */
export function newState(logid: string, books: Books): State {
  return { n: 0, atMs: 0, log: { id: logid, number: 1 }, head: 0, headHash: '', lost: [], books };
}

/**
 * Takes entries that have been read back. The hash of the newest event is only wanted at the end of them.
 * @returns takes one entry, and says that there are no more
 */
export function recovery(state: State): { take(entry: Entry): void; end(): void } {
  let newest: ReadFact | null = null;
  return {
    take(entry) {
      beginEntry(state, entry);
      for (const read of factsOf(entry)) {
        takeFact(state, entry, read.fact, read.sequence);
        if (read.sequence !== null) newest = read;
      }
    },
    end() {
      if (newest?.text) state.headHash = hashOfEvent(newest.text);
    },
  };
}

export function beginEntry(state: State, { n, atMs, log }: Pick<Entry, 'n' | 'atMs' | 'log'>): void {
  state.n = n;
  state.atMs = atMs;
  if (!log) return;
  state.log = { id: log.id, number: log.number };
  state.head = 0;
  state.headHash = '';
  state.lost = [];
}

/** Folds a fact. Of an event whoever calls knows the text, and sets `headHash`. */
export function takeFact(
  state: State,
  { atMs, ageMs, floorMs = atMs }: Pick<Entry, 'atMs' | 'ageMs' | 'floorMs'>,
  fact: Fact,
  sequence: number | null,
): void {
  fold(state.books, fact, { at: { ms: atMs, ageMs }, floorMs, sequence });
  if (sequence === null) return;
  state.head = sequence;
  if (fact.type === 'events.lost') state.lost = [...state.lost, { ...fact.data, sequence }];
}

/**
 * Lockers that the profile has now: new ones begin unused, those it has lost are put aside. Whoever has flashed the wrong
 * profile, and then the right one, must not give out a locker that is out of service or that somebody must look into.
 * @param fresh the lockers of a bank with this profile that has never been used
 */
export function fitTo(state: State, fresh: Books['lockers']): void {
  const known = { ...state.formerLockers, ...state.books.lockers };
  const lockers = Object.values(fresh).map((locker) => {
    const before = known[locker.number];
    return [locker.number, before ? { ...before, size: locker.size, accessible: locker.accessible } : locker] as const;
  });
  (state.books as Draft).lockers = Object.fromEntries(lockers);
  state.formerLockers = Object.fromEntries(Object.entries(known).filter(([number]) => !Object.hasOwn(fresh, number)));
}
