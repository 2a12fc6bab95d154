import type { Clock } from '../../firmware/ports/clock.ts';
import { ms } from '../../statecharts/units.ts';

/** A frame that pauses for longer has been broken off: at 9600 baud a hundred bytes take that long. */
const pauseMost = ms(100);

/** How a board's firmware finds its frames: the length of the good frame with which a heap begins. */
type FindFrame = (heap: readonly number[]) => number | 'need-more' | 'noise';

/** Cuts what an emulated board hears into good frames. Noise is skipped byte by byte, and what was broken off is forgotten. */
export class FrameEar {
  readonly #clock: Clock;
  readonly #find: FindFrame;
  readonly #obey: (frame: readonly number[]) => void;
  #heap: readonly number[] = [];
  #heardAtMs = 0;
  #isClosed = false;

  constructor(clock: Clock, find: FindFrame, obey: (frame: readonly number[]) => void) {
    this.#clock = clock;
    this.#find = find;
    this.#obey = obey;
  }

  hear(bytes: Uint8Array): void {
    if (this.#isClosed) return;
    const nowMs = this.#clock.monoMs();
    if (nowMs - this.#heardAtMs > pauseMost) this.forget();
    this.#heardAtMs = nowMs;
    this.#heap = [...this.#heap, ...bytes];
    for (let frame = this.#take(); frame !== null; frame = this.#take()) this.#obey(frame);
  }

  /** What only looks like the beginning of a long frame must not swallow the whole one behind it. */
  #take(): readonly number[] | null {
    let waitsFrom = this.#heap.length;
    for (let at = 0; at < this.#heap.length; at++) {
      const heap = this.#heap.slice(at);
      const found = this.#find(heap);
      if (typeof found === 'number') {
        this.#heap = heap.slice(found);
        return heap.slice(0, found);
      }
      if (found === 'need-more') waitsFrom = Math.min(waitsFrom, at);
    }
    this.#heap = this.#heap.slice(waitsFrom);
    return null;
  }

  forget(): void {
    this.#heap = [];
  }

  /** For good. */
  close(): void {
    this.#isClosed = true;
  }
}
