import * as v from 'valibot';
import { LockerError } from '../../../statecharts/locker-error.ts';
import type { ProfileKind, ProfileLibrary, ProfileText } from '../../../board-profiles/inherit.ts';
import { readProfile } from '../../../board-profiles/profile.ts';
import type { Profile } from '../../../board-profiles/profile.schema.ts';

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
export type ProfileBundle = v.InferOutput<typeof bundleSchema>;

/** Longer than the profile of 400 lockers with all its models, written out generously. */
export const bundleBytesMost = 1024 * 1024;

/**
 * Puts a profile together with everything that it names.
 * @throws LockerError for whatever is wrong with it
 */
export function bundleOf(cabinet: ProfileText, library: ProfileLibrary): { readonly bundle: ProfileBundle; readonly profile: Profile } {
  const texts: Record<ProfileKind, Record<string, string>> = { cabinet: {}, board: {} };
  const noting: ProfileLibrary = (kind, id) => {
    const found = library(kind, id);
    if (found !== null) texts[kind][id] = found.text;
    return found;
  };
  const profile = readProfile(cabinet, noting);
  return { bundle: { bundle: 1, cabinet: cabinet.text, cabinets: texts.cabinet, boards: texts.board }, profile };
}

/** The same bundle is the same text, whoever writes it: what is signed is this. */
export function bundleText({ cabinet, cabinets, boards }: ProfileBundle): string {
  return `${JSON.stringify({ bundle: 1, cabinet, cabinets: sorted(cabinets), boards: sorted(boards) })}\n`;
}

/**
 * Reads a bundle out of its text, and the profile out of the bundle.
 * @param where for messages: the file or the slot
 * @throws LockerError `profile.malformed`
 */
export function readBundle(text: string, where: string): { readonly bundle: ProfileBundle; readonly profile: Profile } {
  const bundle = parse(text, where);
  const library: ProfileLibrary = (kind, id) => {
    const texts = kind === 'cabinet' ? bundle.cabinets : bundle.boards;
    const found = Object.hasOwn(texts, id) ? texts[id] : undefined;
    return found === undefined ? null : { text: found, where: `${where} (${kind} ${id})` };
  };
  return { bundle, profile: readProfile({ text: bundle.cabinet, where }, library) };
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
