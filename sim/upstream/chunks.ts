import { createHash } from 'node:crypto';
import { sha256Of } from '../../firmware/bank/hashes.ts';
import { partBytesMost, partsMost } from '../../firmware/contract/documents.ts';
import { payloadBytesMost } from '../../firmware/contract/limits.ts';

/** A document as it is sent: its text, or a list of parts and the texts of those, by their hash. */
export interface Cut {
  readonly body: string;
  readonly parts: ReadonlyMap<string, string>;
}

/** Around the text in its message: envelope, hash, token. */
const envelopeBytes = 2 * 1024;

/** How full parts may be on average: records are not spread quite evenly. */
const fill = 0.75;

/** So few numbers of parts, because another number is another cut everywhere. */
const counts: readonly number[] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, partsMost];

/** Whoever stands in a directory has an id. */
interface Listed {
  readonly id: string;
}
type Lists = Readonly<Record<string, readonly Listed[] | undefined>>;

/**
 * Cuts a directory into parts, each a small directory of its own. A record lies in the part that the hash of its list and
 * id names, whoever else is there: so one changed person is one changed part, and all the others are known by content.
 * @throws RangeError for a directory of more than `partsMost` parts, about 30 MB
 */
export function cutDirectory(directory: Lists): Cut {
  const whole = JSON.stringify(directory);
  if (fitsMessage(whole)) return { body: whole, parts: new Map() };
  const bytes = Buffer.byteLength(whole);
  for (const count of counts.filter((one) => one * partBytesMost * fill >= bytes)) {
    const texts = textsOf(directory, count);
    if (!texts.every((text) => Buffer.byteLength(text) <= partBytesMost && fitsMessage(text))) continue;
    return {
      body: JSON.stringify({ chunks: texts.map(sha256Of) }),
      parts: new Map(texts.map((text) => [sha256Of(text), text] as const)),
    };
  }
  throw new RangeError(`a directory of ${String(bytes)} bytes has no place in ${String(partsMost)} parts`);
}

/** A text is quoted in its message: that makes every quotation mark in it two letters. */
function fitsMessage(text: string): boolean {
  return Buffer.byteLength(JSON.stringify(text)) <= payloadBytesMost - envelopeBytes;
}

function textsOf(directory: Lists, count: number): readonly string[] {
  const byId = (a: Listed, b: Listed): number => (a.id < b.id ? -1 : 1);
  const lists = Object.entries(directory).map(([list, records = []]) => [list, records.toSorted(byId)] as const);
  const parts = Array.from({ length: count }, () => Object.fromEntries(lists.map(([list]) => [list, [] as Listed[]])));
  for (const [list, records] of lists) for (const record of records) parts[bucketOf(`${list}/${record.id}`, count)]?.[list]?.push(record);
  return parts.map((part) => JSON.stringify(part));
}

function bucketOf(name: string, count: number): number {
  return Math.floor((createHash('sha256').update(name).digest().readUInt32BE() / 2 ** 32) * count);
}
