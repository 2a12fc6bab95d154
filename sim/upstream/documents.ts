import { sha256Of } from '../../firmware/bank/hashes.ts';
import type { Want } from '../../firmware/contract/documents.ts';
import type { Cut } from './chunks.ts';
import type { Signing } from './signing.ts';

/** A document as the upstream has it ready. */
interface Shelved extends Cut {
  readonly version: number;
}

/** A document as the upstream answers with it. */
interface SignedDocument {
  readonly body: string;
  /** Says in claims which document this is, and from when that word is; `null` where the upstream does not sign. */
  readonly tok: string | null;
}

interface ShelfOptions {
  readonly tenant: string;
  readonly bank: string;
  readonly signing: Signing | null;
  readonly nowMs: () => number;
}

/** The documents that the upstream declares, in their present version. */
export class Shelf {
  readonly #options: ShelfOptions;
  readonly #documents = new Map<string, Shelved>();

  constructor(options: ShelfOptions) {
    this.#options = options;
  }

  /** Puts a new version of a document in the place of the old one. */
  put(kind: string, version: number, cut: Cut | string): void {
    const whole: Cut = typeof cut === 'string' ? { body: cut, parts: new Map() } : cut;
    this.#documents.set(kind, { ...whole, version });
  }

  want(): Want {
    return Object.fromEntries([...this.#documents].map(([kind, { version, body }]) => [kind, { version, sha256: sha256Of(body) }]));
  }

  /** Signed anew each time: banks ask again for a directory whose word grows old. */
  document(kind: string, version: number): SignedDocument | null {
    const found = this.#documents.get(kind);
    if (found?.version !== version) return null;
    return { body: found.body, tok: this.#tokenFor(kind, version, sha256Of(found.body)) };
  }

  part(sha256: string): string | null {
    for (const { parts } of this.#documents.values()) {
      const text = parts.get(sha256);
      if (text !== undefined) return text;
    }
    return null;
  }

  /** Root keys sign keys, and nothing else; the keys that they vouch for sign the rest. */
  #tokenFor(kind: string, version: number, sha256: string): string | null {
    const { tenant, bank, signing, nowMs } = this.#options;
    if (!signing) return null;
    const claims = { kind, version, sha256, iat: new Date(nowMs()).toISOString() };
    return kind === 'keys' ? signing.root.sign(claims, `lb1|keys|${tenant}`) : signing.online.sign(claims, `lb1|doc|${tenant}/${bank}`);
  }
}
