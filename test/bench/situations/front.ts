import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadProfile } from '../../../firmware/adapters/profile-file.ts';
import { RealClock } from '../../../firmware/adapters/real-clock.ts';
import type { EventMessage } from '../../../firmware/contract/messages.ts';
import { mqttTransport } from '../../../firmware/upstream/mqtt-transport.ts';
import { startBroker, type Broker } from '../../../sim/broker.ts';
import { Cabinet } from '../../../sim/cabinet/cabinet.ts';
import { memoryOfOneRun } from '../../../sim/cabinet/cabinet-memory.ts';
import { wornLiesFor } from '../../../sim/cabinet/contact.ts';
import { freePort } from '../../support/free-port.ts';
import { HandUpstream } from '../../support/hand-upstream.ts';
import { until } from '../../support/until.ts';
import { ms } from '../../../statecharts/units.ts';
import { BankProcess } from './bank-process.ts';
import type { FitOptions, FittedBoards } from './boards.ts';
import { Notebook } from './findings.ts';

/** The locker that everything is tried at: neither the first nor the last of its board. */
const tried = 3;
/** What a report may take on the way, at most: polled, debounced, journaled, sent. */
const knownWithin = 5_000;
/** The cabinet measures by the clock of a busy machine. */
export const coilLongest = ms(1_100);

interface FrontOptions {
  /** A cabinet of board-profiles/. */
  readonly id: string;
  /** The checkout whose profiles and build are tried. */
  readonly root: string;
  readonly fit: (options: FitOptions) => Promise<FittedBoards>;
}

/** One bank of one family of boards: the firmware as a process, boards, a broker, an upstream. */
export class Front {
  readonly locker = tried;
  readonly cabinet: Cabinet;
  readonly boards: FittedBoards;
  readonly bank: BankProcess;
  readonly clock = new RealClock();
  readonly #folder: string;
  readonly #mqttPort: number;
  #broker: Broker | null = null;
  /** An upstream that comes back does not give an id twice. */
  #ordered = 0;
  #upstream: HandUpstream;
  #movedMs = 0;
  notebook = new Notebook();

  private constructor(
    folder: string, mqttPort: number, parts: { root: string; cabinet: Cabinet; boards: FittedBoards; profileFile: string },
  ) {
    this.#folder = folder;
    this.#mqttPort = mqttPort;
    this.cabinet = parts.cabinet;
    this.boards = parts.boards;
    this.#upstream = new HandUpstream({ clock: this.clock });
    let leaf = this.cabinet.door(tried).leaf;
    this.cabinet.onChange(() => {
      if (this.cabinet.door(tried).leaf === leaf) return;
      leaf = this.cabinet.door(tried).leaf;
      this.#movedMs = performance.now();
    });
    this.bank = new BankProcess({
      root: parts.root, dataFolder: join(folder, 'data'), profileFile: parts.profileFile,
      mqttUrl: `mqtt://127.0.0.1:${String(mqttPort)}`,
    });
  }

  static async open({ id, root, fit }: FrontOptions): Promise<Front> {
    const folder = mkdtempSync(join(tmpdir(), 'lockerbank-situations-'));
    const shipped = loadProfile(id, join(root, 'board-profiles'));
    const clock = new RealClock();
    const cabinet = new Cabinet({ profile: shipped, clock, memory: memoryOfOneRun(), coilLongest });
    const boards = await fit({ profile: shipped, cabinet, clock, folder });
    const profileFile = join(folder, 'profile.json');
    writeFileSync(profileFile, JSON.stringify({
      profileVersion: 2, id: 'tried', version: 1, label: 'tried', source: 'a bench', inherits: id, buses: boards.buses,
      readers: [],
    }));
    const front = new Front(folder, await freePort(), { root, cabinet, boards, profileFile });
    await front.startBroker();
    await front.startBank();
    return front;
  }

  async startBroker(): Promise<void> {
    this.#broker = await startBroker(this.#mqttPort);
    const before = this.#upstream;
    this.#upstream = new HandUpstream({ clock: this.clock });
    for (const [sequence, text] of before.events) this.#upstream.events.set(sequence, text);
    this.#upstream.through = before.through;
    this.#upstream.documents.set('settings', { version: 1, body: JSON.stringify({ heldOpenAfter: 10_000, openWarning: 5_000 }) });
    await this.#upstream.connect(mqttTransport(this.#broker.url));
  }

  async stopBroker(): Promise<void> {
    await this.#broker?.close();
    this.#broker = null;
  }

  async startBank(): Promise<void> {
    const before = this.#upstream.session;
    await this.bank.start();
    await until('the bank is online', () => this.#upstream.session !== before, 60_000);
    await until('the bank takes every door for what it is', () => this.#areDoorsAsTheyAre(), 60_000);
  }

  async close(): Promise<void> {
    await this.bank.stop();
    await this.stopBroker();
    await this.boards.close();
    this.cabinet.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get events(): readonly EventMessage[] {
    return this.#upstream.booked();
  }

  /** Sends an order to open. @returns its id */
  order(change: { readonly id?: string; readonly exp?: string } = {}): string {
    const named = { id: `order-${String(++this.#ordered)}`, ...change };
    return this.#upstream.command('locker.open', { locker: this.locker, reason: 'a situation' }, named);
  }

  /** The event that ends a command; missing, if none comes. */
  async endOf(command: string, withinMs = 40_000): Promise<EventMessage | null> {
    const ends = /^lockerbank\.command\.(done|refused|expired|interrupted)\.v1$/;
    return this.#wait(`the end of a command`, ({ type, causationid }) => ends.test(type) && causationid === command, withinMs);
  }

  /** Waits for word of something that happens or has just happened, and notes how long it took from there; or that it is missing. */
  async heard(type: string, fromSequence: number, data: Readonly<Record<string, unknown>> = {}, withinMs = knownWithin): Promise<boolean> {
    const began = performance.now();
    const wanted = { locker: this.locker, ...data };
    const event = await this.#wait(type, (one) => Number(one.sequence) > fromSequence && one.type === `lockerbank.${type}.v1` &&
      Object.entries(wanted).every(([key, value]) => one.data[key] === value), withinMs);
    if (event) this.notebook.knownAfterMs.push(this.#afterTruth(performance.now() - Math.max(began, this.#movedMs)));
    return event !== null;
  }

  /** What is known only once a worn contact lies still was not to be known any sooner: counted from there. */
  #afterTruth(sinceMovedMs: number): number {
    const lies = this.cabinet.door(tried).fault === 'bouncing' ? wornLiesFor : 0;
    return sinceMovedMs < lies ? sinceMovedMs : sinceMovedMs - lies;
  }

  get head(): number {
    return this.#upstream.through;
  }

  /** How often the door came open, whoever opened it. */
  get openings(): number {
    const { opened } = this.cabinet.door(this.locker);
    return opened.released + opened.forced;
  }

  get pulses(): number {
    return this.cabinet.pulses().filter(({ locker }) => locker === this.locker).length;
  }

  async untilCoilRests(): Promise<void> {
    await until('the coil rests', () => this.cabinet.door(this.locker).coil === 'resting', 5_000);
  }

  /** Somebody shuts the door, as soon as it stays shut. */
  async shut(withinMs = knownWithin): Promise<void> {
    await this.untilCoilRests();
    const from = this.head;
    if (!this.cabinet.shut(this.locker)) return;
    await this.heard('door.closed', from, {}, withinMs);
  }

  async #wait(what: string, isIt: (event: EventMessage) => boolean, withinMs: number): Promise<EventMessage | null> {
    let found: EventMessage | undefined;
    try {
      await until(what, () => (found = this.#upstream.booked().find(isIt)) !== undefined, withinMs);
    } catch {
      this.notebook.missing.push(what);
    }
    return found ?? null;
  }

  /** By the bank's latest report since it came: a front whose contacts are wired wrongly proves nothing. */
  #areDoorsAsTheyAre(): boolean {
    const report = this.#upstream.messages('report').filter(({ session }) => session === this.#upstream.session).at(-1);
    return report?.lockers?.every(({ number, door }) => door === this.cabinet.door(number).leaf) ?? false;
  }
}
