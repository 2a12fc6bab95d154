import type { KeyUse } from '../contract/documents.ts';

/**
 * What a token is good for: whose key has to have signed it, and the implicit assertion, which is signed with it but
 * does not travel. A token for one purpose, bank or session verifies for no other.
 */
export interface Purpose {
  readonly signer: Signer;
  readonly assertion: string;
}

/** A root key, pinned by configuration, signs the keys document and nothing else; that document's keys sign the rest. */
export type Signer = 'root' | KeyUse;

/** Names are of the topic alphabet, which has neither `|` nor `/`: no two purposes share an assertion. */
export interface BankName {
  readonly tenant: string;
  readonly bank: string;
}

/** A command for one bank, within one connection of it. */
export function commandPurpose({ tenant, bank }: BankName, session: string): Purpose {
  return { signer: 'command', assertion: `lb1|cmd|${tenant}/${bank}|${session}` };
}

/** The upstream's time, as the answer to one `hello`. */
export function timePurpose({ tenant, bank }: BankName, session: string): Purpose {
  return { signer: 'command', assertion: `lb1|time|${tenant}/${bank}|${session}` };
}

/** A document for one bank: settings, directory, branding. */
export function documentPurpose({ tenant, bank }: BankName): Purpose {
  return { signer: 'document', assertion: `lb1|doc|${tenant}/${bank}` };
}

/** The keys document, the same for all banks of a tenant. */
export function keysPurpose({ tenant }: Pick<BankName, 'tenant'>): Purpose {
  return { signer: 'root', assertion: `lb1|keys|${tenant}` };
}

/** A QR token that somebody holds before the scanner of one bank. */
export function qrPurpose({ tenant, bank }: BankName): Purpose {
  return { signer: 'qr', assertion: `lb1|qr|${tenant}/${bank}` };
}
