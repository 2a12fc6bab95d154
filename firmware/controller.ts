import type { Profile } from '../board-profiles/profile.schema.ts';
import type { DoorFact } from '../statecharts/door/door.events.ts';
import { never } from '../statecharts/never.ts';
import { seconds } from '../statecharts/units.ts';
import type { Visit } from './bank/books.ts';
import type { BankKeys } from './bank/codes.ts';
import { decideCommand, refuseUnread, type BankFrame, type CommandDecision } from './bank/commands.ts';
import { decideDegraded } from './bank/degraded.ts';
import { decideAfterBoot, decideDoorFact } from './bank/door-facts.ts';
import { rejected } from './bank/documents.ts';
import { aboutBank, type Fact } from './bank/facts.ts';
import { decideInsideRelease } from './bank/inside-release.ts';
import { own } from './bank/own.ts';
import { Caretaker } from './caretaker.ts';
import { Desk } from './desk.ts';
import { DocumentKeeper, type TakenDocument } from './documents/document-keeper.ts';
import { watchHardware, lightDoor } from './hardware-watch.ts';
import { Doors } from './hardware/doors.ts';
import { noBeeper, noHeadphones, noKeypad, noSpeech } from './hardware/no-audio.ts';
import type { Ledger } from './journal/ledger.ts';
import { dressOf, type Dress } from './kiosk/dress.ts';
import { Kiosk } from './kiosk/kiosk.ts';
import type { PageState } from './kiosk/listeners.ts';
import type { KioskInput, Shown } from './kiosk/shown.ts';
import { AudioMode } from './kiosk/speech/audio-mode.ts';
import type { Clock } from './ports/clock.ts';
import type { Disk } from './ports/disk.ts';
import { ExpectedTrouble } from './ports/expected-trouble.ts';
import type { Hardware } from './ports/hardware.ts';
import type { Hasher } from './ports/hasher.ts';
import { intentLength, randomId, type Random } from './ports/random.ts';
import type { Transport } from './ports/transport.ts';
import type { CommandReading } from './contract/commands.ts';
import type { DocumentAddress } from './contract/documents.ts';
import type { Degradation } from './contract/events.ts';
import { Link } from './upstream/link.ts';
import { reportOf } from './upstream/report.ts';
import type { TokenClaims } from './signed/qr.ts';
import { sensorsHaveSpoken } from './sensors-spoken.ts';
import { keySetOf, type KeySet, type VerifyingKey } from './signed/keys.ts';
import { readQrToken } from './signed/qr.ts';
import { sealCode } from './signed/seal.ts';
import type { TrustMode } from './signed/trust.ts';

/** Left behind by a bank whose disk has failed. */
const failedPath = 'storage.failed';

/** A time that took longer to come is not the time any more. */
const roundTripMost = seconds(2);

export interface ControllerOptions {
  readonly profile: Profile;
  readonly tenant: string;
  readonly bank: string;
  readonly firmware: string;
  readonly trust: TrustMode;
  /** The keys that are pinned by configuration. */
  readonly roots: readonly VerifyingKey[];
  readonly ledger: Ledger;
  readonly disk: Disk;
  readonly keys: BankKeys;
  readonly hardware: Hardware;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly hasher: Hasher;
  readonly show: (shown: Shown) => void;
  /** How the page looks from now on. */
  readonly wear: (dress: Dress) => void;
  /** The upstream wants the program to end and to be started again. */
  readonly restart: () => void;
  /** Nobody begins anything before, at the kiosk or from afar; left out, or `null`: nobody is kept waiting. */
  readonly passed?: Promise<void> | null;
  /** Something that no person at the kiosk can mend: for the log. */
  readonly onTrouble: (where: string, error: unknown) => void;
}

/**
 * One bank at work: it carries inputs to the session, intents to the journal, pulses to the doors, facts to the books
 * and the books to the upstream. It decides nothing itself: that is done by charts and by `bank/`.
 */
export class Controller {
  /** The books' side of the kiosk. */
  readonly desk: Desk;
  readonly kiosk: Kiosk;
  readonly #audio: AudioMode;
  readonly #options: ControllerOptions;
  readonly #doors: Doors;
  readonly #documents: DocumentKeeper;
  readonly #caretaker: Caretaker;
  readonly #link: Link;
  #keySet: KeySet;
  #isOnTrial: boolean;

  constructor(options: ControllerOptions) {
    this.#options = options;
    this.#isOnTrial = Boolean(options.passed);
    const { profile, ledger, hardware, clock, random, keys } = options;
    const onTrouble = (where: string, error: unknown) => this.#trouble(where, error);
    const commit = ledger.commit.bind(ledger);
    const now = () => ledger.now();
    this.#keySet = this.#keysInForce();
    this.#doors = new Doors({
      profile, settings: ledger.books.settings, hardware, clock, onTrouble,
      onFact: (fact) => this.#track(`door ${String(fact.locker)}`, this.#doorFact(fact)),
    });
    this.#documents = new DocumentKeeper({
      disk: options.disk, keys, books: () => ledger.books, now, commit, onTrouble,
      use: (directory) => ledger.useDirectory(directory), partsWanted: () => this.#link.partsWanted(),
    });
    this.desk = new Desk({
      ledger, random, hasher: options.hasher, frame: () => this.#frame(), release: (visit) => this.#release(visit),
      readToken: (text) => this.#readToken(text),
      sealCode: (code) => (this.#keySet.sealTo ? sealCode(this.#keySet.sealTo, code, random) : null),
    });
    this.kiosk = new Kiosk({ ...options, desk: this.desk, onTrouble, show: (shown) => this.#show(shown) });
    this.#audio = new AudioMode({
      speech: hardware.speech ?? noSpeech, keypad: hardware.keypad ?? noKeypad, headphones: hardware.headphones ?? noHeadphones,
      beeper: hardware.beeper ?? noBeeper, clock,
      send: (input) => this.input(input), tell: (fact) => this.kiosk.tell(fact), blank: (isBlank) => this.kiosk.blank(isBlank),
    });
    this.#link = new Link({
      ...options, onTrouble, keySet: () => this.#keySet, nowMs: () => now().ms,
      report: () => reportOf(ledger, profile, options.trust, this.#link),
      missing: (want) => this.#documents.missing(want),
      hasPart: (sha256) => this.#documents.hasPart(sha256),
      onPart: (sha256, body) => this.#documents.takePart(sha256, body),
      onDocument: (wanted, body, parts) => this.#track('document', this.#document(wanted, body, parts)),
      onRejected: (wanted, why) => this.#track('document', ledger.commit(rejected(wanted, why).facts)),
      onCommand: (reading) => this.#track('command', this.#command(reading)),
      onServerTime: (timeMs, roundTripMs) => {
        if (roundTripMs < roundTripMost) ledger.serverSaid(timeMs);
      },
      onRewound: (through) => this.#track('upstream restored', commit([{ type: 'note.rewound', through }])),
      onForked: () => this.#track('log', this.#beginNewLog()),
      onLink: (change) => this.#track('link', commit([
        change.kind === 'lost'
          ? aboutBank('link.lost', {})
          : aboutBank('link.restored', { seconds: change.seconds, events: ledger.head - this.#link.acknowledged }),
      ])),
    });
    ledger.onBroken((error) => this.#fail(error));
    this.#caretaker = new Caretaker({
      ledger, clock, onLook: () => this.#link.wantAgain(),
      onQuietChange: () => {
        this.kiosk.show();
        this.#link.reportSoon();
      },
      track: (where, work) => this.#track(where, work),
    });
  }

  /** Coils off, books closed over what the last run left, sensors believed; then the screen, then the network. */
  async start(): Promise<void> {
    const { ledger, firmware, profile, hardware, disk } = this.#options;
    await hardware.locks.restAll();
    const booted = aboutBank('bank.booted', { bootid: ledger.bootid, firmware, profile: profile.id, tornBytes: ledger.tornBytes });
    const failed = await failedBefore(disk);
    await ledger.commit([booted, ...failed, ...decideAfterBoot(ledger.books)]);
    // A file that stays is told of once more at the next start, and keeps nobody from their parcel.
    if (failed.length > 0) await disk.remove(failedPath).catch((error: unknown) => this.#trouble(failedPath, error));
    await this.#documents.start();
    this.#track('look', this.#dress());
    watchHardware(hardware, (why, isWrong) => this.#degraded(why, isWrong));
    hardware.readers.watch(({ from, text }) => this.input({ type: from === 'badge' ? 'badge.shown' : 'label.scanned', text }));
    await this.#doors.start();
    hardware.insideReleases?.watch((locker) => this.#letOut(locker));
    // What is put in under a profile on trial would lie behind another door once that has been given up, and what is reserved
    // under it behind none. It takes seconds.
    if (this.#options.passed) this.#track('trial', this.#options.passed.then(() => this.#open()));
    else await this.#open();
    this.#caretaker.start();
  }

  /** For whoever comes, and for the upstream: when its doors are known. */
  async #open(): Promise<void> {
    this.#isOnTrial = false;
    await sensorsHaveSpoken(this.#options);
    this.kiosk.start();
    this.#link.start();
  }

  input(input: KioskInput): void {
    this.kiosk.input(input);
  }

  /** A technician has a door opened: somebody may stand before it, and is told before it moves. */
  async openForTechnician(visit: Visit, why: string): Promise<void> {
    this.kiosk.tell({ type: 'door.opened-remotely', locker: visit.locker, why });
    await this.#release(visit);
  }

  /** For the watchdog. */
  doorsGoRound(): Promise<void> {
    return this.#doors.round();
  }

  /** Whether the profile may yet be given up. */
  get isOnTrial(): boolean {
    return this.#isOnTrial;
  }

  get isOnline(): boolean {
    return this.#link.isOnline;
  }

  /** The same is drawn and spoken; where the one fails, the other goes on. */
  #show(shown: Shown): void {
    try {
      this.#audio.show(shown);
    } catch (error) {
      this.#trouble('speech', error);
    }
    this.#options.show(shown);
  }

  /** Nobody can be served who comes to a page that has died: the upstream is told, and whoever reads the log. */
  page(page: PageState): void {
    if (page === 'dead') this.#trouble('page', new ExpectedTrouble('the page at the kiosk has been silent for 20 s'));
    this.#degraded('page-silent', page === 'dead');
  }

  /**
   * Signs out whoever is there, says offline, rests every coil, and writes the books down, as far as there is room for
   * them: the journal has them anyway.
   */
  async stop(): Promise<void> {
    this.#caretaker.stop();
    this.kiosk.stop();
    this.#audio.stop();
    await this.desk.end().catch((error: unknown) => this.#trouble('sign-out', error));
    await this.#link.stop();
    await this.#doors.stop();
    await this.#options.hardware.speech?.close();
    await this.#options.hardware.close();
    if (this.#options.ledger.isBroken) await this.#noteFailure();
    await this.#options.ledger.close();
  }

  /** Intent, then pulse, then outcome: the lock hears of it only when the intent is on the disk. */
  async #release(visit: Visit): Promise<void> {
    await this.#options.ledger.commit([{ type: 'note.intent', visit }]);
    if (!this.#doors.release(visit.locker, visit.intent)) throw new Error(`no door chart works locker ${String(visit.locker)} any more`);
  }

  /** The door is being opened already. Its chart hears of it as of a release, or it would call that a theft. */
  #letOut(locker: number): void {
    const { ledger, random } = this.#options;
    this.#track('inside release', ledger.commit(decideInsideRelease(ledger.books, locker)));
    // On trial no chart hears its contact: the door is found open when one does.
    if (!this.#isOnTrial && ledger.books.lockers[locker]?.door !== 'open') this.#doors.release(locker, randomId(random, intentLength));
  }

  /** Told once: the books know of it as soon as it is on its way to the disk. */
  #degraded(why: Degradation, isWrong: boolean): void {
    const { ledger } = this.#options;
    this.#track(why, ledger.commit(decideDegraded(ledger.books, why, isWrong)));
  }

  async #doorFact(fact: DoorFact): Promise<void> {
    const { ledger, hardware } = this.#options;
    lightDoor(hardware.lamps, fact);
    await ledger.commit(decideDoorFact(ledger.books, fact, ledger.now()));
    if (fact.type === 'door.left-open') return this.kiosk.leftOpen(fact.locker);
    if (fact.type === 'door.forced') return this.kiosk.forcedOpen(fact.locker);
    if (fact.type === 'door.opened' || fact.type === 'door.closed' || fact.type === 'door.did-not-open') {
      this.kiosk.tell({ type: fact.type, locker: fact.locker });
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
    const decision = decideCommand(ledger.books, this.#frame(), reading.command, ledger.now(), intent);
    // Somebody may stand before it: they are told before it moves.
    if (decision.kind === 'release' && reading.command.cmd === 'locker.open') {
      const { locker, reason = '' } = reading.command.args;
      this.kiosk.tell({ type: 'door.opened-remotely', locker, why: reason });
    }
    return this.#carryOut(decision);
  }

  async #carryOut(decision: CommandDecision): Promise<void> {
    const { ledger, restart } = this.#options;
    switch (decision.kind) {
      case 'facts':
        return ledger.commit(decision.facts);
      case 'release':
        return this.#release(decision.visit);
      case 'replay':
        await ledger.commit(decision.facts);
        return this.#link.replay(decision.from);
      case 'restart':
        await ledger.commit(decision.facts);
        return restart();
      default:
        return never(decision, 'decision about a command');
    }
  }

  /**
   * The upstream has another continuation of the log, and never hears how commands ended that this bank has carried out
   * since. They end once more, in the new log, so that nobody waits for them; none is run again.
   */
  async #beginNewLog(): Promise<void> {
    const { ledger } = this.#options;
    const { acknowledged } = this.#link;
    const untold = Object.entries(ledger.books.commands).filter(([, { sequence }]) => sequence > acknowledged);
    const ends = untold.map(([id]) => aboutBank('command.interrupted', { command: id, cmd: '' }, { command: id }));
    await ledger.beginNewLog('the upstream knows more of it', ends);
  }

  async #document(wanted: DocumentAddress, body: string, parts: readonly string[]): Promise<void> {
    const { ledger } = this.#options;
    const { settings: before, keys: keysBefore } = ledger.books;
    const taken: TakenDocument = await this.#documents.take(wanted, body, parts);
    const { settings, keys } = ledger.books;
    if (taken === 'incomplete') this.#link.wantAgain();
    if (wanted.kind === 'branding') this.#track('look', this.#dress());
    if (keys !== keysBefore) {
      this.#keySet = this.#keysInForce();
      this.#link.keysChanged();
    }
    if (settings === before) return;
    this.#doors.apply(settings);
    this.kiosk.tell({ type: 'settings.changed', settings });
  }

  /** The look of the branding in force. Nobody waits for its pictures; a look that has been replaced meanwhile is not worn. */
  async #dress(): Promise<void> {
    const { ledger, wear } = this.#options;
    const { branding } = ledger.books;
    const dress = await dressOf(branding, (medium) => this.#documents.medium(medium));
    if (ledger.books.branding === branding) wear(dress);
  }

  async #readToken(text: string): Promise<TokenClaims | null> {
    const { ledger, tenant, bank } = this.#options;
    const reading = await readQrToken(text, this.#keySet, tenant, bank, ledger.now().ms);
    return reading.kind === 'qr' ? reading.token : null;
  }

  #keysInForce(): KeySet {
    const { ledger: { books }, roots } = this.#options;
    const { keys, documents } = books;
    return keySetOf(roots, keys && { document: keys, validUntilMs: documents['keys']?.validUntilMs ?? null });
  }

  #frame(): BankFrame {
    const { keys, profile, ledger } = this.#options;
    return {
      keys, sizes: profile.sizes.map((size) => size.name), ownPrefix: ledger.logid, isOnline: this.#link.isOnline,
      health: { clockq: ledger.clockQuality(), low: ledger.isLow, head: ledger.head, messagesRefused: this.#link.messagesRefused },
    };
  }

  #track(where: string, work: Promise<void>): void {
    void work.catch((error: unknown) => this.#trouble(where, error));
  }

  /** Trouble goes to the log. A log that fails too is told no further: the doors matter more. */
  #trouble(where: string, error: unknown): void {
    try {
      this.#options.onTrouble(where, error);
    } catch {
      // Nobody is left to tell.
    }
  }

  /** The journal takes nothing more: the next start tells it, if the disk still takes this much. */
  async #noteFailure(): Promise<void> {
    await this.#options.disk.replace(failedPath, new Uint8Array()).catch(() => undefined);
  }

  /** A journal that has failed is final: nothing that cannot be written down may happen. */
  #fail(error: Error): void {
    this.#trouble('journal', error);
    void this.#noteFailure();
    this.kiosk.outOfOrder();
    this.#link.drop();
    this.#track('doors', this.#doors.stop());
  }
}

/** A run before this one had to stop because its journal could not be written. */
async function failedBefore(disk: Disk): Promise<readonly Fact[]> {
  if ((await disk.read(failedPath)) === null) return [];
  return [aboutBank('storage.failed', { why: 'the journal could not be written' })];
}
