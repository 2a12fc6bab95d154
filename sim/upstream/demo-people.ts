import { scryptSync } from 'node:crypto';
import { permissions } from '../../firmware/bank/directory.ts';
import type { DirectoryDocument } from '../../firmware/contract/document-bodies.ts';

/** Somebody of the simulated site who has a badge. `pin` is asked for when it is shown; `null`: the badge is enough. */
interface DemoBadge {
  readonly badge: string;
  readonly pin: string | null;
}

interface DemoRecipient extends Partial<DemoBadge> {
  readonly id: string;
  readonly name: string;
  readonly accessible: boolean;
}

interface DemoOperator extends DemoBadge {
  readonly id: string;
  readonly name: string;
  readonly role: 'operator' | 'administrator';
  readonly username: string;
  readonly password: string;
  readonly permissions: readonly string[];
}

/** The people of the simulated site. What they show is shown on the simulator page too: nobody real uses it. */
export const demoRecipients: readonly DemoRecipient[] = [
  { id: 'ada', name: 'Ada Lovelace', accessible: false, badge: '100418', pin: '2846' },
  { id: 'grace', name: 'Grace Hopper', accessible: true, badge: '100523', pin: '7391' },
  { id: 'alan', name: 'Alan Turing', accessible: false, badge: '100637', pin: null },
  { id: 'katherine', name: 'Katherine Johnson', accessible: false, badge: '100742', pin: null },
  { id: 'edsger', name: 'Edsger Dijkstra', accessible: false },
];

/** Grace collects what comes for it; everybody in it may put in for it. */
export const demoDepartments = [
  { id: 'workshop', name: 'Workshop', keyContacts: ['grace'], members: ['grace', 'alan'] },
  { id: 'library', name: 'Library', keyContacts: ['katherine'], members: ['katherine'] },
] as const;

export const demoOperators: readonly DemoOperator[] = [
  {
    id: 'mia', name: 'Mia Keller', role: 'operator', username: 'mia', password: 'parcels-42', badge: '200118', pin: null,
    permissions: ['drop-off', 'open', 'remove-expired'],
  },
  {
    id: 'vera', name: 'Vera Lindt', role: 'administrator', username: 'vera', password: 'all-doors-9', badge: '200225', pin: '5283',
    permissions,
  },
  {
    id: 'tom', name: 'Tom Berger', role: 'operator', username: 'tom', password: 'no-rights-7', badge: '200331', pin: null,
    permissions: [],
  },
];

/** Six digits: no pickup code is that short, so no parcel ever gets the same. */
export const demoCarriers = [{ id: 'swift', name: 'Swift Parcels', code: '271828' }] as const;

/** scrypt parameters that fit a Pi Zero 2 W: 16 MiB. */
const cost = { N: 16_384, r: 8, p: 1 } as const;

/** The directory document. Its salts come from the names, so that its text, and so its hash, is the same at each start. */
export function demoDirectory(): DirectoryDocument {
  directory ??= hashed();
  return directory;
}

/** Made once: each password is a twentieth of a second of work on a good machine. */
let directory: DirectoryDocument | null = null;

function hashed(): DirectoryDocument {
  return {
    recipients: demoRecipients.map(({ badge, pin, ...recipient }) => ({ ...recipient, ...shownBy(recipient.id, badge, pin) })),
    departments: demoDepartments.map(({ keyContacts, members, ...named }) => (
      { ...named, keyContacts: [...keyContacts], members: [...members] }
    )),
    operators: demoOperators.map(({ password, badge, pin, ...operator }) => ({
      ...operator, permissions: [...operator.permissions], password: verifierOf(operator.username, password),
      ...shownBy(operator.id, badge, pin),
    })),
    carriers: demoCarriers.map(({ id, name, code }) => ({ id, name, codes: [{ code }] })),
  };
}

function shownBy(id: string, badge: string | undefined, pin: string | null | undefined) {
  return { ...(badge ? { badges: [badge] } : {}), ...(pin ? { pin: verifierOf(`PIN of ${id}`, pin) } : {}) };
}

function verifierOf(whose: string, secret: string): string {
  const salt = Buffer.from(`demo salt of ${whose}`.padEnd(24, '.')).subarray(0, 24);
  const hash = scryptSync(secret, salt, 32, cost).toString('base64url');
  return `scrypt$${String(cost.N)}$${String(cost.r)}$${String(cost.p)}$${salt.toString('base64url')}$${hash}`;
}
