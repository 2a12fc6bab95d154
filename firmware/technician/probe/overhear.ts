import { frameMost, type Family, type Request, type Saying } from '../../hardware/bus/family.ts';

/** What passed on a line: a frame and its meaning, or bytes that are no frame of this family. */
export interface Overheard {
  readonly bytes: Uint8Array;
  readonly says: Saying | null;
}

/** Cuts what is heard on a line into frames; whatever lies between them is told as it is. */
export class FrameCutter {
  readonly #family: Family | null;
  readonly #asked: Request | null;
  readonly #tell: (heard: Overheard) => void;
  #heap: readonly number[] = [];
  #noise: number[] = [];

  /** @param family `null`: nobody knows who speaks, so there are no frames */
  constructor(family: Family | null, asked: Request | null, tell: (heard: Overheard) => void) {
    this.#family = family;
    this.#asked = asked;
    this.#tell = tell;
  }

  take(bytes: Uint8Array): void {
    this.#heap = [...this.#heap, ...bytes];
    this.#cut('more-may-come');
  }

  /** The line is quiet: what seemed to be the beginning of a frame was none. */
  quiet(): void {
    this.#cut('nothing-comes');
    this.#tellNoise();
  }

  #cut(when: 'more-may-come' | 'nothing-comes'): void {
    while (this.#heap.length > 0) {
      const bytes = Uint8Array.from(this.#heap);
      const decoding = this.#family?.decode(bytes.subarray(0, frameMost), this.#asked) ?? { kind: 'noise' };
      if (decoding.kind === 'need-more' && when === 'more-may-come') return;
      if (decoding.kind === 'frame') {
        this.#tellNoise();
        this.#tell({ bytes: bytes.subarray(0, decoding.length), says: decoding.says });
        this.#heap = this.#heap.slice(decoding.length);
      } else {
        this.#noise.push(...this.#heap.slice(0, 1));
        this.#heap = this.#heap.slice(1);
      }
    }
  }

  #tellNoise(): void {
    if (this.#noise.length > 0) this.#tell({ bytes: Uint8Array.from(this.#noise), says: null });
    this.#noise = [];
  }
}
