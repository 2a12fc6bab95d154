import type { Profile } from '../board-profiles/profile.schema.ts';
import { LockerError } from '../statecharts/locker-error.ts';
import { bankKeys, type BankKeys } from './bank/codes.ts';
import type { Configuration } from './configuration/configuration.ts';
import { Controller } from './controller.ts';
import { Ledger } from './journal/ledger.ts';
import { drawingOf } from './kiosk/drawing.ts';
import { startKioskServer } from './kiosk/server.ts';
import type { Clock } from './ports/clock.ts';
import type { Disk } from './ports/disk.ts';
import type { Hardware } from './ports/hardware.ts';
import type { Hasher } from './ports/hasher.ts';
import type { Random } from './ports/random.ts';
import type { Transport } from './ports/transport.ts';
import { readRootKeys } from './signed/keys.ts';

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
  /** The upstream wants the program to end and to be started again. */
  readonly restart: () => void;
  readonly onTrouble: (where: string, error: unknown) => void;
}

export interface RunningBank {
  readonly kioskUrl: string;
  stop(): Promise<void>;
}

/**
 * Starts one bank over whatever adapters it is given: the firmware on the Pi and the simulator run this very code.
 * @throws LockerError for every part of the set-up that is broken
 */
export async function startBank(options: StartOptions): Promise<RunningBank> {
  const { configuration, profile, disk, clock, random } = options;
  const { tenant, bank } = configuration;
  const roots = readRootKeys(configuration.rootKeys.join(','), 'LOCKERBANK_ROOT_KEYS');
  if (configuration.trust === 'signed' && roots.length === 0) throw needsRootKeys();
  const lock = await options.lock();
  const opened: (() => Promise<void>)[] = [() => lock.release()];
  let controller: Controller | null = null;
  try {
    const server = await startKioskServer({
      port: configuration.kioskPort, pageFolder: options.kioskPageFolder, cabinet: drawingOf(profile), random,
      framedBy: options.kioskFramedBy, onInput: (input) => controller?.input(input), onPage: (page) => controller?.page(page),
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
    return {
      kioskUrl: server.url,
      async stop() {
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

function needsRootKeys(): LockerError {
  const what = 'is not set, but commands are obeyed only with a signature (LOCKERBANK_TRUST=signed). ' +
    'Cure: name the upstream\'s public root key, k4.public.…; or LOCKERBANK_TRUST=broker, with a private broker that has access control';
  return new LockerError('configuration.malformed', 'LOCKERBANK_ROOT_KEYS', what);
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
