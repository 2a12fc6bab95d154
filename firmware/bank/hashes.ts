import { createHash } from 'node:crypto';

/** 64 hex digits: the name by which documents and their parts are declared. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
