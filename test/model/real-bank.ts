import type { Books } from '../../firmware/bank/books.ts';
import { bankKeys } from '../../firmware/bank/codes.ts';
import { decideCommand, type BankFrame } from '../../firmware/bank/commands.ts';
import { decideDue } from '../../firmware/bank/deadlines.ts';
import { decideAfterBoot, decideDoorFact } from '../../firmware/bank/door-facts.ts';
import { isNote, type EventFact, type Fact } from '../../firmware/bank/facts.ts';
import { fold } from '../../firmware/bank/fold.ts';
import type { Identity, Visitor } from '../../firmware/bank/identity.ts';
import type { Moment } from '../../firmware/bank/moment.ts';
import { decideRelease, type ReleaseAnswer, type WantedVisit } from '../../firmware/bank/visits.ts';
import type { CommandArgs, CommandName } from '../../firmware/contract/command-args.ts';
import type { Command } from '../../firmware/contract/commands.ts';
import { terminalEvents } from '../../firmware/contract/events.ts';
import type { DoorFact } from '../../statecharts/door/door.events.ts';
import type { PlainBank, Who } from './plain-bank.ts';
import { staffOf } from './plain-bank.ts';
import { sizeNames } from './plain-people.ts';

/** The real decisions and the real fold, with neither a journal nor a door. Time is that of the plain bank beside it. */
export class RealBank {
  readonly frame: BankFrame = {
    keys: bankKeys(new Uint8Array(32).fill(7)),
    sizes: sizeNames,
    ownPrefix: 'log',
    isOnline: true,
    health: {},
  };
  readonly books: Books;
  readonly #plain: PlainBank;
  #sequence = 0;
  #ids = 0;

  constructor(books: Books, plain: PlainBank) {
    this.books = structuredClone(books);
    this.#plain = plain;
  }

  get now(): Moment {
    return { ms: this.#plain.ms, ageMs: this.#plain.age };
  }

  take(facts: readonly Fact[]): readonly Fact[] {
    for (const fact of facts) fold(this.books, fact, { at: this.now, floorMs: 0, sequence: isNote(fact) ? null : ++this.#sequence });
    return facts;
  }

  nextIntent(): string {
    return `intent-${String(++this.#ids)}`;
  }

  /** @returns the events that carry the command's id, and end it; `null` while a door is to be opened for it */
  command<N extends CommandName>(cmd: N, args: CommandArgs<N>, { expMs, by }: Pick<Command, 'expMs' | 'by'>): readonly EventFact[] | null {
    const id = `command-${String(++this.#ids)}`;
    const decision = decideCommand(this.books, this.frame, { id, cmd, args, expMs, by } as Command, this.now, this.nextIntent());
    if (decision.kind === 'release') {
      this.take([{ type: 'note.intent', visit: decision.visit }]);
      return null;
    }
    this.take(decision.facts);
    return decision.facts.filter((fact): fact is EventFact => !isNote(fact) && fact.command === id && terminalEvents.has(fact.type));
  }

  ask(wanted: WantedVisit, visitor: Visitor): ReleaseAnswer {
    return decideRelease(this.books, wanted, visitor, 'only-asked', this.now);
  }

  release(wanted: WantedVisit, visitor: Visitor): ReleaseAnswer {
    const answer = decideRelease(this.books, wanted, visitor, this.nextIntent(), this.now);
    if (answer.kind === 'intended') this.take([{ type: 'note.intent', visit: answer.visit }]);
    return answer;
  }

  door(fact: DoorFact): readonly Fact[] {
    return this.take(decideDoorFact(this.books, fact, this.now));
  }

  opens(locker: number, how: 'released' | 'already' = 'released'): readonly Fact[] {
    return this.door({ type: 'door.opened', locker, intent: this.books.visits[locker]?.intent ?? null, how });
  }

  boot(): readonly Fact[] {
    return this.take(decideAfterBoot(this.books));
  }

  due(): readonly Fact[] {
    return this.take(decideDue(this.books, this.now));
  }
}

/**
 * How the firmware knows somebody.
 * @param token the id of the QR token that they hold before the scanner, if they do
 */
export function identityOf(bank: PlainBank, who: Who, token: string): Identity {
  switch (who.kind) {
    case 'holder':
      return { kind: 'holder', reservation: who.claim, leg: who.leg, token: who.shows === 'qr' ? { id: token, untilMs: Infinity } : null };
    case 'recipient':
      return who;
    case 'staff':
      return { kind: 'staff', id: who.id, role: staffOf(bank, who)?.role ?? 'operator' };
  }
}
