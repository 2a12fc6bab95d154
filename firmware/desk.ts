import type { Presented } from '../statecharts/session/session.events.ts';
import { makeCode, codeTag, type BankKeys } from './bank/codes.ts';
import type { BankFrame } from './bank/commands.ts';
import type { Books, NewCode, Visit } from './bank/books.ts';
import { aboutBank, type Fact } from './bank/facts.ts';
import { findParcel, type ParcelAnswer } from './bank/find-parcel.ts';
import type { Identity, Visitor } from './bank/identity.ts';
import { lockersOf, type OpenableLocker } from './bank/lockers-of.ts';
import { codeLength } from './bank/odds.ts';
import { own } from './bank/own.ts';
import { checkCarrierCode, checkCode, checkScanned } from './bank/code-check.ts';
import { unknownRecipient } from './bank/parties.ts';
import { checkPin, pinVerifier } from './bank/pins.ts';
import type { CodeNotice, SignInNotice } from './bank/answers.ts';
import { asRecipient, checkBadge, checkPassword, passwordTrial } from './bank/sign-in.ts';
import { decideExtend, decideStore, type ExtendAnswer, type StoreAnswer, type StoreRequest } from './bank/store.ts';
import { checkToken, refuseToken, tokenPrefix } from './bank/tokens.ts';
import type { TokenClaims } from './signed/qr.ts';
import { decideAdd, decideWalkIn, decideWalkInOver, type TakenWalkIn, type WalkIn, type WalkInAnswer } from './bank/walk-in.ts';
import { decideSignature } from './bank/signature.ts';
import { decideEnding, decideLeftSome, decideRelease, decideRetract, type ReleaseAnswer, type WantedVisit } from './bank/visits.ts';
import { decideProblem, type StaffDecision } from './bank/staff.ts';
import type { Moment } from './bank/moment.ts';
import { idMost } from './contract/parts.ts';
import type { Ledger } from './journal/ledger.ts';
import type { Hasher } from './ports/hasher.ts';
import { intentLength, randomId, type Random } from './ports/random.ts';

export type PresentedAnswer =
  | { readonly kind: 'known'; readonly identity: Identity }
  /** A badge that needs a PIN beside it. */
  | { readonly kind: 'pin-needed' }
  /** It opens nothing by itself, and may be the label of something: what that is, is told to nobody who is not known. */
  | { readonly kind: 'identity-needed' }
  | { readonly kind: 'refused'; readonly why: CodeNotice | SignInNotice };

/** `code`: what opens the locker again, to be shown to the person. */
export interface Stored {
  readonly answer: StoreAnswer;
  readonly code: string | null;
}

interface DeskOptions {
  readonly ledger: Ledger;
  readonly frame: () => BankFrame;
  readonly random: Random;
  readonly hasher: Hasher;
  /** Verifies a QR token and reads what it says; `null` where it was not signed for this bank. */
  readonly readToken: (text: string) => Promise<TokenClaims | null>;
  /** Encrypts a code that the bank has made for the upstream; `null` where that gave no key for it. */
  readonly sealCode: (code: string) => string | null;
  /** Journals the intent of a visit, waits for the disk, and only then pulses the lock. */
  readonly release: (visit: Visit) => Promise<void>;
}

/**
 * Where the books are asked on behalf of whoever stands at the kiosk. It remembers as whom they are known for as long as
 * their session lasts, takes what the books decide to the disk, and only then answers.
 */
export class Desk {
  readonly #options: DeskOptions;
  #session = '';
  #identity: Identity | null = null;
  /** Known by a badge, and not believed before the PIN is right. */
  #unproven: Identity | null = null;
  #isHashing = false;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** Somebody new stands at the kiosk. */
  begin(session: string): void {
    this.#session = session;
    this.#identity = this.#unproven = null;
  }

  /** They have gone: nobody is known any more. */
  async end(): Promise<void> {
    const identity = this.#identity;
    const session = this.#session;
    this.begin('');
    await this.#signOut(identity, session);
  }

  /** Who they are, or why that cannot be said. Nobody becomes known who has left meanwhile. */
  async present(presented: Presented): Promise<PresentedAnswer> {
    const session = this.#session;
    const answer = await this.#check(presented, session);
    if (session !== this.#session) return { kind: 'refused', why: 'bank-trouble' };
    await this.#commit(answer.facts);
    if (session !== this.#session) {
      if (answer.kind === 'granted') await this.#signOut(answer.identity, session);
      return { kind: 'refused', why: 'bank-trouble' };
    }
    switch (answer.kind) {
      case 'granted':
        this.#identity = answer.identity;
        return { kind: 'known', identity: answer.identity };
      case 'pin-needed':
        this.#unproven = answer.identity;
        return { kind: 'pin-needed' };
      case 'refused':
        return answer.why === 'code-refused' && this.#mayBeLabel(presented)
          ? { kind: 'identity-needed' }
          : { kind: 'refused', why: answer.why };
    }
  }

  /** Said of every text alike, whether or not it is on anything here: else a stranger could ask the bank what lies in it. */
  #mayBeLabel(presented: Presented): boolean {
    if (presented.how !== 'scanned' || presented.code.startsWith(tokenPrefix) || presented.code.length > idMost) return false;
    return this.#options.ledger.books.settings.bankModes.includes('asset');
  }

  /** As whom somebody is known, and in which session; `null` while nobody is. */
  get visitor(): Visitor | null {
    return this.#identity && { identity: this.#identity, session: this.#session };
  }

  /** What they may open now. Staff open what is their own as anybody does; all else they come to by their work. */
  lockers(): readonly OpenableLocker[] {
    const { books, now } = this.#frameOfNow();
    const identity = this.#identity && (asRecipient(books, this.#identity) ?? this.#identity);
    return identity ? lockersOf(books, identity, now) : [];
  }

  /** As whom they come to a reservation: staff to what is their own as the recipient that they are, too. */
  #visitorTo({ purpose, reservation }: Pick<WantedVisit, 'purpose' | 'reservation'>): Visitor | null {
    const { visitor } = this;
    const own = visitor && asRecipient(this.#options.ledger.books, visitor.identity);
    const isOwn = own && this.lockers().some(({ visit }) => visit.reservation === reservation && visit.purpose === purpose);
    return isOwn ? { ...visitor, identity: own } : visitor;
  }

  #frameOfNow(): { readonly books: Books; readonly now: Moment } {
    const { ledger } = this.#options;
    return { books: ledger.books, now: ledger.now() };
  }

  find(label: string): ParcelAnswer {
    const { ledger } = this.#options;
    return findParcel(ledger.books, label, this.visitor, ledger.now());
  }

  /** Whether they may put in what nobody has announced, so that it is worth asking for whom it is. */
  mayBring(kind: WalkIn['kind'], label: string): boolean {
    const { visitor } = this;
    if (!visitor) return false;
    const { ledger, frame } = this.#options;
    const request: WalkIn = { kind, items: [label], party: unknownRecipient, visitor };
    const answer = decideWalkIn(ledger.books, frame(), request, ledger.now());
    return answer.kind === 'taken' || answer.why !== 'not-allowed';
  }

  /** Has a door opened, if that is still right: judged anew, by the books of now. */
  async release(wanted: WantedVisit): Promise<ReleaseAnswer> {
    const visitor = this.#visitorTo(wanted);
    if (!visitor) return { kind: 'refused', why: 'window-over' };
    const { ledger, random } = this.#options;
    const code = this.#codeFor(wanted);
    const intent = randomId(random, intentLength);
    const answer = decideRelease(ledger.books, wanted, visitor, intent, ledger.now(), code);
    if (answer.kind !== 'intended') return answer;
    this.#useUpToken();
    await this.#options.release(answer.visit);
    return answer;
  }

  /** They did not put it in after all. @returns false where that can no longer be said */
  retract(wanted: WantedVisit): Promise<boolean> {
    return this.#say(wanted, (visitor, books, now) => decideRetract(books, wanted, visitor, now));
  }

  /** They leave some of the items in the locker. */
  leaveSome(reservation: string, left: readonly string[]): Promise<boolean> {
    const visit = { purpose: 'pickup', reservation } as const;
    return this.#say(visit, (visitor, books, now) => decideLeftSome(books, reservation, left, visitor, now));
  }

  /** Their storage is over: they have taken everything. */
  endStorage(reservation: string): Promise<boolean> {
    return this.#say({ purpose: 'keep', reservation }, (visitor, books, now) => decideEnding(books, reservation, visitor, now));
  }

  async extend(reservation: string, untilMs: number): Promise<ExtendAnswer | null> {
    const visitor = this.#visitorTo({ purpose: 'keep', reservation });
    if (!visitor) return null;
    const { ledger } = this.#options;
    const answer = decideExtend(ledger.books, reservation, untilMs, visitor, ledger.now());
    if (answer.kind === 'facts') await this.#commit(answer.facts);
    return answer;
  }

  /** Finds a place for something that nobody has announced; `add`: beside what its recipient already has here. */
  async walkIn(request: Omit<WalkIn, 'visitor'>, how: 'anew' | 'add' = 'anew'): Promise<WalkInAnswer | null> {
    const { visitor } = this;
    if (!visitor) return null;
    const { ledger, frame } = this.#options;
    const decide = how === 'add' ? decideAdd : decideWalkIn;
    const answer = decide(ledger.books, frame(), { ...request, visitor }, ledger.now());
    if (answer.kind === 'taken') await this.#commit(answer.facts);
    return answer;
  }

  /** Nothing came of it: the door did not open, or they thought better of it. */
  async walkInOver(answer: Pick<TakenWalkIn, 'wanted' | 'added'>): Promise<void> {
    await this.#commit(decideWalkInOver(this.#options.ledger.books, answer));
  }

  /** A locker for belongings. A visitor who has not left meanwhile is known from then on by the code that is shown to them. */
  async store(request: Omit<StoreRequest, 'identity' | 'session' | 'newCode'>): Promise<Stored> {
    const { ledger, frame } = this.#options;
    const session = this.#session;
    const made = this.#makeCode(frame().keys);
    const newCode = made?.newCode ?? null;
    const whole: StoreRequest = { ...request, identity: this.#identity, session, newCode };
    const answer = decideStore(ledger.books, frame(), whole, ledger.now());
    if (answer.kind === 'refused') return { answer, code: null };
    await this.#commit(answer.facts);
    if (session === this.#session) this.#identity ??= answer.visitor.identity;
    return { answer, code: made?.code ?? null };
  }

  /** What staff decide at the kiosk: a fact, a door to be released for it, or a refusal. */
  async decide(decision: (visitor: Visitor, books: Books, now: Moment) => StaffDecision): Promise<StaffDecision> {
    const { visitor } = this;
    if (!visitor) return { kind: 'refused', why: 'not-allowed' };
    const { ledger } = this.#options;
    const decided = decision(visitor, ledger.books, ledger.now());
    if (decided.kind === 'facts') await this.#commit(decided.facts);
    return decided;
  }

  /** They have signed for what they collect. @returns false where nothing of it is theirs */
  sign(reservations: readonly string[], sha256: string): Promise<boolean> {
    const [reservation = null] = reservations;
    return this.#say({ purpose: 'pickup', reservation }, (visitor, books, now) =>
      decideSignature(books, reservations, sha256, visitor, now));
  }

  /** Something is wrong, in their words. @returns false where they have said nothing */
  async report(why: string, locker: number | null): Promise<boolean> {
    const who = this.visitor ?? { session: this.#session };
    const facts = decideProblem(this.#options.ledger.books, { why, ...(locker === null ? {} : { locker }) }, who);
    await this.#commit(facts);
    return facts.length > 0;
  }

  /** The intent has burned it. For the rest of their session its holder is known without it, and may try a jammed door again. */
  #useUpToken(): void {
    if (this.#identity?.kind === 'holder' && this.#identity.token) this.#identity = { ...this.#identity, token: 'used' };
  }

  /** Of people who collect it is not told who came and went. */
  async #signOut(identity: Identity | null, session: string): Promise<void> {
    if (identity?.kind !== 'staff') return;
    await this.#commit([aboutBank('staff.signed-out', { by: { role: identity.role, id: identity.id } }, { session })]);
  }

  async #check(presented: Presented, session: string) {
    const { ledger, frame } = this.#options;
    const { keys } = frame();
    switch (presented.how) {
      case 'typed':
        return checkCode(ledger.books, keys, { how: 'typed', code: presented.code }, ledger.now(), session);
      case 'scanned':
        return presented.code.startsWith(tokenPrefix)
          ? this.#checkToken(presented.code, session)
          : checkScanned(ledger.books, keys, presented.code, ledger.now(), session);
      case 'carrier-code':
        return checkCarrierCode(ledger.books, keys, presented.code, ledger.now(), session);
      case 'badge':
        return checkBadge(ledger.books, keys, presented.text, ledger.now(), session);
      case 'password':
        return this.#checkPassword(presented, session);
      case 'pin':
        return this.#checkPin(presented.pin, session);
    }
  }

  async #checkToken(text: string, session: string) {
    const { ledger, readToken } = this.#options;
    const claims = await readToken(text);
    return claims
      ? checkToken(ledger.books, claims, ledger.now(), session)
      : refuseToken(ledger.books, 'wrong', ledger.now(), session);
  }

  async #checkPassword({ username, password }: Extract<Presented, { how: 'password' }>, session: string) {
    const { ledger, frame } = this.#options;
    const { keys } = frame();
    const hash = await this.#hash(password, passwordTrial(ledger.books, keys, username).verifier);
    return hash
      ? checkPassword(ledger.books, keys, { username, hash }, ledger.now(), session)
      : { kind: 'refused', why: 'bank-trouble', facts: [] } as const;
  }

  async #checkPin(pin: string, session: string) {
    const { ledger, frame } = this.#options;
    const who = this.#unproven ?? this.#identity;
    const verifier = who && pinVerifier(ledger.books, who);
    const hash = verifier && (await this.#hash(pin, verifier));
    if (!who || !hash) return { kind: 'refused', why: 'bank-trouble', facts: [] } as const;
    const answer = checkPin(ledger.books, frame().keys, { identity: who, pin, hash }, ledger.now(), session);
    // Whoever is known already proves something by it, and does not sign in once more.
    return this.#identity ? { ...answer, facts: answer.facts.filter(({ type }) => type !== 'staff.signed-in') } : answer;
  }

  /** One at a time: hashes share their threads with the journal, and somebody may be waiting for a door. */
  async #hash(secret: string, { salt, n, r, p }: { salt: string; n: number; r: number; p: number }): Promise<Uint8Array | null> {
    if (this.#isHashing) return null;
    this.#isHashing = true;
    try {
      return await this.#options.hasher.scrypt(secret, Buffer.from(salt, 'base64url'), { n, r, p });
    } finally {
      this.#isHashing = false;
    }
  }

  /** A code for what is put in, where the upstream gave none and the settings let the bank make one. */
  #codeFor({ purpose, reservation: id }: WantedVisit): NewCode | null {
    const { ledger, frame } = this.#options;
    const reservation = id === null ? undefined : own(ledger.books.reservations, id);
    const last = reservation?.legs.at(-1);
    const isWanted = (purpose === 'deposit' || purpose === 'swap') && last?.does === 'collect' && last.tags.length === 0;
    if (!isWanted || !ledger.books.settings.bankMakesCodes) return null;
    const newCode = this.#makeCode(frame().keys)?.newCode ?? null;
    return newCode?.sealed ? newCode : null; // A code that nobody can be told opens nothing.
  }

  #makeCode(keys: BankKeys): { readonly code: string; readonly newCode: NewCode } | null {
    const { ledger, random, sealCode } = this.#options;
    const code = makeCode(random, codeLength(ledger.books), ledger.books, keys);
    return code === null ? null : { code, newCode: { tag: codeTag(keys, code), sealed: sealCode(code) } };
  }

  async #say(
    about: Pick<WantedVisit, 'purpose' | 'reservation'>,
    decide: (visitor: Visitor, books: Books, now: Moment) => readonly Fact[] | null,
  ): Promise<boolean> {
    const { books, now } = this.#frameOfNow();
    const visitor = this.#visitorTo(about);
    const facts = visitor && decide(visitor, books, now);
    if (!facts) return false;
    await this.#commit(facts);
    return true;
  }

  #commit(facts: readonly Fact[]): Promise<void> {
    return this.#options.ledger.commit(facts);
  }
}
