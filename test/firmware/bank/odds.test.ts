import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Books } from '../../../firmware/bank/books.ts';
import { codeTag, keyedTag } from '../../../firmware/bank/codes.ts';
import { codeLength, couldBeLive, decideOdds, oddsMost, oddsOfGuessing } from '../../../firmware/bank/odds.ts';
import type { Reservation } from '../../../firmware/bank/reservation.ts';
import type { Settings } from '../../../firmware/bank/settings.ts';
import { CredentialBank } from '../../support/credential-bank.ts';
import { noonMs } from '../../support/noon.ts';
import { PaperBank } from '../../support/paper-bank.ts';

/** Books in which so many parcels wait, each with one code. */
function withCodes(codes: readonly string[], settings: Partial<Settings> = {}): Books {
  const bank = new PaperBank();
  bank.delivered('parcel', { codes: ['00000000'] });
  const { parcel } = bank.books.reservations;
  if (!parcel) throw new Error('there is no parcel');
  const entries = codes.map((code, index): [string, Reservation] => {
    const legs = parcel.legs.map((leg) => ({ ...leg, tags: leg.does === 'collect' ? [codeTag(bank.keys, code)] : [] }));
    return [`parcel-${String(index)}`, { ...parcel, id: `parcel-${String(index)}`, legs }];
  });
  return { ...bank.books, reservations: Object.fromEntries(entries), settings: { ...bank.books.settings, ...settings } };
}

const digits = (count: number, length: number) => Array.from({ length: count }, (_, index) => String(index).padStart(length, '0'));
const letters = (count: number, length: number) => digits(count, length - 1).map((code) => `A${code}`);

function carriersOf(count: number, length: number, settings: Partial<Settings> = {}): CredentialBank {
  const bank = new CredentialBank(settings);
  for (const code of digits(count, length)) bank.carriesCode(code);
  return bank;
}

describe('the odds of guessing', () => {
  test.each([
    [20, 8, 96, 20 * 96 / 1e8], [100, 8, 96, 100 * 96 / 1e8], [100, 8, 480, 100 * 480 / 1e8], [400, 8, 480, 400 * 480 / 1e8],
    [100, 9, 96, 100 * 96 / 1e9],
  ])('of %i codes of %i digits on a day of %i guesses are as computed by hand', (count, length, guessesPerDay, expected) => {
    expect(oddsOfGuessing(withCodes(digits(count, length), { guessesPerDay })) / expected).toBeCloseTo(1, 2);
  });

  test('of six characters with letters are those of 32 to the sixth', () => {
    expect(oddsOfGuessing(withCodes(letters(100, 6))) / (96 * 100 / 32 ** 6)).toBeCloseTo(1, 4);
  });

  test('are none where nothing can be opened by guessing', () => {
    expect(oddsOfGuessing(withCodes([]))).toBe(0);
    expect(oddsOfGuessing(withCodes(digits(100, 8), { loginMethods: ['qr', 'badge'] }))).toBe(0);
  });

  test('are those of the kind in which codes are densest: nobody guesses at two kinds at once', () => {
    const short = oddsOfGuessing(withCodes(digits(100, 8)));
    expect(oddsOfGuessing(withCodes([...digits(100, 8), ...letters(100, 8)]))).toBe(short);
    expect(oddsOfGuessing(withCodes([...digits(100, 8), ...digits(100, 12)]))).toBe(short);
    expect(oddsOfGuessing(withCodes(digits(200, 8)))).toBeGreaterThan(short);
  });

  test('count a code whose kind nobody knows as the weakest there is', () => {
    const known = withCodes(digits(1, 12));
    const bank = new PaperBank();
    const bare = keyedTag(bank.keys.lookup, 'pickup', '000000000000');
    const unknown = JSON.parse(JSON.stringify(known).replace(codeTag(bank.keys, '000000000000'), bare)) as Books;
    expect(oddsOfGuessing(unknown)).toBeCloseTo(oddsOfGuessing(withCodes(digits(1, 8))), 12);
    expect(oddsOfGuessing(unknown)).toBeGreaterThan(oddsOfGuessing(known));
  });

  test('count a code before its turn, while it may reopen, and no longer', () => {
    const bank = new PaperBank();
    bank.reserve('parcel-1', { codes: ['12345678'] });
    expect(oddsOfGuessing(bank.books)).toBeGreaterThan(0);
    bank.deposit('parcel-1');
    bank.pickUp('parcel-1');
    expect(oddsOfGuessing(bank.books)).toBeGreaterThan(0);
    bank.wait(bank.books.settings.lockerAccessAfterPickup);
    bank.take([{ type: 'note.acknowledged', through: 1 }]);
    expect(oddsOfGuessing(bank.books)).toBe(0);
  });

  test('count a one-time PIN while its drop-off may be reopened, and no longer', () => {
    const bank = new PaperBank();
    const party = { type: 'recipient', id: 'ada' } as const;
    bank.books = { ...bank.books, settings: { ...bank.books.settings, returnsAndExchanges: true } };
    bank.reserve('return-1', { kind: 'return', codes: [], legs: [
      { does: 'deposit', party, codes: ['12345678'], tags: [], oneTime: true },
      { does: 'collect', party: null, codes: [], tags: [], oneTime: false },
    ] });
    bank.release({ purpose: 'deposit', locker: bank.lockerOf('return-1'), reservation: 'return-1' },
      { identity: { kind: 'holder', reservation: 'return-1', leg: 0, token: null }, session: 's' });
    bank.opens(bank.lockerOf('return-1'));
    bank.shuts(bank.lockerOf('return-1'));
    expect(oddsOfGuessing(bank.books)).toBeGreaterThan(0);
    bank.wait(bank.books.settings.dropOffReopenWindow);
    bank.take([{ type: 'note.acknowledged', through: 1 }]);
    expect(oddsOfGuessing(bank.books)).toBe(0);
  });

  test('count carriers twice: at the keypad, and where carriers type theirs', () => {
    expect(oddsOfGuessing(carriersOf(4, 6).books) / (2 * 96 * 4 / 1e6)).toBeCloseTo(1, 2);
  });

  test('count carriers twice also where no pickup codes are taken: the scanner takes theirs all the same', () => {
    const bank = carriersOf(4, 6, { loginMethods: ['qr'] });
    expect([bank.scans('999999').kind, bank.typesAsCarrier('999999').kind]).toEqual(['refused', 'refused']);
    expect([bank.books.misses['code']?.inARow, bank.books.misses['carrier-code']?.inARow]).toEqual([1, 1]);
    expect(bank.scans('000003')).toMatchObject({ kind: 'granted', identity: { role: 'carrier' } });
    expect(oddsOfGuessing(bank.books) / (2 * 96 * 4 / 1e6)).toBeCloseTo(1, 2);
  });

  test('do not count carriers where none come, nor codes whose time is over', () => {
    expect(oddsOfGuessing(carriersOf(4, 6, { carrierDirectDropOff: false }).books)).toBe(0);
    expect(oddsOfGuessing(carriersOf(4, 6, { mailroomDirectDropOff: false }).books)).toBe(0);
    const bank = new CredentialBank();
    bank.carriesCode('123456', { untilMs: bank.books.floorMs });
    expect(oddsOfGuessing(bank.books)).toBe(0);
    bank.carriesCode('234567', { untilMs: bank.books.floorMs + 1 });
    expect(oddsOfGuessing(bank.books)).toBeGreaterThan(0);
  });

  test('are a probability, and never fall when a code comes in addition', () => fc.assert(fc.property(
    fc.nat(300), fc.integer({ min: 8, max: 12 }), fc.nat(300), fc.constantFrom(10, 96, 480),
    (count, length, others, guessesPerDay) => {
      const odds = oddsOfGuessing(withCodes([...digits(count, length), ...letters(others, 6)], { guessesPerDay }));
      expect(odds).toBeGreaterThanOrEqual(0);
      expect(odds).toBeLessThanOrEqual(1);
      const more = withCodes([...digits(count + 1, length), ...letters(others, 6)], { guessesPerDay });
      expect(oddsOfGuessing(more)).toBeGreaterThanOrEqual(odds);
    },
  ), { numRuns: 30 }));
});

describe('the upstream', () => {
  test('is warned once when codes have become too easy to guess, and told once when they no longer are', () => {
    const bank = carriersOf(5, 6);
    expect(decideOdds(bank.books)).toEqual([]);
    bank.carriesCode('999999');
    expect(oddsOfGuessing(bank.books)).toBeGreaterThan(oddsMost);
    expect(bank.take(decideOdds(bank.books))).toMatchObject([{ type: 'bank.degraded', data: { why: 'codes-guessable' } }]);
    expect(decideOdds(bank.books)).toEqual([]);
    const fewer = carriersOf(5, 6);
    fewer.books = { ...fewer.books, degraded: ['codes-guessable'] };
    expect(decideOdds(fewer.books)).toEqual([]); // Not clearly over yet.
    const few = carriersOf(4, 6);
    few.books = { ...few.books, degraded: ['codes-guessable'] };
    expect(decideOdds(few.books)).toMatchObject([{ type: 'bank.recovered', data: { why: 'codes-guessable' } }]);
  });
});

describe('a code that the bank is to make', () => {
  test('has as many digits as the settings say, and more once that many would be guessed', () => {
    expect(codeLength(withCodes([]))).toBe(8);
    expect(codeLength(withCodes([], { pickupCodeLength: 10 }))).toBe(10);
    expect(codeLength(withCodes(digits(1_041, 8)))).toBe(8);
    expect(codeLength(withCodes(digits(1_042, 8)))).toBe(9);
    expect(codeLength(withCodes(letters(1_042, 8)))).toBe(8);
    expect(codeLength(withCodes(digits(300, 8), { guessesPerDay: 480 }))).toBe(9);
    expect(codeLength(withCodes([], { pickupCodeLength: 12 }))).toBe(12);
  });
});

describe('a text at the scanner', () => {
  test('could be a live code only where one of its kind is live', () => {
    const books = withCodes(digits(1, 8));
    const now = { ms: noonMs, ageMs: 0 };
    expect(couldBeLive(books, '12345678', now)).toBe(true);
    expect(couldBeLive(books, '1Z999AA10123456784', now)).toBe(false);
    expect(couldBeLive(books, '123456', now)).toBe(false);
    expect(couldBeLive(books, 'https://example.org', now)).toBe(false);
    expect(couldBeLive(carriersOf(1, 6).books, '123456', now)).toBe(true);
  });

  test('could be any live code where the kind of one is unknown, if it is a code at all', () => {
    const bank = new PaperBank();
    bank.reserve('parcel-1', { codes: [], tags: [keyedTag(bank.keys.lookup, 'pickup', '12345678')] });
    expect(couldBeLive(bank.books, '1Z999AA10123456784', bank.now)).toBe(true);
    expect(couldBeLive(bank.books, '123456', bank.now)).toBe(false);
  });
});
