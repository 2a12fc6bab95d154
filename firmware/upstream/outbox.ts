import { ms, seconds, minutes } from '../../statecharts/units.ts';
import type { Ledger } from '../journal/ledger.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import { batchBytesMost, inFlightMost } from './contract/limits.ts';
import { batchType } from './contract/messages.ts';

/** Silence after which everything unacknowledged is sent again; doubles up to `resendMost` while nothing moves. */
const resendFirst = seconds(10);
const resendMost = minutes(5);

/** Events read ahead from the journal in one go. */
const readAheadMost = 200;

export interface OutboxOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly source: string;
  /** Resolves true when the broker has it. */
  readonly send: (payload: string) => Promise<boolean>;
  readonly onTrouble: (where: string, error: unknown) => void;
}

/**
 * Sends what the journal holds beyond the upstream's acknowledgement, in order, at most eight messages in flight.
 * It keeps nothing of its own: the journal is the outbox. A broker's acknowledgement moves the window on; only the
 * upstream's own word moves the books on.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  #isOpen = false;
  /** Sequence number of the next event to send in this connection. */
  #next = 1;
  #inFlight = 0;
  #pumping = false;
  #round = 0;
  #patience: Timer | null = null;
  #resendAfterMs: number = resendFirst;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** The connection is up and greeted: sending begins after the last acknowledged event. */
  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#resendAfterMs = resendFirst;
    this.#rewind();
    this.more();
  }

  close(): void {
    this.#isOpen = false;
    this.#round++;
    this.#inFlight = 0;
    this.#setPatience(false);
  }

  /** There may be more to send. */
  more(): void {
    if (!this.#isOpen || this.#pumping) return;
    this.#pumping = true;
    const done = () => {
      this.#pumping = false;
      if (this.#hasMore()) this.more();
    };
    const failed = (error: unknown) => {
      this.#pumping = false;
      this.#setPatience(this.#isOpen); // The journal cannot be read: trying again at once would only spin.
      this.#options.onTrouble('outbox', error);
    };
    void this.#pump().then(done, failed);
  }

  /** The upstream application has committed everything up to `through`. Other logs and older news change nothing. */
  acknowledged(logid: string, through: number): void {
    const { ledger, onTrouble } = this.#options;
    if (logid !== ledger.logid || through <= ledger.books.acknowledged || through > ledger.head) return;
    this.#resendAfterMs = resendFirst;
    this.#next = Math.max(this.#next, through + 1);
    this.#setPatience(this.#isOpen && through < ledger.head);
    ledger.commit([{ type: 'note.acknowledged', through }]).catch((error: unknown) => onTrouble('acknowledgement', error));
  }

  resend(sequence: number): void {
    void this.#options.ledger.events(sequence, 1)
      .then(([text]) => (text === undefined ? false : this.#options.send(text)))
      .catch((error: unknown) => this.#options.onTrouble('resend', error));
  }

  #hasMore(): boolean {
    return this.#isOpen && this.#inFlight < inFlightMost && this.#next <= this.#options.ledger.head;
  }

  async #pump(): Promise<void> {
    while (this.#hasMore()) {
      const round = this.#round;
      const from = this.#next;
      const texts = await this.#options.ledger.events(from, readAheadMost);
      if (round !== this.#round || from !== this.#next) continue;
      if (texts.length === 0) throw new Error(`the journal has no event ${String(from)} any more`);
      for (const message of this.#messagesOf(texts)) this.#sendOne(message);
      this.#setPatience(true);
    }
  }

  /** Few events go one by one, as they happen; a backlog goes in batches. */
  #messagesOf(texts: readonly string[]): readonly { readonly payload: string; readonly count: number }[] {
    const room = inFlightMost - this.#inFlight;
    if (texts.length <= room) return texts.map((payload) => ({ payload, count: 1 }));
    let from = this.#next;
    return inBatches(texts).slice(0, room).map((batch) => {
      const payload = this.#batch(batch, from);
      from += batch.length;
      return { payload, count: batch.length };
    });
  }

  #batch(texts: readonly string[], from: number): string {
    const head = { specversion: '1.0', id: `batch-${String(from)}-${String(texts.length)}`, source: this.#options.source, type: batchType };
    return `${JSON.stringify(head).slice(0, -1)},"data":{"events":[${texts.join(',')}]}}`;
  }

  #sendOne(message: { readonly payload: string; readonly count: number }): void {
    const round = this.#round;
    this.#next += message.count;
    this.#inFlight++;
    void this.#options.send(message.payload).then(() => {
      if (round !== this.#round) return;
      this.#inFlight--;
      this.more();
    });
  }

  /** What is in flight stays so: a broker that has not answered yet needs no more of the same. */
  #rewind(): void {
    this.#next = this.#options.ledger.books.acknowledged + 1;
  }

  #setPatience(isWaiting: boolean): void {
    const { clock } = this.#options;
    if (this.#patience) clock.cancel(this.#patience);
    this.#patience = isWaiting ? clock.setTimer('acknowledgement', ms(this.#resendAfterMs), () => this.#sendAgain()) : null;
  }

  #sendAgain(): void {
    this.#patience = null;
    this.#resendAfterMs = Math.min(resendMost, this.#resendAfterMs * 2);
    this.#rewind();
    this.more();
  }
}

function inBatches(texts: readonly string[]): readonly (readonly string[])[] {
  const batches: string[][] = [[]];
  let bytes = 0;
  for (const text of texts) {
    const length = Buffer.byteLength(text) + 1;
    if (bytes + length > batchBytesMost && bytes > 0) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)?.push(text);
    bytes += length;
  }
  return batches;
}
