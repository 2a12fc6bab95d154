import type { Profile } from '../../board-profiles/profile.schema.ts';
import { newBooks, type Books, type Visit } from '../../firmware/bank/books.ts';
import { noDirectory, type StaffEntry } from '../../firmware/bank/directory.ts';
import { bankKeys, type BankKeys } from '../../firmware/bank/codes.ts';
import { decideCommand, type BankFrame } from '../../firmware/bank/commands.ts';
import { decideDue } from '../../firmware/bank/deadlines.ts';
import { isNote, type Fact } from '../../firmware/bank/facts.ts';
import { fold } from '../../firmware/bank/fold.ts';
import type { Visitor } from '../../firmware/bank/identity.ts';
import type { Moment } from '../../firmware/bank/moment.ts';
import { checkCode, type CodeAnswer } from '../../firmware/bank/code-check.ts';
import { decideAfterBoot, decideDoorFact } from '../../firmware/bank/door-facts.ts';
import { decideRelease, type ReleaseAnswer, type WantedVisit } from '../../firmware/bank/visits.ts';
import type { CommandArgs, CommandName } from '../../firmware/contract/command-args.ts';
import type { Command } from '../../firmware/contract/commands.ts';
import type { DoorFact } from '../../statecharts/door/door.events.ts';
import { hourMs, noonMs } from './noon.ts';
import { pinLocker, testProfile } from './profiles.ts';

const sizes: readonly (readonly [string, boolean])[] = [
  ['small', false], ['small', false], ['small', true], ['medium', false], ['medium', true], ['large', false],
];

/** Six lockers: small 1, 2 and 3, medium 4 and 5, large 6; of these 3 and 5 are within reach of everybody. */
export function bankProfile(): Profile {
  const size = (name: string) => ({ name, widthMm: 420, heightMm: 120, depthMm: 500 });
  const lockers = sizes.map(([name, accessible], index) => pinLocker(index + 1, { size: name, accessible }));
  return { ...testProfile(), sizes: ['small', 'medium', 'large'].map(size), columns: [{ widthMm: 450, kioskMm: 0, lockers }] };
}

/** The books of a bank that knows Mia, an operator, and has no directory of recipients yet. */
export function paperBooks(): Books {
  return { ...newBooks(bankProfile()), directory: { ...noDirectory, staff: { mia: staffEntry('mia', ['drop-off']) } } };
}

export function staffEntry(id: string, permissions: readonly string[], change: Partial<StaffEntry> = {}): StaffEntry {
  return { id, name: id, role: 'operator', permissions, password: null, pin: null, hours: null, sizes: null, ...change };
}

export const operator: Visitor = { identity: { kind: 'staff', id: 'mia', role: 'operator' }, session: 'session-of-mia' };

/** Whoever has the pickup code of a delivery. */
export function holderOf(reservation: string, leg = 1): Visitor {
  return { identity: { kind: 'holder', reservation, leg, token: null }, session: 'session-of-ada' };
}

export type PutArgs = CommandArgs<'reservation.put'>;

/** A bank on paper: the real decisions and the real fold, with neither a journal nor a door. */
export class PaperBank {
  readonly keys: BankKeys = bankKeys(new Uint8Array(32).fill(7));
  readonly frame: BankFrame = { keys: this.keys, sizes: ['small', 'medium', 'large'], ownPrefix: 'log', isOnline: true, health: {} };
  /** The wall clock of this bank, and its age. */
  nowMs = noonMs;
  ageMs = 0;
  books: Books = paperBooks();
  /** Everything that was ever taken into the books. */
  readonly facts: Fact[] = [];
  #sequence = 0;
  #ids = 0;

  /** Every door is found shut. */
  constructor() {
    for (const number of Object.keys(this.books.lockers)) this.door({ type: 'door.closed', locker: Number(number), how: 'found' });
  }

  take(facts: readonly Fact[]): readonly Fact[] {
    for (const fact of facts) {
      this.facts.push(fact);
      this.books = structuredClone(this.books); // The books that a test still holds are the books of then.
      fold(this.books, fact, { at: this.now, floorMs: this.nowMs, sequence: isNote(fact) ? null : ++this.#sequence });
    }
    return facts;
  }

  get now(): Moment {
    return { ms: this.nowMs, ageMs: this.ageMs };
  }

  /** Time goes by. */
  wait(forMs: number): void {
    this.nowMs += forMs;
    this.ageMs += forMs;
  }

  command<N extends CommandName>(
    cmd: N,
    args: CommandArgs<N>,
    change: Partial<Pick<Command, 'id' | 'expMs' | 'by'>> = {},
  ): readonly Fact[] {
    const expMs = this.nowMs + (cmd === 'locker.open' ? 50_000 : hourMs);
    const command = { id: `command-${String(++this.#ids)}`, expMs, by: 'upstream', ...change, cmd, args } as Command;
    const decision = decideCommand(this.books, this.frame, command, this.now, `intent-${String(++this.#ids)}`);
    return this.take(decision.kind === 'release' ? [{ type: 'note.intent', visit: decision.visit }] : decision.facts);
  }

  /** A place for a parcel; the code is `code-` and the id, long enough for every id. */
  put(reservation: string, change: Partial<PutArgs> = {}): readonly Fact[] {
    return this.command('reservation.put', {
      reservation, kind: 'delivery', party: { type: 'recipient', id: 'ada' }, accessible: false, items: [{ id: `label ${reservation}` }],
      codes: [`CODE-${reservation}`], tags: [], shared: false, visitor: false, ...change,
    });
  }

  /** @returns the locker it got */
  reserve(reservation: string, change: Partial<PutArgs> = {}): number {
    this.put(reservation, change);
    return this.lockerOf(reservation);
  }

  lockerOf(reservation: string): number {
    const { locker } = this.books.reservations[reservation] ?? {};
    if (locker === undefined) throw new Error(`nothing is reserved for ${reservation}`);
    return locker;
  }

  release(wanted: WantedVisit, visitor: Visitor): ReleaseAnswer {
    const answer = decideRelease(this.books, wanted, visitor, `intent-${String(++this.#ids)}`, this.now);
    if (answer.kind === 'intended') this.take([{ type: 'note.intent', visit: answer.visit }]);
    return answer;
  }

  door(fact: DoorFact): readonly Fact[] {
    return this.take(decideDoorFact(this.books, fact, this.now));
  }

  opens(locker: number): readonly Fact[] {
    return this.door({ type: 'door.opened', locker, intent: this.books.visits[locker]?.intent ?? null, how: 'released' });
  }

  shuts(locker: number): readonly Fact[] {
    return this.door({ type: 'door.closed', locker, how: 'seen' });
  }

  /** An operator puts the parcel in and shuts the door. */
  deposit(reservation: string): number {
    return this.#visit({ purpose: 'deposit', locker: this.lockerOf(reservation), reservation }, operator);
  }

  /** Its recipient takes the parcel out and shuts the door. */
  pickUp(reservation: string): number {
    return this.#visit({ purpose: 'pickup', locker: this.lockerOf(reservation), reservation }, holderOf(reservation));
  }

  /** A parcel that lies in its locker. */
  delivered(reservation: string, change: Partial<PutArgs> = {}): number {
    this.put(reservation, change);
    return this.deposit(reservation);
  }

  code(typed: string): CodeAnswer {
    const answer = checkCode(this.books, this.keys, { how: 'typed', code: typed }, this.now, 'session-of-ada');
    this.take(answer.facts);
    return answer;
  }

  due(): readonly Fact[] {
    return this.take(decideDue(this.books, this.now));
  }

  boot(): readonly Fact[] {
    return this.take(decideAfterBoot(this.books));
  }

  visitOf(locker: number): Visit {
    const visit = this.books.visits[locker];
    if (!visit) throw new Error(`nobody visits locker ${String(locker)}`);
    return visit;
  }

  #visit(asked: WantedVisit, visitor: Visitor): number {
    const answer = this.release(asked, visitor);
    if (answer.kind !== 'intended') throw new Error(`locker ${String(asked.locker)} stays shut: ${answer.why}`);
    this.opens(asked.locker);
    this.shuts(asked.locker);
    return asked.locker;
  }
}

export function typesOf(facts: readonly Fact[]): readonly string[] {
  return facts.map((fact) => fact.type);
}
