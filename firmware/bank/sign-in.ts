import { createHmac } from 'node:crypto';
import { leastCost } from '../ports/hasher.ts';
import type { CredentialTrouble } from '../contract/events.ts';
import { refused, signedIn, type PasswordAnswer, type SignInAnswer } from './answers.ts';
import { badgeNumber } from './badge.ts';
import type { Books } from './books.ts';
import { badgeTag, barcodeTag, keyedTag, verifies, type BankKeys } from './codes.ts';
import { isDirectoryOutdated } from './directory-age.ts';
import { permissions, type KeyedVerifier, type PersonRef, type StaffEntry } from './directory.ts';
import { aboutBank, type Fact } from './facts.ts';
import type { Identity } from './identity.ts';
import { isWithinHours } from './leg-rights.ts';
import { forgiven, isLocked, missed, notTaken, type Guess } from './lockout.ts';
import type { Moment } from './moment.ts';
import { own } from './own.ts';
import { pinVerifier } from './pins.ts';

/** Credentials that name a person: badge, login barcode, user name and password. */

/** A badge at the reader, by the text that the reader has sent. What holds no number at all is noise, and no guess. */
export function checkBadge(books: Books, keys: BankKeys, text: string, now: Moment, session: string | null): SignInAnswer {
  const number = badgeNumber(text, books.settings);
  if (number === null) return refused('sign-in-refused');
  return checkTag(books, 'badge', own(books.directory.badges, badgeTag(keys, number)) ?? [], now, session);
}

/** The barcode of a person at the scanner. */
export function checkBarcode(books: Books, keys: BankKeys, text: string, now: Moment, session: string | null): SignInAnswer {
  return checkTag(books, 'barcode', own(books.directory.barcodes, barcodeTag(keys, text)) ?? [], now, session);
}

function checkTag(books: Books, kind: 'badge' | 'barcode', refs: readonly PersonRef[], now: Moment, session: string | null): SignInAnswer {
  const guess: Guess = { kind };
  if (!books.settings.loginMethods.includes(kind)) return refused('not-allowed');
  if (isLocked(books, guess, now)) return refused('sign-in-locked');
  if (new Set(refs.map(({ id }) => id)).size > 1) return refused('two-people', twoPeople(books, guess, now, session));
  const found = personOf(books, refs, now);
  if (found === null) return refused('sign-in-refused', missed(books, guess, 'wrong', now, session));
  if (found.kind === 'trouble') return refused('not-allowed', notTaken(books, { kind, person: found.id }, found.why, now, session));
  const { identity } = found;
  const facts = forgiven(books, guess);
  if (pinVerifier(books, identity)) return { kind: 'pin-needed', identity, facts };
  return { kind: 'granted', identity, facts: [...facts, ...signedIn(identity, session)] };
}

/** Two entries of the directory meet: nobody can tell which of them stands here. */
export function twoPeople(books: Books, guess: Guess, now: Moment, session: string | null): readonly Fact[] {
  const told = notTaken(books, guess, 'two-people', now, session);
  return told.length === 0 ? [] : [...told, aboutBank('problem.reported', { why: `two-people-one-${guess.kind}`, by: null }, { session })];
}

type Person =
  | { readonly kind: 'person'; readonly identity: Identity }
  | { readonly kind: 'trouble'; readonly id: string; readonly why: CredentialTrouble };

/** Operators have parcels too: whoever has no right as staff now may still be a recipient of the same id. */
function personOf(books: Books, refs: readonly PersonRef[], now: Moment): Person | null {
  const entry = own(books.directory.staff, refs.find((ref) => ref.in === 'staff')?.id);
  const why = entry ? troubleWithStaff(books, entry, now) : null;
  if (entry && why === null) return { kind: 'person', identity: { kind: 'staff', id: entry.id, role: entry.role } };
  const recipient = own(books.directory.recipients, refs.find((ref) => ref.in === 'recipients')?.id);
  if (recipient) return { kind: 'person', identity: { kind: 'recipient', id: recipient.id } };
  return entry && why !== null ? { kind: 'trouble', id: entry.id, why } : null;
}

/** The recipient that a staff member also is, by the same id; `null` where they are none. A carrier is a company, and nobody. */
export function asRecipient(books: Books, identity: Identity): Identity | null {
  if (identity.kind !== 'staff' || identity.role === 'carrier') return null;
  const recipient = own(books.directory.recipients, identity.id);
  return recipient ? { kind: 'recipient', id: recipient.id } : null;
}

/** Why staff have no right here now: the directory is too old, it gives them none, or it is not their hour. */
export function troubleWithStaff(books: Books, entry: StaffEntry, now: Moment): CredentialTrouble | null {
  if (isDirectoryOutdated(books, now)) return 'outdated';
  if (!permissions.some((permission) => entry.permissions.includes(permission))) return 'not-allowed';
  if (entry.role !== 'carrier') return null;
  const { mailroomDirectDropOff, carrierDirectDropOff } = books.settings;
  const isAllowed = mailroomDirectDropOff && carrierDirectDropOff && entry.permissions.includes('carrier-drop-off');
  if (!isAllowed) return 'not-allowed';
  return isWithinHours(books, entry, now) ? null : 'not-yet';
}

/** What a typed password is hashed with, and under whose name a miss is counted. */
interface PasswordTrial {
  readonly guess: Guess;
  readonly verifier: KeyedVerifier;
}

/**
 * What a password for this name has to be hashed with before {@link checkPassword}. A name that nobody has gets a salt,
 * a cost like that of the others, and a counter of its own under a name that says nothing of what was typed.
 */
export function passwordTrial(books: Books, keys: BankKeys, username: string): PasswordTrial {
  const name = username.trim();
  const staff = staffNamed(books, name);
  if (staff?.password) return { guess: { kind: 'password', person: staff.id }, verifier: staff.password };
  const known = Object.values(books.directory.staff).flatMap(({ password }) => password ?? []);
  const dice = createHmac('sha256', keys.pepper).update(`cost|${name.toLowerCase()}`).digest();
  const { n, r, p } = known[dice.readUInt32BE(0) % Math.max(1, known.length)] ?? leastCost;
  const tag = keyedTag(keys.pepper, 'name', name.toLowerCase());
  const verifier = { n, r, p, salt: dice.subarray(4, 20).toString('base64url'), tag: dice.toString('base64url') };
  return { guess: { kind: 'password', person: staff?.id ?? `?${tag}` }, verifier };
}

/** @param presented `hash` is scrypt of the typed password with the salt and cost of {@link passwordTrial} */
export function checkPassword(
  books: Books,
  keys: BankKeys,
  presented: { readonly username: string; readonly hash: Uint8Array },
  now: Moment,
  session: string | null,
): PasswordAnswer {
  if (!books.settings.loginMethods.includes('password')) return refused('not-allowed');
  const { guess, verifier } = passwordTrial(books, keys, presented.username);
  if (isLocked(books, guess, now)) return refused('sign-in-locked');
  const isRight = verifies(keys, verifier, presented.hash);
  const staff = staffNamed(books, presented.username.trim());
  if (!isRight || !staff) return refused('sign-in-refused', missed(books, guess, 'wrong', now, session));
  const why = troubleWithStaff(books, staff, now);
  if (why !== null) return refused('not-allowed', notTaken(books, guess, why, now, session));
  const identity: Identity = { kind: 'staff', id: staff.id, role: staff.role };
  return { kind: 'granted', identity, facts: [...forgiven(books, guess), ...signedIn(identity, session)] };
}

/** As it is in the directory, or in small letters: the keypad of the page begins with capitals. */
function staffNamed(books: Books, name: string): StaffEntry | undefined {
  const { usernames, staff } = books.directory;
  return own(staff, own(usernames, name) ?? own(usernames, name.toLowerCase()));
}
