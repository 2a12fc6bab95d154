import type { Credential } from '../invariants/credentials.ts';
import type { DirectoryDocument } from '../../firmware/contract/document-bodies.ts';
import { verifierOf } from '../support/scrypt.ts';

/** Who is who in every story, and what they carry. Long and odd, so that none of it turns up by chance in a hash. */
export const passwords = { mia: 'parcels-42-mia', ann: 'keys-of-the-house-ann' } as const;
const adasPin = '7294610358';
const adasBadge = 'BADGE77301';
const beasBadge = 'BADGE55402';
const carlsCode = '9142007731';

export const toAda = { type: 'recipient', id: 'ada' } as const;
export const toBea = { type: 'recipient', id: 'bea' } as const;
export const toCid = { type: 'recipient', id: 'cid' } as const;

const allRights = [
  'drop-off', 'open', 'end-reservations', 'remove-expired', 'in-out-of-service', 'reserve', 'dedicate', 'remote-open', 'reports',
];

export const directory: DirectoryDocument = {
  recipients: [
    { id: 'ada', name: 'Ada', badges: [adasBadge], pin: verifierOf(adasPin) },
    { id: 'bea', name: 'Bea', departments: ['lab'], badges: [beasBadge] },
    { id: 'cid', name: 'Cid' },
  ],
  departments: [{ id: 'lab', name: 'Laboratory', keyContacts: ['bea'] }],
  operators: [
    { id: 'mia', name: 'Mia', username: 'mia', password: verifierOf(passwords.mia), permissions: ['drop-off'] },
    { id: 'ann', name: 'Ann', role: 'administrator', username: 'ann', password: verifierOf(passwords.ann), permissions: allRights },
  ],
  carriers: [{ id: 'carl', name: 'Carl', codes: [{ code: carlsCode }] }],
};

export function peopleOf(document: DirectoryDocument): readonly string[] {
  return [...(document.recipients ?? []), ...(document.operators ?? []), ...(document.carriers ?? [])].map(({ id }) => id);
}

/** An operator, who puts in. */
export const mia: Credential = {
  name: 'mia', presented: { how: 'password', username: 'mia', password: passwords.mia }, secrets: [passwords.mia],
  opens: { kind: 'staff', id: 'mia', may: ['drop-off'] },
};

/** The administrator, who mends. */
export const ann: Credential = {
  name: 'ann', presented: { how: 'password', username: 'ann', password: passwords.ann }, secrets: [passwords.ann],
  opens: { kind: 'staff', id: 'ann', may: allRights },
};

export const carl: Credential = {
  name: 'carl', presented: { how: 'carrier-code', code: carlsCode }, secrets: [carlsCode],
  opens: { kind: 'staff', id: 'carl', may: ['carrier-drop-off'] },
};

/** Needs the PIN beside it. */
export const badgeOfAda: Credential = {
  name: "ada's badge", presented: { how: 'badge', text: adasBadge }, secrets: [adasBadge], opens: { kind: 'recipient', id: 'ada' },
};

export const pinOfAda: Credential = {
  name: "ada's PIN", presented: { how: 'pin', pin: adasPin }, secrets: [adasPin], opens: { kind: 'recipient', id: 'ada' },
};

/** Bea has no PIN. */
export const badgeOfBea: Credential = {
  name: "bea's badge", presented: { how: 'badge', text: beasBadge }, secrets: [beasBadge], opens: { kind: 'recipient', id: 'bea' },
};

/** A code that somebody types for a reservation. */
export function codeOf(reservation: string, code: string, change: Partial<Credential> = {}): Credential {
  return {
    name: `code of ${reservation}`, presented: { how: 'typed', code }, secrets: [code], opens: { kind: 'holder', reservation }, ...change,
  };
}

export const everybody: readonly Credential[] = [mia, ann, carl, badgeOfAda, pinOfAda, badgeOfBea];
