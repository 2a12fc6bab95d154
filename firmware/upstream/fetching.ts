import { minutes, ms, seconds, type Milliseconds } from '../../statecharts/units.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import type { DocumentAddress } from './contract/documents.ts';

/** An answer to `document.get` that has not come by then is asked for again; the waits double up to `answerMost`. */
const answerWithin = seconds(10);
const answerMost = minutes(5);

export interface DocumentsOptions {
  readonly clock: Clock;
  /** Sends the question and names its correlation id. */
  readonly ask: (wanted: DocumentAddress) => string;
  readonly onBody: (wanted: DocumentAddress, body: string) => void;
}

interface Question {
  readonly wanted: DocumentAddress;
  readonly timer: Timer;
}

/** Fetches declared documents, one question a kind. A newer declaration replaces an older question. */
export class Documents {
  readonly #options: DocumentsOptions;
  readonly #open = new Map<string, Question>();

  constructor(options: DocumentsOptions) {
    this.#options = options;
  }

  fetch(wanted: readonly DocumentAddress[]): void {
    for (const one of wanted) {
      const asked = [...this.#open.entries()].find(([, question]) => question.wanted.kind === one.kind);
      if (asked && asked[1].wanted.version >= one.version) continue;
      if (asked) this.#drop(asked[0]);
      this.#ask(one, answerWithin);
    }
  }

  answered(correlationid: string, body: string): void {
    const question = this.#open.get(correlationid);
    if (!question) return;
    this.#drop(correlationid);
    this.#options.onBody(question.wanted, body);
  }

  reset(): void {
    for (const id of [...this.#open.keys()]) this.#drop(id);
  }

  #ask(wanted: DocumentAddress, within: Milliseconds): void {
    const id = this.#options.ask(wanted);
    const timer = this.#options.clock.setTimer('document answered', within, () => {
      this.#drop(id);
      this.#ask(wanted, ms(Math.min(answerMost, within * 2)));
    });
    this.#open.set(id, { wanted, timer });
  }

  #drop(id: string): void {
    const question = this.#open.get(id);
    if (question) this.#options.clock.cancel(question.timer);
    this.#open.delete(id);
  }
}
