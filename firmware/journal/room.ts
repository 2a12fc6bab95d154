import { minutes, type Milliseconds } from '../../statecharts/units.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import type { Disk } from '../ports/disk.ts';

export interface RoomLimits {
  /** Less than this is left for everything else on the card: no new deposits. */
  readonly freeBytesLeast: number;
  readonly retryAfter: Milliseconds;
}

/** Two segments more with both their copies, and two snapshots of the largest bank. */
export const usualRoomLimits: RoomLimits = { freeBytesLeast: 32 * 1024 * 1024, retryAfter: minutes(1) };

/** What there is no room for: a segment to come, a snapshot, or anything much. */
type Shortage = 'segment' | 'snapshot' | 'space';

interface RoomOptions {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly limits: RoomLimits;
  /** Makes room, and tries again what has not fitted. Called each minute while room is short. */
  readonly retry: () => Promise<void>;
}

/** Watches over the room on the disk: it is short long before a commit fails, and somebody can still collect parcels. */
export class Room {
  readonly #options: RoomOptions;
  readonly #shortages = new Set<Shortage>();
  readonly #listeners = new Set<(isLow: boolean) => void>();
  #timer: Timer | null = null;
  #isClosed = false;

  constructor(options: RoomOptions) {
    this.#options = options;
  }

  get isLow(): boolean {
    return this.#shortages.size > 0;
  }

  /** @returns how to stop listening */
  onLow(listener: (isLow: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  set(shortage: Shortage, isShort: boolean): void {
    const wasLow = this.isLow;
    if (isShort) this.#shortages.add(shortage);
    else this.#shortages.delete(shortage);
    if (wasLow !== this.isLow) for (const listener of this.#listeners) listener(this.isLow);
    this.#arm();
  }

  /** Looks how much is left. A disk that cannot say is not full for that. */
  async look(): Promise<void> {
    const { disk, limits } = this.#options;
    const free = await disk.freeBytes().catch(() => Infinity);
    this.set('space', free < limits.freeBytesLeast);
  }

  close(): void {
    this.#isClosed = true;
    this.#arm();
  }

  #arm(): void {
    const { clock, limits } = this.#options;
    const isWanted = this.isLow && !this.#isClosed;
    if (!isWanted && this.#timer) clock.cancel(this.#timer);
    if (!isWanted) this.#timer = null;
    else this.#timer ??= clock.setTimer('room on the disk', limits.retryAfter, () => this.#retry());
  }

  #retry(): void {
    this.#timer = null;
    void this.#options.retry().catch(() => undefined).then(() => this.#arm());
  }
}
