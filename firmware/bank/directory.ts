import type { Role } from '../contract/parts.ts';

/** What staff may be allowed. Whatever is not in somebody's list is refused. */
export const permissions = [
  'drop-off', 'carrier-drop-off', 'open', 'end-reservations', 'remove-expired', 'in-out-of-service', 'reserve', 'dedicate',
  'remote-open', 'reports',
] as const;
export type Permission = (typeof permissions)[number];

export type StaffRole = Extract<Role, 'operator' | 'administrator' | 'carrier' | 'technician'>;

/** The people who have a right at this bank, as the upstream declared them; looked up by what they present. */
export interface Directory {
  readonly recipients: Readonly<Record<string, RecipientEntry>>;
  readonly departments: Readonly<Record<string, DepartmentEntry>>;
  readonly staff: Readonly<Record<string, StaffEntry>>;
  /** User name → id of the staff member. */
  readonly usernames: Readonly<Record<string, string>>;
  /** Keyed tag of a badge or login barcode → everybody whom it names. More than one opens nothing. */
  readonly badges: Readonly<Record<string, readonly PersonRef[]>>;
  readonly barcodes: Readonly<Record<string, readonly PersonRef[]>>;
  /** Keyed tag of a carrier's code → ids of carriers. */
  readonly carrierCodes: Readonly<Record<string, readonly CarrierCodeRef[]>>;
}

export interface PersonRef {
  readonly in: 'recipients' | 'staff';
  readonly id: string;
}

export interface RecipientEntry {
  readonly id: string;
  /** As it may be shown. */
  readonly name: string;
  readonly accessible: boolean;
  /** Of which departments this person is a member. */
  readonly departments: readonly string[];
  readonly pin: KeyedVerifier | null;
}

export interface DepartmentEntry {
  readonly id: string;
  readonly name: string;
  readonly keyContacts: readonly string[];
}

export interface StaffEntry {
  readonly id: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly permissions: readonly string[];
  readonly password: KeyedVerifier | null;
  readonly pin: KeyedVerifier | null;
  /** Carriers: when they may come, in the bank's time zone, and into which sizes they may put. `null`: no limit. */
  readonly hours: readonly OpenHours[] | null;
  readonly sizes: readonly string[] | null;
}

/** On these days (0 is Sunday), from one minute of the day up to another. */
export interface OpenHours {
  readonly days: readonly number[];
  readonly fromMinute: number;
  readonly untilMinute: number;
}

/** One code of a carrier, while it is valid. */
export interface CarrierCodeRef {
  readonly carrier: string;
  readonly digits: number;
  readonly fromMs: number | null;
  readonly untilMs: number | null;
}

/** A scrypt hash under the bank's own key: a stolen card alone is of no use for guessing. */
export interface KeyedVerifier {
  readonly n: number;
  readonly r: number;
  readonly p: number;
  readonly salt: string;
  readonly tag: string;
}

export const noDirectory: Directory = {
  recipients: {}, departments: {}, staff: {}, usernames: {}, badges: {}, barcodes: {}, carrierCodes: {},
};
