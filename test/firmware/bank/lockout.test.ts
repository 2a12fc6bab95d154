import { describe, expect, test } from 'vitest';
import { newBooks, noMisses, type Books } from '../../../firmware/bank/books.ts';
import { fold } from '../../../firmware/bank/fold.ts';
import { isLocked, lockedForMs, missed, notTaken, type Guess } from '../../../firmware/bank/lockout.ts';
import { dayMs, hourMs } from '../../support/noon.ts';
import { bankProfile, PaperBank, typesOf } from '../../support/paper-bank.ts';

const code: Guess = { kind: 'code' };
const mia: Guess = { kind: 'password', person: 'mia' };

function miss(bank: PaperBank, guess: Guess, times = 1): readonly string[] {
  const from = bank.facts.length;
  for (let count = 0; count < times; count++) bank.take(missed(bank.books, guess, 'wrong', bank.now, 'session-1'));
  return typesOf(bank.facts.slice(from));
}

/** What a bank knows after the plug was pulled: the fold of everything that was journaled. */
function replayed(bank: PaperBank): Books {
  const books = newBooks(bankProfile());
  for (const fact of bank.facts) fold(books, fact, { at: bank.now, floorMs: bank.nowMs, sequence: null });
  return books;
}

describe('whoever guesses', () => {
  test('is locked out after five misses in a row, for a minute', () => {
    const bank = new PaperBank();
    expect(miss(bank, code, 4)).toEqual(new Array(4).fill('credential.refused'));
    expect(isLocked(bank.books, code, bank.now)).toBe(false);
    expect(miss(bank, code)).toEqual(['credential.refused', 'credential.locked-out']);
    expect(bank.facts.at(-1)).toMatchObject({
      subject: 'bank', session: 'session-1', data: { kind: 'code', seconds: 60, until: new Date(bank.nowMs + 60_000).toISOString() },
    });
    expect(lockedForMs(bank.books, code, bank.now)).toBe(60_000);
    bank.wait(59_999);
    expect(isLocked(bank.books, code, bank.now)).toBe(true);
    bank.wait(1);
    expect(isLocked(bank.books, code, bank.now)).toBe(false);
  });

  test('is locked again by every further miss, twice as long each time up to a quarter of an hour', () => {
    const bank = new PaperBank();
    miss(bank, code, 4);
    const waits = Array.from({ length: 7 }, () => {
      miss(bank, code);
      const waitMs = lockedForMs(bank.books, code, bank.now);
      bank.wait(waitMs);
      return waitMs / 60_000;
    });
    expect(waits).toEqual([1, 2, 4, 8, 15, 15, 15]);
  });

  test('begins anew with a minute after a day without a lock, but has not been forgiven', () => {
    const bank = new PaperBank();
    miss(bank, code, 5);
    bank.wait(60_000 + dayMs);
    expect(miss(bank, code)).toEqual(['credential.refused', 'credential.locked-out']);
    expect(lockedForMs(bank.books, code, bank.now)).toBe(60_000);
  });

  test('has five misses again once somebody got it right, and the misses of the day all the same', () => {
    const bank = new PaperBank();
    miss(bank, code, 5);
    bank.wait(60_000);
    bank.take([{ type: 'note.misses-forgiven', kind: 'code' }]);
    expect(miss(bank, code, 5)).toEqual([...new Array<string>(5).fill('credential.refused'), 'credential.locked-out']);
    expect(lockedForMs(bank.books, code, bank.now)).toBe(120_000);
    expect(bank.books.misses['code']?.atAgeMs).toHaveLength(10);
  });

  test('gets no more guesses a day than the settings say: the last one locks until the first is a day old', () => {
    const bank = new PaperBank();
    for (let guesses = 1; guesses < 96; guesses++) {
      miss(bank, code);
      bank.wait(lockedForMs(bank.books, code, bank.now));
      bank.take([{ type: 'note.misses-forgiven', kind: 'code' }]);
      bank.wait(1_000);
    }
    const first = bank.books.misses['code']?.atAgeMs[0] ?? NaN;
    miss(bank, code);
    expect(lockedForMs(bank.books, code, bank.now)).toBe(first + dayMs - bank.ageMs);
  });

  test('wins nothing by pulling the plug: misses and locks are in the journal', () => {
    const bank = new PaperBank();
    miss(bank, code, 4);
    expect(replayed(bank).misses['code']?.inARow).toBe(4);
    miss(bank, code);
    expect(replayed(bank).misses).toEqual(bank.books.misses);
    expect(isLocked(replayed(bank), code, bank.now)).toBe(true);
  });

  test.each([['ten years ahead', 3_650 * dayMs], ['ten years back', -3_650 * dayMs]])(
    'wins nothing by a clock that is set %s: a lock is counted by the bank\'s age', (_, byMs) => {
      const bank = new PaperBank();
      miss(bank, code, 5);
      bank.nowMs += byMs;
      expect(lockedForMs(bank.books, code, bank.now)).toBe(60_000);
      bank.wait(60_000);
      expect(isLocked(bank.books, code, bank.now)).toBe(false);
    });

  test('is locked out by older journals too, which tell the end of a lock as a date alone', () => {
    const books = newBooks(bankProfile());
    const at = { ms: Date.UTC(2026, 10, 22), ageMs: 5_000 };
    const locked = (until: string) =>
      fold(books, { type: 'credential.locked-out', subject: 'bank', data: { kind: 'code', until } }, { at, floorMs: 0, sequence: 1 });
    locked(new Date(at.ms + 60_000).toISOString());
    expect(lockedForMs(books, code, at)).toBe(60_000);
    locked('2026-01-01T00:00:00+02');
    expect(lockedForMs(books, code, at)).toBe(60_000);
    locked('9999-01-01T00:00:00Z');
    expect(lockedForMs(books, code, at)).toBe(dayMs);
  });

  test('at the keypad locks out nobody with a badge, a QR token or a password', () => {
    const bank = new PaperBank();
    miss(bank, code, 5);
    for (const kind of ['badge', 'qr', 'barcode', 'carrier-code'] as const) expect(isLocked(bank.books, { kind }, bank.now)).toBe(false);
    expect(isLocked(bank.books, mia, bank.now)).toBe(false);
  });
});

describe('whoever guesses at one person', () => {
  test('locks out that person and nobody else', () => {
    const bank = new PaperBank();
    expect(miss(bank, mia, 5).at(-1)).toBe('credential.locked-out');
    expect(bank.facts.at(-1)).toMatchObject({ data: { kind: 'password', person: 'mia' } });
    expect(isLocked(bank.books, mia, bank.now)).toBe(true);
    expect(isLocked(bank.books, { kind: 'password', person: 'oli' }, bank.now)).toBe(false);
    expect(isLocked(bank.books, { kind: 'pin', person: 'mia' }, bank.now)).toBe(false);
  });

  test('gets no further with one password for every name: all people together have four times the guesses of one', () => {
    const bank = new PaperBank();
    for (let name = 1; name < 4 * 96; name++) {
      expect(miss(bank, { kind: 'password', person: `?${String(name)}` })).toEqual(['credential.refused']);
    }
    expect(isLocked(bank.books, mia, bank.now)).toBe(false);
    bank.wait(hourMs);
    expect(miss(bank, { kind: 'password', person: '?384' })).toEqual(['credential.refused', 'credential.locked-out']);
    expect(bank.facts.at(-1)).toMatchObject({ data: { kind: 'password', seconds: 23 * 3_600 } });
    expect(lockedForMs(bank.books, mia, bank.now)).toBe(23 * hourMs);
    expect(isLocked(bank.books, { kind: 'pin', person: 'mia' }, bank.now)).toBe(false);
  });

  test('does not shed the misses of today by guessing ever new names, and the books stay small', () => {
    const bank = new PaperBank();
    const names = Array.from({ length: 4_092 }, (_, name) => [`pin/?${String(name)}`, { ...noMisses, inARow: 1, atAgeMs: [10 + name] }]);
    const books: Books = { ...structuredClone(bank.books), misses: Object.fromEntries(names) as Books['misses'] };
    const refused = (person: string | null, ageMs: number) => {
      const data = person === null ? ({ kind: 'code', why: 'wrong' } as const) : ({ kind: 'pin', why: 'wrong', person } as const);
      fold(books, { type: 'credential.refused', subject: 'bank', data }, { at: { ms: bank.nowMs, ageMs }, floorMs: 0, sequence: 1 });
    };
    refused(null, 0);
    refused('mia', 1);
    expect(Object.keys(books.misses)).toHaveLength(4_095);
    refused('mia', 5_000);
    refused('one more', 5_001);
    refused('and another', 5_002);
    expect(Object.keys(books.misses)).toHaveLength(4_096);
    expect(books.misses['code']).toBeDefined();
    expect(books.misses['pin/mia']?.inARow).toBe(2);
    expect(books.misses['pin/?0']).toBeUndefined();
  });
});

describe('what is refused and was no guess', () => {
  test('locks nobody out, however often it is shown', () => {
    const bank = new PaperBank();
    for (const guess of [{ kind: 'qr' }, { kind: 'badge', person: 'mia' }] as const) {
      for (let times = 0; times < 200; times++) bank.take(notTaken(bank.books, guess, 'expired', bank.now, null));
      expect(isLocked(bank.books, guess, bank.now)).toBe(false);
    }
    for (let times = 0; times < 200; times++) bank.take(notTaken(bank.books, mia, 'outdated', bank.now, null));
    expect(miss(bank, mia, 4)).not.toContain('credential.locked-out');
    expect(miss(bank, { kind: 'badge' }, 4)).not.toContain('credential.locked-out');
  });

  test('is told ninety-six times a day and then no more: a sheet of paper before the scanner does not fill the journal', () => {
    const bank = new PaperBank();
    for (let times = 0; times < 200; times++) bank.take(notTaken(bank.books, { kind: 'qr' }, 'expired', bank.now, null));
    expect(typesOf(bank.facts).filter((type) => type === 'credential.refused')).toHaveLength(96);
    bank.wait(dayMs);
    expect(notTaken(bank.books, { kind: 'qr' }, 'expired', bank.now, null)).toHaveLength(1);
  });
});
