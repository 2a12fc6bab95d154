import { createDecipheriv, createHash, createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';
import type { EncryptTo } from '../../firmware/contract/documents.ts';

/** PKCS #8 around the 32 bytes of an X25519 secret key (RFC 8410, section 7). */
const x25519Head = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** The key derivation of RFC 7518, section 4.6.2: block 1; then the length and name of `A256GCM`, two absent parties, 256 bits. */
const firstBlock = Buffer.from('00000001', 'hex');
const otherInfo = Buffer.from('00000007' + '4132353647434d' + '00000000' + '00000000' + '00000100', 'hex');

/** The key to which banks encrypt the codes that they make, and what opens them again. */
interface UnsealingKey {
  readonly encryptTo: EncryptTo;
  /** `null` for what is no JWE of the contract's kind, or was sealed for somebody else. */
  unseal(jwe: string): string | null;
}

/** JWE compact of ECDH-ES over X25519 with A256GCM (RFC 7516, RFC 7518, RFC 8037): the other end of what the bank does. */
export function unsealingKey(seed: Uint8Array, kid: string): UnsealingKey {
  const secret = createPrivateKey({ key: Buffer.concat([x25519Head, seed]), format: 'der', type: 'pkcs8' });
  const { x = '' } = createPublicKey(secret).export({ format: 'jwk' });
  return {
    encryptTo: { kty: 'OKP', crv: 'X25519', x, kid },
    unseal(jwe) {
      try {
        const [header = '', , iv = '', sealed = '', tag = ''] = jwe.split('.');
        const { epk } = JSON.parse(bytesOf(header).toString('utf8')) as { readonly epk: { readonly kty: string; readonly x: string } };
        const agreed = diffieHellman({ privateKey: secret, publicKey: createPublicKey({ key: { ...epk }, format: 'jwk' }) });
        const key = createHash('sha256').update(firstBlock).update(agreed).update(otherInfo).digest();
        const cipher = createDecipheriv('aes-256-gcm', key, bytesOf(iv)).setAAD(Buffer.from(header)).setAuthTag(bytesOf(tag));
        return Buffer.concat([cipher.update(bytesOf(sealed)), cipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
  };
}

function bytesOf(base64url: string): Buffer {
  return Buffer.from(base64url, 'base64url');
}
