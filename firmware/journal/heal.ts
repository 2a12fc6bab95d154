import type { Disk } from '../ports/disk.ts';
import { copies, pathOf, type Copy, type Segment } from './segment.ts';
import { headerOf, isZero, readRecords, startOf, wholeUpTo, type CopyBytes, type Place } from './segment-reading.ts';

/**
 * Makes both copies of a segment what reading them together gave, with zeros behind it, before anything else is
 * written: what the one lacks it gets from the other, and the rest of an interrupted commit goes.
 *
 * A copy with nothing but zeros behind its whole records was not being written when the power went: it holds everything
 * that was ever said to be durable. It stays as it is until the other one is whole. Where neither copy is like that,
 * both are replaced as whole files.
 * @param from from where the copies were read
 * @param to behind the last whole record
 */
export async function heal(disk: Disk, segment: Segment, bytes: CopyBytes, from: Place, to: Place): Promise<void> {
  if (bytes.a && bytes.b && Buffer.compare(bytes.a, bytes.b) === 0 && isZero(bytes.a.subarray(to.offset))) return;
  const first = earliest(segment, bytes, from, to);
  const target = targetOf(bytes, first, to);
  const isClean = (copy: Copy): boolean => isZero((bytes[copy] ?? target[copy]).subarray(wholeUpTo(bytes[copy], first).offset));
  const isWhole = (copy: Copy): boolean => Buffer.compare(bytes[copy] ?? new Uint8Array(), target[copy]) === 0;
  const inOrder = copies.toSorted((one, other) => Number(isClean(one)) - Number(isClean(other)));
  const inPlace = copies.some(isClean);
  for (const copy of inOrder) if (!isWhole(copy)) await mend(disk, pathOf(segment, copy), bytes[copy], target[copy], inPlace);
}

/** What a snapshot knows need not be read to open the journal, but a copy that has lost it would be no copy. */
function earliest(segment: Segment, bytes: CopyBytes, from: Place, to: Place): Place {
  const start = startOf(segment, bytes);
  return start && readRecords(bytes, start, () => undefined).offset === to.offset ? start : from;
}

function targetOf(bytes: CopyBytes, from: Place, to: Place): Readonly<Record<Copy, Uint8Array>> {
  const size = Math.max(...copies.map((copy) => bytes[copy]?.length ?? 0));
  const whole: Uint8Array[] = [];
  const head = headerOf(bytes);
  if (head?.end === from.offset) whole.push(head.line);
  readRecords(bytes, from, (_, line) => void whole.push(line));
  const merged = Buffer.concat(whole);
  const make = (copy: Copy): Uint8Array => {
    const other = bytes[copy === 'a' ? 'b' : 'a'];
    const target = new Uint8Array(size);
    target.set((bytes[copy] ?? other ?? target).subarray(0, to.offset - merged.length));
    target.set(merged, to.offset - merged.length);
    return target;
  };
  return { a: make('a'), b: make('b') };
}

async function mend(disk: Disk, path: string, before: Uint8Array | null, after: Uint8Array, inPlace: boolean): Promise<void> {
  if (!inPlace || before?.length !== after.length) return disk.replace(path, after);
  let first = 0;
  while (before[first] === after[first]) first++;
  let end = after.length;
  while (before[end - 1] === after[end - 1]) end--;
  const file = await disk.open(path);
  await file.write(first, after.subarray(first, end));
  await file.sync();
  await file.close();
}
