import { newBooks, type Books } from '../../firmware/bank/books.ts';
import { noDirectory } from '../../firmware/bank/directory.ts';
import { decideDoorFact } from '../../firmware/bank/door-facts.ts';
import { isNote, type Fact } from '../../firmware/bank/facts.ts';
import { fold } from '../../firmware/bank/fold.ts';
import type { Visitor } from '../../firmware/bank/identity.ts';
import type { Moment } from '../../firmware/bank/moment.ts';
import { checkCode } from '../../firmware/bank/code-check.ts';
import { decideRelease } from '../../firmware/bank/visits.ts';
import { frame, largeProfile, put } from '../support/large-bank.ts';
import { noonMs } from '../support/noon.ts';
import { holderOf, operator, staffEntry } from '../support/paper-bank.ts';

/** One parcel a minute. */
const everyMs = 60_000;

/** What is decided at once is committed at once. */
type Commit = readonly Fact[];

/**
 * Parcels that come and go, one a minute, in a bank of 240 lockers: announced, put in by an operator, the code entered, taken out.
 * The facts are those that the real decisions make, with the upstream's acknowledgement once a minute.
 */
export class Parcels {
  readonly profile = largeProfile();
  readonly #books: Books = {
    ...newBooks(this.profile), directory: { ...noDirectory, staff: { mia: staffEntry('mia', ['drop-off']) } },
  };
  readonly #commits: Commit[] = [];
  #sequence = 0;
  #parcels = 0;

  constructor() {
    for (const { number } of Object.values(this.#books.lockers)) {
      this.#take([{ type: 'note.door-found', locker: number, door: 'closed' }]);
    }
    this.#commits.length = 0;
  }

  /** The commits of the next parcel, from its announcement to its empty locker. */
  next(): readonly Commit[] {
    const reservation = `r-${String(++this.#parcels)}`;
    this.#take(put(this.#books, reservation, { codes: [codeOf(reservation)] }, this.#now));
    this.#visit('deposit', reservation, operator);
    this.#take(checkCode(this.#books, frame.keys, { how: 'typed', code: codeOf(reservation) }, this.#now, null).facts);
    this.#visit('pickup', reservation, holderOf(reservation));
    this.#commits.push([{ type: 'note.acknowledged', through: this.#sequence }]);
    return this.#commits.splice(0);
  }

  /** The commits of one parcel after the other, with or without the upstream's acknowledgements. */
  *endless(hasUpstream = true): Generator<Commit, never> {
    for (;;) yield* this.next().filter(([fact]) => hasUpstream || fact?.type !== 'note.acknowledged');
  }

  get #now(): Moment {
    return { ms: noonMs + this.#parcels * everyMs, ageMs: this.#parcels * everyMs };
  }

  #visit(purpose: 'deposit' | 'pickup', reservation: string, visitor: Visitor): void {
    const locker = this.#books.reservations[reservation]?.locker ?? 0;
    const intent = `${purpose}-${reservation}`;
    const answer = decideRelease(this.#books, { purpose, locker, reservation }, visitor, intent, this.#now);
    if (answer.kind === 'refused') throw new Error(`${purpose} of ${reservation}: ${answer.why}`);
    this.#take([{ type: 'note.intent', visit: answer.visit }]);
    this.#take(decideDoorFact(this.#books, { type: 'door.opened', locker, intent, how: 'released' }, this.#now));
    this.#take(decideDoorFact(this.#books, { type: 'door.closed', locker, how: 'seen' }, this.#now));
  }

  #take(facts: Commit): void {
    if (facts.length === 0) return;
    for (const fact of facts) {
      const sequence = isNote(fact) ? null : ++this.#sequence;
      fold(this.#books, fact, { at: this.#now, floorMs: this.#now.ms, sequence });
    }
    this.#commits.push(facts);
  }
}

function codeOf(reservation: string): string {
  return `CODE-${reservation}`;
}
