import { join, resolve } from 'node:path';
import { loadProfile } from '../firmware/adapters/profile-file.ts';
import { lockDataFolder } from '../firmware/adapters/data-lock.ts';
import { readEnvironment } from '../firmware/adapters/environment.ts';
import { listenLocally, socketName } from '../firmware/adapters/local-socket.ts';
import { logTrouble, runCommandLine } from '../firmware/adapters/process.ts';
import { RealClock } from '../firmware/adapters/real-clock.ts';
import { realDisk } from '../firmware/adapters/real-disk.ts';
import { realHasher } from '../firmware/adapters/real-hasher.ts';
import { realRandom } from '../firmware/adapters/real-random.ts';
import { readConfiguration, type Configuration } from '../firmware/configuration/configuration.ts';
import { startBank, type StartOptions } from '../firmware/start-bank.ts';
import { mqttTransport } from '../firmware/upstream/mqtt-transport.ts';
import { withoutSecrets } from '../firmware/upstream/without-secrets.ts';
import { version } from '../firmware/version.ts';
import { AtKiosk } from './at-kiosk.ts';
import { runBoardProgram } from './boards/board-program.ts';
import { startBroker, type Broker } from './broker.ts';
import { cabinetFile } from './cabinet/cabinet-file.ts';
import { openCabinetHardware } from './cabinet/cabinet-hardware.ts';
import { Cabinet } from './cabinet/cabinet.ts';
import { CabinetIo } from './cabinet/io-plugin.ts';
import { cuttable } from './network.ts';
import { startSimServer, type SimServer } from './server.ts';
import { Simulation } from './simulation.ts';
import { demoSettings } from './upstream/demo-settings.ts';
import { openUpstreamLog } from './upstream/upstream-log.ts';
import { demoSigning } from './upstream/signing.ts';
import { Upstream } from './upstream/upstream.ts';

/** The cabinet of the simulator, unless another one is named. */
const simProfile = 'sim-24';

const usage = `lockerbank-sim [bank | board MODEL]

Runs a simulated bank with the real firmware, an MQTT broker and the reference upstream.

  lockerbank-sim        everything
  lockerbank-sim bank   without the upstream: somebody else plays it, over LOCKERBANK_MQTT_URL
  lockerbank-sim board  lock boards on a serial port of this machine (--help says more)
`;

/** Everything that has to be stopped, in the order in which it was started. */
type Stoppable = () => Promise<void>;

async function start(withUpstream: boolean): Promise<{ stop(): Promise<void> }> {
  const configuration = readConfiguration(readEnvironment(process.cwd(), process.env), { trust: 'broker', profile: simProfile });
  const stops: Stoppable[] = [];
  try {
    const addresses = await startParts(configuration, withUpstream, stops);
    process.stdout.write(addresses);
  } catch (error) {
    await stopAll(stops);
    throw error;
  }
  return { stop: () => stopAll(stops) };
}

async function startParts(configuration: Configuration, withUpstream: boolean, stops: Stoppable[]): Promise<string> {
  const { dataFolder, tenant, bank, simPort } = configuration;
  const data = resolve(dataFolder);
  const lock = await lockDataFolder(data);
  stops.push(() => lock.release());
  const clock = new RealClock();
  const profile = loadProfile(configuration.profile ?? simProfile, join(import.meta.dirname, 'board-profiles'));
  const broker: Broker | null = configuration.mqttUrl === null ? await startBroker(configuration.mqttPort) : null;
  if (broker) stops.push(() => broker.close());
  const mqttUrl = broker?.url ?? configuration.mqttUrl ?? '';
  const shownUrl = withoutSecrets(mqttUrl);
  let upstream: Upstream | null = null;
  stops.push(async () => upstream?.stop());

  let page: SimServer | null = null;
  const changed = () => page?.changed();
  const cabinet = new Cabinet({ profile, clock, memory: cabinetFile(join(data, 'cabinet.json')) });
  stops.push(() => Promise.resolve(cabinet.stop()));
  const atKiosk = new AtKiosk(clock);
  const network = cuttable(mqttTransport(mqttUrl));
  const bankFolder = join(data, 'bank');
  const log = withUpstream ? await openUpstreamLog(realDisk(join(data, 'upstream'))) : null;
  // The simulator's own upstream signs with keys of its own, and the bank is told of them as a technician would tell it.
  const signing = log && configuration.trust === 'signed' ? await demoSigning(log, realRandom) : null;
  const bankOptions: StartOptions = {
    configuration: signing ? { ...configuration, rootKeys: [signing.root.paserk] } : configuration,
    profile, firmware: version, clock, random: realRandom, hasher: realHasher,
    disk: realDisk(bankFolder), slots: null, lock: () => lockDataFolder(bankFolder),
    listen: (onPeer) => listenLocally(configuration.socket ?? join(bankFolder, socketName), onPeer), transport: network,
    restart: () => void restart().catch((error: unknown) => logTrouble('restart', error)),
    hardware: async () => ({
      ...await openCabinetHardware({ profile, io: new CabinetIo(profile, cabinet, clock), clock, onTrouble: logTrouble }),
      ...atKiosk.hardware(),
    }),
    kioskPageFolder: join(import.meta.dirname, 'kiosk'), kioskFramedBy: `http://127.0.0.1:${String(simPort)}`, onTrouble: logTrouble,
  };
  let running = await startBank(bankOptions);
  const restart = async () => {
    await running.stop();
    running = await startBank(bankOptions);
  };
  stops.push(() => running.stop());
  if (log) {
    upstream = new Upstream({
      transport: mqttTransport(mqttUrl), log, clock, random: realRandom, tenant, bank, onChange: changed, onTrouble: logTrouble,
      settings: demoSettings, ...(signing ? { signing } : {}),
    });
    upstream.start();
  }

  const simulation = new Simulation({ profile, cabinet, atKiosk, network, upstream, kioskUrl: running.kioskUrl, mqttUrl: shownUrl });
  const server = await startSimServer({
    port: simPort, pageFolder: join(import.meta.dirname, 'sim'), state: () => simulation.state(),
    perform: async (action) => {
      const answer = await simulation.perform(action);
      changed();
      return answer;
    },
  });
  page = server;
  stops.push(() => server.close());
  cabinet.onChange(changed);
  atKiosk.onChange(changed);
  return [
    `Simulator page  ${server.url}`,
    `Kiosk page      ${running.kioskUrl}`,
    `MQTT broker     ${shownUrl}   topics lb/1/${tenant}/${bank}/…`,
    `Data folder     ${data}`,
    '', 'Stop with Ctrl-C.', '',
  ].join('\n');
}

async function stopAll(stops: Stoppable[]): Promise<void> {
  for (const stop of stops.splice(0).reverse()) await stop();
}

const [first, ...others] = process.argv.slice(2);
if (first === 'board') await runBoardProgram(others, join(import.meta.dirname, 'board-profiles'));
else await runCommandLine(usage, ['bank'], (word) => start(word !== 'bank'));
