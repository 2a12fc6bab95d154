import { ms, seconds, type Milliseconds } from '../../../statecharts/units.ts';
import type { Timer } from '../../ports/clock.ts';
import type { ExpectedTrouble } from '../../ports/expected-trouble.ts';
import { boardAnswersWithin } from '../field.ts';
import { SerialLine, type LineLoss, type SerialDeviceOptions } from '../serial/serial-line.ts';
import { Exchange, takenWithin, type BusAnswer, type Echo } from './exchange.ts';
import type { Family, Request } from './family.ts';

/** More than every board of a line asked to rest, and the pulses that may wait. */
const waitingMost = 128;
/** Doors hang on it: an adapter that is plugged in again is found within this. */
export const busReopensWithin = seconds(5);
/** A board that has not answered in time may do so for so long; what answers the next order may be that. */
export const lateAnswersMost = seconds(5);
/** With the start bit and up to three at the end. */
export const bitsOfCharacter = 11;

/** Who goes first, when several wait for the line. */
const urgencies = ['open', 'rest', 'confirm', 'poll'] as const;
export type BusUrgency = (typeof urgencies)[number];

interface BusMasterOptions extends Omit<SerialDeviceOptions, 'onTrouble'> {
  readonly parity?: 'none' | 'even' | 'odd';
  readonly family: Family;
  /** Silence between two frames. */
  readonly pause: Milliseconds;
  readonly answerWithin: Milliseconds;
  /** A question to an address that nobody has, which tells an adapter that echoes; `null` where every address is taken. */
  readonly probe: Request | null;
  readonly onOpen: () => void;
  readonly onLost: (why: LineLoss, trouble: ExpectedTrouble) => void;
}

interface Waiting {
  readonly request: Request;
  readonly urgency: BusUrgency;
  readonly sinceMs: number;
  readonly answer: (answer: BusAnswer) => void;
  readonly onAsked: () => void;
}

/**
 * The one owner of a serial line: whoever wants something of a board asks here, and one after the other is asked. It
 * writes each request once. Nobody else writes.
 */
export class BusMaster {
  readonly #options: BusMasterOptions;
  readonly #line: SerialLine;
  #waiting: Waiting[] = [];
  #present: Exchange | null = null;
  #pause: Timer | null = null;
  #echo: Echo = 'unknown';
  /** When the line was last in use, by anybody. */
  #lastByteMs = -Infinity;
  /** By address: when a board last failed to answer in time. */
  readonly #owes = new Map<number, number>();
  #unasked = 0;
  /** An order to open has been given to the port, and no board has spoken since: it may still wait in the adapter. */
  #isUnproven = false;
  #isDiscarding = false;
  #closed = false;

  constructor(options: BusMasterOptions) {
    const { port, baud, parity, clock, makePort, onOpen, onLost } = options;
    this.#options = options;
    let why: LineLoss = 'missing';
    this.#line = new SerialLine({
      port, baud, clock, device: 'lock bus', reopenAtMost: busReopensWithin,
      ...(parity && { parity }), ...(makePort && { makePort }),
      onBytes: (bytes) => this.#take(bytes),
      onOpen: () => {
        // What was on its way when the port went is lost.
        this.#owes.clear();
        this.#isUnproven = false;
        this.#testEcho();
        onOpen();
      },
      onLost: (loss) => {
        why = loss;
        this.#lose();
      },
      onTrouble: (_, trouble) => onLost(why, trouble),
    });
  }

  get isOpen(): boolean {
    return this.#line.isOpen;
  }

  /** Bytes that came although nobody had asked. */
  get unasked(): number {
    return this.#unasked;
  }

  /** Settles when the first attempt to open the port has come to an end. */
  tried(): Promise<void> {
    return this.#line.tried();
  }

  /**
   * Asks once. Always resolves: with an answer, or by a limit of time.
   * @param onAsked is told when its turn has come
   */
  exchange(request: Request, urgency: BusUrgency, onAsked: () => void = () => undefined): Promise<BusAnswer> {
    if (this.#closed || !this.#line.isOpen) return Promise.resolve(noPort);
    if (this.#waiting.length >= waitingMost) return Promise.resolve({ kind: 'failed', why: 'silent', wasWritten: false });
    return new Promise((answer) => {
      const waiting: Waiting = { request, urgency, sinceMs: this.#options.clock.monoMs(), answer, onAsked };
      const rank = urgencies.indexOf(urgency);
      const place = this.#waiting.findIndex((other) => urgencies.indexOf(other.urgency) > rank);
      this.#waiting.splice(place === -1 ? this.#waiting.length : place, 0, waiting);
      this.#next();
    });
  }

  /** Nothing is written any more. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#lose();
    await this.#line.close();
  }

  #take(bytes: Uint8Array): void {
    this.#lastByteMs = this.#options.clock.monoMs();
    if (this.#present === null) this.#unasked += bytes.length;
    else this.#present.take(bytes);
  }

  #next(): void {
    const [head] = this.#waiting;
    if (head === undefined || this.#present !== null || this.#pause !== null || this.#isDiscarding) return;
    const { clock, answerWithin } = this.#options;
    const nowMs = clock.monoMs();
    const lasts = takenWithin + this.#onWire(head.request.bytes.length) + answerWithin;
    // Somebody who talks without end does not keep the line for ever.
    const quietAtMs = Math.min(this.#lastByteMs + this.#options.pause, head.sinceMs + answerWithin);
    if (quietAtMs > nowMs) {
      this.#pause = clock.setTimer('pause between frames', ms(Math.ceil(quietAtMs - nowMs)), () => {
        this.#pause = null;
        this.#next();
      });
      return;
    }
    this.#waiting.shift();
    // Whoever asked is told that nothing came of it before this could end: nobody stands there any more.
    if (head.request.asks === 'open' && nowMs - head.sinceMs > boardAnswersWithin - lasts) {
      head.answer({ kind: 'failed', why: 'silent', wasWritten: false });
      return this.#next();
    }
    this.#begin(head);
  }

  #begin({ request, answer, onAsked }: Waiting): void {
    const { family, clock, pause, answerWithin } = this.#options;
    const onWire = this.#onWire(request.bytes.length);
    const exchange = new Exchange({
      request, family, clock, echo: this.#echo, onWire, pause, answerWithin,
      write: (bytes) => this.#line.write(bytes),
      onEnd: (end) => {
        this.#present = null;
        this.#echo = end.echo;
        const judged = this.#judged(request, end.answer);
        answer(judged);
        // One after the other leaves the adapter: whoever speaks now has been asked behind that order.
        if (judged.kind === 'said') this.#isUnproven = false;
        else if (request.asks === 'open') this.#isUnproven = true;
        if (end.hangs) this.#line.drop('the port takes nothing');
        else if (this.#isUnproven && judged.kind === 'failed' && judged.why === 'silent') void this.#discard();
        this.#next();
      },
    });
    this.#present = exchange;
    this.#lastByteMs = clock.monoMs() + onWire;
    onAsked();
    exchange.begin();
  }

  /** An order that may still wait in the adapter never leaves it: nobody waits for it any more. */
  async #discard(): Promise<void> {
    this.#isDiscarding = true;
    await this.#line.discard();
    [this.#isDiscarding, this.#isUnproven] = [false, false];
    this.#next();
  }

  /** An answer that may be the late one to an earlier question proves nothing. */
  #judged(request: Request, answer: BusAnswer): BusAnswer {
    const nowMs = this.#options.clock.monoMs();
    if (answer.kind === 'failed') {
      if (answer.wasWritten) this.#owes.set(request.address, nowMs);
      return answer;
    }
    const owesSinceMs = this.#owes.get(request.address) ?? -Infinity;
    if (answer.kind !== 'said' || request.asks !== 'open' || nowMs - owesSinceMs > lateAnswersMost) return answer;
    // Nor does a refusal that may be meant for the order before: this coil may be on.
    return answer.says.says === 'refused' ? { kind: 'failed', why: 'garbled', wasWritten: true } : { kind: 'sent' };
  }

  #onWire(length: number): Milliseconds {
    return ms(Math.ceil((length * bitsOfCharacter * 1000) / this.#options.baud));
  }

  #testEcho(): void {
    const { probe } = this.#options;
    if (probe !== null) void this.exchange(probe, 'confirm');
  }

  /** Whatever was to be said on this connection is not said on the next one. */
  #lose(): void {
    this.#echo = 'unknown';
    if (this.#pause !== null) this.#options.clock.cancel(this.#pause);
    this.#pause = null;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#present?.lose();
    for (const { answer } of waiting) answer(noPort);
  }
}

const noPort: BusAnswer = { kind: 'failed', why: 'no-port', wasWritten: false };
