import { dayMs } from '../../statecharts/units.ts';
import type { Disk } from '../ports/disk.ts';
import type { EventShelf } from './event-shelf.ts';
import type { Journal } from './journal.ts';
import { pathOf, quarantinePathOf, type Copy, type StoredSegment } from './segment.ts';

export interface KeepLimits {
  /** Events stay so long after they were acknowledged: a restored upstream may ask for them again. */
  readonly keepMs: number;
  /** All segments together; beyond it the oldest go earlier. */
  readonly keepBytes: number;
}

export const usualKeepLimits: KeepLimits = { keepMs: 30 * dayMs, keepBytes: 50 * 1024 * 1024 };

/** What decides whether a segment is still needed. */
export interface Needs {
  /** The older snapshot begins in this segment: what it leads to needs every segment from there on. */
  readonly coveredTo: number;
  /** The log of today, and up to where the upstream has committed it. What was left over of older logs is sent no more. */
  readonly log: number;
  readonly acknowledged: number;
  readonly nowMs: number;
  /** The disk is all but full: whatever is not needed goes at once. */
  readonly isLow: boolean;
  readonly segmentBytes: number;
}

/**
 * Removes the oldest segments of which both snapshots know everything and the upstream has everything: those that are
 * too old, and those that are too many. Of what stays although nobody needs it one copy is enough.
 */
export async function compact(disk: Disk, journal: Journal, needs: Needs, limits: KeepLimits): Promise<void> {
  let isOldest = true;
  for (const segment of [...journal.segments]) {
    const next = journal.segments[journal.segments.indexOf(segment) + 1];
    if (!next || !isDone(segment, next, needs)) return;
    const isTooMuch = needs.isLow || journal.segments.length * needs.segmentBytes > limits.keepBytes;
    isOldest &&= isTooMuch || (await isOld(journal.shelf, next, needs, limits));
    if (isOldest) await removeSegment(disk, journal, segment);
    else await keepOneCopy(disk, journal, segment, next);
  }
}

async function removeSegment(disk: Disk, journal: Journal, segment: StoredSegment): Promise<void> {
  journal.replaceSegment(segment, null); // First, so that nobody looks for what is about to go.
  for (const copy of segment.copies) await disk.remove(pathOf(segment, copy));
}

/** Puts a segment that nobody can read aside, for whoever wants to look into it. */
export async function quarantine(disk: Disk, journal: Journal, segment: StoredSegment): Promise<void> {
  journal.replaceSegment(segment, null);
  for (const copy of segment.copies) await disk.rename(pathOf(segment, copy), quarantinePathOf(segment, copy));
}

function isDone(segment: StoredSegment, next: StoredSegment, { coveredTo, log, acknowledged }: Needs): boolean {
  const isSent = segment.log !== log || next.log !== log || next.firstEvent - 1 <= acknowledged;
  return segment.ordinal < coveredTo && isSent;
}

/** Its youngest record is older than the next segment's beginning. */
async function isOld(shelf: EventShelf, next: StoredSegment, { nowMs }: Needs, { keepMs }: KeepLimits): Promise<boolean> {
  const untilMs = await shelf.beganMs(next);
  return untilMs !== null && nowMs - untilMs > keepMs;
}

async function keepOneCopy(disk: Disk, journal: Journal, segment: StoredSegment, next: StoredSegment): Promise<void> {
  const [first, second] = segment.copies;
  if (first === undefined || second === undefined) return;
  const goes: Copy = (await journal.shelf.isWhole(segment, first, next)) ? second : first;
  journal.replaceSegment(segment, { ...segment, copies: [goes === first ? second : first] });
  await disk.remove(pathOf(segment, goes));
}
