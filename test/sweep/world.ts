import { bankKeys } from '../../firmware/bank/codes.ts';
import { Controller } from '../../firmware/controller.ts';
import type { Desk } from '../../firmware/desk.ts';
import { Ledger } from '../../firmware/journal/ledger.ts';
import type { Clock } from '../../firmware/ports/clock.ts';
import type { Disk } from '../../firmware/ports/disk.ts';
import type { Hardware } from '../../firmware/ports/hardware.ts';
import { fraction, type Random } from '../../firmware/ports/random.ts';
import type { Transport } from '../../firmware/ports/transport.ts';
import { readRootKeys } from '../../firmware/signed/keys.ts';
import { Cabinet } from '../../sim/cabinet/cabinet.ts';
import { memoryOfOneRun } from '../../sim/cabinet/cabinet-memory.ts';
import { createModelHardware } from '../../sim/cabinet/model-hardware.ts';
import { SimulatedReader } from '../../sim/cabinet/reader.ts';
import { MemoryDisk } from '../../sim/disk-memory.ts';
import { MemoryBroker } from '../../sim/memory-broker.ts';
import { SeededRandom } from '../../sim/seeded-random.ts';
import type { Signing } from '../../sim/upstream/signing.ts';
import { VirtualClock } from '../../sim/virtual-clock.ts';
import { ms } from '../../statecharts/units.ts';
import { Inspector } from '../invariants/inspector.ts';
import type { Credential } from '../invariants/credentials.ts';
import type { LifeClock } from '../support/bank-rig.ts';
import { bank, HandUpstream, tenant } from '../support/hand-upstream.ts';
import { noonMs } from '../support/noon.ts';
import { hashOf } from '../support/scrypt.ts';
import { Fuse } from './fuse.ts';
import { marksOf } from './marks.ts';
import { PatientClock } from './patient-clock.ts';
import { sweepProfile } from './sweep-profile.ts';
import { watchDesk, watchLedger } from './watched.ts';
import { fusedDisk, fusedHardware, fusedHasher, fusedRandom, fusedTransport } from './fused-ports.ts';

/** Room for a handful of visits, so that a short story crosses several segments. */
const segmentBytes = 16_384;

/** Two journals and two spares of it, snapshots, a directory: far more than any story needs. */
const roomLimits = { filesMost: 80, bytesMost: 2_000_000 };

/** What is wrong with the bank's own parts on purpose: a switch outside the product. */
export interface Planted {
  readonly disk?: (disk: Disk) => Disk;
  readonly hardware?: (hardware: Hardware, cabinet: Cabinet) => Hardware;
  readonly transport?: (transport: Transport) => Transport;
  readonly ledger?: (ledger: Ledger) => void;
  readonly desk?: (desk: Desk, log: (text: string) => void) => void;
  readonly clock?: (clock: LifeClock, whole: Clock) => LifeClock;
}

interface WorldOptions {
  readonly seed: number;
  readonly credentials: readonly Credential[];
  readonly signing?: Signing | undefined;
  /** A card that rewrites whole blocks. */
  readonly blockBytes?: number | undefined;
  readonly disk?: MemoryDisk | undefined;
  readonly startMs?: number;
  /** Whether an order to a lock at which the power goes still reaches its coil; diced where it is not said. */
  readonly reachesCoil?: boolean | undefined;
  readonly planted?: Planted | undefined;
}

interface Acknowledging {
  readonly logid?: string;
  readonly through?: number;
  readonly data?: { readonly logid?: string; readonly through?: number };
}

/** One time that the bank has power. */
export interface Life {
  readonly number: number;
  readonly fuse: Fuse;
  readonly clock: LifeClock;
  readonly sinceMs: number;
  ledger: Ledger | null;
  controller: Controller | null;
}

/** A whole bank and everything around it. The bank lives as often as it is switched on; the world goes on. */
export class SweptWorld {
  readonly clock: VirtualClock;
  readonly broker: MemoryBroker;
  readonly disk: MemoryDisk;
  readonly cabinet: Cabinet;
  readonly upstream: HandUpstream;
  readonly scanner = new SimulatedReader('scanner');
  readonly inspector: Inspector;
  /** Screens and lines of the log. */
  readonly said: string[] = [];
  readonly troubles: string[] = [];
  /** What else happened in this run that may never be seen otherwise. */
  readonly marks = new Set<string>();
  readonly dice: Random;
  restarts = 0;
  /** By how much the wall clock is wrong just now. */
  wrongByMs = 0;
  /** The bank has woken up by a clock that was wrong, and had no reason to doubt it. */
  hasWokenWrong = false;
  life: Life | null = null;
  readonly #options: WorldOptions;
  readonly #bankDice = new SeededRandom(3);
  /** The calls of the first life of the bank. */
  calls: readonly string[] = [];
  readonly #on = new Set<number>();
  readonly #pulsed = new Set<string>();
  readonly #through = new Map<string, number>();
  #heard = 0;
  #logid: string | null = null;
  #onMs = 0;
  #lives = 0;
  #switchOff: () => void = () => undefined;
  #moving: Promise<void> = Promise.resolve();

  constructor(options: WorldOptions) {
    const { seed, credentials, signing, blockBytes, disk, startMs = noonMs } = options;
    this.#options = options;
    this.dice = new SeededRandom(seed);
    this.clock = new VirtualClock({ wallMs: startMs });
    this.broker = new MemoryBroker({ clock: this.clock });
    this.disk = disk ?? new MemoryDisk(blockBytes === undefined ? {} : { blockBytes });
    this.cabinet = new Cabinet({ profile: sweepProfile(), clock: this.clock, memory: memoryOfOneRun() });
    this.upstream = new HandUpstream({ clock: { wallMs: () => this.trueMs() }, ...(signing ? { signing } : {}) });
    this.inspector = new Inspector({
      cabinet: this.cabinet,
      broker: this.broker,
      files: this.disk,
      credentials,
      limits: roomLimits,
      said: () => this.said,
      onMs: () => this.onMs(),
      trueMs: () => this.trueMs(),
      hasWokenWrong: () => this.hasWokenWrong,
      isFull: () => this.disk.fault === 'full',
      life: () => this.#lives,
      acknowledged: (logid) => this.#acknowledged(logid),
    });
    this.cabinet.onChange((change) => {
      if (change.kind === 'door' && this.cabinet.door(change.locker).coil === 'energised') this.#coilIsOn(change.locker);
      else if (change.kind === 'door') this.#on.delete(change.locker);
    });
  }

  /** Up to where the upstream has ever said that it has a log. */
  #acknowledged(logid: string): number {
    for (; this.#heard < this.broker.published.length; this.#heard++) {
      const { from, payload } = this.broker.published[this.#heard] ?? { from: '', payload: '' };
      const said = from === 'upstream' ? (JSON.parse(payload) as Acknowledging) : {};
      const { logid: log, through } = said.data ?? said;
      if (log !== undefined && through !== undefined) this.#through.set(log, Math.max(through, this.#through.get(log) ?? 0));
    }
    return this.#through.get(logid) ?? 0;
  }

  #coilIsOn(locker: number): void {
    if (this.#on.has(locker)) return;
    this.#on.add(locker);
    this.inspector.pulsed(locker);
    this.#pulsed.add(this.inspector.seen.intentFor(locker)?.intent ?? '');
  }

  /** What time it really is. */
  trueMs(): number {
    return this.clock.wallMs() - this.wrongByMs;
  }

  onMs(): number {
    return this.#onMs + (this.life ? this.clock.monoMs() - this.life.sinceMs : 0);
  }

  roll(options: number): number {
    return Math.floor(fraction(this.dice) * options);
  }

  /** Time goes by; whoever waits meanwhile waits for the same. */
  advance(byMs: number): Promise<void> {
    this.#moving = this.#moving.then(() => this.clock.advance(ms(byMs)));
    return this.#moving;
  }

  /** Resolves when no time is on its way any more. */
  atRest(): Promise<void> {
    return this.#moving;
  }

  /**
   * Switches the bank on.
   * @param blowAt at which of its calls the power goes
   * @returns false where it never came to serve anybody
   */
  async boot(blowAt = Infinity): Promise<boolean> {
    const life: Life = {
      number: ++this.#lives,
      fuse: new Fuse(blowAt, () => this.#goDark(life)),
      clock: this.#lifeClock(),
      sinceMs: this.clock.monoMs(),
      ledger: null,
      controller: null,
    };
    this.life = life;
    this.hasWokenWrong ||= this.wrongByMs !== 0;
    if (life.number === 1) this.calls = life.fuse.calls;
    const opening = this.#open(life);
    let isDone = false;
    const done = (): boolean => (isDone = true);
    void opening.then(done, done);
    for (let turn = 0; turn < 80 && !isDone && !life.fuse.isBlown; turn++) await this.advance(100);
    if (!life.fuse.isBlown) await Promise.race([opening, never(this.advance(60_000), 'the bank did not start')]);
    return !life.fuse.isBlown;
  }

  /** The power goes, in the middle of nothing. */
  cut(): void {
    this.life?.fuse.blow();
  }

  /** Ends in order. */
  async stop(): Promise<void> {
    const { life } = this;
    const stopping = life?.controller?.stop();
    await this.advance(3_000);
    await stopping;
    this.#onMs = this.onMs();
    life?.clock.end();
    this.life = null;
  }

  #lifeClock(): LifeClock {
    const clock = new PatientClock(this.clock);
    return this.#options.planted?.clock?.(clock, this.clock) ?? clock;
  }

  async #open(life: Life): Promise<void> {
    const { fuse, clock } = life;
    const { planted = {}, signing, reachesCoil = this.roll(2) === 0 } = this.#options;
    const profile = sweepProfile();
    const random = fusedRandom(this.#bankDice, fuse);
    const disk = fusedDisk(planted.disk?.(this.disk) ?? this.disk, fuse);
    const limits = { segmentBytes, cachedEventsMost: 40 };
    const ledger = await Ledger.open({ disk, clock, random, profile, source: `lb://${tenant}/${bank}`, limits });
    if (fuse.isBlown) return;
    life.ledger = ledger;
    if (life.number > 1) this.#noteRestart(ledger);
    planted.ledger?.(ledger);
    watchLedger(ledger, this.inspector, () => this.life?.ledger === ledger);
    ledger.onCommitted(() => this.#followLog(ledger.logid));
    const model = createModelHardware({ profile, cabinet: this.cabinet, clock, readers: this.scanner });
    this.#switchOff = () => void model.close();
    const transport = planted.transport?.(this.broker.transport()) ?? this.broker.transport();
    const controller = new Controller({
      profile,
      tenant,
      bank,
      firmware: '0.0.0',
      trust: signing ? 'signed' : 'broker',
      roots: signing ? readRootKeys(signing.root.paserk, 'a test') : [],
      ledger,
      disk,
      keys: bankKeys(new Uint8Array(32).fill(7)),
      hardware: fusedHardware(planted.hardware?.(model, this.cabinet) ?? model, fuse, reachesCoil),
      transport: fusedTransport(transport, fuse),
      clock,
      random,
      hasher: fusedHasher({ scrypt: async (password, salt, cost) => new Uint8Array(hashOf(password, salt, cost)) }, fuse),
      show: (screen) => fuse.isBlown || void this.said.push(JSON.stringify(screen)),
      wear: () => undefined,
      restart: () => this.restarts++,
      onTrouble: (where, error) => {
        if (fuse.isBlown) return;
        this.troubles.push(where);
        this.said.push(`${where} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      },
    });
    planted.desk?.(controller.desk, (text) => void this.said.push(text));
    const { desk } = controller;
    watchDesk(desk, this.inspector, () => this.life?.controller?.desk === desk);
    life.controller = controller;
    await controller.start();
    if (!fuse.isBlown) this.inspector.orders.atWork(ledger.books);
  }

  #noteRestart(ledger: Ledger): void {
    this.inspector.restarted(ledger.books);
    const { ageMs } = ledger.now();
    if (ledger.tornBytes > 0) this.marks.add('a torn record cut off');
    if (this.disk.blocksLost > 0) this.marks.add('a block lost');
    if (this.disk.fault === 'full') this.marks.add('a start on a full disk');
    if (Object.values(ledger.books.misses).some((misses) => misses.lockedUntilAgeMs > ageMs)) this.marks.add('a lock over a restart');
    if (Object.values(ledger.books.visits).some(({ phase }) => phase === 'open'))
      this.marks.add('a door that stood open for somebody over a restart');
  }

  /** Nothing is said, nothing finished; what was not synced may be gone, and every coil is off. */
  #goDark(life: Life): void {
    this.#onMs = this.onMs();
    this.life = null;
    life.clock.end();
    this.#switchOff();
    this.#switchOff = () => undefined;
    for (const { locker } of this.cabinet.doors()) this.cabinet.deenergise(locker);
    this.inspector.wentDark();
    for (const mark of marksOf(life.fuse.calls, this.inspector.seen, (intent) => this.#pulsed.has(intent))) this.marks.add(mark);
    this.disk.powerCut(this.dice);
    // It gets another chance. Nobody has tidied it up; the second time they have: a small segment has no room for three rounds.
    if (this.disk.fault !== 'full' || life.number > 1) this.disk.fault = 'none';
    this.broker.drop(bank);
    this.inspector.reread();
  }

  /** An upstream keeps each log by itself: of another one it has nothing yet. */
  #followLog(logid: string): void {
    if (this.#logid !== null && logid !== this.#logid) {
      this.upstream.events.clear();
      this.upstream.through = 0;
      this.marks.add('another log begun');
    }
    this.#logid = logid;
  }
}

async function never(patience: Promise<void>, what: string): Promise<never> {
  await patience;
  throw new Error(what);
}
