import type { Books } from '../../firmware/bank/books.ts';
import type { Cabinet } from '../../sim/cabinet/cabinet.ts';
import type { MemoryBroker } from '../../sim/memory-broker.ts';
import type { Presented } from '../../statecharts/session/session.events.ts';
import type { PresentedAnswer } from '../../firmware/desk.ts';
import type { WantedVisit } from '../../firmware/bank/visits.ts';
import type { Files, JournalRecord } from './journal-on-disk.ts';
import type { Projection } from './projection.ts';

/** What was found to be wrong. `invariant` is its number in the list of them; 0 is for people who did not get what is theirs. */
export interface Complaint {
  readonly invariant: number;
  readonly says: string;
}

/** Everything that an examiner may look at: nothing of it passes through the bank. */
export interface Examined {
  readonly seen: Projection;
  readonly cabinet: Cabinet;
  readonly broker: MemoryBroker;
  readonly files: Files;
  /** How long the bank has had power in all, in milliseconds. */
  onMs(): number;
  /** What time it really is, in milliseconds since 1970. */
  trueMs(): number;
  /** It has been started with a wall clock that was wrong and said to be right: then it cannot know better. */
  hasWokenWrong(): boolean;
  /** Nothing more fits on the disk. */
  isFull(): boolean;
  /** How often the bank has been switched on. */
  life(): number;
  /** Up to where the upstream has ever acknowledged a log. */
  acknowledged(logid: string): number;
  complain(invariant: number, says: string): void;
}

export interface ShownAnswer {
  readonly session: string;
  readonly presented: Presented;
  /** It was locked when it was shown, as far as anybody can say. */
  readonly wasLocked: boolean;
  readonly answer: PresentedAnswer;
}

export interface AskedRelease {
  readonly session: string;
  readonly wanted: WantedVisit;
}

/** One examiner: it is told of everything, and complains. */
export interface Checker {
  /**
   * A record has become durable: told before the projection takes it.
   * @param isLate true where it was found only after a restart, when the world had moved on
   */
  recorded?(record: JournalRecord, isLate: boolean): void;
  /** A coil has been energised. */
  pulsed?(locker: number): void;
  /** Somebody has shown something, and has been answered. */
  shown?(shown: ShownAnswer): void;
  /** Somebody asks for a door. */
  asked?(asked: AskedRelease): void;
  /** The power has gone. */
  wentDark?(): void;
  /** The bank has read its disk again. */
  restarted?(books: Books): void;
  /** Sensors have spoken, doors have come to rest, and the upstream has had time to hear of it. */
  settled?(): void;
  /** Everything is over, and everybody has gone home. */
  ended?(): void;
}
