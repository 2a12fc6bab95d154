import { personnelNumber } from '../../firmware/bank/badge.ts';
import { badgeTag, barcodeTag, carrierCodeTag, keyVerifier } from '../../firmware/bank/codes.ts';
import type { CarrierCodeRef, Directory, PersonRef, RecipientEntry, StaffEntry } from '../../firmware/bank/directory.ts';
import type { Fact } from '../../firmware/bank/facts.ts';
import type { Identity } from '../../firmware/bank/identity.ts';
import { checkCarrierCode, checkCode, checkScanned } from '../../firmware/bank/code-check.ts';
import { checkPin, pinVerifier } from '../../firmware/bank/pins.ts';
import { checkBadge, checkBarcode, checkPassword, passwordTrial } from '../../firmware/bank/sign-in.ts';
import { checkToken } from '../../firmware/bank/tokens.ts';
import type { TokenClaims } from '../../firmware/signed/qr.ts';
import type { Settings } from '../../firmware/bank/settings.ts';
import { PeopledBank } from './peopled-bank.ts';
import { hashOf, verifierOf } from './scrypt.ts';

const session = 'session-at-the-kiosk';

/** A peopled bank at which people present whatever they have: what they get for it is what the kiosk would be told. */
export class CredentialBank extends PeopledBank {
  constructor(settings: Partial<Settings> = {}) {
    super({ carrierDirectDropOff: true, ...settings });
    this.#direct({
      recipients: { ada: { pin: this.#verifier('7294') }, mia: { ...someone('mia') } },
      staff: { mia: { password: this.#verifier('parcels-42') }, nil: { password: this.#verifier('nothing-here') } },
      usernames: { mia: 'mia', nil: 'nil', ann: 'ann' },
      badges: [['4711', 'recipients', 'ada'], ['0042', 'recipients', 'bea'], ['77', 'recipients', 'bea'], ['77', 'recipients', 'cid'],
        ['M-1', 'staff', 'mia'], ['M-1', 'recipients', 'mia'], ['N-1', 'staff', 'nil'], ['O-1', 'staff', 'oli']],
      barcodes: [['LOGIN CID 99', 'recipients', 'cid'], ['LOGIN OLI 77', 'staff', 'oli']],
    });
  }

  /** Changes entries of the directory, as a new version of it would. */
  knows(recipients: Readonly<Record<string, Partial<RecipientEntry>>>, staff: Readonly<Record<string, Partial<StaffEntry>>> = {}): void {
    this.#direct({ recipients, staff });
  }

  carriesCode(code: string, ref: Partial<CarrierCodeRef> = {}): void {
    const { directory } = this.books;
    const tag = carrierCodeTag(this.keys, code);
    const refs = [...(directory.carrierCodes[tag] ?? []), { carrier: 'carl', digits: code.length, fromMs: null, untilMs: null, ...ref }];
    this.books = { ...this.books, directory: { ...directory, carrierCodes: { ...directory.carrierCodes, [tag]: refs } } };
  }

  types(code: string) {
    return this.#taken(checkCode(this.books, this.keys, { how: 'typed', code }, this.now, session));
  }

  scans(text: string) {
    return this.#taken(checkScanned(this.books, this.keys, text, this.now, session));
  }

  typesAsCarrier(code: string) {
    return this.#taken(checkCarrierCode(this.books, this.keys, code, this.now, session));
  }

  badge(text: string) {
    return this.#taken(checkBadge(this.books, this.keys, text, this.now, session));
  }

  barcode(text: string) {
    return this.#taken(checkBarcode(this.books, this.keys, text, this.now, session));
  }

  token(claims: Partial<TokenClaims> & Pick<TokenClaims, 'reservation'>) {
    const whole = { jti: 'token-1', leg: null, locker: null, nbfMs: 0, expMs: this.nowMs + 60_000, ...claims };
    return this.#taken(checkToken(this.books, whole, this.now, session));
  }

  /** The kiosk hashes what was typed as the books say, whether or not anybody has the name. */
  signIn(username: string, password: string) {
    const { verifier } = passwordTrial(this.books, this.keys, username);
    const cost = { n: Math.min(verifier.n, 16), r: 1, p: 1 }; // Nobody waits for a guess that must not be right anyway.
    const hash = hashOf(password, Buffer.from(verifier.salt, 'base64url'), verifier.n > 16 ? cost : verifier);
    return this.#taken(checkPassword(this.books, this.keys, { username, hash }, this.now, session));
  }

  pin(identity: Identity, pin: string) {
    const verifier = pinVerifier(this.books, identity);
    const hash = verifier ? hashOf(pin, Buffer.from(verifier.salt, 'base64url'), verifier) : new Uint8Array(32);
    return this.#taken(checkPin(this.books, this.keys, { identity, pin, hash }, this.now, session));
  }

  verifier(secret: string) {
    return this.#verifier(secret);
  }

  #verifier(secret: string) {
    return keyVerifier(this.keys, verifierOf(secret));
  }

  #taken<Answer extends { readonly facts: readonly Fact[] }>(answer: Answer): Answer {
    this.take(answer.facts);
    return answer;
  }

  #direct(change: {
    readonly recipients: Readonly<Record<string, Partial<RecipientEntry>>>;
    readonly staff: Readonly<Record<string, Partial<StaffEntry>>>;
    readonly usernames?: Directory['usernames'];
    readonly badges?: readonly Shown[];
    readonly barcodes?: readonly Shown[];
  }): void {
    const { directory } = this.books;
    this.books = {
      ...this.books,
      directory: {
        ...directory,
        recipients: merged(directory.recipients, change.recipients),
        staff: merged(directory.staff, change.staff),
        usernames: { ...directory.usernames, ...change.usernames },
        badges: { ...directory.badges, ...shown(change.badges, (text) => badgeTag(this.keys, personnelNumber(text))) },
        barcodes: { ...directory.barcodes, ...shown(change.barcodes, (text) => barcodeTag(this.keys, text)) },
      },
    };
  }
}

type Shown = readonly [text: string, in_: PersonRef['in'], id: string];

function someone(id: string): RecipientEntry {
  return { id, name: id, accessible: false, departments: [], pin: null };
}

function merged<T>(before: Readonly<Record<string, T>>, change: Readonly<Record<string, Partial<T>>>): Record<string, T> {
  return { ...before, ...Object.fromEntries(Object.entries(change).map(([id, entry]) => [id, { ...before[id], ...entry } as T])) };
}

function shown(list: readonly Shown[] | undefined, tagOf: (text: string) => string): Record<string, readonly PersonRef[]> {
  const found: Record<string, PersonRef[]> = {};
  for (const [text, in_, id] of list ?? []) (found[tagOf(text)] ??= []).push({ in: in_, id });
  return found;
}

/** The facts of an answer, as `type why` where they have a reason: what the journal learns. */
export function toldBy({ facts }: { readonly facts: readonly Fact[] }): readonly string[] {
  return facts.map((fact) => ('data' in fact && 'why' in fact.data ? `${fact.type} ${fact.data.why}` : fact.type));
}

/** What the person gets to know. */
export function saidBy(answer: { readonly kind: string; readonly why?: string }): string {
  return answer.why ?? answer.kind;
}

