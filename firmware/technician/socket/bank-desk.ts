import type { Profile } from '../../../board-profiles/profile.schema.ts';
import { minutes, ms } from '../../../statecharts/units.ts';
import type { Visit } from '../../bank/books.ts';
import { decideTechnicianOpen, type DirectoryWord } from '../../bank/remote.ts';
import type { EventMessage } from '../../contract/messages.ts';
import type { Ledger } from '../../journal/ledger.ts';
import type { Clock, Timer } from '../../ports/clock.ts';
import { lineMost } from '../../ports/local-peer.ts';
import { intentLength, randomId, type Random } from '../../ports/random.ts';
import { doorRows, silentBoards } from './door-rows.ts';
import {
  eventsAtOnce, type DoorRow, type OpenAllPart, type OpenAnswer, type OpenOutcome, type Refusal, type StatusAnswer,
} from './protocol.ts';
import type { Technician } from './sign-in.ts';

/** What the technicians' desk needs of the bank at work. */
interface BankAtWork {
  readonly ledger: Ledger;
  readonly profile: Profile;
  readonly firmware: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Tells whoever stands there, journals the intent, waits for the disk, and only then pulses the lock. */
  readonly open: (visit: Visit, why: string) => Promise<void>;
  readonly isOnline: () => boolean;
  readonly isServing: () => boolean;
  /** What has been flashed. */
  readonly used: () => Promise<StatusAnswer['flashed']>;
  /** Who is signed in. */
  readonly technicians: () => readonly string[];
  /** What the directory last said of a technician. */
  readonly lastWord: (technician: string) => DirectoryWord | null;
}

/** A door chart tries three times, with 3 s each as settings usually are; they may be set to several times that. */
const outcomeWithin = minutes(2);

/** In characters: with all around it, half of what a line may be. */
const answerMost = lineMost / 2;

/** Where the bank is asked on behalf of a technician at its socket: what it knows, and its doors one by one. */
export class BankDesk {
  readonly #bank: BankAtWork;
  readonly #startedMonoMs: number;

  constructor(bank: BankAtWork) {
    this.#bank = bank;
    this.#startedMonoMs = bank.clock.monoMs();
  }

  doors(): readonly DoorRow[] {
    const { profile, ledger } = this.#bank;
    return doorRows(profile, ledger.books, ledger.now());
  }

  async status(): Promise<StatusAnswer> {
    const { ledger, profile, firmware, clock } = this.#bank;
    const flashed = await this.#bank.used();
    const { books } = ledger;
    const rows = this.doors();
    const lockers: Record<string, number> = {};
    for (const { status } of rows) lockers[status] = (lockers[status] ?? 0) + 1;
    const count = (door: DoorRow['door']) => rows.filter((row) => row.door === door).length;
    return {
      bank: ledger.source, firmware, profile: profile.id, flashed, bootid: ledger.bootid,
      up: { seconds: Math.floor((clock.monoMs() - this.#startedMonoMs) / 1000) },
      upstream: this.#bank.isOnline() ? 'online' : 'offline',
      events: { head: ledger.head, acknowledged: books.acknowledged },
      clock: ledger.clockQuality(), now: new Date(ledger.now().ms).toISOString(),
      degraded: [...books.degraded, ...(ledger.isBroken ? ['storage-failed'] : [])],
      kiosk: this.#bank.isServing() ? 'in-use' : 'free',
      lockers, doors: { open: count('open'), closed: count('closed'), unknown: count('unknown') },
      silentBoards: silentBoards(profile, books), technicians: this.#bank.technicians(),
    };
  }

  /** Events from a sequence number on, as they were sent, and at most so many as fit one answer. */
  async events(from: number): Promise<readonly EventMessage[]> {
    const texts = await this.#bank.ledger.events(from, eventsAtOnce);
    let length = 0;
    const fitting = texts.filter((text, at) => (length += text.length) <= answerMost || at === 0);
    return fitting.map((text) => JSON.parse(text) as EventMessage);
  }

  get head(): number {
    return this.#bank.ledger.head;
  }

  /** @returns how to stop listening */
  onChange(listener: () => void): () => void {
    return this.#bank.ledger.onCommitted(listener);
  }

  /** Opens one door, and waits for what becomes of it. */
  async open(locker: number, reason: string, { id, session }: Technician): Promise<OpenAnswer | Refusal> {
    const { ledger, random, clock } = this.#bank;
    const intent = randomId(random, intentLength);
    const lastWord = this.#bank.lastWord(id);
    const decision = decideTechnicianOpen(ledger.books, { locker, technician: id, lastWord, reason, session, intent }, ledger.now());
    if (decision.kind === 'refused') return decision.why;
    if (ledger.isBroken) return 'bank-trouble';
    const beganMs = clock.monoMs();
    const from = ledger.head + 1;
    // The books have the visit at once: whoever asks for the same door meanwhile is told that it is busy.
    const told = ledger.commit(decision.facts);
    const opening = this.#bank.open(decision.visit, reason);
    await Promise.all([told, opening]);
    const outcome = await this.#outcomeOf(intent, from);
    return { locker, outcome, afterMs: Math.round(clock.monoMs() - beganMs) };
  }

  /**
   * Opens every door, one after the other: the next only when it is known what became of the one before. Never two at once,
   * whatever the supply bears: a person has to be able to watch.
   */
  async openAll(
    reason: string, technician: Technician, occupiedToo: boolean, told: { part(part: OpenAllPart): void; isOver(): boolean },
  ): Promise<{ readonly opened: number; readonly of: number }> {
    const lockers = this.doors().map((row) => row.locker);
    let opened = 0;
    for (const locker of lockers) {
      if (told.isOver()) break;
      const status = this.doors().find((row) => row.locker === locker)?.status;
      if (!occupiedToo && (status === 'occupied' || status === 'expired' || status === 'check')) {
        told.part({ locker, skipped: 'occupied' });
        continue;
      }
      const answer = await this.open(locker, reason, technician);
      told.part(typeof answer === 'string' ? { locker, skipped: answer } : answer);
      if (typeof answer !== 'string' && answer.outcome !== 'did-not-open') opened++;
    }
    return { opened, of: lockers.length };
  }

  /** What the journal says of an intent: it is read there, because what the books say may be over by the time that they are asked. */
  #outcomeOf(intent: string, from: number): Promise<OpenOutcome> {
    const { ledger, clock } = this.#bank;
    let next = from;
    let isReading = false;
    return new Promise((resolve) => {
      const end = (outcome: OpenOutcome) => {
        clock.cancel(timer);
        stop();
        resolve(outcome);
      };
      const look = async () => {
        if (isReading) return;
        isReading = true;
        try {
          while (next <= ledger.head) {
            const events = await this.events(next);
            if (events.length === 0) break;
            for (const event of events) {
              const outcome = outcomeIn(event, intent);
              if (outcome) return end(outcome);
            }
            next += events.length;
          }
        } catch {
          return end('nothing-heard');
        } finally {
          isReading = false;
        }
      };
      const timer: Timer = clock.setTimer('outcome of an opening', ms(outcomeWithin), () => end('nothing-heard'));
      const stop = ledger.onCommitted(() => void look());
      void look();
    });
  }
}

function outcomeIn({ type, data }: EventMessage, intent: string): OpenOutcome | null {
  if (data['intent'] !== intent) return null;
  if (type === 'lockerbank.door.did-not-open.v1') return 'did-not-open';
  if (type !== 'lockerbank.door.opened.v1') return null;
  return data['how'] === 'already' ? 'already-open' : 'opened';
}
