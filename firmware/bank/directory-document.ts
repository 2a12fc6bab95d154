import * as v from 'valibot';
import { directorySchema, type ReadDirectory } from '../contract/document-bodies.ts';
import { isRecord, parseJson } from '../contract/json.ts';
import { personnelNumber, withoutLeadingZeros } from './badge.ts';
import { badgeTag, barcodeTag, carrierCodeTag, keyVerifier, type BankKeys } from './codes.ts';
import type { CarrierCodeRef, DepartmentEntry, KeyedVerifier, OpenHours, RecipientEntry, StaffEntry } from './directory.ts';
import { cutToWhy, documentTrouble } from '../contract/document-trouble.ts';
import { minuteOf } from './times.ts';

/**
 * A part of the directory as the bank keeps it: names, rights, keyed tags, and verifiers under the bank's own key. What
 * people show at the kiosk does not stand in it, so a stolen card says nothing about their badges.
 */
export interface DirectoryPart {
  /** Another number: another program made it, and the part has to be fetched again. */
  readonly format: typeof partFormat;
  readonly recipients: readonly KeptRecipient[];
  readonly departments: readonly KeptDepartment[];
  readonly staff: readonly KeptStaff[];
  readonly carrierCodes: readonly KeptCarrierCode[];
}

export const partFormat = 1;

/** The tags of what one person shows. */
interface ShownTags {
  readonly badges: readonly BadgeTags[];
  readonly barcodes: readonly string[];
}

/** A badge number by itself and, where it begins with zeros, without them: the reader's settings choose between the two. */
export interface BadgeTags {
  readonly tag: string;
  readonly bare?: string;
}

export type KeptRecipient = RecipientEntry & ShownTags;
export type KeptDepartment = DepartmentEntry & { readonly members: readonly string[] };
export type KeptStaff = StaffEntry & ShownTags & { readonly username: string | null };
type KeptCarrierCode = CarrierCodeRef & { readonly tag: string };

type DirectoryPartReading =
  | { readonly kind: 'part'; readonly part: DirectoryPart }
  | { readonly kind: 'refused'; readonly why: string };

const lists = ['recipients', 'departments', 'operators', 'carriers'] as const;

/**
 * Reads a directory, or one part of it, and turns it at once into what is kept. One bad record refuses all of it, and
 * `why` names its place; never throws.
 */
export function readDirectoryPart(body: string, keys: BankKeys): DirectoryPartReading {
  const parsed = parseJson(body);
  if (parsed === undefined) return { kind: 'refused', why: 'it is not JSON' };
  // What is missing counts as empty, so a document of another kind would turn everybody out.
  if (!lists.some((list) => isRecord(parsed) && Array.isArray(parsed[list]))) {
    return { kind: 'refused', why: cutToWhy(`it has no list of ${lists.join(', ')}`) };
  }
  const read = v.safeParse(directorySchema, parsed);
  if (!read.success) return { kind: 'refused', why: documentTrouble(read.issues[0]) };
  return { kind: 'part', part: keptOf(read.output, keys) };
}

function keptOf(document: ReadDirectory, keys: BankKeys): DirectoryPart {
  return {
    format: partFormat,
    recipients: document.recipients.map(({ id, name, accessible, departments, ...shown }) =>
      ({ id, name, accessible, departments, pin: verifierOf(keys, shown.pin), ...tagsOf(keys, shown) })),
    departments: document.departments.map(({ id, name, keyContacts, members }) => ({ id, name, keyContacts, members })),
    staff: [
      ...document.operators.map((operator) => operatorOf(operator, keys)),
      ...document.carriers.map((carrier) => carrierOf(carrier)),
    ],
    carrierCodes: document.carriers.flatMap((carrier) => carrier.codes.map((code) => carrierCodeOf(carrier.id, code, keys))),
  };
}

function operatorOf(operator: ReadDirectory['operators'][number], keys: BankKeys): KeptStaff {
  const { id, name, role, permissions, username, password, ...shown } = operator;
  const verifiers = { password: verifierOf(keys, password), pin: verifierOf(keys, shown.pin) };
  return { id, name, role, permissions, username: username ?? null, ...verifiers, hours: null, sizes: null, ...tagsOf(keys, shown) };
}

/** A carrier is whoever has the code: nobody by name, and with one right. */
function carrierOf({ id, name, hours, sizes }: ReadDirectory['carriers'][number]): KeptStaff {
  return {
    id, name, role: 'carrier', permissions: ['carrier-drop-off'], username: null, password: null, pin: null,
    hours: hours === undefined ? null : hours.flatMap(openHours), sizes: sizes ?? null, badges: [], barcodes: [],
  };
}

type CarrierCode = ReadDirectory['carriers'][number]['codes'][number];

function carrierCodeOf(carrier: string, { code, tag, digits, from, until }: CarrierCode, keys: BankKeys): KeptCarrierCode {
  return {
    tag: code === undefined ? (tag ?? '') : carrierCodeTag(keys, code),
    carrier,
    digits: code === undefined ? (digits ?? 0) : code.length,
    fromMs: from === undefined ? null : Date.parse(from),
    untilMs: until === undefined ? null : Date.parse(until),
  };
}

const minutesOfDay = 24 * 60;

/** What goes past midnight is two spans, and the second is on the day after. */
function openHours({ days, from, until }: { days: readonly number[]; from: string; until: string }): readonly OpenHours[] {
  const fromMinute = minuteOf(from);
  const untilMinute = minuteOf(until);
  if (fromMinute < untilMinute) return [{ days, fromMinute, untilMinute }];
  const evening = { days, fromMinute, untilMinute: minutesOfDay };
  return untilMinute === 0 ? [evening] : [evening, { days: days.map((day) => (day + 1) % 7), fromMinute: 0, untilMinute }];
}

interface Shown {
  readonly badges: readonly string[];
  readonly badgeTags: readonly string[];
  readonly barcodes: readonly string[];
  readonly barcodeTags: readonly string[];
}

function tagsOf(keys: BankKeys, { badges, badgeTags, barcodes, barcodeTags }: Shown): ShownTags {
  return {
    badges: [...badges.flatMap((id) => badgeTagsOf(keys, id)), ...badgeTags.map((tag) => ({ tag }))],
    barcodes: [...barcodes.map((text) => barcodeTag(keys, text)), ...barcodeTags],
  };
}

/** None for an id that no reader could send: its owner comes in by other means. */
function badgeTagsOf(keys: BankKeys, id: string): readonly BadgeTags[] {
  const number = personnelNumber(id);
  if (number === '') return [];
  const bare = withoutLeadingZeros(number);
  return [{ tag: badgeTag(keys, number), ...(bare === number ? {} : { bare: badgeTag(keys, bare) }) }];
}

function verifierOf(keys: BankKeys, verifier: string | undefined): KeyedVerifier | null {
  return verifier === undefined ? null : keyVerifier(keys, verifier);
}
