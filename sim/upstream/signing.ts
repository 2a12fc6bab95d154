import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { KeysDocument } from '../../firmware/contract/documents.ts';
import type { Random } from '../../firmware/ports/random.ts';
import type { SigningSeeds } from './signing-seeds.ts';
import { unsealingKey } from './unsealing.ts';
import type { UpstreamLog } from './upstream-log.ts';

/**
 * PASETO v4.public as its specification has it (paseto-spec, Version4), by nothing but Ed25519: what an upstream in any
 * language needs. It shares no code with what the bank verifies with, so that each checks the other.
 */
interface SigningKey {
  readonly kid: string;
  /** The public half, as PASERK. */
  readonly paserk: string;
  sign(claims: object, assertion: string): string;
}

/** PKCS #8 around the 32 bytes of an Ed25519 secret key (RFC 8410, section 7). */
const ed25519Head = Buffer.from('302e020100300506032b657004220420', 'hex');

const header = 'v4.public.';

/** The same 32 bytes are always the same key. Without a kid it is named by its public half, as root keys are. */
export function signingKey(seed: Uint8Array, kid?: string): SigningKey {
  const secret = createPrivateKey({ key: Buffer.concat([ed25519Head, seed]), format: 'der', type: 'pkcs8' });
  const paserk = `k4.public.${createPublicKey(secret).export({ format: 'jwk' }).x ?? ''}`;
  const name = kid ?? paserk;
  const footer = Buffer.from(JSON.stringify({ kid: name }));
  return {
    kid: name,
    paserk,
    sign(claims, assertion) {
      const message = Buffer.from(JSON.stringify(claims));
      const signature = sign(null, preAuthEncoding([Buffer.from(header), message, footer, Buffer.from(assertion)]), secret);
      return `${header}${Buffer.concat([message, signature]).toString('base64url')}.${footer.toString('base64url')}`;
    },
  };
}

/** Pieces with their lengths before them, so that no two lists of pieces are the same bytes. */
function preAuthEncoding(pieces: readonly Uint8Array[]): Buffer {
  return Buffer.concat([number64(pieces.length), ...pieces.flatMap((piece) => [number64(piece.length), piece])]);
}

function number64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

export function newSeeds(random: Random): SigningSeeds {
  const seed = (): string => Buffer.from(random.bytes(32)).toString('base64url');
  return { root: seed(), online: seed(), unseal: seed() };
}

/** Everything that a signing upstream has: two keys, and the document by which the one vouches for the other. */
export interface Signing {
  readonly root: SigningKey;
  readonly online: SigningKey;
  readonly keysDocument: KeysDocument;
  /** Reads a code that a bank has made and sealed; `null` for what was not sealed for this upstream. */
  unseal(jwe: string): string | null;
}

/** The signing upstream that these secrets make. `name` says which one it is, in the names of its keys. */
export function signingOf(seeds: SigningSeeds, name = 'demo'): Signing {
  const bytes = (seed: string): Buffer => Buffer.from(seed, 'base64url');
  const root = signingKey(bytes(seeds.root));
  const online = signingKey(bytes(seeds.online), `${name}-1`);
  const { encryptTo, unseal } = unsealingKey(bytes(seeds.unseal), `${name}-seal-1`);
  const keys = [{ kid: online.kid, public: online.paserk, uses: ['command' as const, 'document' as const, 'qr' as const] }];
  return { root, online, keysDocument: { keys, encryptTo }, unseal };
}

/** The signing that belongs to an upstream's log: made when it is asked for first, and the same ever after. */
export async function demoSigning(log: UpstreamLog, random: Random): Promise<Signing> {
  const seeds = log.books.seeds ?? newSeeds(random);
  if (log.books.seeds === null) await log.write([{ kind: 'seeds', seeds }]);
  return signingOf(seeds);
}
