import type { Disk } from '../ports/disk.ts';
import { copies, pathOf, sparePath, type Copy, type Segment, type StoredSegment } from './segment.ts';
import { isZero } from './segment-reading.ts';
import { SegmentWriter } from './segment-writer.ts';

/**
 * The segment to come, made before it is needed: no commit waits for megabytes of zeros, and on a full disk there is
 * room for a segment more.
 */
export class Spare {
  readonly #disk: Disk;
  readonly #bytes: number;
  readonly #ready: Set<Copy>;
  #making: Promise<void> | null = null;

  /** @param ready copies that are there already */
  constructor(disk: Disk, bytes: number, ready: readonly Copy[]) {
    this.#disk = disk;
    this.#bytes = bytes;
    this.#ready = new Set(ready);
  }

  get isReady(): boolean {
    return this.#ready.size === copies.length;
  }

  /** Makes what is missing; whoever asks meanwhile waits for the same. Rejects with a `DiskError`. */
  make(): Promise<void> {
    this.#making ??= this.#makeMissing().finally(() => (this.#making = null));
    return this.#making;
  }

  /** Resolves when nothing is on its way, however it went. */
  async settled(): Promise<void> {
    await this.#making?.catch(() => undefined);
  }

  /** Turns it into a segment. Waits only where it has not been made yet. */
  async take(segment: Segment): Promise<SegmentWriter> {
    await this.make();
    for (const copy of copies) {
      await this.#disk.rename(sparePath(this.#bytes, copy), pathOf(segment, copy));
      this.#ready.delete(copy);
    }
    return openSegment(this.#disk, segment, this.#bytes, 0);
  }

  async #makeMissing(): Promise<void> {
    for (const copy of copies) {
      if (this.#ready.has(copy)) continue;
      await this.#disk.replace(sparePath(this.#bytes, copy), new Uint8Array(this.#bytes));
      this.#ready.add(copy);
    }
  }
}

/**
 * A segment that was begun and never got a record becomes the segment to come once more: on a full disk there may be
 * room for no other. Files of another length go.
 */
export async function giveBack(disk: Disk, begun: StoredSegment, bytes: number): Promise<void> {
  for (const copy of begun.copies) {
    const path = pathOf(begun, copy);
    const before = await disk.read(path);
    if (before?.length !== bytes) {
      await disk.remove(path);
      continue;
    }
    if (!isZero(before)) await clear(disk, path, before);
    await disk.rename(path, sparePath(bytes, copy));
  }
}

/** In place, because that needs no room. */
async function clear(disk: Disk, path: string, { length }: Uint8Array): Promise<void> {
  const file = await disk.open(path);
  await file.write(0, new Uint8Array(length));
  await file.sync();
  await file.close();
}

/** Opens both copies of a segment that end at the same place. */
export async function openSegment(disk: Disk, segment: Segment, size: number, end: number): Promise<SegmentWriter> {
  const a = await disk.open(pathOf(segment, 'a'));
  const b = await disk.open(pathOf(segment, 'b'));
  return new SegmentWriter({ a, b }, size, end);
}
