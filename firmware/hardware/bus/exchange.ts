import { ms, type Milliseconds } from '../../../statecharts/units.ts';
import { never } from '../../../statecharts/never.ts';
import type { Clock, Timer } from '../../ports/clock.ts';
import type { Written } from '../serial/serial-line.ts';
import { frameMost, type Family, type Request, type Saying } from './family.ts';

/** Whether the adapter gives back what it sends. `unknown`: nobody can tell an answer from what was sent. */
export type Echo = 'none' | 'echo' | 'unknown';

/** What came of a request. `wasWritten`: bytes have left, so a board may act on them although nobody says so. */
export type BusAnswer =
  | { readonly kind: 'said'; readonly says: Saying }
  /** It went out, and no answer proves that a board took it: none is to be expected, or it may be our own words. */
  | { readonly kind: 'sent' }
  | { readonly kind: 'failed'; readonly why: BusFailure; readonly wasWritten: boolean };

type BusFailure = 'no-port' | 'silent' | 'garbled';

interface ExchangeEnd {
  readonly answer: BusAnswer;
  /** What is known of the adapter now. */
  readonly echo: Echo;
  /** The port has not called back: what it holds must never leave it later. */
  readonly hangs: boolean;
}

interface ExchangeOptions {
  readonly request: Request;
  readonly family: Family;
  readonly clock: Clock;
  readonly echo: Echo;
  /** How long the request takes on the wire. */
  readonly onWire: Milliseconds;
  /** A silence of this length ends whatever was being said. */
  readonly pause: Milliseconds;
  readonly answerWithin: Milliseconds;
  readonly write: (bytes: Uint8Array) => Promise<Written>;
  readonly onEnd: (end: ExchangeEnd) => void;
}

/** A line on which somebody talks without end is read no further than this at a time. */
const heapMost = 4 * frameMost;
/** A port takes what it is given at once; a busy machine says so later. One that says nothing in this time hangs. */
export const takenWithin = ms(500);
/** USB adapters keep bytes back for 16 ms. */
const piecesMost = 20;

/** One request and what is said to it. It writes once and never again, and ends by a limit whatever happens. */
export class Exchange {
  readonly #options: ExchangeOptions;
  #heap = new Uint8Array(0);
  readonly #answers: Saying[] = [];
  /** Something was heard that is no answer: noise, half a frame, or words for somebody else. */
  #heardOther = false;
  #heardAny = false;
  /** Our own words at the beginning: still to be looked for, found, or not there. */
  #own: 'awaited' | 'found' | 'absent';
  #written: Written | null = null;
  #limit: Timer | null = null;
  #quiet: Timer | null = null;
  #ended = false;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    const { request, echo } = options;
    // The answer to an order to open may be the order itself, so without an echo nothing is taken away from it.
    this.#own = request.asks === 'open' && echo !== 'echo' ? 'absent' : 'awaited';
  }

  begin(): void {
    const { clock, request, write } = this.#options;
    this.#limit = clock.setTimer('a port takes bytes', takenWithin, () => this.#end({ kind: 'failed', why: 'silent', wasWritten: true }));
    void write(request.bytes).then((written) => this.#note(written));
  }

  take(bytes: Uint8Array): void {
    if (this.#ended) return;
    this.#heardAny = true;
    const together = new Uint8Array(this.#heap.length + bytes.length);
    together.set(this.#heap);
    together.set(bytes, this.#heap.length);
    if (together.length > heapMost) this.#heardOther = true;
    this.#heap = together.subarray(Math.max(0, together.length - heapMost));
    this.#read('more-may-come');
    this.#waitForQuiet();
  }

  /** The port has gone. */
  lose(): void {
    this.#end({ kind: 'failed', why: 'no-port', wasWritten: this.#written !== 'refused' });
  }

  #note(written: Written): void {
    if (this.#ended) return;
    this.#written = written;
    if (written !== 'written') return this.lose();
    const { clock, request, onWire, pause, answerWithin } = this.#options;
    if (this.#limit !== null) clock.cancel(this.#limit);
    this.#limit = request.isAnswered
      ? clock.setTimer('a board answers', ms(onWire + answerWithin), () => this.#endAtLimit())
      : clock.setTimer('an order is on its way', ms(onWire + pause), () => this.#end({ kind: 'sent' }));
  }

  #waitForQuiet(): void {
    const { clock, pause } = this.#options;
    if (this.#quiet !== null) clock.cancel(this.#quiet);
    // Of what is unreadable more may come after a pause: an adapter sends on in pieces, of up to 16 ms each.
    const after = this.#answers.length > 0 ? pause : ms(Math.max(pause, piecesMost));
    this.#quiet = clock.setTimer('the line is quiet', after, () => {
      this.#quiet = null;
      // Half of our own words: an adapter may give them back in pieces, with pauses of its own.
      if (this.#own === 'awaited') return;
      this.#read('nothing-comes');
      if (this.#answers.length > 0 || this.#isGivenUp()) this.#endWithAnswer();
    });
  }

  /** A question to which something unreadable was said is asked again. Of an order everything is awaited that may come. */
  #isGivenUp(): boolean {
    return this.#written === 'written' && this.#options.request.asks === 'contacts' && this.#isGarbled();
  }

  #isGarbled(): boolean {
    return this.#heardOther || this.#heap.length > 0;
  }

  /** Takes whole frames off the heap. When nothing more comes, what seemed to be the beginning of one was noise. */
  #read(when: 'more-may-come' | 'nothing-comes'): void {
    if (this.#own === 'awaited' && !this.#takeOwn(when)) return;
    const { family, request } = this.#options;
    let hidden = 0; // Bytes at the front that might be the beginning of a frame; one behind them may be whole.
    while (hidden < this.#heap.length) {
      const decoding = family.decode(this.#heap.subarray(hidden), request);
      if (decoding.kind === 'need-more' && when === 'more-may-come') return;
      if (decoding.kind === 'frame') {
        this.#hear(decoding.says);
        if (hidden > 0) this.#heardOther = true;
        this.#heap = this.#heap.subarray(hidden + decoding.length);
        hidden = 0;
      } else if (decoding.kind === 'noise' && hidden === 0) {
        this.#heardOther = true;
        this.#heap = this.#heap.subarray(1);
      } else {
        hidden++;
      }
    }
  }

  /** @returns whether the rest may be read */
  #takeOwn(when: 'more-may-come' | 'nothing-comes'): boolean {
    const own = this.#options.request.bytes;
    const isOwnSoFar = own.every((byte, index) => index >= this.#heap.length || byte === this.#heap[index]);
    if (isOwnSoFar && this.#heap.length < own.length && when === 'more-may-come') return false;
    this.#own = isOwnSoFar && this.#heap.length >= own.length ? 'found' : 'absent';
    if (this.#own === 'found') this.#heap = this.#heap.subarray(own.length);
    return true;
  }

  #hear(says: Saying): void {
    if (answers(says, this.#options.request)) this.#answers.push(says);
    else if (says.says !== 'other') this.#heardOther = true;
  }

  #endAtLimit(): void {
    this.#read('nothing-comes');
    this.#endWithAnswer();
  }

  #endWithAnswer(): void {
    const garbled: BusAnswer = { kind: 'failed', why: 'garbled', wasWritten: true };
    const [first] = this.#answers;
    // An adapter that gives back our words, and this time did not, has mixed them with somebody else's.
    if (this.#options.echo === 'echo' && this.#own !== 'found' && this.#heardAny) return this.#end(garbled);
    if (first === undefined) {
      return this.#end(this.#isGarbled() ? garbled : { kind: 'failed', why: 'silent', wasWritten: true });
    }
    // Our own words never refuse.
    if (first.says === 'opening' && this.#options.echo === 'unknown') return this.#end({ kind: 'sent' });
    this.#end(this.#isOneAnswer(first) ? { kind: 'said', says: first } : garbled);
  }

  /** Two that say the same of a contact do no harm; two that take one order are two boards with one address. */
  #isOneAnswer(first: Saying): boolean {
    if (this.#options.request.asks === 'open') return this.#answers.length === 1;
    return this.#answers.every((other) => areAlike(first, other));
  }

  #end(answer: BusAnswer): void {
    if (this.#ended) return;
    this.#ended = true;
    const { clock, onEnd } = this.#options;
    for (const timer of [this.#limit, this.#quiet]) if (timer !== null) clock.cancel(timer);
    onEnd({ answer, echo: this.#echoNow(answer), hangs: this.#written === null && answer.kind === 'failed' && answer.why === 'silent' });
  }

  /** Every question that is not answered by its own words tells whether the adapter gives them back. */
  #echoNow(answer: BusAnswer): Echo {
    const { echo, request } = this.#options;
    if (answer.kind === 'failed' && answer.why === 'no-port') return 'unknown';
    if (this.#own === 'found') return echo === 'none' ? 'unknown' : 'echo';
    if (echo === 'echo') return 'unknown';
    const tells = request.asks !== 'open' && request.isAnswered && (answer.kind === 'said' || !this.#heardAny);
    return tells ? 'none' : echo;
  }
}

function answers(says: Saying, request: Request): boolean {
  if (says.address !== request.address) return false;
  switch (says.says) {
    case 'opening':
      return request.asks === 'open' && says.channel === request.channel;
    case 'contacts':
      return request.asks === 'contacts' && (request.channel === null || says.levels.has(request.channel));
    case 'coupling':
      return request.asks === 'coupling';
    case 'resting':
      return request.asks === 'rest';
    case 'hello':
      return request.asks === 'hello';
    case 'refused':
      return true;
    case 'other':
      return false;
    default:
      return never(says, 'saying');
  }
}

function areAlike(one: Saying, other: Saying): boolean {
  if (one.says !== other.says) return false;
  if (one.says !== 'contacts' || other.says !== 'contacts') return true;
  return one.levels.size === other.levels.size && [...one.levels].every(([channel, level]) => other.levels.get(channel) === level);
}
