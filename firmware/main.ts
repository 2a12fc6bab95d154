import { join, resolve } from 'node:path';
import { never } from '../statecharts/never.ts';
import { LockerError } from '../statecharts/locker-error.ts';
import type { Profile } from '../board-profiles/profile.schema.ts';
import { lockDataFolder } from './adapters/data-lock.ts';
import { readEnvironment } from './adapters/environment.ts';
import { Espeak } from './adapters/espeak.ts';
import { logTrouble, runCommandLine } from './adapters/process.ts';
import { loadProfile } from './adapters/profile-file.ts';
import { RealClock } from './adapters/real-clock.ts';
import { realDisk } from './adapters/real-disk.ts';
import { realHasher } from './adapters/real-hasher.ts';
import { realRandom } from './adapters/real-random.ts';
import { readConfiguration } from './configuration/configuration.ts';
import { createGpioHardware } from './hardware/gpio/gpio-hardware.ts';
import { openFirmataIo } from './hardware/serial/firmata-io.ts';
import { openScanners } from './hardware/serial/scanners.ts';
import { SerialKeypad } from './hardware/serial/serial-keypad.ts';
import type { Clock } from './ports/clock.ts';
import type { Hardware } from './ports/hardware.ts';
import { startBank, type RunningBank } from './start-bank.ts';
import { mqttTransport } from './upstream/mqtt-transport.ts';
import { withoutSecrets } from './upstream/without-secrets.ts';
import { version } from './version.ts';

const usage = `lockerbank

Runs one bank of lockers: the boards of LOCKERBANK_PROFILE, the kiosk page, and the link to the upstream over
LOCKERBANK_MQTT_URL. Settings come from the environment or from a .env file; README.md lists them.
`;

/** The firmware on the Pi: the same bank as in the simulator, over the real world. */
async function start(): Promise<RunningBank> {
  const configuration = readConfiguration(readEnvironment(process.cwd(), process.env));
  const { mqttUrl } = configuration;
  if (mqttUrl === null) {
    const what = 'is not set. Cure: name the broker, such as mqtts://broker.example:8883';
    throw new LockerError('configuration.malformed', 'LOCKERBANK_MQTT_URL', what);
  }
  const profile = loadProfile(configuration.profile, join(import.meta.dirname, 'board-profiles'));
  const clock = new RealClock();
  const dataFolder = resolve(configuration.dataFolder);
  const bank = await startBank({
    configuration, profile, firmware: version, clock, random: realRandom, hasher: realHasher,
    disk: realDisk(dataFolder), lock: () => lockDataFolder(dataFolder), transport: mqttTransport(mqttUrl),
    hardware: () => hardwareOf(profile, clock),
    kioskPageFolder: join(import.meta.dirname, 'kiosk'), kioskFramedBy: null, onTrouble: logTrouble,
    // Ends in order; whoever keeps the program running starts it again.
    restart: () => process.kill(process.pid, 'SIGTERM'),
  });
  process.stdout.write(`Kiosk page  ${bank.kioskUrl}\nBroker      ${withoutSecrets(mqttUrl)}\n`);
  return bank;
}

async function hardwareOf(profile: Profile, clock: Clock): Promise<Hardware> {
  const { board, keypad: keys } = profile;
  switch (board.kind) {
    case 'firmata': {
      const { io, close } = await openFirmataIo({ port: board.port, baud: board.baud, clock });
      const scanners = openScanners(profile, clock, logTrouble);
      const keypad = keys && new SerialKeypad({ ...keys, clock, onTrouble: logTrouble });
      const hardware = await createGpioHardware({
        profile, io, clock, readers: scanners, onTrouble: logTrouble,
        onClose: async () => {
          await Promise.all([scanners.close(), keypad?.close()]);
          await close();
        },
      });
      const speech = voiceOf(profile);
      return { ...hardware, ...(keypad && { keypad }), ...(speech && { speech }) };
    }
    case 'simulated':
      throw new LockerError(
        'profile.board-unsupported',
        profile.id,
        'is the cabinet of the simulator. Cure: set LOCKERBANK_PROFILE to the profile of a real board, or run lockerbank-sim',
      );
    default:
      return never(board, 'kind of board');
  }
}

/** It is tried out at once: a voice that is missing is told before somebody needs it. */
function voiceOf({ audio }: Profile): Espeak | null {
  if (!audio) return null;
  const { loudspeaker, headphones } = audio;
  const devices = { loudspeaker: loudspeaker.card, ...(headphones && { headphones: headphones.card }) };
  const speech = new Espeak({ devices, onTrouble: logTrouble });
  void speech.tryOut();
  return speech;
}

await runCommandLine(usage, [], start);
