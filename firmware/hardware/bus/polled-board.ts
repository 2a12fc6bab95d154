import type { ProfileBoard } from '../../../board-profiles/profile.schema.ts';
import { ms, seconds } from '../../../statecharts/units.ts';
import { never } from '../../../statecharts/never.ts';
import type { BoardReport, BoardTrouble } from '../../ports/hardware.ts';
import type { BusAnswer } from './exchange.ts';
import { ContactLevels, pollsApart } from './contact-levels.ts';
import type { Family, Request } from './family.ts';

/** So many polls in a row fail before nobody knows any more: one answer in a hundred gets lost on a long wire. */
const failuresMost = 3;
/** Nor after so many of which no two in a row have succeeded: on a line that works by turns nothing would ever be confirmed. */
const unpairedMost = 5;
/** It counts as back after so many that succeed: slower than it was lost, or a loose wire would flicker. */
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
const lostAtMostAfter = seconds(10);

export type PollRank = 'confirm' | 'poll' | 'lost';

interface Asking {
  readonly request: Request;
  dueMs: number;
  isDoubtful: boolean;
}

/** What is asked of one board, when, and what is made of its answers. */
export class PolledBoard {
  readonly board: ProfileBoard;
  readonly levels = new ContactLevels();
  readonly counts = { answered: 0, silent: 0, garbled: 0, refused: 0 };
  readonly #askings: readonly Asking[];
  #failures = 0;
  #successes = 0;
  /** Polls since two in a row have succeeded. */
  #unpaired = 0;
  #lostAfter = lostFirstAfter;
  #eagerUntilMs = -Infinity;
  #state: BoardReport['state'] = 'new';
  #trouble: BoardTrouble | null = null;

  constructor(board: ProfileBoard, family: Family) {
    this.board = board;
    const questions = family.contacts(board);
    const all = questions.length > 0 ? questions : [family.hello(board.address)];
    this.#askings = all.map((request) => ({ request, dueMs: -Infinity, isDoubtful: false }));
  }

  get state(): BoardReport['state'] {
    return this.#state;
  }

  report(): BoardReport {
    return { board: this.board.id, state: this.#state, trouble: this.#trouble, counts: { ...this.counts } };
  }

  /** What is to be asked of it next. One that is lost is only asked whether it is back. */
  next(): { readonly asking: Asking; readonly rank: PollRank } {
    const [first, ...others] = this.#askings;
    if (first === undefined) throw new RangeError(`nothing can be asked of ${this.board.id}`);
    if (this.#state === 'lost') return { asking: first, rank: this.#successes === 0 ? 'lost' : 'poll' };
    const asking = others.reduce((soonest, other) => (other.dueMs < soonest.dueMs ? other : soonest), first);
    return { asking, rank: asking.isDoubtful || asking.dueMs < this.#eagerUntilMs ? 'confirm' : 'poll' };
  }

  /** Its door is being opened: it is asked more often for a while. */
  expect(nowMs: number): void {
    this.#eagerUntilMs = nowMs + eagerFor;
    for (const asking of this.#askings) asking.dueMs = Math.min(asking.dueMs, nowMs + eagerPoll);
  }

  /** The line is open again: everything is asked anew, and soon. */
  revive(): void {
    this.#state = 'new';
    this.#trouble = null;
    this.#failures = 0;
    this.#unpaired = 0;
    this.#lostAfter = lostFirstAfter;
    for (const asking of this.#askings) asking.dueMs = -Infinity;
  }

  /** @returns whether its state or trouble has changed */
  take(asking: Asking, answer: BusAnswer, nowMs: number): boolean {
    const trouble = troubleOf(answer);
    this.counts[trouble ?? 'answered']++;
    return trouble === null ? this.#succeed(asking, answer, nowMs) : this.#fail(trouble, nowMs);
  }

  /** The line has gone, and every board with it. */
  lose(why: 'missing' | 'unplugged'): void {
    this.#state = 'lost';
    this.#successes = 0;
    this.#trouble = why;
    this.levels.lose();
  }

  #succeed(asking: Asking, answer: BusAnswer, nowMs: number): boolean {
    this.#failures = 0;
    this.#successes++;
    this.#unpaired = this.#successes >= successesLeast ? 0 : this.#unpaired + 1;
    this.#lostAfter = lostFirstAfter;
    const says = answer.kind === 'said' ? answer.says : null;
    asking.isDoubtful = says?.says === 'contacts' && this.levels.read(says.levels, nowMs);
    const isBack = this.#state !== 'well' && this.#successes >= successesLeast;
    if (isBack) [this.#state, this.#trouble] = ['well', null];
    asking.dueMs = nowMs + (asking.isDoubtful || this.#state !== 'well' ? pollsApart : this.#usual(asking, nowMs));
    return isBack;
  }

  #usual({ request }: Asking, nowMs: number): number {
    if (request.asks === 'hello') return helloPoll;
    return nowMs < this.#eagerUntilMs ? eagerPoll : usualPoll;
  }

  #fail(trouble: BoardTrouble, nowMs: number): boolean {
    this.#failures++;
    this.#unpaired++;
    this.#successes = 0;
    this.levels.interrupt();
    const before = this.#state;
    const wasTrouble = this.#trouble;
    if (this.#failures >= failuresMost || this.#unpaired >= unpairedMost) {
      this.#state = 'lost';
      this.#trouble = trouble;
      this.levels.lose();
    }
    const isLost = this.#state === 'lost';
    for (const asking of this.#askings) {
      asking.isDoubtful = false;
      asking.dueMs = nowMs + (isLost ? this.#lostAfter : trouble === 'garbled' ? pollsApart : afterFailure);
    }
    if (isLost) this.#lostAfter = ms(Math.min(this.#lostAfter * 2, lostAtMostAfter));
    return before !== this.#state || wasTrouble !== this.#trouble;
  }
}

function troubleOf(answer: BusAnswer): 'silent' | 'garbled' | 'refused' | null {
  switch (answer.kind) {
    case 'said':
      return answer.says.says === 'refused' ? 'refused' : null;
    case 'sent':
      return 'garbled'; // A question is never only sent.
    case 'failed':
      return answer.why === 'garbled' ? 'garbled' : 'silent';
    default:
      return never(answer, 'answer of a bus');
  }
}
