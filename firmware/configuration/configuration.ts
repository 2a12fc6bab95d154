import { LockerError } from '../../statecharts/locker-error.ts';

/** One variable of the environment: what it may be, what it is if nobody sets it, and what it is for. */
interface VariableRow {
  readonly usual: string;
  readonly takes: RegExp;
  readonly says: string;
  readonly why: string;
}

const port: Pick<VariableRow, 'takes' | 'says'> = {
  takes: /^(?:0|[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/,
  says: 'a port from 0 to 65535',
};
const topicLevel = { takes: /^[a-z0-9_-]{1,40}$/, says: 'up to 40 of a-z, 0-9, _ and -' };

/** Every `LOCKERBANK_*` variable there is. Any other is a mistake, and says so. */
export const variables = {
  LOCKERBANK_ENV_FILE: { usual: '', takes: /^/, says: 'a file', why: 'a file with more of these; a .env in the working folder, if empty' },
  LOCKERBANK_SIM_PORT: { usual: '8480', ...port, why: 'the simulator page' },
  LOCKERBANK_KIOSK_PORT: { usual: '8481', ...port, why: 'the kiosk page' },
  LOCKERBANK_MQTT_PORT: { usual: '1883', ...port, why: "the simulator's embedded broker" },
  LOCKERBANK_MQTT_URL: {
    usual: '',
    takes: /^(?:(?:mqtts?|wss?):\/\/\S+)?$/,
    says: 'mqtt://host:port or mqtts://host:port',
    why: 'the broker to use; the simulator then starts none',
  },
  LOCKERBANK_TENANT: {
    usual: 'demo',
    takes: /^[a-z0-9_-]{1,24}$/,
    says: 'up to 24 of a-z, 0-9, _ and -',
    why: 'first part of every topic',
  },
  LOCKERBANK_BANK: { usual: 'bank-1', ...topicLevel, why: "this bank's name, and its MQTT client id" },
  LOCKERBANK_DATA: { usual: './data', takes: /\S/, says: 'a folder', why: 'everything the bank must not lose' },
  LOCKERBANK_SOCKET: {
    usual: '',
    takes: /^(?:\/\S+)?$/,
    says: 'an absolute path',
    why: 'where technicians\' commands reach the running bank; if empty, lockerbank.sock in the data folder',
  },
  LOCKERBANK_PROFILE: {
    usual: '',
    takes: /^(?:.*\S.*)?$/,
    says: 'a file, or an id from board-profiles/cabinets/',
    why: 'the cabinet and its boards, in place of what was flashed; the simulator has sim-24',
  },
  LOCKERBANK_TRUST: {
    usual: 'signed',
    takes: /^(?:signed|broker)$/,
    says: 'signed or broker',
    why: 'whose commands are obeyed; the simulator trusts its broker',
  },
  LOCKERBANK_ROOT_KEYS: {
    usual: '',
    takes: /^(?:k4\.public\.[\w-]{43}(?:,k4\.public\.[\w-]{43})?)?$/,
    says: 'one or two public keys, k4.public.…, with a comma between them',
    why: 'whose signature on the keys document is believed',
  },
} as const satisfies Record<`LOCKERBANK_${string}`, VariableRow>;

type Variable = keyof typeof variables;

export interface Configuration {
  readonly simPort: number;
  readonly kioskPort: number;
  readonly mqttPort: number;
  /** `null`: none was named. */
  readonly mqttUrl: string | null;
  readonly tenant: string;
  readonly bank: string;
  readonly dataFolder: string;
  /** `null`: `lockerbank.sock` in the data folder. */
  readonly socket: string | null;
  /** A file, or the id of a profile that comes with the program; `null`: what has been flashed. */
  readonly profile: string | null;
  readonly trust: 'signed' | 'broker';
  /** PASERK `k4.public.…`: the upstream's root keys, two while one follows the other. */
  readonly rootKeys: readonly string[];
}

/**
 * Reads the configuration out of the environment, which already holds what `.env` added.
 * @throws LockerError `configuration.unknown` or `configuration.malformed`, naming the variable
 */
export function readConfiguration(
  environment: Readonly<Record<string, string | undefined>>,
  usual: { readonly trust?: 'broker'; readonly profile?: string } = {},
): Configuration {
  for (const name of Object.keys(environment)) {
    if (name.startsWith('LOCKERBANK_') && !Object.hasOwn(variables, name)) {
      throw new LockerError('configuration.unknown', name, `is no setting of lockerbank. There are: ${Object.keys(variables).join(', ')}`);
    }
  }
  const read = (name: Variable): string => {
    const row: VariableRow = variables[name];
    const value = environment[name] ?? row.usual;
    if (!row.takes.test(value)) {
      // An address may hold the broker's password, which has no business in a log.
      const is = name === 'LOCKERBANK_MQTT_URL' ? 'is no address' : `is ${JSON.stringify(value)}`;
      throw new LockerError('configuration.malformed', name, `${is}, but takes ${row.says} (${row.why})`);
    }
    return value;
  };
  return {
    simPort: Number(read('LOCKERBANK_SIM_PORT')),
    kioskPort: Number(read('LOCKERBANK_KIOSK_PORT')),
    mqttPort: Number(read('LOCKERBANK_MQTT_PORT')),
    mqttUrl: read('LOCKERBANK_MQTT_URL') || null,
    tenant: read('LOCKERBANK_TENANT'),
    bank: read('LOCKERBANK_BANK'),
    dataFolder: read('LOCKERBANK_DATA'),
    socket: read('LOCKERBANK_SOCKET') || null,
    profile: read('LOCKERBANK_PROFILE') || (usual.profile ?? null),
    trust: environment['LOCKERBANK_TRUST'] === undefined ? (usual.trust ?? 'signed') : (read('LOCKERBANK_TRUST') as 'signed' | 'broker'),
    rootKeys: read('LOCKERBANK_ROOT_KEYS').split(',').filter((key) => key !== ''),
  };
}
