import type { Profile } from '../board-profiles/profile.schema.ts';
import { LockerError } from '../statecharts/locker-error.ts';
import type { Books } from './bank/books.ts';
import { bankKeys, type BankKeys } from './bank/codes.ts';
import type { Configuration } from './configuration/configuration.ts';
import { Controller } from './controller.ts';
import { Ledger } from './journal/ledger.ts';
import { drawingOf } from './kiosk/drawing.ts';
import type { Kiosk } from './kiosk/kiosk.ts';
import { startKioskServer } from './kiosk/server.ts';
import type { Clock } from './ports/clock.ts';
import type { Disk } from './ports/disk.ts';
import type { Hardware, OpenLine } from './ports/hardware.ts';
import type { Hasher } from './ports/hasher.ts';
import type { Random } from './ports/random.ts';
import type { Transport } from './ports/transport.ts';
import type { Peer } from './ports/local-peer.ts';
import type { TurningPart } from './ports/turning-part.ts';
import { rootKeysOf } from './signed/root-keys.ts';
import { Flasher } from './technician/flash/flasher.ts';
import type { SlotStore } from './technician/flash/slot-store.ts';
import type { DoorsBefore } from './technician/flash/slots.ts';
import { tellOfSetUp } from './technician/flash/told.ts';
import type { WireTrouble } from './technician/flash/wires.ts';
import { desksOfBank } from './technician/socket/desks-of-bank.ts';
import { TechnicianServer } from './technician/socket/server.ts';
import { PagePart } from './watchdog/page-part.ts';

const keyPath = 'bank.key';
const keyBytes = 32;

export interface StartOptions {
  readonly configuration: Configuration;
  readonly profile: Profile;
  readonly firmware: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly hasher: Hasher;
  readonly disk: Disk;
  readonly transport: Transport;
  /** Made only once folder and port are ours and the books are open: no coil is touched by a start that must fail. */
  readonly hardware: () => Promise<Hardware>;
  readonly kioskPageFolder: string;
  readonly kioskFramedBy: string | null;
  /** Keeps every other process off the data folder; a second one ends with `data.locked`. */
  readonly lock: () => Promise<{ release(): Promise<void> }>;
  /** Listens for technicians at the bank's local socket. */
  readonly listen: (onPeer: (peer: Peer) => void) => Promise<{ close(): Promise<void> }>;
  /** Where technicians flash profiles to; `null`: the profile was named where the bank was started. */
  readonly slots: SlotStore | null;
  /** What another profile names and the wires do not have. @param lines those that the bank has open */
  readonly wires?: (profile: Profile, lines: readonly OpenLine[]) => Promise<readonly WireTrouble[]>;
  /** The upstream, or a technician, wants the program to end and to be started again. */
  readonly restart: () => void;
  /** When a profile that was just flashed has passed its trial; left out, or `null`, where it is on none. */
  readonly passed?: Promise<void> | null;
  readonly onTrouble: (where: string, error: unknown) => void;
}

export interface RunningBank {
  readonly kioskUrl: string;
  /** All that must go round for it to be alive. */
  readonly parts: readonly TurningPart[];
  stop(): Promise<void>;
}

/**
 * Starts one bank over whatever adapters it is given: the firmware on the Pi and the simulator run this very code.
 * @throws LockerError for every part of the set-up that is broken
 */
export async function startBank(options: StartOptions): Promise<RunningBank> {
  const { configuration, profile, disk, clock, random } = options;
  const { tenant, bank } = configuration;
  const roots = rootKeysOf(configuration);
  const lock = await options.lock();
  const opened: (() => Promise<void>)[] = [() => lock.release()];
  let controller: Controller | null = null;
  const page = new PagePart(clock);
  try {
    const server = await startKioskServer({
      port: configuration.kioskPort, pageFolder: options.kioskPageFolder, cabinet: drawingOf(profile), random,
      framedBy: options.kioskFramedBy, onInput: (input) => controller?.input(input),
      onPage: (state) => {
        page.hear(state);
        controller?.page(state);
      },
    });
    opened.unshift(() => server.close());
    const ledger = await Ledger.open({ disk, clock, random, profile, source: `lb://${tenant}/${bank}` });
    opened.unshift(() => ledger.close());
    const keys = await readKeys(disk, random, ledger.head > 0);
    const hardware = await options.hardware();
    opened.unshift(() => hardware.close());
    controller = new Controller({
      ...options, tenant, bank, trust: configuration.trust, roots, ledger, keys, hardware, show: (shown) => server.show(shown),
      wear: (dress) => server.wear(dress),
    });
    const started = controller;
    await started.start();
    const telling = options.slots && tellOfSetUp(options.slots, (facts) => ledger.commit(facts));
    await telling?.catch((error: unknown) => options.onTrouble('flash', error));
    const technicians = await listenToTechnicians(options, ledger, started, hardware);
    return {
      kioskUrl: server.url,
      parts: [
        ...(hardware.loops ?? []),
        { name: 'journal', round: () => ledger.settled() },
        { name: 'doors', round: () => started.doorsGoRound() },
        page,
      ],
      async stop() {
        await technicians.close();
        await started.stop();
        await server.close();
        await lock.release();
      },
    };
  } catch (error) {
    for (const close of opened) await close();
    throw error;
  }
}

async function listenToTechnicians(
  options: StartOptions, ledger: Ledger, bank: Controller, hardware: Hardware,
): Promise<{ close(): Promise<void> }> {
  const { profile, firmware, clock, random, slots, wires, onTrouble } = options;
  const flasher = slots && new Flasher(slots, {
    profile, occupied: () => occupiedLockers(ledger.books), isServing: () => isServing(ledger.books, bank.kiosk), hasForgotten: false,
    doors: () => knownDoors(ledger.books),
    wires: (next) => wires?.(next, hardware.lines ?? []) ?? Promise.resolve([]),
  });
  const { desks, stop } = await desksOfBank({
    ...options, ledger, flasher, open: (visit, why) => bank.openForTechnician(visit, why), isOnline: () => bank.isOnline,
    isServing: () => bank.kiosk.isServing, isOnTrial: () => bank.isOnTrial,
  });
  const technicians = new TechnicianServer({ desks, firmware, clock, random, onTrouble });
  const end = async (): Promise<void> => {
    stop();
    await technicians.close();
  };
  try {
    const socket = await options.listen((peer) => technicians.take(peer));
    return { close: () => end().then(() => socket.close()) };
  } catch (error) {
    // Nobody is kept from their parcel because technicians cannot be listened to.
    onTrouble('technicians', error);
    return { close: end };
  }
}

/**
 * Lockers in which something lies. A doubt alone does not count: exchanged wires leave doubts at every door that was tried,
 * and the profile that mends them must go in.
 */
function occupiedLockers(books: Books): readonly number[] {
  return [...new Set(Object.values(books.reservations).flatMap(({ state, locker }) => (state === 'occupied' ? [locker] : [])))];
}

/** How each door is of which anything is known: while a profile is on trial, as it was before. */
function knownDoors({ lockers }: Books): DoorsBefore {
  return Object.fromEntries(Object.values(lockers).flatMap(({ number, door }) => (door === 'unknown' ? [] : [[number, door]])));
}

/** Somebody is at the screen, or a door is being opened. A door whose contact never says closed would keep the bank busy for ever. */
function isServing(books: Books, kiosk: Pick<Kiosk, 'isServing'>): boolean {
  return kiosk.isServing || Object.values(books.visits).some(({ phase }) => phase === 'intended');
}

/** The bank's own key. A new one is made on the first start only: with another key no code would ever open again. */
async function readKeys(disk: Disk, random: Random, hasHistory: boolean): Promise<BankKeys> {
  const stored = await disk.read(keyPath);
  if (stored?.length === keyBytes) return bankKeys(stored);
  if (stored !== null || hasHistory) {
    throw new LockerError(
      'key.malformed',
      keyPath,
      'the key is missing or broken, and without it no pickup code can be checked. Cure: restore the data folder as a whole',
    );
  }
  const fresh = random.bytes(keyBytes);
  await disk.replace(keyPath, fresh);
  return bankKeys(fresh);
}
