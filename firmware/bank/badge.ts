import { never } from '../../statecharts/never.ts';
import type { Settings } from './settings.ts';

/**
 * From what a reader sends to the number of a badge. The number is the personnel id as the upstream has it; only the
 * reader's text is bent to it. A directory is therefore right whatever the settings say of the reader, and readers may
 * be exchanged without fetching it again.
 */

export type BadgeSettings = Pick<Settings, 'badgeNumbers' | 'badgeLeadingZeros' | 'badgeFacility'>;
type BadgeFormat = BadgeSettings['badgeNumbers'];

/** Readers send 26 bits to 10 bytes; longer text is a barcode, or somebody pressing keys. */
const textMost = 64;
const hexDigitsMost = 32;

/** A facility code has 8 bits and a card number 16: three digits and five, as they are printed on the card. */
const facilityDigits = 3;
const cardDigits = 5;
const facilityMost = 0xff;
const cardMost = 0xffff;

/** The number of the badge that a reader has read; `null` for a text in which the format of the settings finds none. */
export function badgeNumber(text: string, settings: BadgeSettings): string | null {
  const number = readAs(text, settings.badgeNumbers, settings.badgeFacility);
  return number !== null && settings.badgeLeadingZeros === 'drop' ? withoutLeadingZeros(number) : number;
}

/** The personnel id of the directory, in the one form in which ids and numbers are compared; empty where no reader could send it. */
export function personnelNumber(id: string): string {
  return id.length > textMost ? '' : lettersAndDigits(id);
}

/** `0042` → `42`, for banks where the two are one badge; a zero alone stays. */
export function withoutLeadingZeros(number: string): string {
  return number.replace(/^0+(?=.)/, '');
}

/** What a reader has sent, for the technician who has to find the right settings: to be shown, and never written down. */
interface ReaderText {
  /** With everything that cannot be seen written out, as `\r`. */
  readonly sent: string;
  readonly characters: number;
  /** The number as each format would read it, zeros kept. */
  readonly as: Readonly<Record<BadgeFormat, string | null>>;
  /** The number by the settings in force: it has to be the personnel id. */
  readonly number: string | null;
}

export function whatTheReaderSent(text: string, settings: BadgeSettings): ReaderText {
  const { badgeFacility: facility } = settings;
  return {
    sent: JSON.stringify(text.slice(0, textMost)).slice(1, -1),
    characters: text.length,
    as: {
      'as-read': readAs(text, 'as-read', facility),
      'decimal': readAs(text, 'decimal', facility),
      'hex': readAs(text, 'hex', facility),
      'hex-reversed': readAs(text, 'hex-reversed', facility),
      'facility-and-card': readAs(text, 'facility-and-card', facility),
    },
    number: badgeNumber(text, settings),
  };
}

function readAs(text: string, format: BadgeFormat, facility: string): string | null {
  if (text.length > textMost) return null;
  switch (format) {
    case 'as-read': {
      const number = lettersAndDigits(text);
      return number === '' ? null : number;
    }
    case 'decimal': {
      const digits = lettersAndDigits(text);
      return /^\d+$/.test(digits) ? digits : null;
    }
    case 'hex':
      return fromHex(hexDigits(text));
    case 'hex-reversed': {
      const digits = hexDigits(text);
      if (digits === null || digits.length % 2 > 0) return null; // Half a byte has no place in an order of bytes.
      return fromHex((digits.match(/../g) ?? []).toReversed().join(''));
    }
    case 'facility-and-card':
      return facilityAndCard(text.trim(), facility);
    default:
      return never(format, 'format of badge numbers');
  }
}

function hexDigits(text: string): string | null {
  const digits = lettersAndDigits(text.trim().replace(/^0x/i, ''));
  return /^[0-9A-F]+$/.test(digits) && digits.length <= hexDigitsMost ? digits : null;
}

function fromHex(digits: string | null): string | null {
  return digits === null ? null : BigInt(`0x${digits}`).toString();
}

/** 26 bits of a Wiegand card, however the reader puts them: as bits, as `118,24910`, as `11824910`, or the card alone. */
function facilityAndCard(text: string, facility: string): string | null {
  const [of, card] = text.length === 26 && /^[01]+$/.test(text) ? fromBits(text) : fromDigits(text);
  if (card === null || card > cardMost || (of ?? 0) > facilityMost) return null;
  const known = facility === '' ? null : Number(facility);
  if (of !== null && known !== null && of !== known) return null; // Somebody else's card of the same number.
  const number = String(card).padStart(cardDigits, '0');
  const prefix = of ?? known;
  return prefix === null ? number : String(prefix).padStart(facilityDigits, '0') + number;
}

type FacilityAndCard = readonly [facility: number | null, card: number | null];

function fromDigits(text: string): FacilityAndCard {
  const apart = /^(\d{1,3})[\s,;:/-]+(\d{1,5})$/.exec(text) ?? /^(\d{1,3})(\d{5})$/.exec(text);
  if (apart) return [Number(apart[1]), Number(apart[2])];
  return [null, /^\d{1,5}$/.test(text) ? Number(text) : null];
}

/** The first bit makes the first half even, the last one makes the second half odd: whatever does not fit was read badly. */
function fromBits(bits: string): FacilityAndCard {
  const ones = (part: string) => part.replaceAll('0', '').length;
  const isWhole = ones(bits.slice(0, 13)) % 2 === 0 && ones(bits.slice(13)) % 2 === 1;
  return isWhole ? [parseInt(bits.slice(1, 9), 2), parseInt(bits.slice(9, 25), 2)] : [null, null];
}

/** Readers put colons between bytes and a carriage return at the end; upstreams write `AB-1234`. */
function lettersAndDigits(text: string): string {
  return text.normalize('NFKC').toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}
