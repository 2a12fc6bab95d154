import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadProfile, profileLibrary } from '../firmware/adapters/profile-file.ts';
import { lockDataFolder } from '../firmware/adapters/data-lock.ts';
import { readEnvironment } from '../firmware/adapters/environment.ts';
import { listenLocally, socketName } from '../firmware/adapters/local-socket.ts';
import { exitCodes, logTrouble, runUntilStopped } from '../firmware/adapters/process.ts';
import { RealClock } from '../firmware/adapters/real-clock.ts';
import { realDisk } from '../firmware/adapters/real-disk.ts';
import { realHasher } from '../firmware/adapters/real-hasher.ts';
import { realRandom } from '../firmware/adapters/real-random.ts';
import { readConfiguration, variables, type Configuration } from '../firmware/configuration/configuration.ts';
import { startBank, type StartOptions } from '../firmware/start-bank.ts';
import { mqttTransport } from '../firmware/upstream/mqtt-transport.ts';
import { withoutSecrets } from '../firmware/upstream/without-secrets.ts';
import { version } from '../firmware/version.ts';
import { AtKiosk } from './at-kiosk.ts';
import { runBoardProgram } from './boards/board-program.ts';
import { SimulatedBoards } from './boards/simulated-boards.ts';
import { startBroker, type Broker } from './broker.ts';
import { cabinetFile } from './cabinet/cabinet-file.ts';
import { Cabinet } from './cabinet/cabinet.ts';
import { cuttable } from './network.ts';
import { startSimServer, type SimServer } from './server.ts';
import { openSimHardware } from './sim-hardware.ts';
import { Simulation } from './simulation.ts';
import { demoSettings } from './upstream/demo-settings.ts';
import { openUpstreamLog } from './upstream/upstream-log.ts';
import { demoSigning } from './upstream/signing.ts';
import { Upstream } from './upstream/upstream.ts';

/** The cabinet of the simulator, unless another one is named. */
const simProfile = 'sim-24';

const profileFolder = join(import.meta.dirname, 'board-profiles');

const usage = `lockerbank-sim [bank] [--profile CABINET] | board MODEL

Runs a simulated bank with the real firmware, an MQTT broker and the reference upstream.

  lockerbank-sim        everything
  lockerbank-sim bank   without the upstream: somebody else plays it, over LOCKERBANK_MQTT_URL
  lockerbank-sim board  lock boards on a serial port of this machine (--help says more)

  --profile   another cabinet: a file, or one of these. Boards on lines are emulated, and the firmware speaks to them by its own
              drivers; all other boards are pins. Without LOCKERBANK_DATA each cabinet but ${simProfile} has a data folder of its own
`;

interface SimCall {
  readonly withUpstream: boolean;
  /** `null`: as the environment says. */
  readonly profile: string | null;
}

/** `null`: nobody can say what was meant. */
function readCall(words: readonly string[]): SimCall | null {
  try {
    const { positionals: [word, ...more], values: { profile = null } } = parseArgs({
      args: [...words], options: { profile: { type: 'string' } }, allowPositionals: true,
    });
    return more.length > 0 || (word !== undefined && word !== 'bank') ? null : { withUpstream: word === undefined, profile };
  } catch {
    return null; // An option that there is not, or one without its value.
  }
}

function cabinets(): string {
  const ids = profileLibrary(profileFolder).names?.('cabinet') ?? [];
  return ids.map((id) => `              ${id.padEnd(18)} ${loadProfile(id, profileFolder).label}\n`).join('');
}

/** Everything that has to be stopped, in the order in which it was started. */
type Stoppable = () => Promise<void>;

async function start({ withUpstream, profile }: SimCall): Promise<{ stop(): Promise<void> }> {
  const usual = { trust: 'broker', profile: simProfile } as const;
  const said = readConfiguration(readEnvironment(process.cwd(), process.env), usual);
  const configuration = profile === null ? said : { ...said, profile };
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
  const profile = loadProfile(configuration.profile ?? simProfile, profileFolder);
  // What lies in the lockers of one cabinet is not in those of another.
  const ownsFolder = dataFolder !== variables.LOCKERBANK_DATA.usual || profile.id === simProfile;
  const data = resolve(dataFolder, ownsFolder ? '' : profile.id);
  const lock = await lockDataFolder(data);
  stops.push(() => lock.release());
  const clock = new RealClock();
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
  const boards = new SimulatedBoards({ profile, cabinet, clock });
  stops.push(() => Promise.resolve(boards.stop()));
  const atKiosk = new AtKiosk(clock);
  const network = cuttable(mqttTransport(mqttUrl));
  const bankFolder = join(data, 'bank');
  const log = withUpstream ? await openUpstreamLog(realDisk(join(data, 'upstream'), 'held')) : null;
  // The simulator's own upstream signs with keys of its own, and the bank is told of them as a technician would tell it.
  const signing = log && configuration.trust === 'signed' ? await demoSigning(log, realRandom) : null;
  const bankOptions: StartOptions = {
    configuration: signing ? { ...configuration, rootKeys: [signing.root.paserk] } : configuration,
    profile, firmware: version, clock, random: realRandom, hasher: realHasher,
    disk: realDisk(bankFolder, 'held'), slots: null, lock: () => lockDataFolder(bankFolder),
    listen: (onPeer) => listenLocally(configuration.socket ?? join(bankFolder, socketName), onPeer), transport: network,
    restart: () => void restart().catch((error: unknown) => logTrouble('restart', error)),
    hardware: () => openSimHardware({ profile, cabinet, boards, atKiosk, clock, onTrouble: logTrouble }),
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

  const simulation = new Simulation({
    profile, cabinet, boards, atKiosk, network, upstream, kioskUrl: running.kioskUrl, mqttUrl: shownUrl,
  });
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
  for (const part of [cabinet, boards, atKiosk]) part.onChange(changed);
  return [
    `Simulator page  ${server.url}`,
    `Kiosk page      ${running.kioskUrl}`,
    `MQTT broker     ${shownUrl}   topics lb/1/${tenant}/${bank}/…`,
    `Cabinet         ${profile.id}: ${profile.label}`,
    `Data folder     ${data}`,
    '', 'Stop with Ctrl-C.', '',
  ].join('\n');
}

async function stopAll(stops: Stoppable[]): Promise<void> {
  for (const stop of stops.splice(0).reverse()) await stop();
}

const words = process.argv.slice(2);
const call = readCall(words);
if (words[0] === 'board') await runBoardProgram(words.slice(1), profileFolder);
else if (words.includes('--help')) process.stdout.write(`${usage}${cabinets()}`);
else if (call !== null) await runUntilStopped(() => start(call));
else {
  process.stderr.write(usage);
  process.exit(exitCodes.misused);
}
