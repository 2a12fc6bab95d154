import type { ProfileBoard } from '../../../board-profiles/profile.schema.ts';
import { ms, seconds } from '../../../statecharts/units.ts';
import { never } from '../../../statecharts/never.ts';
import type { BoardReport, BoardTrouble } from '../../ports/hardware.ts';
import { boardSteadyLeast } from '../field.ts';
import type { BusAnswer } from './exchange.ts';
import { ContactLevels, pollsApart } from './contact-levels.ts';
import type { Family, Request } from './family.ts';

/** So many polls in a row fail before nobody knows any more: one answer in a hundred gets lost on a long wire. */
const failuresMost = 3;
/** Nor after so many of which no two in a row have succeeded: on a line that works by turns nothing would ever be confirmed. */
const unpairedMost = 5;
/** A new one is well after so many that succeed. */
const successesLeast = 2;
/** On a line with few boards there is no need to ask more often. */
const usualPoll = ms(50);
/** A board whose door was just opened: its person stands there and waits for the screen to say so. */
const eagerPoll = ms(60);
const eagerFor = seconds(3);
/** A board without contacts is only asked whether it is there. */
const helloPoll = seconds(2);
const afterFailure = ms(100);
const lostFirstAfter = seconds(1);
const lostAtMostAfter = seconds(8);

/** `confirm`: something has moved, as far as one poll can tell. `eager`: something is going to. */
export type PollRank = 'confirm' | 'eager' | 'poll' | 'lost';

interface Poll {
  readonly request: Request;
  readonly rank: PollRank;
  readonly dueMs: number;
}

/** What is asked of one board, when, and what is made of its answers. */
export class PolledBoard {
  readonly board: ProfileBoard;
  readonly levels = new ContactLevels();
  readonly counts = { answered: 0, silent: 0, garbled: 0, refused: 0 };
  readonly #poll: Request;
  readonly #coupling: Request | null;
  /** Whether no input of it switches a coil, as far as it has said since it was last away: it may have been exchanged for another. */
  #inputs: 'unknown' | 'free' = 'unknown';
  #dueMs = -Infinity;
  #isDoubtful = false;
  #failures = 0;
  #successes = 0;
  #succeedsSinceMs = 0;
  /** Polls since two in a row have succeeded. */
  #unpaired = 0;
  #lostAfter = lostFirstAfter;
  #eagerUntilMs = -Infinity;
  #state: BoardReport['state'] = 'new';
  #trouble: BoardTrouble | null = null;

  constructor(board: ProfileBoard, family: Family) {
    this.board = board;
    this.#poll = family.contacts(board) ?? family.hello(board.address);
    this.#coupling = family.coupling?.(board) ?? null;
  }

  get state(): BoardReport['state'] {
    return this.#state;
  }

  /** Where an input might switch a coil nobody would know why a door has opened. */
  get mayBeDriven(): boolean {
    return this.#coupling === null || this.#inputs === 'free';
  }

  report(): BoardReport {
    return { board: this.board.id, state: this.#state, trouble: this.#trouble, counts: { ...this.counts } };
  }

  /** What is to be asked of it next. One that is lost is only asked whether it is back. */
  next(): Poll {
    const request = this.#coupling !== null && this.#inputs === 'unknown' ? this.#coupling : this.#poll;
    const dueMs = this.#dueMs;
    if (this.#state === 'lost') return { request, dueMs, rank: this.#successes === 0 ? 'lost' : 'poll' };
    return { request, dueMs, rank: this.#isDoubtful ? 'confirm' : dueMs < this.#eagerUntilMs ? 'eager' : 'poll' };
  }

  /** Its door is being opened: it is asked more often for a while. */
  expect(nowMs: number): void {
    this.#eagerUntilMs = nowMs + eagerFor;
    this.#dueMs = Math.min(this.#dueMs, nowMs + eagerPoll);
  }

  /** The line is open again: everything is asked anew, and soon. */
  revive(): void {
    this.#state = 'new';
    this.#trouble = null;
    this.#failures = 0;
    this.#successes = 0;
    this.#unpaired = 0;
    this.#inputs = 'unknown';
    this.#lostAfter = lostFirstAfter;
    this.#dueMs = -Infinity;
  }

  /**
   * @param askedMs when the question began: a board looks at its contacts at the same moment of each
   * @returns whether its state or trouble has changed
   */
  take(answer: BusAnswer, nowMs: number, askedMs: number): boolean {
    const trouble = troubleOf(answer);
    this.counts[trouble === null || trouble === 'coupled' ? 'answered' : trouble]++;
    return trouble === null ? this.#succeed(answer, nowMs, askedMs) : this.#fail(trouble, nowMs);
  }

  /** The line has gone, and every board with it. */
  lose(why: 'missing' | 'unplugged'): void {
    this.#state = 'lost';
    this.#successes = 0;
    this.#trouble = why;
    this.#inputs = 'unknown';
    this.levels.lose();
  }

  #succeed(answer: BusAnswer, nowMs: number, askedMs: number): boolean {
    if (this.#successes === 0) this.#succeedsSinceMs = nowMs;
    this.#failures = 0;
    this.#successes++;
    this.#unpaired = this.#successes >= successesLeast ? 0 : this.#unpaired + 1;
    this.#lostAfter = lostFirstAfter;
    const isBack = this.#isBack(nowMs);
    if (isBack) [this.#state, this.#trouble] = ['well', null];
    const says = answer.kind === 'said' ? answer.says : null;
    if (says?.says === 'coupling') this.#inputs = 'free';
    this.#isDoubtful = says?.says === 'contacts' && this.#state !== 'lost' && this.levels.read(says.levels, askedMs);
    this.#dueMs = this.#isDoubtful || this.#state !== 'well' ? askedMs + pollsApart : nowMs + this.#usual(nowMs);
    return isBack;
  }

  #isBack(nowMs: number): boolean {
    switch (this.#state) {
      case 'well':
        return false;
      case 'new':
        return this.#successes >= successesLeast;
      case 'lost':
        return nowMs - this.#succeedsSinceMs >= boardSteadyLeast;
      default:
        return never(this.#state, 'state of a board');
    }
  }

  #usual(nowMs: number): number {
    if (this.#poll.asks === 'hello') return helloPoll;
    return nowMs < this.#eagerUntilMs ? eagerPoll : usualPoll;
  }

  #fail(trouble: BoardTrouble, nowMs: number): boolean {
    this.#failures++;
    this.#unpaired++;
    this.#successes = 0;
    this.levels.interrupt();
    const before = this.#state;
    const wasTrouble = this.#trouble;
    if (trouble === 'coupled' || this.#failures >= failuresMost || this.#unpaired >= unpairedMost) {
      this.#state = 'lost';
      this.#trouble = trouble;
      this.#inputs = 'unknown';
      this.levels.lose();
    }
    const isLost = this.#state === 'lost';
    // What somebody has talked into is asked for again at once: whoever did that has something to tell.
    const again = trouble !== 'garbled' ? afterFailure : this.#failures === 1 ? 0 : pollsApart;
    this.#isDoubtful &&= again === 0;
    this.#dueMs = nowMs + (isLost ? this.#lostAfter : again);
    if (isLost) this.#lostAfter = ms(Math.min(this.#lostAfter * 2, lostAtMostAfter));
    return before !== this.#state || wasTrouble !== this.#trouble;
  }
}

function troubleOf(answer: BusAnswer): 'silent' | 'garbled' | 'refused' | 'coupled' | null {
  switch (answer.kind) {
    case 'said':
      if (answer.says.says === 'coupling' && answer.says.inputsSwitch) return 'coupled';
      return answer.says.says === 'refused' ? 'refused' : null;
    case 'sent':
      return 'garbled'; // A question is never only sent.
    case 'failed':
      return answer.why === 'garbled' ? 'garbled' : 'silent';
    default:
      return never(answer, 'answer of a bus');
  }
}
