import type { Profile, ProfileLocker } from '../../board-profiles/profile.schema.ts';
import { newBooks, type Books } from '../../firmware/bank/books.ts';
import { noDirectory, type Directory } from '../../firmware/bank/directory.ts';
import { usualBankSettings, type Settings } from '../../firmware/bank/settings.ts';
import { dayMs, hourMs, noonMs } from '../support/noon.ts';
import { pinLocker, testProfile } from '../support/profiles.ts';
import type { PlainBank, PlainPeople } from './plain-bank.ts';

/** The times of day at which the second carrier may come: every day from 8 to 18, in UTC. */
const byDay = [{ days: [0, 1, 2, 3, 4, 5, 6], fromMinute: 8 * 60, untilMinute: 18 * 60 }];

const everything = [
  'drop-off',
  'open',
  'end-reservations',
  'remove-expired',
  'in-out-of-service',
  'reserve',
  'dedicate',
  'remote-open',
  'reports',
];

/** Everybody who ever comes to the bank of these tests. Dora needs a locker within reach; Zoe is in no directory. */
const plainPeople: PlainPeople = {
  recipients: [
    { id: 'ada', accessible: false, departments: ['post'] },
    { id: 'bob', accessible: false, departments: ['post'] },
    { id: 'cem', accessible: false, departments: [] },
    { id: 'dora', accessible: true, departments: ['lab'] },
  ],
  departments: [
    { id: 'post', keyContacts: ['ada'] },
    { id: 'lab', keyContacts: [] },
  ],
  staff: [
    { id: 'mia', role: 'operator', may: ['drop-off', 'open', 'remove-expired', 'in-out-of-service', 'reserve'], sizes: null, hours: null },
    { id: 'ned', role: 'operator', may: ['drop-off'], sizes: null, hours: null },
    { id: 'ida', role: 'operator', may: [], sizes: null, hours: null },
    { id: 'ann', role: 'administrator', may: everything, sizes: null, hours: null },
    { id: 'fast', role: 'carrier', may: ['carrier-drop-off'], sizes: null, hours: null },
    { id: 'slow', role: 'carrier', may: ['carrier-drop-off'], sizes: ['small'], hours: byDay },
  ],
};

/** The same people as the firmware knows them. */
const realPeople: Directory = {
  ...noDirectory,
  recipients: Object.fromEntries(plainPeople.recipients.map((one) => [one.id, { ...one, name: one.id, pin: null }])),
  departments: Object.fromEntries(plainPeople.departments.map((one) => [one.id, { ...one, name: one.id }])),
  staff: Object.fromEntries(
    plainPeople.staff.map(({ may, ...one }) => [one.id, { ...one, name: one.id, permissions: may, password: null, pin: null }]),
  ),
};

export const sizeNames = ['small', 'medium', 'large'] as const;

/** One locker of a bank that a test makes up. */
export interface Shape {
  readonly size: (typeof sizeNames)[number];
  readonly accessible: boolean;
}

const sixShapes: readonly (readonly [Shape['size'], boolean])[] = [
  ['small', false],
  ['small', false],
  ['small', true],
  ['medium', false],
  ['medium', true],
  ['large', false],
];

/** Six lockers: small 1 to 3, medium 4 and 5, large 6; of these 3 and 5 are within reach of everybody. */
export const sixLockers: readonly Shape[] = sixShapes.map(([size, accessible]) => ({ size, accessible }));

export function plainBankOf(shapes: readonly Shape[], settings: Partial<Settings> = {}): PlainBank {
  const lockers = shapes.map(({ size, accessible }, index) => ({
    number: index + 1,
    size,
    accessible,
    door: 'closed' as const,
    doubt: null,
    isOut: false,
    dedicatedTo: null,
    usedMs: 0,
  }));
  return {
    lockers,
    sizes: sizeNames,
    claims: [],
    visits: [],
    misses: [],
    people: plainPeople,
    settings: { ...usualBankSettings, ...settings },
    ms: noonMs,
    age: hourMs,
    ownClaims: 0,
    directoryUntilMs: noonMs + 20 * dayMs,
  };
}

/** The books of the firmware for the same lockers, all doors shut, with everybody in the directory. */
export function booksOf(shapes: readonly Shape[], settings: Partial<Settings> = {}): Books {
  const books = newBooks(profileOf(shapes));
  const shut = Object.entries(books.lockers).map(([number, locker]) => [number, { ...locker, door: 'closed' }]);
  return {
    ...books,
    lockers: Object.fromEntries(shut) as Books['lockers'],
    settings: { ...usualBankSettings, ...settings },
    directory: realPeople,
    documents: { directory: { version: 1, sha256: '0'.repeat(64), validUntilMs: noonMs + 20 * dayMs, sinceMs: noonMs } },
  };
}

function profileOf(shapes: readonly Shape[]): Profile {
  const size = (name: string) => ({ name, widthMm: 420, heightMm: 120, depthMm: 500 });
  const lockers = shapes.map(
    ({ size: name, accessible }, index): ProfileLocker => pinLocker(index + 1, { size: name, accessible }),
  );
  return { ...testProfile(), sizes: sizeNames.map(size), columns: [{ widthMm: 450, kioskMm: 0, lockers }] };
}
