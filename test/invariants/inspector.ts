import type { Books } from '../../firmware/bank/books.ts';
import type { Fact } from '../../firmware/bank/facts.ts';
import type { Presented } from '../../statecharts/session/session.events.ts';
import { never } from '../../statecharts/never.ts';
import type { Cabinet } from '../../sim/cabinet/cabinet.ts';
import type { MemoryBroker } from '../../sim/memory-broker.ts';
import type { AskedRelease, Checker, Complaint, Examined, ShownAnswer } from './checker.ts';
import { CredentialChecker, type Credential } from './credentials.ts';
import { DoorChecker } from './doors.ts';
import { JournalOnDisk, type Files, type JournalRecord } from './journal-on-disk.ts';
import { LimitChecker, type RoomLimits } from './limits.ts';
import { LogChecker } from './log.ts';
import { OrderChecker } from './orders.ts';
import { Projection } from './projection.ts';
import { SecretChecker } from './secrets.ts';

interface InspectorOptions {
  readonly cabinet: Cabinet;
  readonly broker: MemoryBroker;
  readonly files: Files;
  readonly onMs: () => number;
  readonly trueMs: () => number;
  readonly hasWokenWrong: () => boolean;
  readonly isFull: () => boolean;
  readonly life: () => number;
  readonly acknowledged: (logid: string) => number;
  readonly credentials: readonly Credential[];
  readonly limits: RoomLimits;
  /** Screens and lines of the log. */
  readonly said: () => readonly string[];
}

/** More of them say nothing new, and a run that goes wrong goes wrong often. */
const complaintsMost = 40;

/** All examiners of one bank, over all its lives. They see the disk, the doors, the topics and the people; never the firmware. */
export class Inspector {
  readonly complaints: Complaint[] = [];
  readonly seen = new Projection();
  readonly credentials: CredentialChecker;
  readonly orders: OrderChecker;
  readonly #log: LogChecker;
  readonly #secrets: SecretChecker;
  readonly #checkers: readonly Checker[];
  readonly #journal: JournalOnDisk;
  #last = 0;

  constructor(options: InspectorOptions) {
    const complain = (invariant: number, says: string): void => this.complain(invariant, says);
    const examined: Examined = { ...options, seen: this.seen, complain };
    this.#journal = new JournalOnDisk(options.files);
    this.credentials = new CredentialChecker(examined, options.credentials);
    this.orders = new OrderChecker(examined);
    this.#log = new LogChecker(examined);
    this.#secrets = new SecretChecker(
      examined,
      options.credentials.flatMap(({ secrets }) => secrets),
      options.said,
    );
    this.#checkers = [
      this.#log,
      new DoorChecker(examined),
      this.credentials,
      this.orders,
      new LimitChecker(examined, options.limits),
      this.#secrets,
    ];
  }

  /** Somebody has got a credential that did not exist before. */
  learn(credential: Credential): void {
    this.credentials.learn(credential);
    this.#secrets.learn(credential.secrets);
  }

  /** Whatever somebody types or shows is a secret, wrong or right: a mistyped password is nearly one. */
  types(presented: Presented): void {
    this.#secrets.learn(textsOf(presented));
  }

  complain(invariant: number, says: string): void {
    const isNew = !this.complaints.some((one) => one.invariant === invariant && one.says === says);
    if (isNew && this.complaints.length < complaintsMost) this.complaints.push({ invariant, says });
  }

  /** Somebody was told that facts are on the disk: then they are. */
  told(facts: readonly Fact[]): void {
    const before = this.#last;
    const found = this.#look(false);
    const missing = facts.filter((fact) => !found.some(({ facts: recorded }) => recorded.some((one) => isOf(one, fact))));
    for (const { type } of missing)
      this.complain(14, `${type} was told to be on the disk beyond record ${String(before)}, and is not there`);
  }

  pulsed(locker: number): void {
    this.#look(false);
    for (const checker of this.#checkers) checker.pulsed?.(locker);
  }

  asked(asked: AskedRelease): void {
    for (const checker of this.#checkers) checker.asked?.(asked);
  }

  /** By the books of the moment at which it was shown. */
  shown(shown: ShownAnswer): void {
    for (const checker of this.#checkers) checker.shown?.(shown);
  }

  wentDark(): void {
    this.#look(false);
    for (const checker of this.#checkers) checker.wentDark?.();
  }

  /** Reads everything that is left, before the bank has touched it. */
  reread(): void {
    this.#journal.forget();
    const all = this.#journal.newlyDurable();
    this.#log.reread(new Map(all.map((record) => [record.n, record])));
    for (const record of all) if (record.n > this.#last) this.#take(record, true);
  }

  /** What one copy alone still had, behind something that could not be read, is there once the bank has mended its copies. */
  restarted(books: Books): void {
    this.#look(true);
    for (const checker of this.#checkers) checker.restarted?.(books);
  }

  settled(): void {
    this.#look(false);
    for (const checker of this.#checkers) checker.settled?.();
  }

  ended(): void {
    this.#look(false);
    for (const checker of this.#checkers) checker.ended?.();
  }

  #recent: readonly JournalRecord[] = [];

  /** @returns what has become durable lately: several wait for the same sync, and each is told by itself */
  #look(isLate: boolean): readonly JournalRecord[] {
    const found = this.#journal.newlyDurable();
    for (const record of found) this.#take(record, isLate);
    this.#recent = [...this.#recent, ...found].slice(-40);
    return this.#recent;
  }

  #take(record: JournalRecord, isLate: boolean): void {
    for (const checker of this.#checkers) checker.recorded?.(record, isLate);
    this.seen.take(record);
    this.#last = Math.max(this.#last, record.n);
  }
}

function textsOf(presented: Presented): readonly string[] {
  switch (presented.how) {
    case 'typed':
    case 'scanned':
    case 'carrier-code':
      return [presented.code];
    case 'badge':
      return [presented.text];
    case 'password':
      return [presented.password];
    case 'pin':
      return [presented.pin];
    default:
      return never(presented, 'something that is shown');
  }
}

function isOf(recorded: JournalRecord['facts'][number], fact: Fact): boolean {
  if ('note' in recorded) return recorded.note.type === fact.type && JSON.stringify(recorded.note) === JSON.stringify(fact);
  return (
    'data' in fact &&
    recorded.event.type === `lockerbank.${fact.type}.v1` &&
    JSON.stringify(recorded.event.data) === JSON.stringify(fact.data)
  );
}
