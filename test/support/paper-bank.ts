import type { Profile, ProfileLocker } from '../../board-profiles/profile.schema.ts';
import { newBooks, type Books, type Visit } from '../../firmware/bank/books.ts';
import { bankKeys, type BankKeys } from '../../firmware/bank/codes.ts';
import { decideCommand, type BankFrame } from '../../firmware/bank/commands.ts';
import { decideDue } from '../../firmware/bank/deadlines.ts';
import { isNote, type Fact } from '../../firmware/bank/facts.ts';
import { fold } from '../../firmware/bank/fold.ts';
import { checkCode, type CodeAnswer } from '../../firmware/bank/people.ts';
import { decideAfterBoot, decideDoorFact, decideRelease, type ReleaseAnswer, type Visitor } from '../../firmware/bank/visits.ts';
import type { Command, CommandArgs, CommandName } from '../../firmware/upstream/contract/commands.ts';
import type { DoorFact } from '../../statecharts/door/door.events.ts';
import type { AskedVisit } from '../../statecharts/session/session.events.ts';
import { hourMs, noonMs } from './noon.ts';
import { testProfile } from './profiles.ts';

const sizes: readonly (readonly [string, boolean])[] = [
  ['small', false], ['small', false], ['small', true], ['medium', false], ['medium', true], ['large', false],
];

/** Six lockers: small 1, 2 and 3, medium 4 and 5, large 6; of these 3 and 5 are within reach of everybody. */
export function bankProfile(): Profile {
  const size = (name: string) => ({ name, widthMm: 420, heightMm: 120, depthMm: 500 });
  const lockers = sizes.map(([name, accessible], index): ProfileLocker =>
    ({ number: index + 1, size: name, accessible, heightMm: 150, lockPin: index, sensorPin: 100 + index }));
  return { ...testProfile(), sizes: ['small', 'medium', 'large'].map(size), columns: [{ widthMm: 450, kioskMm: 0, lockers }] };
}

/** The books of a bank that knows Mia, and has no directory of recipients yet. */
export function paperBooks(): Books {
  const verifier = { n: 2, r: 1, p: 1, salt: '', tag: '' };
  const mia = { id: 'mia', name: 'Mia', permissions: ['drop-off'], verifier };
  return { ...newBooks(bankProfile()), directory: { recipients: {}, operators: { mia } } };
}

export const operator: Visitor = { staff: { id: 'mia' }, session: 'session-of-mia' };
export const recipient: Visitor = { staff: null, session: 'session-of-ada' };

export type PutArgs = CommandArgs<'reservation.put'>;

/** A bank on paper: the real decisions and the real fold, with neither a journal nor a door. */
export class PaperBank {
  readonly keys: BankKeys = bankKeys(new Uint8Array(32).fill(7));
  readonly frame: BankFrame = { keys: this.keys, sizes: ['small', 'medium', 'large'] };
  nowMs = noonMs;
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
      this.books = fold(this.books, fact, { atMs: this.nowMs, sequence: isNote(fact) ? null : ++this.#sequence });
    }
    return facts;
  }

  /** Time goes by. */
  wait(forMs: number): void {
    this.nowMs += forMs;
  }

  command<N extends CommandName>(
    cmd: N,
    args: CommandArgs<N>,
    change: Partial<Pick<Command, 'id' | 'expMs' | 'by'>> = {},
  ): readonly Fact[] {
    const command = { id: `command-${String(++this.#ids)}`, expMs: this.nowMs + hourMs, by: 'upstream', ...change, cmd, args } as Command;
    const decision = decideCommand(this.books, this.frame, command, this.nowMs, `intent-${String(++this.#ids)}`);
    return this.take(decision.kind === 'facts' ? decision.facts : [{ type: 'note.intent', visit: decision.visit }]);
  }

  /** A place for a parcel; the code is `code-` and the id, long enough for every id. */
  put(reservation: string, change: Partial<PutArgs> = {}): readonly Fact[] {
    return this.command('reservation.put', {
      reservation, kind: 'delivery', party: { type: 'recipient', id: 'ada' }, accessible: false, items: [{ id: `label ${reservation}` }],
      codes: [`CODE-${reservation}`], ...change,
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

  release(asked: AskedVisit, visitor: Visitor): ReleaseAnswer {
    const answer = decideRelease(this.books, asked, visitor, `intent-${String(++this.#ids)}`, this.nowMs);
    if (answer.kind === 'intended') this.take([{ type: 'note.intent', visit: answer.visit }]);
    return answer;
  }

  door(fact: DoorFact): readonly Fact[] {
    return this.take(decideDoorFact(this.books, fact, this.nowMs));
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
    return this.#visit({ purpose: 'pickup', locker: this.lockerOf(reservation), reservation }, recipient);
  }

  /** A parcel that lies in its locker. */
  delivered(reservation: string, change: Partial<PutArgs> = {}): number {
    this.put(reservation, change);
    return this.deposit(reservation);
  }

  code(typed: string): CodeAnswer {
    const answer = checkCode(this.books, this.keys, { how: 'typed', code: typed }, this.nowMs, 'session-of-ada');
    this.take(answer.facts);
    return answer;
  }

  due(): readonly Fact[] {
    return this.take(decideDue(this.books, this.nowMs));
  }

  boot(): readonly Fact[] {
    return this.take(decideAfterBoot(this.books));
  }

  visitOf(locker: number): Visit {
    const visit = this.books.visits[locker];
    if (!visit) throw new Error(`nobody visits locker ${String(locker)}`);
    return visit;
  }

  #visit(asked: AskedVisit, visitor: Visitor): number {
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
