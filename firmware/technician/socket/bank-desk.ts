import type { Profile } from '../../../board-profiles/profile.schema.ts';
import { minutes, ms } from '../../../statecharts/units.ts';
import type { Visit } from '../../bank/books.ts';
import { decideTechnicianLook, decideTechnicianOpen, type DirectoryWord } from '../../bank/remote.ts';
import type { EventMessage } from '../../contract/messages.ts';
import type { Ledger } from '../../journal/ledger.ts';
import type { Clock, Timer } from '../../ports/clock.ts';
import { lineMost } from '../../ports/local-peer.ts';
import { intentLength, randomId, type Random } from '../../ports/random.ts';
import { doorRows, silentBoards } from './door-rows.ts';
import { eventsAtOnce, isOpen, type DoorRow, type OpenAllPart, type OpenAnswer, type Refusal, type StatusAnswer } from './protocol.ts';
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
  /** A profile has yet to pass its trial. */
  readonly isOnTrial: () => boolean;
  readonly flashed: () => Promise<StatusAnswer['flashed']>;
  /** Who is signed in. */
  readonly technicians: () => readonly string[];
  /** What the directory last said of a technician. */
  readonly lastWord: (technician: string) => DirectoryWord | null;
}

/** A door chart tries three times, with 3 s each as settings usually are; they may be set to several times that. */
const outcomeWithin = minutes(2);

type Outcome = Pick<OpenAnswer, 'outcome' | 'why'>;

/** A door that a technician had opened: in which session, by what intent, and from where on the journal speaks of it. */
interface Opened {
  readonly session: string;
  readonly intent: string;
  readonly from: number;
}

const nothingHeard: Outcome = { outcome: 'nothing-heard', why: null };

/** In characters: with all around it, half of what a line may be. */
const answerMost = lineMost / 2;

/** Where the bank is asked on behalf of a technician at its socket: what it knows, and its doors one by one. */
export class BankDesk {
  readonly #bank: BankAtWork;
  readonly #startedMonoMs: number;
  /** Locker → when a technician had it opened last. */
  readonly #opened = new Map<number, Opened>();

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
    const flashed = await this.#bank.flashed();
    const { books } = ledger;
    const rows = this.doors();
    const lockers: Record<string, number> = {};
    for (const { status } of rows) lockers[status] = (lockers[status] ?? 0) + 1;
    const count = (door: DoorRow['door']) => rows.filter((row) => row.door === door).length;
    return {
      bank: ledger.source, firmware, profile: profile.id,
      cabinet: { label: profile.label, version: profile.version }, flashed, bootid: ledger.bootid,
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

  /**
   * Opens one door, and waits for what becomes of it.
   * @param unlessOccupied the books may have learnt since the technician looked at them that something lies there
   */
  async open(locker: number, reason: string, { id, session }: Technician, unlessOccupied = false): Promise<OpenAnswer | Refusal> {
    const { ledger, random, clock, isOnTrial } = this.#bank;
    if (isOnTrial()) return 'on-trial';
    const intent = randomId(random, intentLength);
    const lastWord = this.#bank.lastWord(id);
    const asked = { locker, technician: id, lastWord, reason, session, intent, unlessOccupied };
    const decision = decideTechnicianOpen(ledger.books, asked, ledger.now());
    if (decision.kind === 'refused') return decision.why;
    if (ledger.isBroken) return 'bank-trouble';
    const beganMs = clock.monoMs();
    const from = ledger.head + 1;
    // The books have the visit at once: whoever asks for the same door meanwhile is told that it is busy.
    const told = ledger.commit(decision.facts);
    const opening = this.#bank.open(decision.visit, reason);
    await Promise.all([told, opening]);
    const { outcome, why } = await this.#outcomeOf(intent, from);
    if (isOpen({ outcome })) this.#opened.set(locker, { session, intent, from });
    return { locker, outcome, why, afterMs: Math.round(clock.monoMs() - beganMs) };
  }

  /** Somebody has looked into a locker, and it is empty. @returns `null` where that ends the doubt about it, if there was one */
  async looked(locker: number, { id, session }: Technician): Promise<Refusal | null> {
    const { ledger } = this.#bank;
    const opened = this.#opened.get(locker);
    const before = ledger.books.lockers[locker];
    const hasSeen = opened?.session === session && await this.#isOnlyShutSince(locker, opened);
    // What is not on the disk yet stands in no journal: a locker of which something new was heard meanwhile is another one.
    const hasLooked = hasSeen && ledger.books.lockers[locker] === before;
    const asked = { locker, technician: id, lastWord: this.#bank.lastWord(id), session };
    const decision = decideTechnicianLook(ledger.books, asked, hasLooked, ledger.now());
    if (decision.kind === 'refused') return decision.why;
    if (ledger.isBroken) return 'bank-trouble';
    await ledger.commit(decision.facts);
    return null;
  }

  /** Whether a door was shut since it was opened, and nothing else has happened to its locker that somebody would have to look for. */
  async #isOnlyShutSince(locker: number, { intent, from }: Opened): Promise<boolean> {
    const { ledger } = this.#bank;
    await ledger.settled();
    const said: string[] = [];
    for (let next = from; next <= ledger.head; ) {
      const events = await this.events(next);
      const last = events.at(-1);
      if (!last) return false;
      for (const { type, data } of events) {
        const isOpening = type === 'lockerbank.door.opened.v1' && data['intent'] === intent;
        // That it stood open for long says nothing about what happened once it was shut.
        const isNews = said.length > 0 && data['locker'] === locker && type !== 'lockerbank.door.held-open.v1';
        if (isOpening || isNews) said.push(type);
      }
      next = Number(last.sequence) + 1;
    }
    return said.length === 2 && said[1] === 'lockerbank.door.closed.v1';
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
      const row = this.doors().find((one) => one.locker === locker);
      if (!occupiedToo && row && (row.isOccupied || row.doubt !== null)) {
        told.part({ locker, skipped: row.isOccupied ? 'occupied' : 'in-doubt' });
        continue;
      }
      const answer = await this.open(locker, reason, technician);
      told.part(typeof answer === 'string' ? { locker, skipped: answer } : answer);
      if (typeof answer !== 'string' && isOpen(answer)) opened++;
    }
    return { opened, of: lockers.length };
  }

  /** What the journal says of an intent: it is read there, because what the books say may be over by the time that they are asked. */
  #outcomeOf(intent: string, from: number): Promise<Outcome> {
    const { ledger, clock } = this.#bank;
    let next = from;
    let isReading = false;
    return new Promise((resolve) => {
      const end = (outcome: Outcome) => {
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
          return end(nothingHeard);
        } finally {
          isReading = false;
        }
      };
      const timer: Timer = clock.setTimer('outcome of an opening', ms(outcomeWithin), () => end(nothingHeard));
      const stop = ledger.onCommitted(() => void look());
      void look();
    });
  }
}

function outcomeIn({ type, data }: EventMessage, intent: string): Outcome | null {
  if (data['intent'] !== intent) return null;
  const { why } = data;
  if (type === 'lockerbank.door.did-not-open.v1') return { outcome: 'did-not-open', why: typeof why === 'string' ? why : null };
  if (type !== 'lockerbank.door.opened.v1') return null;
  return { outcome: data['how'] === 'already' ? 'already-open' : 'opened', why: null };
}
