import { never } from '../../statecharts/never.ts';
import type { CredentialTrouble } from '../contract/events.ts';
import { refused, signedIn, type CodeNotice, type Granted, type Refused, type SignInAnswer } from './answers.ts';
import type { Books } from './books.ts';
import { barcodeTag, carrierCodeTag, withCode, type BankKeys } from './codes.ts';
import type { CarrierCodeRef } from './directory.ts';
import { isLabel } from './find-parcel.ts';
import type { Identity } from './identity.ts';
import { lockersOf, whyNot } from './lockers-of.ts';
import { forgiven, isLocked, missed, type Guess } from './lockout.ts';
import { remembered } from './memory.ts';
import type { Moment } from './moment.ts';
import { couldBeLive } from './odds.ts';
import { own } from './own.ts';
import type { Reservation } from './reservation.ts';
import { checkBarcode, troubleWithStaff, twoPeople } from './sign-in.ts';

/** Credentials that open by themselves: pickup codes, one-time PINs, carriers' codes, and whatever a scanner reads. */

/** A code, and whether somebody typed it or held it before the scanner. */
interface PresentedCode {
  readonly how: 'typed' | 'scanned';
  readonly code: string;
}

export type CodeAnswer = Granted | Refused<Exclude<CodeNotice, 'bank-trouble'>>;

/**
 * Whom a typed or scanned code stands for: whoever may carry out the leg that it is for, or a carrier. Wrong, used,
 * expired and early codes take the same way through the same work and get the same answer; only the journal learns
 * which it was. A miss counts once, whatever the code might have been.
 */
export function checkCode(books: Books, keys: BankKeys, presented: PresentedCode, now: Moment, session: string | null): CodeAnswer {
  const guess: Guess = { kind: 'code' };
  if (isLocked(books, guess, now)) return refused('keypad-locked');
  const holder = holderOf(books, keys, presented.code, now);
  const carrier = carrierOf(books, keys, presented.code, now);
  if (holder.kind === 'known') return { kind: 'granted', identity: holder.identity, facts: [] };
  if (presented.how === 'scanned' && carrier.kind === 'unknown' && isNoGuess(books, presented.code, now)) return refused('code-refused');
  return answerCarrier(books, carrier, { guess, why: holder.why }, now, session);
}

/** A carrier's code where nothing else is asked for. It has a lock of its own. */
export function checkCarrierCode(books: Books, keys: BankKeys, code: string, now: Moment, session: string | null): CodeAnswer {
  const guess: Guess = { kind: 'carrier-code' };
  if (isLocked(books, guess, now)) return refused('keypad-locked');
  return answerCarrier(books, carrierOf(books, keys, code, now), { guess, why: 'wrong' }, now, session);
}

/**
 * What a scanner has read and nobody has signed: a code first, then the barcode of a person. A barcode is looked up also
 * while the keypad is locked; then it has misses of its own, so that neither of the two is guessed at without end.
 */
export function checkScanned(books: Books, keys: BankKeys, text: string, now: Moment, session: string | null): CodeAnswer | SignInAnswer {
  const asCode = checkCode(books, keys, { how: 'scanned', code: text }, now, session);
  if (asCode.kind === 'granted' || !books.settings.loginMethods.includes('barcode')) return asCode;
  if (own(books.directory.barcodes, barcodeTag(keys, text)) !== undefined) return checkBarcode(books, keys, text, now, session);
  if (asCode.facts.length > 0 || isLabel(books, text, now) || isEmpty(books.directory.barcodes)) return asCode;
  return { ...asCode, facts: checkBarcode(books, keys, text, now, session).facts };
}

type Reading =
  | { readonly kind: 'known'; readonly identity: Identity }
  | { readonly kind: 'unknown'; readonly why: CredentialTrouble };

function holderOf(books: Books, keys: BankKeys, code: string, now: Moment): Reading {
  const match = withCode(books, keys, code);
  const reservation = remembered(books, match?.reservation, now);
  if (!match || !reservation) return unknown('wrong');
  if (!books.settings.loginMethods.includes('code')) return unknown('not-here');
  const leg = legOf(reservation, match.tag);
  const identity: Identity = { kind: 'holder', reservation: reservation.id, leg, token: null };
  return lockersOf(books, identity, now).length > 0 ? { kind: 'known', identity } : unknown(whyNot(reservation, leg, now));
}

/** The leg that a code is for: the one that comes next, else the one that was done last, else one that is still to come. */
function legOf({ legs, leg: next }: Reservation, tag: string): number {
  const tagged = legs.flatMap(({ tags }, index) => (tags.includes(tag) ? [index] : []));
  return tagged.find((index) => index === next) ?? tagged.findLast((index) => index < next) ?? tagged[0] ?? legs.length;
}

type CarrierReading = Reading | { readonly kind: 'two-people' };

function carrierOf(books: Books, keys: BankKeys, code: string, now: Moment): CarrierReading {
  const refs = own(books.directory.carrierCodes, carrierCodeTag(keys, code)) ?? [];
  const inTime = refs.filter((ref) => hasBegun(ref, now) && !isOver(ref, now));
  const [carrier, ...others] = new Set(inTime.map((ref) => ref.carrier));
  if (carrier === undefined) return unknown(refs.length === 0 ? 'wrong' : refs.every((ref) => isOver(ref, now)) ? 'expired' : 'not-yet');
  if (others.length > 0) return { kind: 'two-people' };
  const entry = own(books.directory.staff, carrier);
  if (entry?.role !== 'carrier') return unknown('wrong');
  const why = troubleWithStaff(books, entry, now);
  return why === null ? { kind: 'known', identity: { kind: 'staff', id: entry.id, role: 'carrier' } } : unknown(why);
}

function hasBegun({ fromMs }: CarrierCodeRef, now: Moment): boolean {
  return fromMs === null || now.ms >= fromMs;
}

function isOver({ untilMs }: CarrierCodeRef, now: Moment): boolean {
  return untilMs !== null && now.ms >= untilMs;
}

/** What is left once no pickup code was meant. The miss is that of the guess, for the reason that says most. */
function answerCarrier(
  books: Books,
  carrier: CarrierReading,
  { guess, why }: { readonly guess: Guess; readonly why: CredentialTrouble },
  now: Moment,
  session: string | null,
): CodeAnswer {
  switch (carrier.kind) {
    case 'known': {
      const { identity } = carrier;
      // Misses at the keypad are forgiven by a parcel that was fetched, and not by a code alone.
      const forgives = guess.kind === 'carrier-code' ? forgiven(books, guess) : [];
      return { kind: 'granted', identity, facts: [...forgives, ...signedIn(identity, session)] };
    }
    case 'two-people':
      return refused('code-refused', twoPeople(books, guess, now, session));
    case 'unknown': {
      const facts = missed(books, guess, why === 'wrong' ? carrier.why : why, now, session);
      // To check the code and try again would be bad advice after the miss that locks.
      return refused(facts.some(({ type }) => type === 'credential.locked-out') ? 'keypad-locked' : 'code-refused', facts);
    }
    default:
      return never(carrier, 'reading of a code');
  }
}

/** A parcel's label held before the scanner by an operator who has not signed in yet is a slip, not a guess. */
function isNoGuess(books: Books, scanned: string, now: Moment): boolean {
  return isLabel(books, scanned, now) || !couldBeLive(books, scanned, now);
}

/** Whether a list has entries, for each list that was ever asked for: counting those of 100,000 people takes milliseconds. */
const emptiness = new WeakMap<object, boolean>();

function isEmpty(record: Readonly<Record<string, unknown>>): boolean {
  const known = emptiness.get(record) ?? Object.keys(record).length === 0;
  emptiness.set(record, known);
  return known;
}

function unknown(why: CredentialTrouble): { readonly kind: 'unknown'; readonly why: CredentialTrouble } {
  return { kind: 'unknown', why };
}
