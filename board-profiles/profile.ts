import * as v from 'valibot';
import { LockerError } from '../statecharts/locker-error.ts';
import { profileSchema, type Profile, type ProfileLocker } from './profile.schema.ts';

/**
 * Reads a profile out of its text.
 * @param where the file, for the message
 * @throws LockerError `profile.malformed`, naming file and field
 */
export function readProfile(text: string, where: string): Profile {
  const parsed = v.safeParse(profileSchema, parseJson(text, where));
  if (!parsed.success) throw malformed(where, parsed.issues.map(sayIssue).join('; '));
  for (const trouble of troublesOf(parsed.output)) throw malformed(where, trouble);
  return parsed.output;
}

/** Every locker of a profile, column by column, from the top down. */
export function lockersOf(profile: Profile): readonly ProfileLocker[] {
  return profile.columns.flatMap((column) => column.lockers);
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformed(where, `this is not JSON (${String(cause)})`);
  }
}

function sayIssue(issue: v.BaseIssue<unknown>): string {
  const field = v.getDotPath(issue) ?? 'the whole file';
  return issue.expected === 'never' ? `${field} is not a profile field` : `${field}: ${issue.message}`;
}

/** A report has one row of about 130 bytes a locker, and must fit the 64 KiB that every broker carries. */
const lockersMost = 400;

/** What a schema cannot say: relations between fields. */
function troublesOf(profile: Profile): string[] {
  const lockers = lockersOf(profile);
  const sizes = new Set(profile.sizes.map((size) => size.name));
  const troubles: string[] = [];
  if (lockers.length === 0) troubles.push('columns: there is no locker');
  if (lockers.length > lockersMost) troubles.push(`columns: ${String(lockers.length)} lockers are more than ${String(lockersMost)}`);
  for (const twice of repeated(lockers.map((l) => l.number))) troubles.push(`locker ${String(twice)} is listed twice`);
  for (const twice of repeated([...lockers.flatMap((l) => [l.lockPin, l.sensorPin]), ...sensePinsOf(profile)])) {
    troubles.push(`pin ${String(twice)} has two uses: two doors would share one coil or one sensor`);
  }
  for (const twice of repeated(portsOf(profile))) troubles.push(`port ${twice} has two uses: each device has its own`);
  for (const twice of repeated(cardsOf(profile))) {
    troubles.push(`sound card ${twice} has two uses: everybody would hear what is for the headphones`);
  }
  for (const twice of repeated(profile.sizes.map((s) => s.name))) troubles.push(`size ${twice} is listed twice`);
  for (const locker of lockers) {
    if (!sizes.has(locker.size)) troubles.push(`locker ${String(locker.number)}: size ${locker.size} is not in sizes`);
  }
  return troubles;
}

function sensePinsOf({ audio }: Profile): number[] {
  return audio?.headphones === undefined ? [] : [audio.headphones.sensePin];
}

function cardsOf({ audio }: Profile): string[] {
  return audio?.headphones === undefined ? [] : [audio.loudspeaker.card, audio.headphones.card];
}

function portsOf({ board, readers, keypad }: Profile): string[] {
  const devices = [...(board.kind === 'firmata' ? [board] : []), ...readers, ...(keypad === undefined ? [] : [keypad])];
  return devices.map((device) => device.port);
}

function repeated<T>(values: readonly T[]): T[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

function malformed(where: string, what: string): LockerError {
  return new LockerError('profile.malformed', where, what);
}
