import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { badgeNumber, personnelNumber, whatTheReaderSent, withoutLeadingZeros, type BadgeSettings } from '../../../firmware/bank/badge.ts';

const as = (badgeNumbers: BadgeSettings['badgeNumbers'], change: Partial<BadgeSettings> = {}): BadgeSettings =>
  ({ badgeNumbers, badgeLeadingZeros: 'keep', badgeFacility: '', ...change });
const formats = ['as-read', 'decimal', 'hex', 'hex-reversed', 'facility-and-card'] as const;

describe('the number of a badge', () => {
  test.each([
    ['as-read', '4711', '4711'], ['as-read', ' 0042\r\n', '0042'], ['as-read', 'ab-12', 'AB12'], ['as-read', '04:a3:2b', '04A32B'],
    ['as-read', '', null], ['as-read', '\r\n', null], ['as-read', '-;-', null], ['as-read', 'x'.repeat(65), null],
    ['decimal', '0012345678\r', '0012345678'], ['decimal', '12 345 678', '12345678'], ['decimal', '12A4', null], ['decimal', '', null],
    ['hex', '12345678', '305419896'], ['hex', '0x12345678', '305419896'], ['hex', '12:34:56:78\n', '305419896'], ['hex', '00ff', '255'],
    ['hex', '04A32B1C5D6E80', '1305305461649024'], ['hex', '12G4', null], ['hex', '', null], ['hex', 'f'.repeat(33), null],
    ['hex-reversed', '78563412', '305419896'], ['hex-reversed', '78 56 34 12', '305419896'], ['hex-reversed', '123', null],
    ['hex-reversed', 'ff00', '255'],
    ['facility-and-card', '118,24910', '11824910'], ['facility-and-card', '7:42', '00700042'],
    ['facility-and-card', '11824910', '11824910'],
    ['facility-and-card', '24910', '24910'], ['facility-and-card', '42', '00042'], ['facility-and-card', '300,42', null],
    ['facility-and-card', '70000', null], ['facility-and-card', '118,70000', null], ['facility-and-card', 'M-1', null],
    ['facility-and-card', '123456789', null], ['facility-and-card', '', null],
  ] as const)('is found in what a reader sends [%s: %s]', (format, text, number) => {
    expect(badgeNumber(text, as(format))).toBe(number);
  });

  test('keeps its zeros in front or loses them, as the settings say', () => {
    for (const [text, kept, dropped] of [['0042', '0042', '42'], ['000', '000', '0'], ['4200', '4200', '4200']] as const) {
      expect(badgeNumber(text, as('as-read'))).toBe(kept);
      expect(badgeNumber(text, as('as-read', { badgeLeadingZeros: 'drop' }))).toBe(dropped);
      expect(withoutLeadingZeros(text)).toBe(dropped);
    }
    expect(withoutLeadingZeros('')).toBe('');
  });

  test('has the facility code of the bank in front where the reader leaves it out, and no other', () => {
    const ours = as('facility-and-card', { badgeFacility: '118' });
    expect(badgeNumber('24910', ours)).toBe('11824910');
    expect(badgeNumber('118,24910', ours)).toBe('11824910');
    expect(badgeNumber('119,24910', ours)).toBeNull();
  });

  test('is read out of the 26 bits of a card, if their parity is right', () => {
    const facility = 118;
    const card = 24910;
    const bits = facility.toString(2).padStart(8, '0') + card.toString(2).padStart(16, '0');
    const ones = (part: string) => [...part].filter((bit) => bit === '1').length;
    const frame = `${String(ones(bits.slice(0, 12)) % 2)}${bits}${String((ones(bits.slice(12)) + 1) % 2)}`;
    expect(badgeNumber(frame, as('facility-and-card'))).toBe('11824910');
    for (let at = 0; at < 26; at++) {
      const flipped = `${frame.slice(0, at)}${frame[at] === '1' ? '0' : '1'}${frame.slice(at + 1)}`;
      expect(badgeNumber(flipped, as('facility-and-card'))).toBeNull();
    }
  });

  test('of one card is the same by whichever format its reader writes it', () => fc.assert(fc.property(fc.nat(0xffffffff), (card) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(card);
    expect(badgeNumber(String(card), as('decimal'))).toBe(String(card));
    expect(badgeNumber(bytes.toString('hex'), as('hex'))).toBe(String(card));
    expect(badgeNumber(Buffer.from(bytes).reverse().toString('hex'), as('hex-reversed'))).toBe(String(card));
    expect(personnelNumber(String(card))).toBe(String(card));
  })));

  test('is a number or nothing, whatever a reader sends', () => fc.assert(fc.property(
    fc.string({ unit: 'binary', maxLength: 80 }), fc.constantFrom(...formats), fc.constantFrom('keep', 'drop'), fc.constantFrom('', '118'),
    (text, format, badgeLeadingZeros, badgeFacility) => {
      const number = badgeNumber(text, as(format, { badgeLeadingZeros, badgeFacility }));
      expect(number).not.toBe('');
      if (number !== null && format !== 'as-read') expect(number).toMatch(/^\d{1,64}$/);
    },
  )));
});

describe('a personnel id', () => {
  test.each([['4711', '4711'], ['ab-12 34', 'AB1234'], ['0042', '0042'], ['', ''], ['--', ''], ['x'.repeat(65), '']])(
    'is compared without regard to case and to what stands between letters and digits [%s]', (id, number) => {
      expect(personnelNumber(id)).toBe(number);
    });
});

describe('the technician who enrols badges', () => {
  test('sees what the reader has sent, character by character, and how each format would read it', () => {
    expect(whatTheReaderSent('\u000278563412\r', as('hex-reversed'))).toEqual({
      sent: String.raw`\u000278563412\r`, characters: 10, number: '305419896',
      as: { 'as-read': '78563412', 'decimal': '78563412', 'hex': '2018915346', 'hex-reversed': '305419896', 'facility-and-card': null },
    });
  });

  test('sees no more than a badge can hold', () => {
    const shown = whatTheReaderSent('9'.repeat(10_000), as('decimal'));
    expect(shown).toMatchObject({ characters: 10_000, number: null });
    expect(shown.sent).toHaveLength(64);
  });
});
