import type { BadgeTags, DirectoryPart, KeptDepartment, KeptRecipient, KeptStaff } from './directory-document.ts';
import type { CarrierCodeRef, DepartmentEntry, Directory, KeyedVerifier, PersonRef, StaffEntry } from './directory.ts';
import { cutToWhy } from '../contract/document-trouble.ts';
import type { Settings } from './settings.ts';

/** Ten times the largest site that is known: who sends more has made a mistake. */
const peopleMost = 200_000;

export type DirectoryReading =
  | { readonly kind: 'directory'; readonly directory: Directory }
  | { readonly kind: 'refused'; readonly why: string };

/** A recipient while it is not yet known of which departments they all are. */
interface Recipient {
  readonly id: string;
  readonly name: string;
  readonly accessible: boolean;
  departments: readonly string[];
  readonly pin: KeyedVerifier | null;
}

/** Most people are of no department, and need no list of their own to say so. */
const nowhere: readonly string[] = [];

/**
 * Merges the parts of a directory, in whatever order they come, into what people are looked up in. One part at a time,
 * so that the doors are served between two parts of a directory of 100,000 people.
 */
export class DirectoryIndex {
  // Without a prototype, because ids come from outside and `__proto__` is one of them.
  readonly #recipients: Record<string, Recipient> = bare();
  readonly #departments: Record<string, DepartmentEntry> = bare();
  readonly #staff: Record<string, StaffEntry> = bare();
  readonly #usernames: Record<string, string> = bare();
  readonly #badges: Record<string, readonly PersonRef[]> = bare();
  readonly #barcodes: Record<string, readonly PersonRef[]> = bare();
  readonly #carrierCodes: Record<string, readonly CarrierCodeRef[]> = bare();
  /** Departments of people whose own part is yet to come. */
  readonly #expected = new Map<string, readonly string[]>();
  readonly #leadingZeros: Settings['badgeLeadingZeros'];
  #people = 0;
  #why: string | null = null;

  /** @param leadingZeros what the settings say of badge numbers: another word of theirs needs another index */
  constructor(leadingZeros: Settings['badgeLeadingZeros']) {
    this.#leadingZeros = leadingZeros;
  }

  add(part: DirectoryPart): void {
    for (const recipient of part.recipients) this.#recipient(recipient);
    for (const department of part.departments) this.#department(department);
    for (const person of part.staff) this.#employ(person);
    for (const { tag, ...code } of part.carrierCodes) this.#carrierCodes[tag] = [...(this.#carrierCodes[tag] ?? []), code];
    this.#people += part.recipients.length + part.staff.length;
    if (this.#people > peopleMost) this.#refuse(`more than ${String(peopleMost)} people`);
  }

  /** The directory of all parts so far; what does not fit together refuses it whole. */
  read(): DirectoryReading {
    if (this.#why !== null) return { kind: 'refused', why: this.#why };
    const directory: Directory = {
      recipients: this.#recipients, departments: this.#departments, staff: this.#staff, usernames: this.#usernames,
      badges: this.#badges, barcodes: this.#barcodes, carrierCodes: this.#carrierCodes,
    };
    return { kind: 'directory', directory };
  }

  #recipient({ badges, barcodes, ...kept }: KeptRecipient): void {
    const { id, departments } = kept;
    if (this.#recipients[id]) return this.#refuse(`two recipients have the id ${id}`);
    const expected = this.#expected.get(id);
    this.#expected.delete(id);
    const all = expected ? [...new Set([...departments, ...expected])] : departments;
    this.#recipients[id] = { ...kept, departments: all.length === 0 ? nowhere : all };
    this.#shows({ in: 'recipients', id }, badges, barcodes);
  }

  #department({ id, name, keyContacts, members }: KeptDepartment): void {
    if (this.#departments[id]) return this.#refuse(`two departments have the id ${id}`);
    this.#departments[id] = { id, name, keyContacts };
    for (const member of members) {
      const known = this.#recipients[member];
      if (!known) this.#expected.set(member, [...(this.#expected.get(member) ?? []), id]);
      else if (!known.departments.includes(id)) known.departments = [...known.departments, id];
    }
  }

  #employ({ badges, barcodes, username, ...entry }: KeptStaff): void {
    const { id } = entry;
    if (this.#staff[id]) return this.#refuse(`two operators or carriers have the id ${id}`);
    this.#staff[id] = entry;
    if (username !== null) {
      if (this.#usernames[username] !== undefined) return this.#refuse(`two operators have the username ${username}`);
      this.#usernames[username] = id;
    }
    this.#shows({ in: 'staff', id }, badges, barcodes);
  }

  /** Two people with one badge are no reason to refuse everybody: both are kept, and the badge opens nothing. */
  #shows(who: PersonRef, badges: readonly BadgeTags[], barcodes: readonly string[]): void {
    const numbers = badges.map(({ tag, bare: without }) => (this.#leadingZeros === 'drop' ? (without ?? tag) : tag));
    for (const [index, tags] of [[this.#badges, numbers], [this.#barcodes, barcodes]] as const) {
      for (const tag of new Set(tags)) index[tag] = [...(index[tag] ?? []), who];
    }
  }

  /** The first trouble is the one that is told. */
  #refuse(why: string): void {
    this.#why ??= cutToWhy(why);
  }
}

function bare<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}
