import { join } from 'node:path';
import type { Profile } from '../board-profiles/profile.schema.ts';
import { logTrouble } from './adapters/process.ts';
import { realRandom } from './adapters/real-random.ts';
import type { Configuration } from './configuration/configuration.ts';
import { startKioskServer } from './kiosk/server.ts';
import { shownWithoutBooks } from './kiosk/shown-of.ts';
import { spokenLanguage } from './kiosk/words/languages.ts';
import type { Clock } from './ports/clock.ts';
import type { Disk } from './ports/disk.ts';
import type { Peer } from './ports/local-peer.ts';
import type { Service } from './ports/service.ts';
import type { RunningBank } from './start-bank.ts';
import { rootKeysOf } from './signed/root-keys.ts';
import { sayNoProfile } from './technician/flash/say-profile.ts';
import type { SlotStore } from './technician/flash/slot-store.ts';
import type { NoProfile } from './technician/flash/start-profile.ts';
import type { WireTrouble } from './technician/flash/wires.ts';
import { desksOfSetUp } from './technician/socket/desks-of-set-up.ts';
import { TechnicianServer } from './technician/socket/server.ts';
import { version } from './version.ts';
import { keepAlive } from './watchdog/keep-alive.ts';

/** There is no cabinet to draw yet. */
const noCabinet = { widthMm: 0, heightMm: 0, plinthMm: 0, kiosk: { xMm: 0, yMm: 0, widthMm: 0, heightMm: 0 }, lockers: [] };

interface SetUpOptions {
  readonly none: NoProfile;
  readonly configuration: Configuration;
  readonly disk: Disk;
  readonly slots: SlotStore;
  /** Nobody else works on the data folder as long as a profile may be flashed into it. */
  readonly lock: { release(): Promise<void> };
  readonly clock: Clock;
  /** What a profile names and the wires do not have. */
  readonly wires: (profile: Profile) => Promise<readonly WireTrouble[]>;
  readonly listen: (onPeer: (peer: Peer) => void) => Promise<{ close(): Promise<void> }>;
  /** Ends the program in order; whoever keeps it running starts it again, with the profile that is there by then. */
  readonly restart: () => void;
  readonly service: Service;
}

/**
 * A bank without a profile: no board is touched, no journal is opened. The screen says so, and a technician at the socket
 * gives it one.
 * @throws LockerError `port.busy` or `page.missing`; `configuration.malformed` for keys with which no profile could start:
 * better now than when one is on trial
 */
export async function startSetUp(options: SetUpOptions): Promise<RunningBank> {
  const { none, configuration, disk, slots, lock, clock, wires, listen, restart, service } = options;
  const { tenant, bank, kioskPort } = configuration;
  const opened: (() => Promise<void>)[] = [() => lock.release()];
  const stop = async (): Promise<void> => {
    for (const close of opened.splice(0)) await close();
  };
  try {
    rootKeysOf(configuration);
    const screen = await startKioskServer({
      port: kioskPort, pageFolder: join(import.meta.dirname, 'kiosk'), cabinet: noCabinet, random: realRandom, framedBy: null,
      onInput: () => undefined, onPage: () => undefined,
    });
    opened.unshift(() => screen.close());
    // What the machine was set up to speak: nobody has told the bank yet.
    const language = (process.env['LANG'] ?? 'en').slice(0, 2);
    screen.show(shownWithoutBooks({ screen: 'set-up', ...none }, spokenLanguage([language])));
    const desks = await desksOfSetUp({
      why: none.why, source: `lb://${tenant}/${bank}`, disk, slots, clock, random: realRandom, wires, restart, onTrouble: logTrouble,
    });
    const technicians = new TechnicianServer({ desks, firmware: version, clock, random: realRandom, onTrouble: logTrouble });
    const socket = await listen((peer) => technicians.take(peer));
    opened.unshift(() => technicians.close(), () => socket.close());
    const closing = keepAlive({ service, clock, parts: [], status: 'No profile: waiting for a technician', onTrouble: logTrouble });
    opened.unshift(() => Promise.resolve(closing()));
    process.stdout.write(`Kiosk page  ${screen.url}\n${sayNoProfile(none)}\n`);
    return { kioskUrl: screen.url, parts: [], stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
