import { join } from 'node:path';
import type { Profile } from '../../board-profiles/profile.schema.ts';
import { RealClock } from '../../firmware/adapters/real-clock.ts';
import { loadProfile } from '../../firmware/adapters/profile-file.ts';
import { realDisk } from '../../firmware/adapters/real-disk.ts';
import { realHasher } from '../../firmware/adapters/real-hasher.ts';
import { realRandom } from '../../firmware/adapters/real-random.ts';
import { readConfiguration } from '../../firmware/configuration/configuration.ts';
import { openCabinetHardware } from '../../sim/cabinet/cabinet-hardware.ts';
import { startBank, type RunningBank } from '../../firmware/start-bank.ts';
import { Cabinet } from '../../sim/cabinet/cabinet.ts';
import { memoryOfOneRun } from '../../sim/cabinet/cabinet-memory.ts';
import { CabinetIo } from '../../sim/cabinet/io-plugin.ts';
import { MemoryBroker } from '../../sim/memory-broker.ts';
import { cutDirectory } from '../../sim/upstream/chunks.ts';
import { HandUpstream } from '../support/hand-upstream.ts';
import { verifierOf } from '../support/scrypt.ts';
import { until } from '../support/until.ts';
import { site } from './directory.ts';
import { KioskClient } from './kiosk-client.ts';

const root = join(import.meta.dirname, '../..');

/** Ten cabinets like the simulator's, in a row: 240 lockers. */
const cabinets = 10;
export const people = 20_000;

/** More than half of all lockers, so that there is something to be listed and to be passed over. */
const taken = 130;

/** The whole firmware over a real disk and its own server, with an upstream in memory and nobody at the doors but the bench. */
export class KioskBank {
  readonly client: KioskClient;
  readonly url: string;
  readonly #bank: RunningBank;
  readonly #cabinet: Cabinet;
  readonly #upstream: HandUpstream;
  #reserved = 0;

  private constructor(bank: RunningBank, cabinet: Cabinet, upstream: HandUpstream, client: KioskClient) {
    this.#bank = bank;
    this.url = bank.kioskUrl;
    this.#cabinet = cabinet;
    this.#upstream = upstream;
    this.client = client;
  }

  static async start(folder: string): Promise<KioskBank> {
    const clock = new RealClock();
    const profile = longProfile();
    const broker = new MemoryBroker({ clock });
    const upstream = new HandUpstream({ clock });
    declareAll(upstream);
    await upstream.connect(broker.transport());
    const cabinet = new Cabinet({ profile, clock, memory: memoryOfOneRun() });
    const bank = await startBank({
      configuration: readConfiguration({ LOCKERBANK_KIOSK_PORT: '0', LOCKERBANK_TRUST: 'broker' }),
      profile, slots: null, firmware: 'bench', clock, random: realRandom, hasher: realHasher, disk: realDisk(folder),
      transport: broker.transport(),
      hardware: () => openCabinetHardware({ profile, io: new CabinetIo(profile, cabinet, clock), clock }),
      lock: () => Promise.resolve({ release: () => Promise.resolve() }), listen: () => Promise.resolve({ close: () => Promise.resolve() }),
      kioskPageFolder: join(root, 'dist/kiosk'), kioskFramedBy: null, restart: () => undefined,
      onTrouble: (where, error) => process.stderr.write(`${where}: ${String(error)}\n`),
    });
    const kiosk = new KioskBank(bank, cabinet, upstream, await KioskClient.open(bank.kioskUrl));
    await until('settings and people are known', () => upstream.ofType('document.applied').length === 2, 60_000);
    for (let count = 0; count < taken; count++) await kiosk.reserve();
    await kiosk.client.see(({ screen }) => screen.screen === 'home');
    return kiosk;
  }

  /** A parcel is announced. Answers its label, its code and its locker once the bank has written it down. */
  async reserve(): Promise<{ readonly label: string; readonly code: string; readonly locker: number }> {
    const reservation = `r-${String(++this.#reserved)}`;
    const [label, code] = [`PKG-${String(this.#reserved)}`, String(10_000_000 + this.#reserved * 7)];
    const id = this.#upstream.command('reservation.put', {
      reservation, kind: 'delivery', party: { type: 'recipient', id: `person-${String(this.#reserved)}` }, size: 'small',
      items: [{ id: label }], codes: [code],
    });
    let locker = 0;
    await until(`${reservation} has a locker`, () => {
      const [made] = this.#upstream.ofType('reservation.made').slice(-1);
      if (made?.causationid === id) locker = Number(made.data['locker']);
      return locker > 0;
    });
    return { label, code, locker };
  }

  /** Somebody shuts the door, once they are told that it is open and its coil has let go of the latch. */
  async shut(locker: number): Promise<void> {
    await this.client.see(({ screen }) => screen.screen === 'doors' && screen.stage === 'open');
    await until(`the coil of ${String(locker)} rests`, () => this.#cabinet.door(locker).coil === 'resting');
    this.#cabinet.shut(locker);
    await this.client.see(({ screen }) => screen.screen === 'doors' && screen.stage === 'shut');
  }

  async stop(): Promise<void> {
    this.client.close();
    await this.#bank.stop();
    this.#cabinet.stop();
  }
}

/** A lock is as quick as the schema lets it be: how long a coil is on, and rests, is not the kiosk's time. */
function longProfile(): Profile {
  const one = loadProfile('sim-24', join(root, 'board-profiles'));
  const lockersOfOne = one.columns.flatMap((column) => column.lockers).length;
  const columns = Array.from({ length: cabinets }, (_, cabinet) => one.columns.map((column) => ({
    ...column, kioskMm: cabinet === 0 ? column.kioskMm : 0,
    lockers: column.lockers.map((locker) => {
      const number = locker.number + cabinet * lockersOfOne;
      return {
        ...locker, number, lock: { board: 'cabinet', channel: number }, contact: { board: 'cabinet', channel: 1_000 + number },
      };
    }),
  }))).flat();
  return { ...one, lock: { ...one.lock, pulseMs: 50, restMs: 500 }, columns };
}

/** Passwords are hashed as cheaply as can be: how long a hash takes is chosen upstream, against guessing, and not the kiosk's time. */
function declareAll(upstream: HandUpstream): void {
  const { operators, ...others } = site(people);
  const permissions = ['drop-off', 'open', 'end-reservations', 'in-out-of-service', 'reserve'];
  const mia = { id: 'mia', name: 'Mia', role: 'administrator', username: 'mia', password: verifierOf('parcels-42'), permissions };
  const { body, parts } = cutDirectory({ ...others, operators: [...operators, mia] });
  for (const [hash, text] of parts) upstream.parts.set(hash, text);
  upstream.documents.set('directory', { version: 1, body });
  const settings = { bankModes: ['delivery', 'storage'], nameAtSelection: 'full', languages: ['en', 'de'] };
  upstream.documents.set('settings', { version: 1, body: JSON.stringify(settings) });
}
