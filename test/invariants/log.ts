import type { Books } from '../../firmware/bank/books.ts';
import type { Checker, Examined } from './checker.ts';
import { hashOf, linkOf, type JournalRecord, type RecordedEvent } from './journal-on-disk.ts';

interface Published {
  readonly type?: string;
  readonly logid?: string;
  readonly sequence?: string;
  readonly data?: { readonly events?: unknown };
}

/** Invariants 14, 15 and 16: what was durable stays, in one chain, and goes upstream as it is. */
export class LogChecker implements Checker {
  readonly #examined: Examined;
  /** Every record that was ever for sure on the disk. */
  readonly #records = new Map<number, JournalRecord>();
  /** Every event, by its id, as it was first seen anywhere. */
  readonly #texts = new Map<string, string>();
  readonly #durable = new Set<string>();
  #last: JournalRecord | null = null;
  #lastEvent = { logid: '', sequence: 0, hash: '' };
  #published = 0;

  constructor(examined: Examined) {
    this.#examined = examined;
  }

  recorded(record: JournalRecord): void {
    const { complain } = this.#examined;
    if (this.#last && record.prev !== linkOf(this.#last)) complain(15, `record ${String(record.n)} does not continue the chain`);
    this.#last = record;
    this.#records.set(record.n, record);
    for (const fact of record.facts) if ('event' in fact) this.#followEvent(fact.event);
  }

  settled(): void {
    this.#readPublished();
  }

  ended(): void {
    this.#readPublished();
  }

  /** @param found what the disk holds now, by number */
  reread(found: ReadonlyMap<number, JournalRecord>): void {
    const { complain } = this.#examined;
    const first = Math.min(...found.keys());
    for (const [n, record] of this.#records) {
      const now = found.get(n);
      if (now && now.text !== record.text) complain(14, `record ${String(n)} has become another one`);
      if (now) continue;
      if (n > first || found.size === 0) complain(14, `record ${String(n)} was durable, and is gone`);
      else this.#mayBeGone(record);
    }
  }

  /** What comes after a power cut is judged by what was there before. */
  restarted(books: Books): void {
    const head = books.acknowledged;
    if (head > this.#lastEvent.sequence && this.#lastEvent.logid !== '') {
      this.#examined.complain(14, `the bank believes event ${String(head)} acknowledged, and has only ${String(this.#lastEvent.sequence)}`);
    }
  }

  #mayBeGone(record: JournalRecord): void {
    for (const fact of record.facts) {
      if (!('event' in fact)) continue;
      const { logid, sequence } = fact.event;
      if (Number(sequence) > this.#examined.acknowledged(logid)) {
        this.#examined.complain(16, `event ${String(Number(sequence))} is gone, and the upstream has not got it`);
      }
    }
  }

  #followEvent(event: RecordedEvent): void {
    const { complain } = this.#examined;
    const text = JSON.stringify(event);
    const isNewLog = event.logid !== this.#lastEvent.logid;
    const expected = isNewLog ? 1 : this.#lastEvent.sequence + 1;
    if (Number(event.sequence) !== expected) complain(15, `event ${event.id} comes where ${String(expected)} should`);
    if (event.prevhash !== (isNewLog ? '' : this.#lastEvent.hash)) complain(15, `event ${event.id} does not continue the chain`);
    this.#lastEvent = { logid: event.logid, sequence: Number(event.sequence), hash: hashOf(text) };
    this.#durable.add(event.id);
    this.#isSame(event.id, text);
  }

  #readPublished(): void {
    const { broker } = this.#examined;
    for (; this.#published < broker.published.length; this.#published++) {
      const { topic, payload } = broker.published[this.#published] ?? { topic: '', payload: '' };
      if (!topic.endsWith('/up/evt')) continue;
      const message = JSON.parse(payload) as Published & { readonly id: string };
      const batch = message.type === 'lockerbank.events.batch.v1' ? (message.data?.events as readonly RecordedEvent[]) : null;
      const inside = batch?.map((event) => [event.id, JSON.stringify(event)] as const) ?? [[message.id, payload] as const];
      for (const [id, text] of inside) {
        this.#isSame(id, text);
        if (!this.#durable.has(id)) this.#examined.complain(14, `event ${id} was sent, and is not on the disk`);
      }
    }
  }

  #isSame(id: string, text: string): void {
    const before = this.#texts.get(id);
    if (before !== undefined && before !== text) this.#examined.complain(15, `event ${id} has been said in two ways`);
    this.#texts.set(id, before ?? text);
  }
}
