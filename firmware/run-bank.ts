import { join, resolve } from 'node:path';
import { LockerError } from '../statecharts/locker-error.ts';
import type { Profile } from '../board-profiles/profile.schema.ts';
import { lockDataFolder } from './adapters/data-lock.ts';
import { readEnvironment } from './adapters/environment.ts';
import { Espeak } from './adapters/espeak.ts';
import { listenLocally, socketName } from './adapters/local-socket.ts';
import { realPath } from './adapters/files.ts';
import { logTrouble, runUntilStopped } from './adapters/process.ts';
import { RealClock } from './adapters/real-clock.ts';
import { realDisk } from './adapters/real-disk.ts';
import { realHasher } from './adapters/real-hasher.ts';
import { realRandom } from './adapters/real-random.ts';
import { openSystemd } from './adapters/systemd.ts';
import { readConfiguration } from './configuration/configuration.ts';
import { openHardware } from './hardware/open-hardware.ts';
import type { Hardware } from './ports/hardware.ts';
import type { Peer } from './ports/local-peer.ts';
import { chooseProfile } from './choose-profile.ts';
import { startSetUp } from './start-set-up.ts';
import { startBank, type RunningBank } from './start-bank.ts';
import { compareWires } from './technician/flash/wires.ts';
import { mqttTransport } from './upstream/mqtt-transport.ts';
import { withoutSecrets } from './upstream/without-secrets.ts';
import { version } from './version.ts';
import { keepAlive } from './watchdog/keep-alive.ts';

/** The firmware on the Pi, until it is told to stop: the same bank as in the simulator, over the real world. */
export function runBank(): Promise<void> {
  return runUntilStopped(start);
}

async function start(): Promise<RunningBank> {
  const configuration = readConfiguration(readEnvironment(process.cwd(), process.env));
  const { mqttUrl } = configuration;
  if (mqttUrl === null) {
    const what = 'is not set. Cure: name the broker, such as mqtts://broker.example:8883';
    throw new LockerError('configuration.malformed', 'LOCKERBANK_MQTT_URL', what);
  }
  const clock = new RealClock();
  const service = await openSystemd({ environment: process.env, processId: process.pid, onTrouble: logTrouble });
  const dataFolder = resolve(configuration.dataFolder);
  const disk = realDisk(dataFolder, 'held');
  const restart = (): void => void process.kill(process.pid, 'SIGTERM');
  const chosen = await chooseProfile({
    named: configuration.profile, profileFolder: join(import.meta.dirname, 'board-profiles'), disk, clock, restart, onTrouble: logTrouble,
    lock: () => lockDataFolder(dataFolder),
  });
  const listen = (onPeer: (peer: Peer) => void) => listenLocally(configuration.socket ?? join(dataFolder, socketName), onPeer);
  if (chosen.kind === 'none') {
    const wires = (next: Profile) => compareWires(next, { clock, now: null, lines: [], realPath });
    const { kind: _, slots, lock, ...none } = chosen;
    return startSetUp({ none, slots, lock, configuration, disk, clock, wires, listen, restart, service });
  }
  const { profile, slots, lock, tried, passed } = chosen;
  const bank = await startBank({
    configuration, profile, firmware: version, clock, random: realRandom, hasher: realHasher,
    disk, lock, slots, listen, passed, transport: mqttTransport(mqttUrl),
    wires: (next, lines) => compareWires(next, { clock, now: profile, lines, realPath }),
    hardware: async () => tried(withVoice(await openHardware({ profile, clock, onTrouble: logTrouble }), profile)),
    kioskPageFolder: join(import.meta.dirname, 'kiosk'), kioskFramedBy: null, onTrouble: logTrouble,
    // Ends in order; whoever keeps the program running starts it again.
    restart,
  });
  const status = `Open for business: ${profile.id}, ${bank.kioskUrl}`;
  const closing = keepAlive({ service, clock, parts: bank.parts, status, onTrouble: logTrouble });
  process.stdout.write(`Kiosk page  ${bank.kioskUrl}\nBroker      ${withoutSecrets(mqttUrl)}\n`);
  return {
    ...bank,
    stop: () => {
      closing();
      return bank.stop();
    },
  };
}

/** It is tried out at once: a voice that is missing is told before somebody needs it. */
function withVoice(hardware: Hardware, { audio }: Profile): Hardware {
  if (!audio) return hardware;
  const { loudspeaker, headphones } = audio;
  const devices = { loudspeaker: loudspeaker.card, ...(headphones && { headphones: headphones.card }) };
  const speech = new Espeak({ devices, onTrouble: logTrouble });
  void speech.tryOut();
  return { ...hardware, speech };
}
