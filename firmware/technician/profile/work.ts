import { basename, dirname, join, relative, resolve } from 'node:path';
import * as v from 'valibot';
import { name as nameSchema } from '../../../board-profiles/fields.ts';
import { didYouMean } from '../../../board-profiles/near.ts';
import { readProfile } from '../../../board-profiles/profile.ts';
import type { Profile } from '../../../board-profiles/profile.schema.ts';
import { isFileName, libraryFor, profileLibrary, profileText, writeDrawing, writeNewProfile } from '../../adapters/profile-file.ts';
import { Misuse, type Call, type ExitCode, type Text } from '../cli/command.ts';
import { checkProfile, sayCheck } from './check.ts';
import { diffOf, sayDiff } from './diff.ts';
import { doorMapPage, doorMapSvg } from './door-map.ts';
import { newProfileText } from './new.ts';
import { listed, sayList, sayProfile } from './show.ts';
import { wiringSvg } from './wiring.ts';

interface Surroundings extends Pick<Call, 'folder' | 'profileFolder'> {}

/** A file, seen from where the technician is, before an id. */
export function textOf(named: string, { folder, profileFolder }: Surroundings) {
  return profileText(isFileName(named) ? resolve(folder, named) : named, profileFolder);
}

function profileOf(named: string, call: Surroundings): Profile {
  const file = textOf(named, call);
  return readProfile(file, libraryFor(file, call.profileFolder));
}

export function listProfiles(call: Call): Promise<ExitCode> {
  const names = profileLibrary(call.profileFolder).names?.('cabinet') ?? [];
  const rows = names.map((id) => listed(profileOf(id, call)));
  call.answer(rows, sayList(rows));
  return Promise.resolve(0);
}

/** The options of a command that takes texts by these names. */
type Texts<Name extends string> = Record<Name, Text>;

export function showProfile(call: Call<Texts<'wiring' | 'map'>>): Promise<ExitCode> {
  const profile = profileOf(call.operands[0] ?? '', call);
  const { wiring, map } = call.options;
  const drawn: string[] = [];
  const draw = (file: string, text: string): void => {
    const path = resolve(call.folder, file);
    writeDrawing(path, text);
    drawn.push(path);
  };
  if (wiring !== undefined) draw(wiring, wiringSvg(profile));
  if (map !== undefined) draw(map, /\.html?$/.test(map) ? doorMapPage(profile) : doorMapSvg(profile));
  if (drawn.length > 0) call.answer({ id: profile.id, drawn }, drawn.map((path) => `Drawn: ${path}`).join('\n'));
  else call.answer(profile, sayProfile(profile));
  return Promise.resolve(0);
}

export function checkFile(call: Call): Promise<ExitCode> {
  const file = textOf(call.operands[0] ?? '', call);
  const report = checkProfile(file, libraryFor(file, call.profileFolder));
  call.answer(report, sayCheck(report));
  return Promise.resolve(report.troubles.length === 0 ? 0 : 1);
}

export function diffProfiles(call: Call): Promise<ExitCode> {
  const [before = '', after = ''] = call.operands;
  const diff = diffOf(profileOf(before, call), profileOf(after, call));
  call.answer(diff, sayDiff(diff));
  return Promise.resolve(0);
}

export function newProfile(call: Call<Texts<'from' | 'to'>>): Promise<ExitCode> {
  const [id = ''] = call.operands;
  const { from, to } = call.options;
  if (!v.safeParse(nameSchema, id).success) throw new Misuse(`${id} is no id: lower-case letters, digits and dashes, 40 at most`);
  const library = profileLibrary(call.profileFolder);
  const names = library.names?.('cabinet') ?? [];
  if (from === undefined) throw new Misuse(`--from is missing. There are ${names.join(', ')}`);
  const parent = library('cabinet', from);
  if (parent === null) throw new Misuse(`--from: there is no cabinet called ${from}${didYouMean(from, names)}`);
  if (names.includes(id)) throw new Misuse(`${id} is the name of one that comes with the program`);
  const file = resolve(call.folder, to ?? `${id}.json`);
  if (basename(file) !== `${id}.json`) throw new Misuse(`--to: the file is called ${id}.json, as its id`);
  const schema = relative(dirname(file), join(call.profileFolder, 'cabinet.schema.json'));
  const text = newProfileText(id, readProfile(parent, library), schema);
  writeNewProfile(file, text);
  const { troubles } = checkProfile({ text, where: file }, library);
  call.answer({ file, toFillIn: troubles.map(({ field }) => field) }, [
    `${file} inherits everything from ${from}. Now fill in ${troubles.map(({ field }) => field).join(', ')},`,
    'add whatever else is different at this cabinet (a list replaces the whole list of the other file), and run',
    `lockerbank profile check ${relative(call.folder, file)}`,
  ].join('\n'));
  return Promise.resolve(0);
}
