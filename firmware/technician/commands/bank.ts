import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { isPrivate, readTextFile } from '../../adapters/files.ts';
import { connectLocally, socketName } from '../../adapters/local-socket.ts';
import { RealClock } from '../../adapters/real-clock.ts';
import { readConfiguration, type Configuration } from '../../configuration/configuration.ts';
import { id } from '../../contract/parts.ts';
import { parseJson } from '../../contract/json.ts';
import { publicOf, type TechnicianKey } from '../../signed/technician-keys.ts';
import { Misuse, type Call } from '../cli/command.ts';
import { BankClient } from '../socket/client.ts';

type CallOfAny = Pick<Call, 'environment' | 'folder'>;

/** What the environment says about the bank that is meant, and where its data folder is. */
export function meantBank({ environment, folder }: CallOfAny): { readonly configuration: Configuration; readonly dataFolder: string } {
  const configuration = readConfiguration(environment);
  return { configuration, dataFolder: resolve(folder, configuration.dataFolder) };
}

/**
 * Does something with the running bank, and hangs up afterwards.
 * @throws LockerError `socket.silent` where none runs
 */
export async function withBank<T>(call: CallOfAny, work: (client: BankClient) => Promise<T>): Promise<T> {
  const { configuration, dataFolder } = meantBank(call);
  const peer = await connectLocally(configuration.socket ?? join(dataFolder, socketName));
  const client = await BankClient.open(peer, new RealClock());
  try {
    return await work(client);
  } finally {
    client.close();
  }
}

/** Where a technician's key lies who says nothing else. Asks their shell alone: a key is made without any bank. */
export function usualKeyPath({ shell }: Pick<Call, 'shell'>): string {
  const { XDG_CONFIG_HOME, HOME } = shell;
  if (XDG_CONFIG_HOME) return join(XDG_CONFIG_HOME, 'lockerbank', 'technician.key');
  if (HOME) return join(HOME, '.config', 'lockerbank', 'technician.key');
  throw new Misuse('there is no home folder here: say with --key where your key is');
}

const keySchema = v.strictObject({ id, secret: v.pipe(v.string(), v.regex(/^k4\.secret\.[\w-]{86}$/)) });

/**
 * A technician's own key.
 * @throws LockerError `technician.unknown` where the file is no key, or others can read it
 */
export async function readKey(call: Pick<Call, 'shell' | 'folder'>, named: string | undefined): Promise<TechnicianKey> {
  const path = named === undefined ? usualKeyPath(call) : resolve(call.folder, named);
  const text = await readTextFile(path, 'make a key with lockerbank key new, or say with --key where yours is');
  if (!(await isPrivate(path))) {
    const what = `others can read this key. Cure: chmod 600 ${path}, and make a new one if they may have`;
    throw new LockerError('technician.unknown', path, what);
  }
  const key = v.safeParse(keySchema, parseJson(text));
  if (!key.success || publicOf(key.output) === null) {
    throw new LockerError('technician.unknown', path, 'is no technician\'s key. Cure: make one with lockerbank key new');
  }
  return key.output;
}
