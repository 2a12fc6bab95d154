import { ms, seconds, minutes } from '../../statecharts/units.ts';
import { wireType } from '../journal/entry.ts';
import type { Ledger } from '../journal/ledger.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import type { EventData } from '../contract/events.ts';
import { batchBytesMost, inFlightMost } from '../contract/limits.ts';
import { batchType, type EventMessage } from '../contract/messages.ts';

/** Silence after which everything unacknowledged is sent again; doubles up to `resendMost` while nothing moves. */
const resendFirst = seconds(10);
const resendMost = minutes(5);

/**
 * So late at most the journal learns of an acknowledgement. To lose one costs no more than to send those events again,
 * and not even that where `hello` is answered; to write each down would be five of twelve syncs for every parcel.
 */
const noteWithin = minutes(1);

/** Events read ahead from the journal in one go. */
const readAheadMost = 200;

export interface OutboxOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Resolves true when the broker has it. */
  readonly send: (payload: string) => Promise<boolean>;
  readonly onTrouble: (where: string, error: unknown) => void;
  /** The upstream has more than it had. */
  readonly onAcknowledged: () => void;
  /** An acknowledgement that fits nothing: old news, or an upstream that is no longer the one we knew. `hello` will tell. */
  readonly onDoubt: () => void;
  /** The upstream says that it has less than it once had: it was restored, and everything after `through` goes again. */
  readonly onRewound: (through: number) => void;
  /** The upstream has more of this log than the log itself: ours was restored. Nothing of it is sent any more. */
  readonly onForked: (through: number) => void;
}

/** Events that are sent once more, whatever has been acknowledged, because the upstream asked for them. */
interface Replay {
  next: number;
  until: number;
  /** Something of it did not get through: it goes on when the patience has run out, or over the next line. */
  isStuck: boolean;
}

/** So many events from one on, on their way to the broker. */
interface Flight {
  readonly from: number;
  readonly isReplay: boolean;
}

/**
 * Sends what the journal holds beyond the upstream's acknowledgement, in order, at most eight messages in flight.
 * It keeps nothing of its own: the journal is the outbox. A broker's acknowledgement moves the window on; only the
 * upstream's own word moves the books on.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  #isOpen = false;
  #through: number;
  /** The log that `#through` is about. */
  #logid: string;
  /** Sequence number of the next event to send in this connection. */
  #next = 1;
  #replay: Replay | null = null;
  #forkedLogid: string | null = null;
  /** In this connection: an upstream that says so of every log must not have the bank begin one after another. */
  #hasForked = false;
  readonly #flights = new Set<Flight>();
  #pumping = false;
  #round = 0;
  #patience: Timer | null = null;
  #noting: Timer | null = null;
  #resendAfterMs: number = resendFirst;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#through = options.ledger.books.acknowledged;
    this.#logid = options.ledger.logid;
  }

  /** By the upstream's last word it has every event up to this one. */
  get through(): number {
    return this.#through;
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
    this.#isOpen = this.#hasForked = false;
    this.#round++;
    // Whatever of a replay was on its way may have been lost with the line.
    const lost = [...this.#flights].filter(({ isReplay }) => isReplay).map(({ from }) => from);
    if (this.#replay) {
      this.#replay.next = Math.min(this.#replay.next, ...lost);
      this.#replay.isStuck = false;
    }
    this.#flights.clear();
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

  /**
   * The answer to a `hello`: what the upstream has of a log, which is its word on the matter. `known` is what `through`
   * was when it was asked: less than that now means that it was restored from a backup.
   */
  greeted(logid: string, through: number, known: number): void {
    const { ledger, onRewound, onForked } = this.#options;
    if (logid !== ledger.logid) return;
    if (through > ledger.head) {
      if (this.#forkedLogid === logid || this.#hasForked) return;
      this.#forkedLogid = logid;
      this.#hasForked = true;
      this.#setPatience(false);
      return onForked(through);
    }
    if (through >= known) {
      // Acknowledgements may have overtaken the answer.
      if (through > this.#through) this.acknowledged(logid, through);
      return;
    }
    this.#through = through;
    this.#rewind();
    onRewound(through);
    this.more();
  }

  /** The upstream application has committed everything up to `through`. Other logs and older news change nothing. */
  acknowledged(logid: string, through: number): void {
    const { ledger, clock, onAcknowledged, onDoubt } = this.#options;
    if (logid !== ledger.logid || through === this.#through) return;
    if (through < this.#through || through > ledger.head) return onDoubt();
    this.#through = through;
    this.#resendAfterMs = resendFirst;
    this.#next = Math.max(this.#next, through + 1);
    this.#wait();
    if (through > ledger.books.acknowledged) this.#noting ??= clock.setTimer('note it', noteWithin, () => void this.note());
    onAcknowledged();
  }

  /** Writes down how far the upstream is, so that the next start knows. */
  async note(): Promise<void> {
    const { ledger, clock, onTrouble } = this.#options;
    if (this.#noting) clock.cancel(this.#noting);
    this.#noting = null;
    const through = this.#through;
    if (ledger.isBroken || this.#logid !== ledger.logid || through <= ledger.books.acknowledged) return;
    await ledger.commit([{ type: 'note.acknowledged', through }]).catch((error: unknown) => onTrouble('acknowledgement', error));
  }

  /** Sends one event again, whatever has been acknowledged. */
  resend(sequence: number): void {
    void this.#options.ledger.events(sequence, 1)
      .then(([text]) => (text === undefined ? false : this.#options.send(text)))
      .catch((error: unknown) => this.#options.onTrouble('resend', error));
  }

  /** Sends every durable event from `from` on again, or from the oldest that is kept, over as many connections as it takes. */
  replay(from: number): void {
    const { ledger } = this.#options;
    const until = Math.min(this.#isOpen ? this.#next - 1 : this.#through, ledger.head);
    const replay = this.#replayUnderWay() ?? { next: from, until: 0, isStuck: false };
    replay.next = Math.max(1, Math.min(replay.next, from));
    replay.until = Math.max(replay.until, until);
    replay.isStuck = false;
    this.#replay = replay;
    this.more();
  }

  /** The ledger has begun another log: what has not been sent of the old one is over. */
  logBegan(): void {
    const { logid, books } = this.#options.ledger;
    this.#logid = logid;
    this.#through = books.acknowledged;
    this.#replay = null;
    this.#resendAfterMs = resendFirst;
    this.#rewind();
    this.more();
  }

  #hasMore(): boolean {
    if (!this.#isOpen || this.#flights.size >= inFlightMost || this.#options.ledger.logid === this.#forkedLogid) return false;
    return this.#isReplaying() || this.#next <= this.#options.ledger.head;
  }

  /** A replay goes first: what it is asked for is older than anything else. */
  #isReplaying(): boolean {
    return this.#replay !== null && !this.#replay.isStuck && this.#replay.next <= this.#replay.until;
  }

  /** A replay of which something is still to be sent, or to arrive; one that is over says nothing about the next. */
  #replayUnderWay(): Replay | null {
    const isInFlight = [...this.#flights].some(({ isReplay }) => isReplay);
    return this.#replay && (isInFlight || this.#replay.next <= this.#replay.until) ? this.#replay : null;
  }

  async #pump(): Promise<void> {
    while (this.#hasMore()) {
      const { ledger } = this.#options;
      const replay = this.#isReplaying() ? this.#replay : null;
      const cursor = () => (replay === null ? this.#next : replay.next);
      if (replay && replay.next < ledger.oldestEvent) {
        replay.next = ledger.oldestEvent;
        continue;
      }
      const [round, from] = [this.#round, cursor()];
      const most = replay === null ? readAheadMost : Math.min(readAheadMost, replay.until - from + 1);
      const texts = await ledger.events(from, most);
      const isStale = round !== this.#round || from !== cursor() || (replay !== null && replay !== this.#replay);
      if (isStale) continue;
      if (texts.length === 0) throw new Error(`the journal has no event ${String(from)} any more`);
      for (const message of this.#messagesOf(texts, from)) this.#sendOne(message, replay);
      this.#wait();
    }
  }

  /** Few events go one by one, as they happen; a backlog goes in batches. */
  #messagesOf(texts: readonly string[], first: number): readonly Message[] {
    const room = inFlightMost - this.#flights.size;
    const areFew = texts.length <= room;
    const batches = areFew ? texts.map((text) => [text]) : inBatches(texts).slice(0, room);
    let from = first;
    return batches.map((batch) => {
      const next = batch.reduce(placeAfter, from);
      const message = { payload: areFew ? batch.join() : this.#batch(batch, from, next), from, next };
      from = next;
      return message;
    });
  }

  /** Its id names the log too: after another one has begun the same numbers are other events. */
  #batch(texts: readonly string[], from: number, next: number): string {
    const { ledger } = this.#options;
    const head = { specversion: '1.0', id: `${ledger.logid}-${String(from)}-${String(next - 1)}`, source: ledger.source, type: batchType };
    return `${JSON.stringify(head).slice(0, -1)},"data":{"events":[${texts.join(',')}]}}`;
  }

  #sendOne(message: Message, replay: Replay | null): void {
    const round = this.#round;
    const flight: Flight = { from: message.from, isReplay: replay !== null };
    if (replay) replay.next = message.next;
    else this.#next = message.next;
    this.#flights.add(flight);
    void this.#options.send(message.payload).then((hasArrived) => {
      if (round !== this.#round) return;
      this.#flights.delete(flight);
      if (hasArrived || replay === null) return this.more();
      // Nobody acknowledges a replay, so that what has not arrived must be sent again; not at once, or this would spin.
      replay.next = Math.min(replay.next, message.from);
      replay.isStuck = true;
      this.#wait();
    });
  }

  /** What is in flight stays so: a broker that has not answered yet needs no more of the same. */
  #rewind(): void {
    this.#next = this.#through + 1;
  }

  /** Patience is for what may have to be sent again: without an acknowledgement, or because it did not get through. */
  #wait(): void {
    const isOwed = this.#through < this.#options.ledger.head || this.#replay?.isStuck === true;
    this.#setPatience(this.#isOpen && isOwed);
  }

  #setPatience(isWaiting: boolean): void {
    const { clock } = this.#options;
    if (this.#patience) clock.cancel(this.#patience);
    this.#patience = isWaiting ? clock.setTimer('acknowledgement', ms(this.#resendAfterMs), () => this.#sendAgain()) : null;
  }

  #sendAgain(): void {
    this.#patience = null;
    if (this.#replay) this.#replay.isStuck = false;
    this.#resendAfterMs = Math.min(resendMost, this.#resendAfterMs * 2);
    this.#rewind();
    this.more();
  }
}

interface Message {
  readonly payload: string;
  readonly from: number;
  /** Where the next message begins. */
  readonly next: number;
}

/**
 * Where to read on after an event. The journal passes over what it no longer has and the upstream acknowledged once; of
 * what is lost, the event that says so stands in its place.
 */
function placeAfter(place: number, text: string): number {
  const { type, sequence, data } = JSON.parse(text) as EventMessage;
  if (type !== wireType('events.lost')) return Number(sequence) + 1;
  const { from, to } = data as EventData<'events.lost'>;
  return from <= place && place <= to ? to + 1 : Number(sequence) + 1;
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
