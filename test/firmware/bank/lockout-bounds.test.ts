import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newBooks, type Books } from '../../../firmware/bank/books.ts';
import { fold } from '../../../firmware/bank/fold.ts';
import { forgiven, isLocked, lockedForMs, missed, type Guess } from '../../../firmware/bank/lockout.ts';
import type { Fact } from '../../../firmware/bank/facts.ts';
import { dayMs, hourMs, noonMs } from '../../support/noon.ts';
import { bankProfile } from '../../support/paper-bank.ts';

/** What a guesser, the people before and after them, and the world do. */
type Step =
  | { readonly does: 'guess' | 'guess all day' | 'get it right'; readonly who: Guess }
  | { readonly does: 'wait'; readonly forMs: number }
  | { readonly does: 'wait for the lock'; readonly who: Guess }
  | { readonly does: 'step the clock'; readonly byMs: number }
  | { readonly does: 'pull the plug' };

const guesses: readonly Guess[] = [
  { kind: 'code' }, { kind: 'badge' },
  { kind: 'password', person: 'mia' }, { kind: 'password', person: 'oli' }, { kind: 'pin', person: 'mia' },
];
const who = fc.constantFrom(...guesses);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: who.map((one): Step => ({ does: 'guess', who: one })) },
  { weight: 2, arbitrary: who.map((one): Step => ({ does: 'guess all day', who: one })) },
  { weight: 2, arbitrary: who.map((one): Step => ({ does: 'get it right', who: one })) },
  { weight: 4, arbitrary: who.map((one): Step => ({ does: 'wait for the lock', who: one })) },
  { weight: 2, arbitrary: fc.constantFrom(1, 1_000, 60_000, hourMs, dayMs - 1, dayMs).map((forMs): Step => ({ does: 'wait', forMs })) },
  { weight: 1, arbitrary: fc.constantFrom(-3_650 * dayMs, hourMs, 3_650 * dayMs).map((byMs): Step => ({ does: 'step the clock', byMs })) },
  { weight: 1, arbitrary: fc.constant<Step>({ does: 'pull the plug' }) },
);
const limits = fc.record({
  missesBeforeLock: fc.integer({ min: 3, max: 10 }), lockFirst: fc.constantFrom(30_000, 60_000, 600_000),
  lockLongest: fc.constantFrom(600_000, 900_000, dayMs), guessesPerDay: fc.constantFrom(10, 11, 24, 96),
});

/** A bank that somebody guesses at. Remembers when each guess was missed, by itself. */
class GuessedAt {
  books: Books;
  nowMs = noonMs;
  ageMs = 0;
  readonly #facts: { readonly fact: Fact; readonly at: { readonly ms: number; readonly ageMs: number } }[] = [];
  readonly missedAt = new Map<string, number[]>();

  readonly #settings: Partial<Books['settings']>;

  constructor(settings: Partial<Books['settings']>) {
    this.#settings = settings;
    this.books = this.#fresh();
  }

  do(one: Step): void {
    switch (one.does) {
      case 'guess':
        return this.#guess(one.who);
      case 'guess all day':
        for (let times = 0; times < 120; times++) {
          this.#guess(one.who);
          this.#wait(Math.min(lockedForMs(this.books, one.who, this.#now), hourMs));
        }
        return;
      case 'get it right':
        if (!isLocked(this.books, one.who, this.#now)) this.#take(forgiven(this.books, one.who));
        return;
      case 'wait':
        return this.#wait(one.forMs);
      case 'wait for the lock':
        return this.#wait(lockedForMs(this.books, one.who, this.#now));
      case 'step the clock':
        this.nowMs += one.byMs;
        return;
      case 'pull the plug': {
        const books = this.#fresh();
        for (const { fact, at } of this.#facts) fold(books, fact, { at, floorMs: 0, sequence: null });
        expect(books.misses).toEqual(this.books.misses);
        this.books = books;
      }
    }
  }

  get #now() {
    return { ms: this.nowMs, ageMs: this.ageMs };
  }

  #fresh(): Books {
    const books = newBooks(bankProfile());
    return { ...books, settings: { ...books.settings, ...this.#settings } };
  }

  #guess(guess: Guess): void {
    if (isLocked(this.books, guess, this.#now)) return;
    const key = `${guess.kind}/${guess.person ?? ''}`;
    this.missedAt.set(key, [...(this.missedAt.get(key) ?? []), this.ageMs]);
    this.#take(missed(this.books, guess, 'wrong', this.#now, null));
  }

  #take(facts: readonly Fact[]): void {
    for (const fact of facts) {
      this.#facts.push({ fact, at: this.#now });
      fold(this.books, fact, { at: this.#now, floorMs: 0, sequence: null });
    }
  }

  #wait(forMs: number): void {
    this.nowMs += forMs;
    this.ageMs += forMs;
  }
}

/** The most that fall into any 24 hours. */
function mostInADay(ages: readonly number[]): number {
  return Math.max(0, ...ages.map((from, index) => ages.slice(index).filter((age) => age < from + dayMs).length));
}

describe('whoever guesses, waits, pulls the plug and sets the clock', () => {
  test('gets no more guesses in any 24 hours of the bank\'s age than the settings allow', () => {
    let most = 0;
    fc.assert(fc.property(limits, fc.array(step, { maxLength: 60 }), (settings, steps) => {
      const bank = new GuessedAt(settings as Partial<Books['settings']>);
      for (const one of steps) bank.do(one);
      for (const ages of bank.missedAt.values()) {
        const inADay = mostInADay(ages);
        most = Math.max(most, inADay / settings.guessesPerDay);
        expect(inADay).toBeLessThanOrEqual(settings.guessesPerDay);
      }
      for (const { atAgeMs } of Object.values(bank.books.misses)) expect(atAgeMs.length).toBeLessThanOrEqual(4 * settings.guessesPerDay);
    }), { numRuns: 200 });
    expect(most).toBe(1); // The bound is reached, so it is this bound that holds.
  });

  test('finds all people together guarded too, with ever new names', () => {
    const bank = new GuessedAt({ guessesPerDay: 10 });
    for (let name = 0; name < 200; name++) {
      bank.do({ does: 'guess', who: { kind: 'password', person: `?${String(name)}` } });
      bank.do({ does: 'wait', forMs: hourMs / 60 });
    }
    expect([...bank.missedAt.values()].flat()).toHaveLength(40);
  });

  test('is never locked out for more than a day, and in a row for no less than the first lock', () => {
    fc.assert(fc.property(limits, fc.array(who, { maxLength: 200 }), (settings, guessed) => {
      const bank = new GuessedAt(settings as Partial<Books['settings']>);
      for (const guess of guessed) {
        bank.do({ does: 'guess', who: guess });
        const forMs = lockedForMs(bank.books, guess, { ms: bank.nowMs, ageMs: bank.ageMs });
        expect(forMs === 0 || forMs >= settings.lockFirst).toBe(true);
        expect(forMs).toBeLessThanOrEqual(dayMs);
        bank.do({ does: 'wait for the lock', who: guess });
      }
    }), { numRuns: 100 });
  });
});
