import { DiskError, type Disk } from '../ports/disk.ts';
import type { SegmentPart } from './journal-reading.ts';
import { copies, pathOf, type Copy, type Segment } from './segment.ts';
import { headerOf, isZero, readRecords, startOf, type CopyBytes, type Place } from './segment-reading.ts';

/**
 * Makes both copies of a segment what reading them together gave, with zeros behind it, before anything else is
 * written: what the one lacks it gets from the other, and the rest of an interrupted commit goes.
 *
 * A copy with nothing but zeros behind its whole records was not being written when the power went: it holds everything
 * that was ever said to be durable. It stays as it is until the other one is whole. Where both copies are like that, or
 * neither, nobody can say which of them is to be trusted: the first is replaced as a whole file, and the second follows.
 *
 * What the last write brought is written once more, also where it is there: after a sync that failed the system shows
 * what it has never written, and calls it clean.
 */
export async function heal(disk: Disk, { segment, bytes, from, to, lastWrite }: SegmentPart): Promise<void> {
  const isEqual = isSame(bytes, Infinity) && isZero(bytes.a?.subarray(to.offset) ?? new Uint8Array());
  const first = isEqual || isSame(bytes, from.offset) ? from : earliest(segment, bytes, from, to);
  const whole = isEqual ? null : wholeLines(bytes, first, to);
  const mending = copies.map((copy) => {
    const before = bytes[copy];
    const after = whole ? targetOf(bytes, copy, whole, to) : before;
    const reach = before && after ? firstDifference(before, after) : 0;
    const clean = !whole || isClean(before, after, whole);
    return { path: pathOf(segment, copy), before, after: after ?? new Uint8Array(), reach, isClean: clean };
  });
  // Of two that are clean one may lack the last commit: nothing is written to the other before both have it.
  mending.sort((one, other) => Number(one.isClean) - Number(other.isClean) || one.reach - other.reach);
  let isTrusted = mending[0]?.isClean !== mending[1]?.isClean;
  for (const one of mending) {
    await mend(disk, one, isTrusted, lastWrite, to.offset);
    isTrusted = true;
  }
}

function isSame({ a, b }: CopyBytes, upTo: number): boolean {
  return a !== null && b !== null && Buffer.compare(a.subarray(0, upTo), b.subarray(0, upTo)) === 0;
}

/** What a snapshot knows need not be read to open the journal, but a copy that has lost it would be no copy. */
function earliest(segment: Segment, bytes: CopyBytes, from: Place, to: Place): Place {
  const start = startOf(segment, bytes);
  return start && readRecords(bytes, start, () => undefined).offset === to.offset ? start : from;
}

/** What both copies give together, behind a place. */
interface WholeLines {
  readonly bytes: Uint8Array;
  /** Where a line begins or ends. */
  readonly borders: ReadonlySet<number>;
}

function wholeLines(bytes: CopyBytes, from: Place, to: Place): WholeLines {
  const head = headerOf(bytes);
  const lines: Uint8Array[] = head?.end === from.offset ? [head.line] : [];
  const borders = new Set([0, from.offset, to.offset]);
  readRecords(bytes, from, (_, line, before) => {
    if (before.offset >= to.offset) return false;
    lines.push(line);
    borders.add(before.offset);
    return true;
  });
  return { bytes: Buffer.concat(lines), borders };
}

function targetOf(bytes: CopyBytes, copy: Copy, whole: WholeLines, to: Place): Uint8Array {
  const size = Math.max(...copies.map((one) => bytes[one]?.length ?? 0));
  const begins = to.offset - whole.bytes.length;
  const target = new Uint8Array(size);
  target.set((bytes[copy] ?? bytes[copy === 'a' ? 'b' : 'a'] ?? target).subarray(0, begins));
  target.set(whole.bytes, begins);
  return target;
}

/** It ends where a line ends, and then there is nothing. */
function isClean(before: Uint8Array | null, after: Uint8Array | null, { borders }: WholeLines): boolean {
  if (!before || !after) return false;
  const end = firstDifference(before, after);
  return end === before.length || (borders.has(end) && isZero(before.subarray(end)));
}

function firstDifference(one: Uint8Array, other: Uint8Array): number {
  if (Buffer.compare(one, other) === 0) return one.length;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
}

interface Mending {
  readonly path: string;
  readonly before: Uint8Array | null;
  readonly after: Uint8Array;
}

/** In place where the other copy can be trusted meanwhile, and where there is room for nothing else. */
async function mend(disk: Disk, { path, before, after }: Mending, inPlace: boolean, lastWrite: number, end: number): Promise<void> {
  if (before?.length !== after.length) return disk.replace(path, after);
  const first = firstDifference(before, after);
  const from = Math.min(first, lastWrite);
  let to = first === after.length ? end : after.length;
  while (to > end && before[to - 1] === after[to - 1]) to--;
  if (from === to || (!inPlace && (await isReplaced(disk, path, after)))) return;
  const file = await disk.open(path);
  await file.write(from, after.subarray(from, to));
  await file.sync();
  await file.close();
}

/** False where the disk is full. */
async function isReplaced(disk: Disk, path: string, bytes: Uint8Array): Promise<boolean> {
  try {
    await disk.replace(path, bytes);
    return true;
  } catch (error) {
    if (error instanceof DiskError && error.trouble === 'full') return false;
    throw error;
  }
}
