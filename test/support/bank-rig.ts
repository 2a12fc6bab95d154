import type { Profile } from '../../board-profiles/profile.schema.ts';
import { bankKeys } from '../../firmware/bank/codes.ts';
import { Controller, type ControllerOptions } from '../../firmware/controller.ts';
import { Ledger } from '../../firmware/journal/ledger.ts';
import type { Dress } from '../../firmware/kiosk/dress.ts';
import type { Screen } from '../../firmware/kiosk/screens.ts';
import type { KioskInput, Shown } from '../../firmware/kiosk/shown.ts';
import type { Clock, ClockQuality, Timer } from '../../firmware/ports/clock.ts';
import type { Hardware } from '../../firmware/ports/hardware.ts';
import type { EventMessage } from '../../firmware/contract/messages.ts';
import { Cabinet } from '../../sim/cabinet/cabinet.ts';
import { memoryOfOneRun } from '../../sim/cabinet/cabinet-memory.ts';
import { createModelHardware } from '../../sim/cabinet/model-hardware.ts';
import { SimulatedReader } from '../../sim/cabinet/reader.ts';
import { MemoryDisk } from '../../sim/disk-memory.ts';
import { MemoryBroker } from '../../sim/memory-broker.ts';
import { SeededRandom } from '../../sim/seeded-random.ts';
import { VirtualClock } from '../../sim/virtual-clock.ts';
import { ms, type Milliseconds } from '../../statecharts/units.ts';
import { bank, HandUpstream, tenant } from './hand-upstream.ts';
import { noonMs } from './noon.ts';
import { testProfile } from './profiles.ts';
import { hashOf, verifierOf } from './scrypt.ts';

export const code = '47110815';

/** One life of a controller: when it ends, its timers end with it, as they would with its process. */
export class LifeClock implements Clock {
  readonly #clock: Clock;
  readonly #timers = new Set<Timer>();
  #isOver = false;
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  monoMs = (): number => this.#clock.monoMs();
  wallMs = (): number => this.#clock.wallMs();
  quality = (): ClockQuality => this.#clock.quality();

  setTimer(name: string, after: Milliseconds, fire: () => void): Timer {
    if (this.#isOver) return { name };
    const timer = this.#clock.setTimer(name, after, () => {
      this.#timers.delete(timer);
      fire();
    });
    this.#timers.add(timer);
    return timer;
  }

  cancel(timer: Timer): void {
    if (this.#timers.delete(timer)) this.#clock.cancel(timer);
  }

  end(): void {
    this.#isOver = true;
    for (const timer of [...this.#timers]) this.cancel(timer);
  }
}

/** A whole bank in virtual time: the real firmware over a model of the cabinet, a disk and a broker in memory. */
export class BankRig {
  readonly clock = new VirtualClock({ wallMs: noonMs });
  readonly broker = new MemoryBroker({ clock: this.clock });
  readonly disk = new MemoryDisk();
  readonly profile: Profile;
  readonly cabinet: Cabinet;
  readonly scanner = new SimulatedReader('scanner');
  readonly upstream = new HandUpstream({ clock: this.clock });
  /** All that the page was told. */
  readonly showings: Shown[] = [];
  /** All the looks that it was given. */
  readonly dresses: Dress[] = [];
  readonly troubles: string[] = [];
  /** How often the upstream wanted the program to end and to start again. */
  restarts = 0;
  readonly #random = new SeededRandom(3);
  #life = new LifeClock(this.clock);
  #hardware: Hardware | null = null;
  #controller: Controller | null = null;
  #ledger: Ledger | null = null;

  constructor(profile: Profile = testProfile()) {
    this.profile = profile;
    this.cabinet = new Cabinet({ profile, clock: this.clock, memory: memoryOfOneRun() });
  }

  /** An upstream that listens, and a bank that has just been switched on. */
  static async start(change: Partial<ControllerOptions> = {}): Promise<BankRig> {
    const rig = new BankRig();
    await rig.upstreamJoins();
    await rig.boot(change);
    return rig;
  }

  async upstreamJoins(): Promise<void> {
    const joining = this.upstream.connect(this.broker.transport());
    await this.advance(50);
    await joining;
  }

  async boot(change: Partial<ControllerOptions> = {}): Promise<void> {
    this.#life = new LifeClock(this.clock);
    const clock = this.#life;
    const { profile, disk } = this;
    const ledger = await Ledger.open({ disk, clock, random: this.#random, profile, source: `lb://${tenant}/${bank}` });
    this.#ledger = ledger;
    this.#hardware = await this.openHardware(clock);
    this.#controller = new Controller({
      profile, tenant, bank, firmware: '0.0.0', trust: 'broker', roots: [], ledger, disk, keys: bankKeys(new Uint8Array(32).fill(7)),
      hardware: this.#hardware,
      transport: this.broker.transport(), clock, random: this.#random,
      hasher: { scrypt: async (password, salt, { n, r, p }) => new Uint8Array(hashOf(password, salt, { n, r, p })) },
      show: (shown) => this.showings.push(shown),
      wear: (dress) => this.dresses.push(dress),
      restart: () => this.restarts++,
      onTrouble: (where) => this.troubles.push(where),
      ...change,
    });
    const starting = this.#controller.start();
    await this.advance(3_000);
    await starting;
  }

  /** What one life of the bank finds behind the doors. */
  protected openHardware(clock: Clock): Promise<Hardware> {
    const { profile, cabinet, scanner: readers } = this;
    return Promise.resolve(createModelHardware({ profile, cabinet, clock, readers }));
  }

  get controller(): Controller {
    if (!this.#controller) throw new Error('the bank has not been switched on');
    return this.#controller;
  }

  get ledger(): Ledger {
    if (!this.#ledger) throw new Error('the bank has not been switched on');
    return this.#ledger;
  }

  /** The power goes: nothing is said, nothing finished; what was not synced may be gone. */
  async kill(): Promise<void> {
    this.#life.end();
    this.disk.powerCut(this.#random);
    void this.#hardware?.close();
    this.broker.drop(bank);
    await this.advance(1_000);
  }

  advance(byMs: number): Promise<void> {
    return this.clock.advance(ms(byMs));
  }

  get screen(): Screen {
    return this.showings.at(-1)?.screen ?? { screen: 'starting' };
  }

  /** What the page was told last. */
  get shown(): Shown {
    const last = this.showings.at(-1);
    if (!last) throw new Error('nothing has been shown yet');
    return last;
  }

  async input(input: KioskInput, thenMs = 100): Promise<void> {
    this.controller.input(input);
    await this.advance(thenMs);
  }

  /** Sends a command, and lets the bank answer. */
  async command(cmd: string, args: unknown, change: { readonly id?: string; readonly exp?: string } = {}): Promise<string> {
    const id = this.upstream.command(cmd, args, change);
    await this.advance(1_500);
    return id;
  }

  /** The events that a command has caused. */
  causedBy(command: string): readonly EventMessage[] {
    return this.upstream.booked().filter((event) => event.causationid === command);
  }

  /** Has the upstream reserve a place. Answers the locker. */
  async reserve(reservation: string, pickupCode = code, change: object = {}): Promise<number> {
    const id = await this.command('reservation.put', {
      reservation, kind: 'delivery', party: { type: 'recipient', id: 'ada' }, size: 'small', items: [{ id: `PKG-${reservation}` }],
      codes: [pickupCode], ...change,
    });
    const [made] = this.causedBy(id);
    if (made?.type !== 'lockerbank.reservation.made.v1') throw new Error(`${reservation} was not reserved: ${made?.type ?? 'no answer'}`);
    return Number(made.data['locker']);
  }

  /** A parcel that lies in its locker, with the operator gone home. */
  async deposit(reservation: string, pickupCode = code): Promise<number> {
    const locker = await this.reserve(reservation, pickupCode);
    await this.signIn();
    await this.input({ type: 'label.entered', label: `PKG-${reservation}` }, 1_000);
    this.cabinet.putIn(locker, `PKG-${reservation}`);
    await this.shut(locker);
    await this.input({ type: 'finish.chosen' });
    return locker;
  }

  async signIn(): Promise<void> {
    if (!this.upstream.documents.has('directory')) await this.publishDirectory();
    await this.input({ type: 'way.chosen', way: 'password' });
    await this.input({ type: 'password.entered', username: 'mia', password: 'parcels-42' });
  }

  async publishDirectory(): Promise<void> {
    await this.declare('directory', {
      recipients: [{ id: 'ada', name: 'Ada' }],
      operators: [{ id: 'mia', name: 'Mia', username: 'mia', password: verifierOf('parcels-42'), permissions: ['drop-off'] }],
    });
  }

  async declare(kind: 'settings' | 'directory' | 'keys', document: object): Promise<void> {
    const version = (this.upstream.documents.get(kind)?.version ?? 0) + 1;
    this.upstream.documents.set(kind, { version, body: JSON.stringify(document) });
    this.upstream.declare();
    await this.advance(1_500);
  }

  async shut(locker: number): Promise<void> {
    this.cabinet.shut(locker);
    await this.advance(1_000);
  }

  /** Which doors stand open, by their lockers' numbers. */
  openDoors(): readonly number[] {
    return this.cabinet.doors().filter((door) => door.leaf === 'open').map((door) => door.locker);
  }

  energised(): readonly number[] {
    return this.cabinet.doors().filter((door) => door.coil === 'energised').map((door) => door.locker);
  }
}
