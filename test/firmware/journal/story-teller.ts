import { newBooks, type Books } from '../../../firmware/bank/books.ts';
import { aboutLocker, isNote, type Fact } from '../../../firmware/bank/facts.ts';
import { fold } from '../../../firmware/bank/fold.ts';
import { Ledger, type LedgerLimits } from '../../../firmware/journal/ledger.ts';
import type { EventMessage } from '../../../firmware/contract/messages.ts';
import { DiskError, type Disk } from '../../../firmware/ports/disk.ts';
import type { Clock, Timer } from '../../../firmware/ports/clock.ts';
import type { MemoryDisk } from '../../../sim/disk-memory.ts';
import { SeededRandom } from '../../../sim/seeded-random.ts';
import { never } from '../../../statecharts/never.ts';
import { atRest, doorStory, smallSegments } from '../../support/ledgers.ts';
import { noonMs } from '../../support/noon.ts';
import { bankProfile } from '../../support/paper-bank.ts';

/**
 * What may happen to a journal. `small` fits into a sector, `large` spans two, `huge` several; `two` and `three` are told
 * at the same moment; `fork` begins a new log, and with it a new segment. `full` and `room` are about the disk, and `fail`
 * is a commit whose sync fails.
 */
export type Deed = 'small' | 'large' | 'huge' | 'two' | 'three' | 'snapshot' | 'acknowledge' | 'reopen' | 'fork' | 'full' | 'room' | 'fail';
export const deeds: readonly Deed[] = ['small', 'large', 'huge', 'two', 'three', 'snapshot', 'acknowledge', 'reopen', 'fork'];

/** What somebody outside knows for sure, whatever becomes of the disk. */
interface Witness {
  /** The books after each record, by the age of the bank at it; ages differ. */
  readonly books: Map<number, string>;
  /** Ages in the order of the records. */
  readonly ages: number[];
  /** How many records were said to be durable. */
  told: number;
  /** The text of every event that was said to be durable, by its id. */
  readonly texts: Map<string, string>;
  /** The logs there have been, and up to where each was acknowledged. */
  readonly acknowledged: Map<string, number>;
}

export interface TellerOptions {
  readonly disk: MemoryDisk;
  /** A disk around that one, with a fault of its own. */
  readonly through?: (disk: Disk) => Disk;
  readonly limits?: Partial<LedgerLimits>;
}

const profile = bankProfile();

function stop(error: unknown): never {
  throw error;
}

/** A clock that is told when a second is over; whoever waits for it waits for ever. */
class TickingClock implements Clock {
  #monoMs = 0;
  #takenMs = 0;
  readonly #wallAtBootMs: number;
  constructor(wallMs: number) {
    this.#wallAtBootMs = wallMs;
  }
  tick(): void {
    this.#monoMs += 1_000;
  }
  /** What has gone by since this was last asked. */
  takeTicked(): number {
    const tickedMs = this.#monoMs - this.#takenMs;
    this.#takenMs = this.#monoMs;
    return tickedMs;
  }
  monoMs(): number {
    return this.#monoMs;
  }
  wallMs(): number {
    return this.#wallAtBootMs + this.#monoMs;
  }
  quality() {
    return 'ntp' as const;
  }
  setTimer(name: string): Timer {
    return { name };
  }
  cancel(): void {}
}

/** All but the directory, which is none of the journal's business, and the settings, which no story changes. */
function said({ directory: _, settings: _settings, ...books }: Books): string {
  return JSON.stringify(books);
}

/** A bank that does what a story says, and a witness who writes down what the bank has promised. */
export class StoryTeller {
  readonly disk: MemoryDisk;
  witness: Witness;
  readonly #options: TellerOptions;
  readonly #clock: TickingClock;
  #books: Books;
  #sequence: number;
  #ledger: Ledger | null = null;
  #boots = 0;

  private constructor(options: TellerOptions, clock: TickingClock, witness: Witness, books: Books, sequence: number) {
    this.#options = options;
    this.disk = options.disk;
    this.#clock = clock;
    this.witness = witness;
    this.#books = books;
    this.#sequence = sequence;
  }

  static of(options: TellerOptions): StoryTeller {
    const books = newBooks(profile);
    const witness: Witness = { books: new Map([[0, said(books)]]), ages: [], told: 0, texts: new Map(), acknowledged: new Map() };
    return new StoryTeller(options, new TickingClock(noonMs), witness, books, 0);
  }

  /** Another bank on what a power cut has left of the disk, with the same witness. Not switched on yet. */
  after(disk: MemoryDisk, told = this.witness.told): StoryTeller {
    const { books, ages, texts, acknowledged } = this.witness;
    const witness = { books, ages, told, texts, acknowledged };
    return new StoryTeller({ ...this.#options, disk }, new TickingClock(this.#clock.wallMs()), witness, this.#books, this.#sequence);
  }

  get ledger(): Ledger {
    if (!this.#ledger) throw new Error('the bank has not been switched on');
    return this.#ledger;
  }

  async open(): Promise<Ledger> {
    const { through = (disk: Disk) => disk, limits } = this.#options;
    this.#ledger = await Ledger.open({
      disk: through(this.disk), clock: this.#clock, random: new SeededRandom(100 + this.#boots++), profile, source: 'lb://demo/bank-1',
      limits: { ...smallSegments, ...limits },
    });
    return this.#ledger;
  }

  /** Does one thing, and waits until everything that it has set off has come to rest. */
  async tell(deed: Deed): Promise<void> {
    // A bank whose disk has failed takes nothing more: somebody restarts it.
    if (this.ledger.isBroken && deed !== 'room') await this.#do('reopen');
    else await this.#do(deed).catch((error: unknown) => void (error instanceof DiskError || stop(error)));
    await atRest();
  }

  async #do(deed: Deed): Promise<void> {
    const locker = 1 + (this.witness.ages.length % 6);
    switch (deed) {
      case 'small':
        return this.#commit([[{ type: 'note.door-found', locker, door: 'closed' }]]);
      case 'large':
        return this.#commit([[aboutLocker('door.held-open', locker, { locker })]]);
      case 'huge':
        return this.#commit([doorStory(locker)]);
      case 'two':
        return this.#commit([[aboutLocker('door.held-open', locker, { locker })], [aboutLocker('door.closed', locker, { locker })]]);
      case 'three':
        return this.#commit([[aboutLocker('door.forced', 1, { locker: 1 })], [{ type: 'note.visit-ended', locker }], doorStory(locker)]);
      case 'snapshot':
        return this.ledger.snapshot();
      case 'acknowledge':
        return this.#acknowledge();
      case 'reopen':
        return this.#reopen();
      case 'fork':
        return this.#fork();
      case 'full':
      case 'room':
        this.disk.fault = deed === 'full' ? 'full' : 'none';
        return;
      case 'fail':
        return this.#fail();
      default:
        return never(deed, 'deed');
    }
  }

  /** How many records the bank knows of. */
  recordCount(): number {
    return this.witness.ages.indexOf(this.ledger.books.ageMs) + 1;
  }

  /**
   * What is wrong with a bank that has just been switched on after the power was cut; `null` where it is as it must be.
   * @param mayLose events, where it says so
   */
  async trouble(mayLose = false): Promise<string | null> {
    const { ledger } = this;
    const { books, told, texts, acknowledged } = this.witness;
    const count = this.recordCount();
    if (books.get(ledger.books.ageMs) !== said(ledger.books)) return `these are not the books after ${String(count)} records`;
    if (count < told) return `${String(told)} records were durable, and only the first ${String(count)} are there`;
    if (mayLose) return null;
    const first = Math.max(ledger.oldestEvent, 1);
    if (first > (acknowledged.get(ledger.logid) ?? 0) + 1) return `event ${String(first - 1)} is gone and was never acknowledged`;
    const events = (await ledger.events(1, 1_000_000)).map((text) => [JSON.parse(text) as EventMessage, text] as const);
    const there = ledger.head - first + 1;
    if (events.length !== there) return `of ${String(there)} events from ${String(first)} on ${String(events.length)} came`;
    for (const [index, [event, text]] of events.entries()) {
      if (Number(event.sequence) !== first + index) return `event ${event.sequence} stands where ${String(first + index)} should`;
      if ((texts.get(event.id) ?? text) !== text) return `event ${event.id} has changed since it was told`;
      if (event.logid !== ledger.logid) return `event ${event.id} is of another log than ${ledger.logid}`;
    }
    return null;
  }

  /** The witness goes on from what the bank has now: what was never said to be durable may be gone. */
  async goOn(): Promise<void> {
    const { ages, books, acknowledged } = this.witness;
    const { ledger } = this;
    const told = this.recordCount();
    this.witness = {
      ages: ages.slice(0, told), books: new Map(books), told, texts: new Map(),
      acknowledged: new Map(acknowledged).set(ledger.logid, ledger.books.acknowledged),
    };
    this.#books = structuredClone(ledger.books);
    this.#sequence = ledger.head;
    await this.hear();
  }

  /** The witness hears every event that is durable by now, as the upstream would. */
  async hear(): Promise<void> {
    for (const text of await this.ledger.events(1, 1_000_000)) this.witness.texts.set((JSON.parse(text) as EventMessage).id, text);
  }

  async #fail(): Promise<void> {
    const before = this.disk.fault;
    this.disk.fault = 'sync-fails';
    try {
      await this.#do('large');
    } finally {
      this.disk.fault = before;
    }
  }

  async #reopen(): Promise<void> {
    const wasBroken = this.ledger.isBroken;
    await this.ledger.close();
    await this.open();
    if (wasBroken) await this.goOn();
  }

  async #commit(commits: readonly (readonly Fact[])[]): Promise<void> {
    const done = commits.map(async (facts) => {
      this.#note(facts);
      const count = this.witness.ages.length;
      await this.ledger.commit(facts);
      this.witness.told = Math.max(this.witness.told, count);
    });
    await Promise.all(done);
  }

  /** The witness folds for themselves. */
  #note(facts: readonly Fact[]): void {
    this.#clock.tick();
    const atMs = this.#clock.wallMs();
    const ageMs = (this.witness.ages.at(-1) ?? 0) + this.#clock.takeTicked();
    for (const fact of facts) {
      fold(this.#books, fact, { at: { ms: atMs, ageMs }, floorMs: atMs, sequence: isNote(fact) ? null : ++this.#sequence });
    }
    this.witness.ages.push(ageMs);
    this.witness.books.set(ageMs, said(this.#books));
  }

  async #acknowledge(): Promise<void> {
    const { head, logid, books } = this.ledger;
    if (head === books.acknowledged) return;
    this.witness.acknowledged.set(logid, head);
    await this.#commit([[{ type: 'note.acknowledged', through: head }]]);
  }

  async #fork(): Promise<void> {
    const { logid: old } = this.ledger;
    const head = this.#sequence;
    this.#sequence = 0;
    this.#note([{ type: 'log.rolled-back', subject: 'bank', data: { old, head } }]);
    await this.ledger.beginNewLog('the upstream knows more');
    this.witness.told = this.witness.ages.length;
  }
}
