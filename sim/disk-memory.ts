import { DiskError, type AppendFile, type Disk } from '../firmware/ports/disk.ts';
import { fraction, type Random } from '../firmware/ports/random.ts';

/** `full`: nothing more fits. `sync-fails`: the disk takes everything and keeps nothing. */
export type DiskFault = 'none' | 'full' | 'sync-fails';

interface MemoryFile {
  /** What a reader sees: the page cache. */
  seen: Uint8Array;
  /** What a power cut leaves, beside a part of what was still on its way. */
  durable: Uint8Array;
  /** A sync has failed: the kernel has dropped the pages and calls them clean, so later syncs succeed in vain. */
  hasLostPages: boolean;
}

/**
 * A disk that forgets what was not synced when the power is cut. It has no time of its own: each call takes a turn
 * of the microtask queue, unless syncs are held back.
 */
export class MemoryDisk implements Disk {
  /** What the disk does wrong from now on. */
  fault: DiskFault = 'none';
  /** How often a file was synced, on its own or as a part of a larger step. */
  syncs = 0;
  #files = new Map<string, MemoryFile>();
  #calls = 0;
  #haltAt = Infinity;
  /** Counts power cuts: a file that was opened before the last one belongs to a program that is no more. */
  #life = 0;
  #inFlight: ((random: Random) => void)[] = [];
  #held: Promise<void> | null = null;

  /** How many calls have changed the disk, or tried to. */
  get calls(): number {
    return this.#calls;
  }

  /** The changing call of this number, and every one after it, is never answered: the power goes at that moment. */
  haltAt(call: number): void {
    this.#haltAt = call;
  }

  /** Syncs wait until the returned function is called. */
  holdSyncs(): () => void {
    let release = (): void => undefined;
    this.#held = new Promise((resolve) => (release = resolve));
    return () => {
      this.#held = null;
      release();
    };
  }

  /**
   * The power goes and comes back. Of what was not synced, nothing, everything, or any part from the front is left,
   * torn in the middle of a write where the dice say so; a step that was on its way has happened or has not.
   */
  powerCut(random: Random): void {
    for (const finish of this.#inFlight) finish(random);
    this.#inFlight = [];
    for (const file of this.#files.values()) {
      const unsynced = file.seen.subarray(file.durable.length);
      const kept = file.hasLostPages ? 0 : partOf(unsynced.length, random);
      file.durable = joined(file.durable, unsynced.subarray(0, kept));
      file.seen = file.durable;
      file.hasLostPages = false;
    }
    this.#life++;
    this.#haltAt = Infinity;
    this.#held = null;
  }

  async read(path: string): Promise<Uint8Array | null> {
    await Promise.resolve();
    const file = this.#files.get(path);
    return file ? file.seen.slice() : null;
  }

  async list(folder: string): Promise<readonly string[]> {
    await Promise.resolve();
    const inside = `${folder}/`;
    const names = [...this.#files.keys()]
      .filter((path) => path.startsWith(inside))
      .map((path) => path.slice(inside.length).split('/')[0] ?? '');
    return [...new Set(names)].sort();
  }

  async replace(path: string, bytes: Uint8Array): Promise<void> {
    const copy = new Uint8Array(bytes); // A Buffer's own `slice` would share its memory.
    await this.#change(path, ['space', 'sync'], () => void this.#files.set(path, { seen: copy, durable: copy, hasLostPages: false }));
  }

  async append(path: string): Promise<AppendFile> {
    const life = this.#life;
    await this.#change(path, this.#files.has(path) ? [] : ['space', 'sync'], () => {
      if (!this.#files.has(path)) this.#files.set(path, { seen: new Uint8Array(), durable: new Uint8Array(), hasLostPages: false });
    });
    let isOpen = true;
    const open = (): void => {
      if (!isOpen) throw new DiskError('failed', path, 'the file is closed');
    };
    return {
      write: async (bytes) => {
        open();
        await this.#write(path, new Uint8Array(bytes), life);
      },
      sync: async () => {
        open();
        await this.#change(path, ['sync'], () => this.#sync(path), life);
      },
      close: async () => {
        open();
        isOpen = false;
        await Promise.resolve();
      },
    };
  }

  async truncate(path: string, length: number): Promise<void> {
    await this.#change(path, ['sync'], () => {
      const file = this.#file(path);
      file.seen = file.seen.slice(0, length);
      file.durable = file.seen;
    });
  }

  async remove(path: string): Promise<void> {
    await this.#change(path, ['sync'], () => {
      this.#file(path);
      this.#files.delete(path);
    });
  }

  async #write(path: string, bytes: Uint8Array, life: number): Promise<void> {
    const put = (part: Uint8Array): void => {
      const file = this.#file(path);
      file.seen = joined(file.seen, part);
    };
    // A disk that fills up takes the beginning of a write before it says so.
    if (this.fault === 'full') put(bytes.subarray(0, bytes.length >> 1));
    await this.#change(path, ['space'], () => put(bytes), life);
  }

  #sync(path: string): void {
    const file = this.#file(path);
    if (!file.hasLostPages) file.durable = file.seen;
  }

  #file(path: string): MemoryFile {
    const file = this.#files.get(path);
    if (!file) throw new DiskError('failed', path, 'there is no such file');
    return file;
  }

  async #change(path: string, needs: readonly ('space' | 'sync')[], apply: () => void, life = this.#life): Promise<void> {
    if (life !== this.#life) return nothingMore();
    this.#calls++;
    if (this.#calls >= this.#haltAt) {
      this.#inFlight.push((random) => {
        if (fraction(random) < 0.5) apply();
      });
      return nothingMore();
    }
    if (needs.includes('sync') && this.#held) await this.#held;
    await Promise.resolve();
    if (life !== this.#life) return nothingMore();
    if (needs.includes('space') && this.fault === 'full') throw new DiskError('full', path, 'no space left on device');
    if (needs.includes('sync')) this.#countSync(path);
    apply();
  }

  #countSync(path: string): void {
    this.syncs++;
    if (this.fault !== 'sync-fails') return;
    const file = this.#files.get(path);
    if (file) file.hasLostPages = true;
    throw new DiskError('failed', path, 'the sync failed');
  }
}

/** For whoever still waits when the power is gone. */
function nothingMore(): Promise<never> {
  return new Promise(() => undefined);
}

function partOf(length: number, random: Random): number {
  const dice = fraction(random);
  if (dice < 0.2) return 0;
  return dice < 0.4 ? length : Math.floor(fraction(random) * (length + 1));
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
