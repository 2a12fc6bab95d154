import * as v from 'valibot';
import { LockerError } from '../../../statecharts/locker-error.ts';
import type { ProfileKind, ProfileLibrary, ProfileText } from '../../../board-profiles/inherit.ts';
import { readProfile } from '../../../board-profiles/profile.ts';
import type { Profile } from '../../../board-profiles/profile.schema.ts';
import { lineMost } from '../../ports/local-peer.ts';

/**
 * A profile that needs no other file: the cabinet, what it inherits, and the models of its boards, as they were when it
 * was flashed. A program that is updated later, with newer models, drives this bank as it was tested.
 */
const textsSchema = v.record(v.string(), v.pipe(v.string(), v.maxLength(256 * 1024)));
const bundleSchema = v.strictObject({
  bundle: v.literal(1),
  cabinet: v.pipe(v.string(), v.maxLength(256 * 1024)),
  cabinets: textsSchema,
  boards: textsSchema,
});
type ProfileBundle = v.InferOutput<typeof bundleSchema>;

/**
 * In characters: it travels as a string in one line, where each quote and backslash takes twice the room. Ten times the
 * profile of 240 lockers on four lines.
 */
export const bundleMost = lineMost / 2 - 4096;

/**
 * Puts a profile together with everything that it names. The same profile is the same text, whoever writes it: that is signed.
 * @throws LockerError for whatever is wrong with it
 */
export function bundleOf(cabinet: ProfileText, library: ProfileLibrary): { readonly text: string; readonly profile: Profile } {
  const texts: Record<ProfileKind, Record<string, string>> = { cabinet: {}, board: {} };
  const noting: ProfileLibrary = (kind, id) => {
    const found = library(kind, id);
    if (found !== null) texts[kind][id] = found.text;
    return found;
  };
  const profile = readProfile(cabinet, noting);
  const bundle: ProfileBundle = { bundle: 1, cabinet: cabinet.text, cabinets: sorted(texts.cabinet), boards: sorted(texts.board) };
  const text = `${JSON.stringify(bundle)}\n`;
  if (text.length > bundleMost) {
    throw new LockerError('profile.malformed', cabinet.where, `has ${String(text.length)} characters with all that it names, `
      + `and a bank takes ${String(bundleMost)}. Cure: leave out of it what it inherits`);
  }
  return { text, profile };
}

/**
 * Reads a profile out of the text of its bundle.
 * @param where for messages: the file or the slot
 * @throws LockerError `profile.malformed`
 */
export function readBundle(text: string, where: string): Profile {
  const bundle = parse(text, where);
  const library: ProfileLibrary = (kind, id) => {
    const texts = kind === 'cabinet' ? bundle.cabinets : bundle.boards;
    const found = Object.hasOwn(texts, id) ? texts[id] : undefined;
    return found === undefined ? null : { text: found, where: `${where} (${kind} ${id})` };
  };
  return readProfile({ text: bundle.cabinet, where }, library);
}

function parse(text: string, where: string): ProfileBundle {
  try {
    return v.parse(bundleSchema, JSON.parse(text));
  } catch (cause) {
    throw new LockerError('profile.malformed', where, 'this is no flashed profile', cause);
  }
}

function sorted(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
