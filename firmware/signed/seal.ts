import { createCipheriv, createECDH, createHash, createPrivateKey, createPublicKey, diffieHellman, type KeyObject } from 'node:crypto';
import type { Random } from '../ports/random.ts';
import type { EncryptTo } from '../contract/documents.ts';

/** A public key that something can be encrypted to. */
export interface SealingKey {
  readonly curve: EncryptTo['crv'];
  readonly handle: KeyObject;
  readonly kid: string | undefined;
}

/** What each curve of the contract needs: a fresh key pair out of random bytes, and its public half as a JWK. */
interface Pair {
  readonly secret: KeyObject;
  readonly publicJwk: Readonly<Record<string, string>>;
}

/** The order of the group of P-256, less one: secret keys are 1 to this. */
const p256SecretsMost = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550');

/** PKCS #8 around the 32 bytes of an X25519 secret key (RFC 8410, section 7). */
const x25519Head = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** `null` for a JWK that is no point of its curve. */
export function sealingKeyOf(jwk: EncryptTo): SealingKey | null {
  try {
    const { kid, ...key } = jwk;
    const handle = createPublicKey({ key, format: 'jwk' });
    const sealing = { curve: jwk.crv, handle, kid };
    sealCode(sealing, '', { bytes: (length) => new Uint8Array(length).fill(1) }); // A point of small order is a key too, until it is used.
    return sealing;
  } catch {
    return null;
  }
}

/**
 * Encrypts a code that the bank has made, so that it can travel: JWE compact, ECDH-ES with A256GCM (RFC 7516, RFC 7518).
 * At once and out of the bank's own dice, so that a simulation can repeat it. Does not throw for a key of `sealingKeyOf`.
 */
export function sealCode(to: SealingKey, code: string, random: Random): string {
  const pair = to.curve === 'P-256' ? p256Pair(random) : x25519Pair(random);
  const kid = to.kid === undefined ? {} : { kid: to.kid };
  const header = base64url(JSON.stringify({ alg: 'ECDH-ES', enc: 'A256GCM', ...kid, epk: pair.publicJwk }));
  const key = contentKey(diffieHellman({ privateKey: pair.secret, publicKey: to.handle }));
  const iv = random.bytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(header));
  const sealed = Buffer.concat([cipher.update(code, 'utf8'), cipher.final()]);
  // Between the first two dots a wrapped key would stand: ECDH-ES agrees on the key itself.
  return [header, '', base64url(iv), base64url(sealed), base64url(cipher.getAuthTag())].join('.');
}

/** The key derivation of RFC 7518, section 4.6.2, for one block: no names of parties, 256 bits. */
function contentKey(agreed: Uint8Array): Buffer {
  const algorithm = Buffer.from('A256GCM');
  const parts = [number32(1), agreed, number32(algorithm.length), algorithm, number32(0), number32(0), number32(256)];
  return createHash('sha256').update(Buffer.concat(parts)).digest();
}

/** 384 bits are so many more than the order that the remainder favours no key (FIPS 186-5, A.2.1). */
function p256Pair(random: Random): Pair {
  const dice = BigInt(`0x${Buffer.from(random.bytes(48)).toString('hex')}`);
  const d = Buffer.from(((dice % p256SecretsMost) + 1n).toString(16).padStart(64, '0'), 'hex');
  const point = createECDH('prime256v1');
  point.setPrivateKey(d);
  const uncompressed = point.getPublicKey();
  const publicJwk = {
    kty: 'EC', crv: 'P-256', x: base64url(uncompressed.subarray(1, 33)), y: base64url(uncompressed.subarray(33)),
  };
  return { secret: createPrivateKey({ key: { ...publicJwk, d: base64url(d) }, format: 'jwk' }), publicJwk };
}

function x25519Pair(random: Random): Pair {
  const secret = createPrivateKey({ key: Buffer.concat([x25519Head, random.bytes(32)]), format: 'der', type: 'pkcs8' });
  const { x = '' } = createPublicKey(secret).export({ format: 'jwk' });
  return { secret, publicJwk: { kty: 'OKP', crv: 'X25519', x } };
}

function number32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function base64url(bytes: Uint8Array | string): string {
  return Buffer.from(bytes).toString('base64url');
}
