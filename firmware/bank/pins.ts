import { refused, signedIn, type PinAnswer } from './answers.ts';
import type { Books } from './books.ts';
import { verifies, type BankKeys } from './codes.ts';
import type { KeyedVerifier } from './directory.ts';
import type { Identity } from './identity.ts';
import { forgiven, isLocked, missed, type Guess } from './lockout.ts';
import type { Moment } from './moment.ts';
import { own } from './own.ts';

/** What the PIN of somebody has to be hashed with; `null` where they have none, or none is asked for. */
export function pinVerifier(books: Books, identity: Identity): KeyedVerifier | null {
  return books.settings.loginMethods.includes('pin') ? (pinOf(books, identity)?.verifier ?? null) : null;
}

/** @param presented `hash` is scrypt of the typed PIN with the salt and cost of {@link pinVerifier} */
export function checkPin(
  books: Books,
  keys: BankKeys,
  presented: { readonly identity: Identity; readonly pin: string; readonly hash: Uint8Array },
  now: Moment,
  session: string | null,
): PinAnswer {
  const { identity, pin, hash } = presented;
  const theirs = pinOf(books, identity);
  if (!theirs) return refused('not-allowed');
  const guess: Guess = { kind: 'pin', person: theirs.person };
  if (isLocked(books, guess, now)) return refused('sign-in-locked');
  const isRight = verifies(keys, theirs.verifier, hash);
  if (isEasyPin(pin)) return refused('pin-too-easy', missed(books, guess, 'wrong', now, session));
  if (!isRight) return refused('sign-in-refused', missed(books, guess, 'wrong', now, session));
  return { kind: 'granted', identity, facts: [...forgiven(books, guess), ...signedIn(identity, session)] };
}

/**
 * Whose PIN it is: that of whoever is named, or of the recipient whose code it was. One id among staff and recipients is
 * one person, whose badge is guarded by the PIN that they have.
 */
function pinOf(books: Books, identity: Identity): { readonly person: string; readonly verifier: KeyedVerifier } | null {
  const { staff, recipients } = books.directory;
  const leg = identity.kind === 'holder' ? own(books.reservations, identity.reservation)?.legs[identity.leg] : undefined;
  const person = identity.kind === 'holder' ? (leg?.party?.type === 'recipient' ? leg.party.id : undefined) : identity.id;
  const [asStaff, asRecipient] = [own(staff, person), own(recipients, person)];
  const [entry, other] = identity.kind === 'staff' ? [asStaff, asRecipient] : [asRecipient, asStaff];
  const verifier = entry && (entry.pin ?? other?.pin);
  return person !== undefined && verifier ? { person, verifier } : null;
}

/** The fewest digits of a PIN. Six are better, and the upstream's business; behind a badge four hold with the lock-out. */
const pinDigitsLeast = 4;

/**
 * PINs that everybody tries first open nothing, whoever has been given one: too short, one digit over and over, digits
 * in a row up or down, the same digits again and again, or the years of people's births.
 */
export function isEasyPin(pin: string): boolean {
  if (!/^\d+$/.test(pin) || pin.length < pinDigitsLeast) return true;
  const steps = new Set(Array.from(pin.slice(1), (digit, at) => (Number(digit) - Number(pin[at]) + 10) % 10));
  const isRow = steps.size === 1 && [0, 1, 9].some((step) => steps.has(step));
  return isRow || /^(\d+)\1+$/.test(pin) || /^(?:19|20)\d\d$/.test(pin);
}
