import { minutes, ms, type Milliseconds } from '../statecharts/units.ts';
import { decideDue, nextAgeMs, nextDueMs } from './bank/deadlines.ts';
import { decideDegraded } from './bank/degraded.ts';
import type { Fact } from './bank/facts.ts';
import { decideOdds } from './bank/odds.ts';
import type { Ledger } from './journal/ledger.ts';
import type { Clock, Timer } from './ports/clock.ts';

/** The clock, the disk and the odds of guessing are looked at so often. */
const lookEvery = minutes(1);

/** The wall clock may step: what comes due much later is looked at again by then. */
const lookAgainMost = minutes(60);

interface CaretakerOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Something has changed that no fact tells: a reopen window has ended, and a locker is available; a keypad takes codes again. */
  readonly onQuietChange: () => void;
  /** A while has gone by: a document in force may have to be renewed. */
  readonly onLook: () => void;
  readonly track: (where: string, work: Promise<void>) => void;
}

/**
 * Looks after what nobody asks for: deadlines that come due, a clock that steps, a disk that fills up, codes that have
 * become too easy to guess. Deadlines are data: after a restart the same ones are armed again.
 */
export class Caretaker {
  readonly #options: CaretakerOptions;
  #due: Timer | null = null;
  #look: Timer | null = null;
  /** The age of the bank at which quiet changes were last looked for. */
  #lookedAgeMs: number;
  /** Whoever has just started has not been told the time yet: nobody is to be called for that. */
  #mayDoubtClock = false;
  /** How to hear no more of the ledger. */
  #stopListening: readonly (() => void)[] = [];

  constructor(options: CaretakerOptions) {
    this.#options = options;
    this.#lookedAgeMs = options.ledger.now().ageMs;
  }

  /** Acts on what came due while the power was off, and goes on from there. */
  start(): void {
    const { ledger } = this.#options;
    this.#stopListening = [ledger.onCommitted(() => this.#arm()), ledger.onLow(() => this.#lookNow())];
    this.#lookNow();
    this.#lookLater();
    this.#whatIsDue();
  }

  stop(): void {
    for (const stop of this.#stopListening) stop();
    for (const timer of [this.#due, this.#look]) if (timer) this.#options.clock.cancel(timer);
    this.#due = this.#look = null;
  }

  #lookLater(): void {
    this.#look = this.#options.clock.setTimer('look after the bank', lookEvery, () => {
      this.#options.track('room on the disk', this.#options.ledger.checkRoom());
      this.#mayDoubtClock = true;
      this.#lookNow();
      this.#options.onLook();
      this.#lookLater();
    });
  }

  #lookNow(): void {
    const { ledger } = this.#options;
    const facts: readonly Fact[] = [
      ...ledger.checkClock(),
      ...decideOdds(ledger.books),
      ...decideDegraded(ledger.books, 'disk-full', ledger.isLow),
      ...this.#doubtClock(),
    ];
    if (facts.length > 0) this.#options.track('caretaker', ledger.commit(facts));
    this.#arm();
  }

  #doubtClock(): readonly Fact[] {
    const { ledger } = this.#options;
    const isDoubtful = ledger.clockQuality() === 'floor';
    return isDoubtful && !this.#mayDoubtClock ? [] : decideDegraded(ledger.books, 'clock-doubtful', isDoubtful);
  }

  #arm(): void {
    const { clock } = this.#options;
    if (this.#due) clock.cancel(this.#due);
    this.#due = clock.setTimer('due', this.#untilNext(), () => this.#whatIsDue());
  }

  /**
   * Dates are as far away as the wall clock says, ages as far as the bank has to run. A record may come between the
   * moment of a change and its timer: what has changed since the last look still is to be looked at.
   */
  #untilNext(): Milliseconds {
    const { books } = this.#options.ledger;
    const now = this.#options.ledger.now();
    const untilDate = (nextDueMs(books, now) ?? Infinity) - now.ms;
    const untilAge = (nextAgeMs(books, { ...now, ageMs: this.#lookedAgeMs }) ?? Infinity) - now.ageMs;
    return ms(Math.min(Math.max(0, Math.min(untilDate, untilAge)), lookAgainMost));
  }

  #whatIsDue(): void {
    const { ledger, onQuietChange, track } = this.#options;
    const now = ledger.now();
    this.#lookedAgeMs = now.ageMs;
    onQuietChange();
    const facts = decideDue(ledger.books, now);
    if (facts.length > 0) track('due', ledger.commit(facts));
    else this.#arm();
  }
}
