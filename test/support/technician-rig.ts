import type { Profile } from '../../board-profiles/profile.schema.ts';
import type { Peer } from '../../firmware/ports/local-peer.ts';
import { newTechnicianKey, publicOf, type TechnicianKey } from '../../firmware/signed/technician-keys.ts';
import { Flasher } from '../../firmware/technician/flash/flasher.ts';
import type { WireTrouble } from '../../firmware/technician/flash/wires.ts';
import { SlotStore } from '../../firmware/technician/flash/slot-store.ts';
import type { DoorsBefore } from '../../firmware/technician/flash/slots.ts';
import { BankClient } from '../../firmware/technician/socket/client.ts';
import { desksOfBank } from '../../firmware/technician/socket/desks-of-bank.ts';
import { TechnicianServer } from '../../firmware/technician/socket/server.ts';
import { writeTechnicians } from '../../firmware/technician/socket/technicians.ts';
import { SeededRandom } from '../../sim/seeded-random.ts';
import { createModelHardware } from '../../sim/cabinet/model-hardware.ts';
import type { Hardware } from '../../firmware/ports/hardware.ts';
import { BankRig } from './bank-rig.ts';
import { testProfile } from './profiles.ts';

/** Technicians' keys, the same for the same name. */
export function keyFor(id: string): TechnicianKey {
  return newTechnicianKey(id, new SeededRandom([...id].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7)));
}

/** The two ends of a connection in memory. What is said arrives in the next turn. */
export function peers(): readonly [Peer, Peer] {
  type On = Parameters<Peer['listen']>[0];
  const on: (On | null)[] = [null, null];
  let isOpen = true;
  const end = (mine: number): Peer => ({
    send(line) {
      if (isOpen) queueMicrotask(() => on[1 - mine]?.line(line));
      return isOpen;
    },
    listen: (listener) => void (on[mine] = listener),
    close() {
      if (!isOpen) return;
      queueMicrotask(() => {
        isOpen = false;
        for (const one of on) one?.closed();
      });
    },
  });
  return [end(0), end(1)];
}

export interface RigOptions {
  /** With which the bank works. */
  readonly profile?: Profile;
  /** What somebody has done to the wires behind the doors. */
  readonly rewire?: (hardware: Hardware) => Hardware;
  /** When its profile has passed its trial; `null`: it was on none. */
  readonly passed?: Promise<void> | null;
}

/** A whole bank in virtual time, and its technicians' socket. Tom and Eve have keys that it knows. */
export class TechnicianRig {
  readonly bank: BankRig;
  /** When the bank was asked to restart. */
  readonly restarts: number[] = [];
  /** Lockers in which something is said to lie. */
  occupied: readonly number[] = [];
  /** How the doors are said to be. */
  doors: DoorsBefore = {};
  /** What of a profile is said not to be on the wires. */
  missing: readonly WireTrouble[] = [];
  #server: TechnicianServer | null = null;

  private constructor(bank: BankRig) {
    this.bank = bank;
  }

  static async start({ profile = testProfile(), rewire = (hardware) => hardware, passed = null }: RigOptions = {}): Promise<TechnicianRig> {
    const bank = new BankRig(profile);
    await bank.upstreamJoins();
    const { cabinet, clock, scanner } = bank;
    await bank.boot({ hardware: rewire(createModelHardware({ profile, cabinet, clock, readers: scanner })), passed });
    await writeTechnicians(bank.disk, ['tom', 'eve'].map((id) => ({ id, public: publicOf(keyFor(id)) ?? '' })));
    const rig = new TechnicianRig(bank);
    await rig.listen();
    return rig;
  }

  get server(): TechnicianServer {
    if (this.#server === null) throw new Error('nobody listens');
    return this.#server;
  }

  /** Listens for technicians, as a bank does that has just begun. */
  async listen(): Promise<void> {
    const { clock, profile, disk, controller, ledger } = this.bank;
    const random = new SeededRandom(5);
    const onTrouble = (where: string) => void this.bank.troubles.push(where);
    const { desks } = await desksOfBank({
      ledger, profile, firmware: '0.0.0', clock, random, disk, open: (visit, why) => controller.openForTechnician(visit, why),
      isOnline: () => controller.isOnline, isServing: () => controller.kiosk.isServing,
      isOnTrial: () => controller.isOnTrial, onTrouble,
      restart: () => void this.restarts.push(clock.monoMs()),
      flasher: new Flasher(new SlotStore(disk, () => undefined), {
        profile, occupied: () => this.occupied, isServing: () => controller.kiosk.isServing, hasForgotten: false,
        doors: () => this.doors, wires: () => Promise.resolve(this.missing),
      }),
    });
    this.#server = new TechnicianServer({ desks, firmware: '0.0.0', clock, random, onTrouble });
  }

  /** What a connection hears that speaks for itself. */
  raw(): { readonly heard: Record<string, unknown>[]; readonly peer: Peer; isClosed: boolean } {
    const [mine, theirs] = peers();
    const connection = { heard: [] as Record<string, unknown>[], peer: mine, isClosed: false };
    mine.listen({
      line: (text) => void connection.heard.push(JSON.parse(text) as Record<string, unknown>),
      closed: () => void (connection.isClosed = true),
    });
    this.server.take(theirs);
    return connection;
  }

  async client(): Promise<BankClient> {
    const [mine, theirs] = peers();
    const opening = BankClient.open(mine, this.bank.clock);
    this.server.take(theirs);
    await this.bank.advance(1);
    return opening;
  }

  async signedIn(id = 'tom'): Promise<BankClient> {
    const client = await this.client();
    await this.during(client.signIn(keyFor(id)));
    return client;
  }

  /** Lets time pass until something has been answered. */
  async during<T>(work: Promise<T>, mostMs = 200_000): Promise<T> {
    let isOver = false;
    const ended = work.finally(() => (isOver = true));
    ended.catch(() => undefined);
    for (let passed = 0; !isOver && passed < mostMs; passed += 50) await this.bank.advance(50);
    if (!isOver) throw new Error(`nothing came of it within ${String(mostMs)} ms`);
    return ended;
  }

  /** What the upstream has heard since, as names and data. */
  booked(from = 0): readonly (readonly [string, Record<string, unknown>])[] {
    return this.bank.upstream.booked().slice(from).map(({ type, data }) => [type.replace(/^lockerbank\.|\.v1$/g, ''), data]);
  }
}
