import { resolve } from 'node:path';
import * as v from 'valibot';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { makeFolderFor, writePrivateFile } from '../../adapters/files.ts';
import { realDisk } from '../../adapters/real-disk.ts';
import { realRandom } from '../../adapters/real-random.ts';
import { idMost } from '../../contract/parts.ts';
import { newTechnicianKey, publicOf } from '../../signed/technician-keys.ts';
import { publicKeyOf } from '../../signed/keys.ts';
import { Misuse, type Call, type ExitCode, type Text } from '../cli/command.ts';
import { tableOf } from '../cli/table.ts';
import { readTechnicians, writeTechnicians } from '../socket/technicians.ts';
import { meantBank, usualKeyPath } from './bank.ts';

const idSchema = v.pipe(v.string(), v.regex(/^[\w.@-]+$/), v.maxLength(idMost));

/** Makes a technician's key: the secret half into a file of theirs, the public one onto the screen. */
export async function keyNew(call: Call<{ readonly key: Text }>): Promise<ExitCode> {
  const id = readId(call.operands[0]);
  const path = call.options.key === undefined ? usualKeyPath(call) : resolve(call.folder, call.options.key);
  if (call.options.key === undefined) await makeFolderFor(path);
  const key = newTechnicianKey(id, realRandom);
  const text = `${JSON.stringify(key)}\n`;
  await writePrivateFile(path, (async function* () { yield Buffer.from(text); })());
  const half = publicOf(key) ?? '';
  call.answer({ id, file: path, public: half }, [
    `The key of ${id} is in ${path}. Nobody else may have it, and no bank needs it.`,
    `Each bank where ${id} is to work has to be told the public half:`, '', `  sudo lockerbank key add ${id} ${half}`,
  ].join('\n'));
  return 0;
}

/** Lets a technician work at this bank. */
export async function keyAdd(call: Call): Promise<ExitCode> {
  const id = readId(call.operands[0]);
  const half = call.operands[1] ?? '';
  if (publicKeyOf(half) === null) throw new Misuse('PUBLIC takes the public half of a key as key new prints it, k4.public. and 43 letters');
  const disk = realDisk(meantBank(call).dataFolder);
  const known = await readTechnicians(disk);
  const before = known.find((one) => one.id === id);
  if (before?.public === half) {
    call.answer({ id, replaced: false }, `${id} may work here with this key already.`);
    return 0;
  }
  await writeTechnicians(disk, [...known.filter((one) => one.id !== id), { id, public: half }]);
  const text = before ? `${id} has a new key here; the old one opens nothing any more.` : `${id} may work here from now on.`;
  call.answer({ id, replaced: before !== undefined }, text);
  return 0;
}

/** Lets a technician work at this bank no more. */
export async function keyRemove(call: Call): Promise<ExitCode> {
  const id = readId(call.operands[0]);
  const disk = realDisk(meantBank(call).dataFolder);
  const known = await readTechnicians(disk);
  if (!known.some((one) => one.id === id)) {
    throw new LockerError('technician.unknown', id, 'has no key here. Cure: lockerbank key list shows who has');
  }
  await writeTechnicians(disk, known.filter((one) => one.id !== id));
  call.answer({ id }, `${id} may not sign in here any more. Whoever is signed in already stays so until they hang up.`);
  return 0;
}

/** Whom this bank knows. */
export async function keyList(call: Call): Promise<ExitCode> {
  const technicians = await readTechnicians(realDisk(meantBank(call).dataFolder));
  call.answer({ technicians }, technicians.length === 0
    ? 'This bank knows no technician yet. lockerbank key new makes a key, lockerbank key add makes it known here.'
    : tableOf(['technician', 'public half of the key'], technicians.map((one) => [one.id, one.public])));
  return 0;
}

function readId(word: string | undefined): string {
  const id = v.safeParse(idSchema, word);
  if (!id.success) throw new Misuse('ID takes letters, digits and . _ - @, as the upstream calls this technician, if it does');
  return id.output;
}
