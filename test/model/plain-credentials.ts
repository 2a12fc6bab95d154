import { claimOf, staffOf, type PlainBank, type PlainMisses, type Who } from './plain-bank.ts';
import { isWelcomeNow } from './plain-rights.ts';
import { plainRelease } from './plain-visits.ts';

const dayMs = 86_400_000;
/** All people together have so many times the guesses of one. */
const together = 4;

/** What somebody shows. */
export type Shown =
  | { readonly kind: 'code'; readonly claim: string | null; readonly leg: number }
  | { readonly kind: 'badge' | 'barcode'; readonly who: readonly Who[] }
  | { readonly kind: 'carrier-code'; readonly who: Who | null; readonly isOver: boolean }
  | { readonly kind: 'password'; readonly name: string; readonly isRight: boolean };

/** `granted`, or how it was refused and, where something is written down about it, why. */
export function plainShow(bank: PlainBank, shown: Shown): string {
  const person = shown.kind === 'password' ? shown.name : undefined;
  if (lockedFor(bank, shown.kind, person) > 0) return 'locked';
  // What is typed may be a carrier's code, so that a wrong one is a guess also where no pickup codes are taken.
  if (!isTaken(bank, shown.kind))
    return shown.kind === 'code' ? refuse(bank, 'code', shown.claim === null ? 'wrong' : 'not-here') : 'refused';
  switch (shown.kind) {
    case 'code': {
      const why = troubleWithCode(bank, shown.claim, shown.leg);
      return why === null ? 'granted' : refuse(bank, 'code', why);
    }
    case 'badge':
    case 'barcode': {
      if (shown.who.length > 1) return silently(bank, shown.kind, 'two-people');
      const [who] = shown.who;
      return who ? signIn(bank, shown.kind, who) : refuse(bank, shown.kind, 'wrong');
    }
    case 'carrier-code':
      return carrier(bank, shown);
    case 'password': {
      const who: Who = { kind: 'staff', id: shown.name };
      if (!staffOf(bank, who) || !shown.isRight) return refuse(bank, 'password', 'wrong', shown.name);
      return signIn(bank, 'password', who, shown.name);
    }
  }
}

function isTaken(bank: PlainBank, kind: string): boolean {
  return kind === 'carrier-code' || (bank.settings.loginMethods as readonly string[]).includes(kind);
}

function carrier(bank: PlainBank, { who, isOver }: Extract<Shown, { kind: 'carrier-code' }>): string {
  if (!who) return refuse(bank, 'carrier-code', 'wrong');
  if (isOver) return refuse(bank, 'carrier-code', 'expired');
  const why = troubleWithStaff(bank, who);
  if (why !== null) return refuse(bank, 'carrier-code', why);
  forgive(bank, 'carrier-code');
  return 'granted';
}

function signIn(bank: PlainBank, kind: string, who: Who, person?: string): string {
  const why = who.kind === 'staff' ? troubleWithStaff(bank, who) : null;
  if (why !== null) return silently(bank, kind, why);
  forgive(bank, keyOf(kind, person));
  return 'granted';
}

/** Why staff are not let in: old papers, no right at all, or a carrier outside the hours. */
function troubleWithStaff(bank: PlainBank, who: Who): string | null {
  if (bank.ms >= bank.directoryUntilMs) return 'outdated';
  const entry = staffOf(bank, who);
  if (!entry || entry.may.length === 0) return 'not-allowed';
  if (entry.role !== 'carrier') return null;
  if (!bank.settings.carrierDirectDropOff || !bank.settings.mailroomDirectDropOff) return 'not-allowed';
  return isWelcomeNow(bank, who) ? null : 'not-yet';
}

function troubleWithCode(bank: PlainBank, id: string | null, leg: number): string | null {
  const claim = claimOf(bank, id);
  if (!claim) return 'wrong';
  const who: Who = { kind: 'holder', claim: claim.id, leg, shows: 'code' };
  const purposes = { deposit: 'deposit', collect: 'pickup', swap: 'swap', keep: 'keep' } as const;
  const does = claim.legs[leg]?.does ?? 'collect';
  const answer = plainRelease(bank, { purpose: purposes[does], locker: claim.locker, reservation: claim.id }, who);
  if (typeof answer !== 'string' || answer === 'locker-busy') return null;
  if (leg < claim.leg) return 'used';
  if (claim.state === 'reserved' && (does !== 'deposit' || leg > claim.leg)) return 'nothing-in-yet';
  return leg > claim.leg ? 'not-yet' : 'expired';
}

function keyOf(kind: string, person?: string): string {
  return person === undefined ? kind : `${kind}/${person}`;
}

function missesOf(bank: PlainBank, key: string): PlainMisses {
  const known = bank.misses.find((one) => one.key === key);
  if (known) return known;
  const fresh: PlainMisses = { key, inARow: 0, isStrict: false, locks: 0, lockedUntil: 0, at: [] };
  bank.misses.push(fresh);
  return fresh;
}

/** For how long, in milliseconds of the bank's age. */
export function lockedFor(bank: PlainBank, kind: string, person?: string): number {
  const until = [keyOf(kind, person), kind].map((key) => missesOf(bank, key).lockedUntil);
  return Math.max(0, Math.max(...until) - bank.age);
}

/** A guess. */
function refuse(bank: PlainBank, kind: string, why: string, person?: string): string {
  const { missesBeforeLock, guessesPerDay, lockFirst, lockLongest } = bank.settings;
  const misses = missesOf(bank, keyOf(kind, person));
  misses.at = [...today(bank, misses), bank.age];
  misses.inARow++;
  const isDue = misses.isStrict || misses.inARow >= missesBeforeLock;
  const fullFor = untilRoom(bank, misses, guessesPerDay);
  const recent = bank.age - misses.lockedUntil < dayMs ? misses.locks : 0;
  if (isDue || fullFor > 0) lock(bank, misses, Math.max(fullFor, Math.min(lockLongest, lockFirst * 2 ** recent)), recent);
  if (person !== undefined) {
    const all = missesOf(bank, kind);
    all.at = [...today(bank, all), bank.age];
    const allFullFor = untilRoom(bank, all, together * guessesPerDay);
    if (allFullFor > 0) lock(bank, all, allFullFor, all.locks);
  }
  return `refused ${why}`;
}

function lock(bank: PlainBank, misses: PlainMisses, forMs: number, recent: number): void {
  misses.inARow = 0;
  misses.isStrict = true;
  misses.locks = recent + 1;
  misses.lockedUntil = Math.max(misses.lockedUntil, bank.age + forMs);
}

function today(bank: PlainBank, misses: PlainMisses): number[] {
  return misses.at.filter((age) => bank.age - age < dayMs);
}

/** Until one more guess fits into a day. */
function untilRoom(bank: PlainBank, misses: PlainMisses, most: number): number {
  const first = misses.at[misses.at.length - most];
  return first === undefined ? 0 : dayMs - (bank.age - first);
}

/** Not taken, and yet no guess: nobody is locked out for it, now or later, and it is written down so many times a day. */
function silently(bank: PlainBank, kind: string, why: string): string {
  const misses = missesOf(bank, `${kind}, and no guess`);
  misses.at = today(bank, misses);
  if (misses.at.length >= bank.settings.guessesPerDay) return 'refused';
  misses.at.push(bank.age);
  return `refused ${why}`;
}

export function forgive(bank: PlainBank, key: string): void {
  const misses = missesOf(bank, key);
  misses.inARow = 0;
  misses.isStrict = false;
}
