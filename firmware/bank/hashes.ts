import { createHash } from 'node:crypto';

/** 64 hex digits: the name by which documents and their parts are declared, and pictures fetched. */
export function sha256Of(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}
