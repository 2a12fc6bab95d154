import { readKeysDocument, type KeysReading } from '../upstream/signed/keys.ts';
import { cutToWhy } from './document-trouble.ts';

/** Reads a keys document: all of it can be used, or none of it is. */
export function readKeys(body: string): KeysReading {
  const reading = readKeysDocument(body);
  return reading.kind === 'refused' ? { kind: 'refused', why: cutToWhy(reading.why) } : reading;
}
