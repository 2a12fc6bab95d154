import type { Presented } from '../../statecharts/session/session.events.ts';
import type { Checker, Examined, ShownAnswer } from './checker.ts';
import type { JournalRecord, RecordedEvent, RecordedVisit } from './journal-on-disk.ts';
import type { ReservationSeen } from './projection.ts';

/** Something that a person of a story has, and what it is good for: known to the story, and to nobody in the bank. */
export interface Credential {
  readonly name: string;
  readonly presented: Presented;
  /** Texts of it that may stand nowhere. */
  readonly secrets: readonly string[];
  readonly opens:
    | { readonly kind: 'holder'; readonly reservation: string }
    | { readonly kind: 'recipient'; readonly id: string; readonly also?: readonly string[] }
    | { readonly kind: 'staff'; readonly id: string; readonly may: readonly string[] };
  /** From this event on it is good for nothing. */
  readonly deadAfter?: (event: RecordedEvent) => boolean;
  /** A QR token: its name, and when it expires. */
  readonly token?: { readonly id: string; readonly untilMs: number };
}

/** What staff need for a visit of their own: one of these. */
const rights: Readonly<Record<string, readonly string[]>> = {
  deposit: ['drop-off', 'carrier-drop-off'],
  swap: ['drop-off'],
  pickup: ['open'],
  keep: ['open', 'reserve'],
  look: ['open'],
  empty: ['end-reservations', 'remove-expired'],
};

const dayMs = 86_400_000;
const usualGuesses = 96;

/** Invariants 9 to 12: a credential opens what it is for, as often as it may, as long as it is good, and guessing is bounded. */
export class CredentialChecker implements Checker {
  readonly #examined: Examined;
  readonly #credentials: Credential[];
  /** Who is known in a session, by what they have shown. */
  readonly #known = new Map<string, Credential[]>();
  readonly #dead = new Set<string>();
  /** Tokens for which a door was to be opened, and in which session, whatever the bank says of them. */
  readonly #used = new Map<string, string>();
  /** When somebody was told that a guess was wrong, and when one was judged, by the time that the bank has had power. */
  readonly #guesses = new Map<string, number[]>();
  readonly #lockedUntilOnMs = new Map<string, number>();

  constructor(examined: Examined, credentials: readonly Credential[]) {
    this.#examined = examined;
    this.#credentials = [...credentials];
  }

  learn(credential: Credential): void {
    this.#credentials.push(credential);
  }

  /** Somebody has got a locker without showing anything: what they have then is theirs. */
  got(session: string, reservation: string): void {
    const opens = { kind: 'holder', reservation } as const;
    this.#isKnownBy(session, { name: `visitor of ${reservation}`, presented: { how: 'typed', code: '' }, secrets: [], opens });
  }

  /** Whether something of this kind is locked for guessing, by the time that the bank has had power. */
  isLocked(presented: Presented): boolean {
    return this.#examined.onMs() < (this.#lockedUntilOnMs.get(kindOf(presented)) ?? 0) - 1_000;
  }

  shown({ session, presented, wasLocked, answer }: ShownAnswer): void {
    const { complain, seen } = this.#examined;
    const credential = this.#credentials.find((one) => isSame(one.presented, presented));
    const key = kindOf(presented);
    const isLocked = answer.kind === 'refused' && (answer.why === 'keypad-locked' || answer.why === 'sign-in-locked');
    if (wasLocked && !isLocked) complain(23, `${key} is answered before its lock is over`);
    if (answer.kind === 'refused' && (answer.why === 'code-refused' || answer.why === 'sign-in-refused')) this.#countGuess(key);
    if (answer.kind !== 'known') return;
    if (!credential) return complain(10, `what nobody was given is taken for ${JSON.stringify(answer.identity)}`);
    this.#isKnownBy(session, credential);
    const { opens, token, name } = credential;
    const { identity } = answer;
    const isRight =
      identity.kind === 'holder'
        ? opens.kind === 'holder' && opens.reservation === identity.reservation
        : opens.kind !== 'holder' && opens.id === identity.id;
    if (!isRight) complain(10, `${name} is taken for ${JSON.stringify(identity)}`);
    if (this.#dead.has(name)) complain(12, `${name} is taken although it has been revoked`);
    if (token && token.untilMs <= seen.floorMs) complain(12, `${name} is taken although it has expired`);
    if (token && this.#used.has(token.id)) complain(9, `${name} is taken a second time`);
  }

  recorded(record: JournalRecord): void {
    const { seen, complain, onMs } = this.#examined;
    for (const fact of record.facts) {
      if ('note' in fact) {
        if (fact.note.visit) this.#judge(fact.note.visit);
        continue;
      }
      const { event } = fact;
      for (const { name, deadAfter } of this.#credentials) if (deadAfter?.(event)) this.#dead.add(name);
      const { kind, person, seconds } = event.data;
      // What was judged was a guess, whatever was said to it: the one that locks is answered as if it had been locked before.
      if (event.type === 'lockerbank.credential.refused.v1' && kind !== 'qr') this.#countGuess(`${String(kind)} that was judged`);
      if (event.type === 'lockerbank.credential.locked-out.v1' && person === undefined) {
        this.#lockedUntilOnMs.set(String(kind), onMs() + Number(seconds) * 1000);
      }
      if (event.type !== 'lockerbank.pickup.completed.v1') continue;
      const reservation = seen.reservations.get(String(event.data['reservation']));
      if (reservation && reservation.completed >= reservation.collects)
        complain(9, `${reservation.id} is picked up once more than there is to`);
    }
  }

  #judge(visit: RecordedVisit): void {
    const { seen, complain } = this.#examined;
    const { session, reservation, locker, purpose, command } = visit;
    if (command !== null) return;
    const what = `${purpose} of ${reservation ?? 'nothing'} in locker ${String(locker)}`;
    const grants = this.#known.get(session ?? '') ?? [];
    const found = seen.reservations.get(reservation ?? '');
    const grant = grants.find((one) => isFor(one, visit, found));
    if (!grant) complain(10, `${what}: nobody in that session may do that`);
    for (const { token } of grants) {
      if (!token) continue;
      const usedIn = this.#used.get(token.id) ?? session ?? '';
      if (usedIn !== session) complain(9, `${what}: ${token.id} was used up in another session`);
      this.#used.set(token.id, usedIn);
    }
    if (purpose === 'look') return;
    if (found?.locker !== locker) return complain(10, `${what}: it is not there`);
    const isOpenAgain = found.state === 'collected' && seen.ageMs < found.accessUntilAgeMs;
    if (purpose === 'pickup' && found.state !== 'occupied' && !isOpenAgain) complain(9, `${what}: it is ${found.state}`);
    if (purpose === 'pickup' && found.hasExpired && found.state === 'occupied') complain(12, `${what}: it has expired`);
    if (purpose === 'deposit' && found.state === 'collected') complain(9, `${what}: it is over`);
  }

  #isKnownBy(session: string, credential: Credential): void {
    this.#known.set(session, [...(this.#known.get(session) ?? []), credential]);
  }

  #countGuess(key: string): void {
    const { seen, onMs, complain } = this.#examined;
    const times = [...(this.#guesses.get(key) ?? []).filter((atMs) => atMs > onMs() - dayMs), onMs()];
    this.#guesses.set(key, times);
    const most = Number(seen.settings['guessesPerDay'] ?? usualGuesses);
    if (times.length > most) complain(11, `${String(times.length)} guesses at a ${key} within a day, and ${String(most)} are allowed`);
  }
}

function isFor({ opens }: Credential, visit: RecordedVisit, found: ReservationSeen | undefined): boolean {
  switch (opens.kind) {
    case 'holder':
      return visit.reservation === opens.reservation;
    case 'recipient':
      return found?.party === opens.id || (visit.reservation !== null && (opens.also?.includes(visit.reservation) ?? false));
    case 'staff':
      return rights[visit.purpose]?.some((right) => opens.may.includes(right)) ?? false;
  }
}

function isSame(one: Presented, other: Presented): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Under which name the bank counts what is shown. */
function kindOf(presented: Presented): string {
  switch (presented.how) {
    case 'typed':
    case 'scanned':
      return 'code';
    default:
      return presented.how;
  }
}
