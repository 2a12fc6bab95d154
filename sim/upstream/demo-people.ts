import { scryptSync } from 'node:crypto';
import type { DirectoryDocument } from '../../firmware/upstream/contract/document-bodies.ts';

/** The people of the simulated site. Their passwords are shown on the simulator page: nobody real uses them. */
export const demoRecipients = [
  { id: 'ada', name: 'Ada Lovelace', accessible: false },
  { id: 'grace', name: 'Grace Hopper', accessible: true },
  { id: 'alan', name: 'Alan Turing', accessible: false },
  { id: 'katherine', name: 'Katherine Johnson', accessible: false },
  { id: 'edsger', name: 'Edsger Dijkstra', accessible: false },
] as const;

export const demoOperators = [
  { id: 'mia', name: 'Mia Keller', username: 'mia', password: 'parcels-42', permissions: ['drop-off'] },
  { id: 'tom', name: 'Tom Berger', username: 'tom', password: 'no-rights-7', permissions: [] },
] as const;

/** scrypt parameters that fit a Pi Zero 2 W: 16 MiB. */
const cost = { N: 16_384, r: 8, p: 1 } as const;

/** The directory document. Its salts come from the names, so that its text, and so its hash, is the same at each start. */
export function demoDirectory(): DirectoryDocument {
  directory ??= hashed();
  return directory;
}

/** Made once: the passwords are a tenth of a second of work on a good machine. */
let directory: DirectoryDocument | null = null;

function hashed(): DirectoryDocument {
  const operators = demoOperators.map(({ password, ...operator }) => {
    const salt = Buffer.from(`demo salt of ${operator.username}`.padEnd(24, '.')).subarray(0, 24);
    const hash = scryptSync(password, salt, 32, cost).toString('base64url');
    const verifier = `scrypt$${String(cost.N)}$${String(cost.r)}$${String(cost.p)}$${salt.toString('base64url')}$${hash}`;
    return { ...operator, permissions: [...operator.permissions], password: verifier };
  });
  return { recipients: demoRecipients.map((recipient) => ({ ...recipient })), operators };
}
