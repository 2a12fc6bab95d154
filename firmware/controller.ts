import type { Profile } from '../board-profiles/profile.schema.ts';
import { lockersOf } from '../board-profiles/profile.ts';
import type { DoorFact } from '../statecharts/door/door.events.ts';
import { ms, seconds } from '../statecharts/units.ts';
import type { SessionInput } from '../statecharts/session/session.events.ts';
import type { Visit } from './bank/books.ts';
import type { BankKeys } from './bank/codes.ts';
import { decideCommand, refuseUnread, type BankFrame } from './bank/commands.ts';
import { decideDue, nextDueMs, nextWindowEndMs } from './bank/deadlines.ts';
import { decideDocument, missingDocuments } from './bank/documents.ts';
import { aboutBank, type Fact } from './bank/facts.ts';
import { own } from './bank/own.ts';
import { decideAfterBoot, decideDoorFact } from './bank/visits.ts';
import { Doors } from './hardware/doors.ts';
import type { Ledger } from './journal/ledger.ts';
import { drawingOf } from './kiosk/drawing.ts';
import { Kiosk } from './kiosk/kiosk.ts';
import type { Screen } from './kiosk/screens.ts';
import type { Clock, Timer } from './ports/clock.ts';
import type { Hardware } from './ports/hardware.ts';
import type { Hasher } from './ports/hasher.ts';
import { intentLength, randomId, type Random } from './ports/random.ts';
import type { Transport } from './ports/transport.ts';
import type { CommandReading } from './upstream/contract/commands.ts';
import type { DocumentAddress } from './upstream/contract/documents.ts';
import { Link } from './upstream/link.ts';
import { reportOf } from './upstream/report.ts';

/** Sensors that have not spoken by then are unknown; the bank opens for business all the same. */
const sensorsSpeakWithin = seconds(2);

/** The wall clock may step: what comes due much later is looked at again by then. */
const lookAgainMostMs = 3_600_000;

export interface ControllerOptions {
  readonly profile: Profile;
  readonly tenant: string;
  readonly bank: string;
  readonly firmware: string;
  readonly trust: 'broker';
  readonly ledger: Ledger;
  readonly keys: BankKeys;
  readonly hardware: Hardware;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly hasher: Hasher;
  readonly show: (screen: Screen) => void;
  /** Something that no person at the kiosk can mend: for the log. */
  readonly onTrouble: (where: string, error: unknown) => void;
}

/**
 * One bank at work: it carries inputs to the session, intents to the journal, pulses to the doors, facts to the books
 * and the books to the upstream. It decides nothing itself: that is done by charts and by `bank/`.
 */
export class Controller {
  readonly #options: ControllerOptions;
  readonly #frame: BankFrame;
  readonly #doors: Doors;
  readonly #kiosk: Kiosk;
  readonly #link: Link;
  #due: Timer | null = null;
  #hasFailed = false;

  constructor(options: ControllerOptions) {
    this.#options = options;
    this.#frame = { keys: options.keys, sizes: options.profile.sizes.map((size) => size.name) };
    const { profile, ledger, hardware, clock } = options;
    const onTrouble = (where: string, error: unknown) => this.#trouble(where, error);
    const places = new Map(drawingOf(profile).lockers.map(({ locker, column, row }) => [locker, { locker, column, row }]));
    this.#doors = new Doors({
      profile, settings: ledger.books.settings, hardware, clock, onTrouble,
      onFact: (fact) => this.#track(`door ${String(fact.locker)}`, this.#doorFact(fact)),
    });
    this.#kiosk = new Kiosk({
      ...options,
      onTrouble,
      placeOf: (locker) => places.get(locker) ?? { locker, column: 1, row: 1 },
      release: (visit) => this.#release(visit),
    });
    this.#link = new Link({
      ...options,
      onTrouble,
      report: () => reportOf(ledger, profile, options.trust, this.#link.messagesRefused),
      missing: (want) => missingDocuments(ledger.books, want),
      onCommand: (reading) => this.#track('command', this.#command(reading)),
      onDocument: (wanted, body) => this.#track('document', this.#document(wanted, body)),
      onLink: (change) => {
        const fact = change.kind === 'lost'
          ? aboutBank('link.lost', {})
          : aboutBank('link.restored', { seconds: change.seconds, events: ledger.head - ledger.books.acknowledged });
        this.#track('link', ledger.commit([fact]));
      },
    });
  }

  /** Coils off, books closed over what the last run left, sensors believed; then the screen, then the network. */
  async start(): Promise<void> {
    const { ledger, firmware, profile, hardware } = this.#options;
    await hardware.locks.restAll();
    const booted = aboutBank('bank.booted', { bootid: ledger.bootid, firmware, profile: profile.id, tornBytes: ledger.tornBytes });
    await ledger.commit([booted, ...decideAfterBoot(ledger.books)]);
    ledger.onCommitted(() => this.#armDue());
    hardware.readers.watch((text) => this.input({ type: 'label.scanned', text }));
    await this.#doors.start();
    await this.#sensorsHaveSpoken();
    this.#kiosk.start();
    this.#armDue();
    this.#link.start();
  }

  input(input: SessionInput): void {
    this.#kiosk.input(input);
  }

  /** Says offline, rests every coil, and writes the books down. */
  async stop(): Promise<void> {
    if (this.#due) this.#options.clock.cancel(this.#due);
    this.#kiosk.stop();
    await this.#link.stop();
    await this.#doors.stop();
    await this.#options.hardware.close();
    if (!this.#options.ledger.isBroken) await this.#options.ledger.snapshot();
    await this.#options.ledger.close();
  }

  /** Intent, then pulse, then outcome: the lock hears of it only when the intent is on the disk. */
  async #release(visit: Visit): Promise<void> {
    await this.#options.ledger.commit([{ type: 'note.intent', visit }]);
    if (!this.#doors.release(visit.locker, visit.intent)) throw new Error(`no door chart works locker ${String(visit.locker)} any more`);
  }

  async #doorFact(fact: DoorFact): Promise<void> {
    const { ledger } = this.#options;
    await ledger.commit(decideDoorFact(ledger.books, fact, ledger.nowMs()));
    if (fact.type === 'door.opened' || fact.type === 'door.closed' || fact.type === 'door.did-not-open') {
      this.#kiosk.tell({ type: fact.type, locker: fact.locker });
    }
  }

  async #command(reading: Exclude<CommandReading, { kind: 'noise' }>): Promise<void> {
    const { ledger, random } = this.#options;
    const id = reading.kind === 'command' ? reading.command.id : reading.id;
    const known = own(ledger.books.commands, id);
    if (known) return this.#link.resend(known.sequence);
    if (Object.values(ledger.books.visits).some((visit) => visit.command === id)) return; // It is being carried out.
    if (reading.kind === 'refused') return ledger.commit([refuseUnread(id, reading.cmd, reading.why, reading.place)]);
    const intent = randomId(random, intentLength);
    const decision = decideCommand(ledger.books, this.#frame, reading.command, ledger.nowMs(), intent);
    return decision.kind === 'facts' ? ledger.commit(decision.facts) : this.#release(decision.visit);
  }

  async #document(wanted: DocumentAddress, body: string): Promise<void> {
    const { ledger, keys } = this.#options;
    const before = ledger.books.settings;
    await ledger.commit(decideDocument(ledger.books, keys, wanted, body));
    const { settings } = ledger.books;
    if (settings === before) return;
    this.#doors.apply(settings);
    this.#kiosk.tell({ type: 'settings.changed', settings });
  }

  /** One timer for whatever comes due next: deadlines are data, so a restart arms the same one again. */
  #armDue(): void {
    const { clock, ledger } = this.#options;
    if (this.#due) clock.cancel(this.#due);
    const nowMs = ledger.nowMs();
    const next = Math.min(nextDueMs(ledger.books) ?? Infinity, nextWindowEndMs(ledger.books, nowMs) ?? Infinity);
    const waitMs = Math.min(Math.max(0, next - nowMs), lookAgainMostMs);
    this.#due = next === Infinity ? null : clock.setTimer('due', ms(waitMs), () => this.#whatIsDue());
  }

  #whatIsDue(): void {
    const { ledger } = this.#options;
    const facts: readonly Fact[] = decideDue(ledger.books, ledger.nowMs());
    if (facts.length > 0) return this.#track('due', ledger.commit(facts));
    this.#link.reportSoon(); // A window has ended: a locker is available that was not.
    this.#armDue();
  }

  #sensorsHaveSpoken(): Promise<void> {
    const { clock, ledger, profile } = this.#options;
    const areKnown = () => lockersOf(profile).every((l) => ledger.books.lockers[l.number]?.door !== 'unknown');
    return new Promise((resolve) => {
      if (areKnown()) return resolve();
      const done = () => {
        clock.cancel(timer);
        stopListening();
        resolve();
      };
      const timer = clock.setTimer('sensors speak', sensorsSpeakWithin, done);
      const stopListening = ledger.onCommitted(() => {
        if (areKnown()) done();
      });
    });
  }

  #track(where: string, work: Promise<void>): void {
    void work.catch((error: unknown) => this.#trouble(where, error));
  }

  /** Trouble goes to the log. A journal that has failed is final: nothing that cannot be written down may happen. */
  #trouble(where: string, error: unknown): void {
    try {
      this.#options.onTrouble(where, error);
    } catch {
      // A log that fails too is told no further; the doors matter more.
    }
    if (this.#options.ledger.isBroken) this.#fail();
  }

  #fail(): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#kiosk.outOfOrder();
    this.#link.drop();
    void this.#doors.stop().catch((error: unknown) => this.#options.onTrouble('doors', error));
  }
}
