import { resolve } from 'node:path';
import type { Profile } from '../../../board-profiles/profile.schema.ts';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { checkNewFile, readTextFile, writePrivateFile } from '../../adapters/files.ts';
import { packed } from '../../adapters/gzip-file.ts';
import { machineFacts, unitLog } from '../../adapters/machine.ts';
import { sayError } from '../../adapters/process.ts';
import { loadProfile } from '../../adapters/profile-file.ts';
import { realDisk } from '../../adapters/real-disk.ts';
import { RealClock } from '../../adapters/real-clock.ts';
import { withoutSecrets } from '../../upstream/without-secrets.ts';
import { version } from '../../version.ts';
import type { Call, ExitCode, Text } from '../cli/command.ts';
import { tarOf, type ArchivedFile } from './tar.ts';
import { meantBank, withBank } from './bank.ts';
import { allEvents, askDoors, askEvents, askStatus } from './looking.ts';
import { blotted, blottedIn, doorWithoutPeople, withoutPeople } from './without-people.ts';
import { profileInUse } from '../flash/profile-in-use.ts';

const unit = 'lockerbank';
const logLines = 500;
const eventsMost = 1_000;

type DiagnoseCall = Call<{ readonly log: Text }>;

/** Everything that support needs, and nothing that is nobody's business: one archive without keys, codes or people. */
export async function diagnose(call: DiagnoseCall): Promise<ExitCode> {
  const file = resolve(call.folder, call.operands[0] ?? '');
  await checkNewFile(file);
  const madeMs = new RealClock().wallMs();
  const { found, missing } = await collect(call, new Date(madeMs).toISOString());
  await writePrivateFile(file, packed(tarOf(each(found), madeMs)));
  call.answer({ file, holds: found.map(({ name }) => name), missing }, [
    `${file} holds ${found.map(({ name }) => name).join(', ')}.`,
    ...missing.map((what) => `Not in it: ${what}`),
    'No key, code or name is in it. Look into it before you send it: tar xzf shows that it is all plain text.',
  ].join('\n'));
  return 0;
}

interface Collected {
  readonly found: readonly ArchivedFile[];
  /** What could not be had, and why. */
  readonly missing: readonly string[];
}

async function collect(call: DiagnoseCall, made: string): Promise<Collected> {
  const found: ArchivedFile[] = [];
  const missing: string[] = [];
  const put = (name: string, value: object, unblotted: object = {}) => {
    found.push({ name, bytes: Buffer.from(`${JSON.stringify(Object.assign(blottedIn(value) as object, unblotted), null, 2)}\n`) });
  };
  const lines = (name: string, all: readonly string[]) => {
    found.push({ name, bytes: Buffer.from(all.map((line) => `${line}\n`).join('')) });
  };
  put('versions.json', { made, lockerbank: version, machine: await machineFacts() });
  await tried(missing, 'the configuration', () => put('configuration.json', configurationOf(call)));
  await tried(missing, 'the profile', async () => put('profile.json', await profileOf(call)));
  await tried(missing, 'how the bank is', () => withBank(call, async (client) => {
    const { technicians, flashed, ...status } = await askStatus(client);
    // The hash is that of the profile beside it: which text that is, support can see from nothing else.
    put('status.json', { ...status, technicians: technicians.length }, { flashed });
    put('doors.json', (await askDoors(client)).map(doorWithoutPeople));
    const { head } = await askEvents(client, Number.MAX_SAFE_INTEGER);
    const events = await allEvents(client, Math.max(1, head - eventsMost + 1), head);
    lines('events.jsonl', events.map((event) => JSON.stringify(withoutPeople(event))));
  }));
  await tried(missing, 'the log', async () => lines('log.txt', (await logOf(call)).map(blotted)));
  return { found, missing };
}

function configurationOf(call: DiagnoseCall): object {
  const { mqttUrl, rootKeys, ...rest } = meantBank(call).configuration;
  return { ...rest, mqttUrl: mqttUrl && withoutSecrets(mqttUrl), rootKeys: rootKeys.length };
}

async function logOf(call: DiagnoseCall): Promise<readonly string[]> {
  const { log } = call.options;
  if (log !== undefined) {
    const text = await readTextFile(resolve(call.folder, log), 'name a log that you may read');
    return text.trimEnd().split('\n').slice(-logLines);
  }
  const lines = await unitLog(unit, logLines);
  if (lines) return lines;
  const sudo = process.getuid?.() === 0 ? '' : 'use sudo, or ';
  throw new LockerError('file.unusable', 'journald', `has nothing of the unit ${unit}. Cure: ${sudo}name the log with --log FILE`);
}

/** Where none is named or flashed, the running bank says which one it works with: the simulator has one of its own. */
async function profileOf(call: DiagnoseCall): Promise<Profile> {
  const { configuration: { profile: named }, dataFolder } = meantBank(call);
  const { profileFolder } = call;
  try {
    return await profileInUse({ named, profileFolder, disk: realDisk(dataFolder) });
  } catch (error) {
    if (named !== null) throw error;
    const running = await withBank(call, async (client) => (await askStatus(client)).profile).catch(() => null);
    if (running === null) throw error;
    try {
      return loadProfile(running, profileFolder);
    } catch {
      throw error;
    }
  }
}

/** What is broken is just what a diagnosis is made for: it goes on without it, and says so. */
async function tried(missing: string[], what: string, work: () => void | Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const [why = ''] = sayError(error).replace(/^lockerbank: /, '').split('\n');
    missing.push(`${what}: ${blotted(why)}`);
  }
}

async function* each(files: readonly ArchivedFile[]): AsyncIterable<ArchivedFile> {
  yield* files;
}
