import { join } from 'node:path';
import { seconds } from '../statecharts/units.ts';
import { logTrouble } from './adapters/process.ts';
import { realRandom } from './adapters/real-random.ts';
import type { Service } from './ports/service.ts';
import type { Configuration } from './configuration/configuration.ts';
import { startKioskServer } from './kiosk/server.ts';
import { shownWithoutBooks } from './kiosk/shown-of.ts';
import { spokenLanguage } from './kiosk/words/languages.ts';
import type { Clock, Timer } from './ports/clock.ts';
import type { Disk } from './ports/disk.ts';
import type { Random } from './ports/random.ts';
import type { RunningBank } from './start-bank.ts';
import { rootKeysOf } from './signed/root-keys.ts';
import { SlotStore } from './technician/flash/slot-store.ts';
import { keepAlive } from './watchdog/keep-alive.ts';

interface SetUpOptions {
  readonly why: 'never-flashed' | 'not-passed' | 'damaged';
  readonly kioskPort: number;
  readonly kioskPageFolder: string;
  readonly random: Random;
  /** What the machine was set up to speak, as in `LANG`: nobody has told the bank yet. */
  readonly language: string;
}

/** There is no cabinet to draw yet. */
const noCabinet = { widthMm: 0, heightMm: 0, plinthMm: 0, kiosk: { xMm: 0, yMm: 0, widthMm: 0, heightMm: 0 }, lockers: [] };

/**
 * A bank without a profile: no board is touched, no journal is opened. The screen says so, to people and to technicians.
 * @throws LockerError `port.busy` or `page.missing`
 */
async function startSetUp(options: SetUpOptions): Promise<{ readonly kioskUrl: string; stop(): Promise<void> }> {
  const { why, kioskPort, kioskPageFolder, random, language } = options;
  const server = await startKioskServer({
    port: kioskPort, pageFolder: kioskPageFolder, cabinet: noCabinet, random, framedBy: null,
    onInput: () => undefined, onPage: () => undefined,
  });
  server.show(shownWithoutBooks({ screen: 'set-up', why }, spokenLanguage([language.slice(0, 2)])));
  return { kioskUrl: server.url, stop: () => server.close() };
}

interface WaitOptions {
  readonly why: SetUpOptions['why'];
  readonly configuration: Configuration;
  readonly disk: Disk;
  readonly clock: Clock;
  /** Ends the program in order; whoever keeps it running starts it again, with the profile that is there by then. */
  readonly restart: () => void;
  readonly service: Service;
}

/** Somebody who flashes waits for it. */
const lookEvery = seconds(2);

/**
 * Shows the set-up screen until a technician has flashed a profile. Nothing else of the bank runs.
 * @throws LockerError `configuration.malformed` for keys with which no profile could start: better now than when one is on trial
 */
export async function waitForProfile({ why, configuration, disk, clock, restart, service }: WaitOptions): Promise<RunningBank> {
  rootKeysOf(configuration);
  const screen = await startSetUp({
    why, kioskPort: configuration.kioskPort, kioskPageFolder: join(import.meta.dirname, 'kiosk'), random: realRandom,
    language: process.env['LANG'] ?? 'en',
  });
  const store = new SlotStore(disk, logTrouble);
  const before = JSON.stringify(await store.state());
  let timer: Timer | null = null;
  const look = async (): Promise<void> => {
    if (JSON.stringify(await store.state()) !== before) return restart();
    lookLater();
  };
  const lookLater = (): void => {
    timer = clock.setTimer('a profile is flashed', lookEvery, () => void look().catch((error: unknown) => logTrouble('profile', error)));
  };
  lookLater();
  const closing = keepAlive({ service, clock, parts: [], status: 'No profile: waiting for a technician', onTrouble: logTrouble });
  process.stdout.write(`Kiosk page  ${screen.kioskUrl}\nNo profile has been flashed. Begin with: lockerbank flash PROFILE\n`);
  return {
    kioskUrl: screen.kioskUrl, parts: [],
    stop: () => {
      if (timer) clock.cancel(timer);
      closing();
      return screen.stop();
    },
  };
}
