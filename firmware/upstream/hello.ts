import { minutes, ms, seconds } from '../../statecharts/units.ts';
import type { Ledger } from '../journal/ledger.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import type { RequestMessage } from '../contract/messages.ts';
import type { HelloAnswer } from './hearing.ts';
import type { Outbox } from './outbox.ts';
import { openTime, type Frame } from '../signed/trust.ts';

/** An upstream that acknowledges what cannot be is asked how it stands, but not all the time. */
const doubtEvery = seconds(10);

/** After a step of more than this, what came with the answer may have been judged by keys that were not in force yet. */
const stepMost = minutes(1);

type Question = Extract<RequestMessage, { type: 'lockerbank.hello.v1' }>['data'];

export interface HelloOptions {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly outbox: Outbox;
  readonly frame: () => Frame;
  /** Sends the question and names its correlation id. */
  readonly ask: (question: Omit<Question, 'session'>) => string;
  /** What the upstream says the time is, in milliseconds since 1970, and how long question and answer took together. */
  readonly onServerTime: (timeMs: number, roundTripMs: number) => void;
  readonly onTrouble: (where: string, error: unknown) => void;
}

/** What was known when `hello` was said: its answer is measured against that. */
interface Asked {
  readonly correlationid: string;
  readonly atMonoMs: number;
  readonly through: number;
  isAnswered: boolean;
}

/**
 * The question that a bank asks of its upstream in each connection, and again whenever it can no longer be sure of the
 * answer: how far are you in my log, what time is it, what do you want of me?
 */
export class Hello {
  readonly #options: HelloOptions;
  #asked: Asked | null = null;
  #again: Timer | null = null;

  constructor(options: HelloOptions) {
    this.#options = options;
  }

  say(): void {
    const { clock, ledger, outbox, ask } = this.#options;
    const { through } = outbox;
    const correlationid = ask({ logid: ledger.logid, head: ledger.head, acknowledged: through });
    this.#asked = { correlationid, atMonoMs: clock.monoMs(), through, isAnswered: false };
  }

  /** Says it again, in this connection, at most every 10 s. */
  soon(): void {
    if (!this.#asked || this.#again) return;
    const { clock } = this.#options;
    const waitMs = Math.max(0, this.#asked.atMonoMs + doubtEvery - clock.monoMs());
    this.#again = clock.setTimer('how the upstream stands', ms(waitMs), () => {
      this.#again = null;
      this.say();
    });
  }

  /** The answer to the latest question settles where the upstream is; one that comes late, or twice, only acknowledges. */
  answered({ correlationid, data }: HelloAnswer, session: string): void {
    const { outbox, clock, frame, onTrouble } = this.#options;
    const asked = this.#asked;
    if (asked?.correlationid !== correlationid || asked.isAnswered) return outbox.acknowledged(data.logid, data.through);
    asked.isAnswered = true;
    outbox.greeted(data.logid, data.through, asked.through);
    const roundTripMs = clock.monoMs() - asked.atMonoMs;
    void openTime(data, frame(), session, correlationid)
      .then((timeMs) => timeMs !== null && this.#takeTime(timeMs, roundTripMs))
      .catch((error: unknown) => onTrouble('time', error));
  }

  /** Commands that the old time had refused come again with the answer to the next question. */
  #takeTime(timeMs: number, roundTripMs: number): void {
    const { frame, onServerTime } = this.#options;
    const beforeMs = frame().nowMs;
    onServerTime(timeMs, roundTripMs);
    if (Math.abs(frame().nowMs - beforeMs) > stepMost) this.soon();
  }

  /** The connection has gone. */
  reset(): void {
    if (this.#again) this.#options.clock.cancel(this.#again);
    this.#asked = this.#again = null;
  }
}
