import { DiskError, type Disk, type OpenFile } from '../firmware/ports/disk.ts';
import { fraction, type Random } from '../firmware/ports/random.ts';
import { Pages, sectorBytes } from './disk-pages.ts';

/**
 * `full`: nothing gets longer, and nothing new fits. `sync-fails`: the disk takes everything, says at the sync that it
 * could not, drops the pages and calls them clean. `write-fails`, `read-fails`: it says so at once.
 */
export type DiskFault = 'none' | 'full' | 'sync-fails' | 'write-fails' | 'read-fails';

/** What a block turns into when the power goes while the card rewrites it. */
const garbageKinds = ['noise', 'zeros', 'ones'] as const;

export interface MemoryDiskOptions {
  /** How many bytes fit in all. */
  readonly capacity?: number;
  /**
   * A card rewrites whole blocks: a power cut turns the aligned block of so many bytes around a write on its way into
   * garbage, durable neighbours and all. Without it only what was being written is in doubt.
   */
  readonly blockBytes?: number;
}

interface MemoryFile {
  /** What a power cut leaves, whatever becomes of the rest. */
  readonly durable: Pages;
  /** What a reader sees: the page cache. */
  readonly seen: Pages;
  /** What each sector that was written since the last sync has been, write by write. */
  readonly unsynced: Map<number, readonly Uint8Array[]>;
}

/** A change that was on its way when the power went. */
type Step =
  | { readonly do: 'write'; readonly path: string; readonly at: number; readonly bytes: Uint8Array }
  | { readonly do: 'sync'; readonly path: string }
  | { readonly do: 'replace'; readonly path: string; readonly bytes: Uint8Array }
  | { readonly do: 'rename'; readonly path: string; readonly to: string }
  | { readonly do: 'remove'; readonly path: string };

/** Chooses one of so many possibilities, counted from 0. */
type Pick = (options: number) => number;

/**
 * A disk that forgets what was not synced when the power is cut. It has no time of its own: each call takes a turn
 * of the microtask queue, unless syncs are held back.
 */
export class MemoryDisk implements Disk {
  /** What the disk does wrong from now on. */
  fault: DiskFault = 'none';
  /** How often a file was synced, on its own or as a part of a larger step. */
  syncs = 0;
  /** How many bytes have been written in all. */
  bytesWritten = 0;
  /** How many blocks power cuts have turned into garbage. */
  blocksLost = 0;
  /** Told of each change while it is on its way: the moment at which the power may go. */
  onChange: (() => void) | null = null;
  readonly #options: MemoryDiskOptions;
  readonly #files = new Map<string, MemoryFile>();
  #calls = 0;
  #haltAt = Infinity;
  #failAt = Infinity;
  /** Counts power cuts: a file that was opened before the last one belongs to a program that is no more. */
  #life = 0;
  #inFlight = new Set<Step>();
  #held: Promise<void> | null = null;

  constructor(options: MemoryDiskOptions = {}) {
    this.#options = options;
  }

  /** How many calls have changed the disk, or tried to. */
  get calls(): number {
    return this.#calls;
  }

  /** The changing call of this number, and every one after it, is never answered: the power goes at that moment. */
  haltAt(call: number): void {
    this.#haltAt = call;
  }

  /** The changing call of this number, and no other, fails as with `sync-fails`. */
  failAt(call: number): void {
    this.#failAt = call;
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
   * The power goes and comes back. Of what was not synced any sectors are left, whatever their order was; a step that
   * was on its way has happened or has not; a block around a write turns into garbage, where the card has blocks.
   */
  powerCut(random: Random): void {
    const pick: Pick = (options) => Math.floor(fraction(random) * options);
    // Nothing of it and all of it are what happens most, and would hardly ever come by dicing for each sector.
    const sectors: Pick = [() => 0, (options: number) => options - 1, pick, pick, pick][pick(5)] ?? pick;
    const block = this.#options.blockBytes !== undefined && pick(2) === 0 ? this.#blocksInDoubt() : [];
    this.#goDark(pick, sectors);
    const hit = block[pick(block.length)];
    if (hit) this.#garble(hit.path, hit.block, garbageKinds[pick(garbageKinds.length)] ?? 'noise', random);
  }

  /** Every disk that a power cut at this moment could leave; blocks stay whole. This disk goes on as if nothing had been. */
  *powerCuts(): Generator<MemoryDisk> {
    for (const choices = new Choices(); ; ) {
      const left = this.copy();
      left.#goDark(choices.pick, choices.pick);
      yield left;
      if (!choices.next()) return;
    }
  }

  /**
   * The same disk once more, with everything that was on its way. What becomes of the one is nothing to the other.
   * @param options another card with the same content
   */
  copy(options: MemoryDiskOptions = this.#options): MemoryDisk {
    const other = new MemoryDisk(options);
    for (const [path, { durable, seen, unsynced }] of this.#files) {
      other.#files.set(path, { durable: durable.copy(), seen: seen.copy(), unsynced: new Map(unsynced) });
    }
    other.fault = this.fault;
    other.#inFlight = new Set(this.#inFlight);
    return other;
  }

  /** Names and contents of everything, as one text: equal for equal disks. */
  image(): string {
    const files = [...this.#files].sort(([one], [other]) => (one < other ? -1 : 1));
    return files.map(([path, { seen }]) => `${path} ${String(seen.length)}\n${seen.text()}`).join('\n');
  }

  /** The files that there are, by path. */
  get paths(): readonly string[] {
    return [...this.#files.keys()].sort();
  }

  /**
   * What a power cut at this moment leaves of a file for sure, not to be changed; `null` where there is none. No call of the
   * disk, and no turn of it. The same array as long as it is the same.
   */
  sure(path: string): Uint8Array | null {
    return this.#files.get(path)?.durable.bytes() ?? null;
  }

  /** A bit of a file turns over by itself, as bits on a card do in time. */
  rot(path: string, at: number): void {
    const file = this.#file(path);
    for (const pages of [file.durable, file.seen]) {
      const sector = pages.sector(Math.floor(at / sectorBytes));
      pages.write(at, Uint8Array.of((sector[at % sectorBytes] ?? 0) ^ 0x01));
    }
  }

  async read(path: string): Promise<Uint8Array | null> {
    await Promise.resolve();
    if (this.fault === 'read-fails') throw new DiskError('failed', path, 'the read failed');
    return this.#files.get(path)?.seen.bytes().slice() ?? null;
  }

  async list(folder: string): Promise<readonly string[]> {
    await Promise.resolve();
    const inside = folder === '.' ? '' : `${folder}/`;
    const names = [...this.#files.keys()]
      .filter((path) => path.startsWith(inside))
      .map((path) => path.slice(inside.length).split('/')[0] ?? '');
    return [...new Set(names)].sort();
  }

  replace(path: string, bytes: Uint8Array): Promise<void> {
    return this.#change({ do: 'replace', path, bytes: new Uint8Array(bytes) });
  }

  async open(path: string): Promise<OpenFile> {
    await Promise.resolve();
    this.#file(path);
    const life = this.#life;
    let isOpen = true;
    const change = async (step: Step): Promise<void> => {
      if (!isOpen) throw new DiskError('failed', path, 'the file is closed');
      await this.#change(step, life);
    };
    return {
      write: (at, bytes) => change({ do: 'write', path, at, bytes: new Uint8Array(bytes) }),
      sync: () => change({ do: 'sync', path }),
      close: async () => {
        await Promise.resolve();
        if (!isOpen) throw new DiskError('failed', path, 'the file is closed');
        isOpen = false;
      },
    };
  }

  rename(from: string, to: string): Promise<void> {
    return this.#change({ do: 'rename', path: from, to });
  }

  remove(path: string): Promise<void> {
    return this.#change({ do: 'remove', path });
  }

  async freeBytes(): Promise<number> {
    await Promise.resolve();
    return this.#room();
  }

  async #change(step: Step, life = this.#life): Promise<void> {
    if (life !== this.#life) return nothingMore();
    const isToFail = ++this.#calls === this.#failAt;
    this.#inFlight.add(step);
    this.onChange?.();
    if (this.#calls >= this.#haltAt) return nothingMore();
    if (step.do !== 'write' && this.#held) await this.#held;
    await Promise.resolve();
    if (life !== this.#life) return nothingMore();
    this.#inFlight.delete(step);
    this.#refuse(step, isToFail ? 'sync-fails' : this.fault);
    this.#perform(step);
  }

  /** Throws where the disk does not do it. A disk that is full takes the beginning of a write before it says so. */
  #refuse(step: Step, fault: DiskFault): void {
    if (step.do !== 'replace') this.#file(step.path);
    if (step.do !== 'write') {
      this.syncs++;
      if (fault === 'sync-fails') {
        this.#files.get(step.path)?.unsynced.clear();
        throw new DiskError('failed', step.path, 'the sync failed');
      }
    }
    if (fault === 'write-fails' && step.do !== 'sync') throw new DiskError('failed', step.path, 'the write failed');
    if (step.do !== 'write' && step.do !== 'replace') return;
    const room = this.#room();
    const length = step.do === 'write' ? this.#file(step.path).seen.length : 0;
    const end = step.do === 'write' ? step.at + step.bytes.length : step.bytes.length;
    if (end <= length + room) return;
    if (step.do === 'write') this.#perform({ ...step, bytes: step.bytes.subarray(0, Math.max(0, length + room - step.at)) });
    throw new DiskError('full', step.path, 'no space left on device');
  }

  #room(): number {
    if (this.fault === 'full') return 0;
    const used = [...this.#files.values()].reduce((sum, { seen }) => sum + seen.length, 0);
    return Math.max(0, (this.#options.capacity ?? Infinity) - used);
  }

  #perform(step: Step): void {
    switch (step.do) {
      case 'write':
        this.bytesWritten += step.bytes.length;
        return this.#write(this.#file(step.path), step.at, step.bytes);
      case 'sync': {
        const { durable, seen, unsynced } = this.#file(step.path);
        for (const [sector, versions] of unsynced) durable.putSector(sector, versions.at(-1) ?? seen.sector(sector));
        durable.resize(seen.length);
        return unsynced.clear();
      }
      case 'replace':
        this.bytesWritten += step.bytes.length;
        return void this.#files.set(step.path, { durable: Pages.of(step.bytes), seen: Pages.of(step.bytes), unsynced: new Map() });
      case 'rename': {
        const file = this.#file(step.path);
        this.#files.delete(step.path);
        return void this.#files.set(step.to, file);
      }
      case 'remove':
        return void this.#files.delete(step.path);
    }
  }

  #write({ seen, unsynced }: MemoryFile, at: number, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    seen.write(at, bytes);
    for (let sector = Math.floor(at / sectorBytes); sector * sectorBytes < at + bytes.length; sector++) {
      unsynced.set(sector, [...(unsynced.get(sector) ?? []), seen.sector(sector)]);
    }
  }

  #file(path: string): MemoryFile {
    const file = this.#files.get(path);
    if (!file) throw new DiskError('failed', path, 'there is no such file');
    return file;
  }

  #goDark(pickStep: Pick, pickSectors: Pick): void {
    for (const step of this.#inFlight) {
      const isThere = step.do === 'replace' || this.#files.has(step.path);
      if (isThere && step.do !== 'sync' && (step.do === 'write' || pickStep(2) === 1)) this.#perform(step);
    }
    this.#inFlight = new Set();
    for (const file of this.#files.values()) settle(file, pickSectors);
    for (const [path, { durable }] of this.#files) this.#files.set(path, { durable, seen: durable.copy(), unsynced: new Map() });
    this.#life++;
    this.#haltAt = Infinity;
    this.#held = null;
  }

  #blocksInDoubt(): readonly { readonly path: string; readonly block: number }[] {
    const blockBytes = this.#options.blockBytes ?? 1;
    const writes = [...this.#inFlight].filter((step) => step.do === 'write');
    const sectors = [...this.#files].flatMap(([path, { unsynced }]) => [...unsynced.keys()].map((at) => ({ path, at: at * sectorBytes })));
    return [...writes, ...sectors].map(({ path, at }) => ({ path, block: Math.floor(at / blockBytes) }));
  }

  #garble(path: string, block: number, kind: (typeof garbageKinds)[number], random: Random): void {
    const file = this.#file(path);
    const blockBytes = this.#options.blockBytes ?? 0;
    const at = block * blockBytes;
    const length = Math.min(blockBytes, file.durable.length - at);
    if (length <= 0) return;
    this.blocksLost++;
    const garbage = Buffer.alloc(length, kind === 'noise' ? random.bytes(4096) : kind === 'zeros' ? 0 : 0xff);
    for (const pages of [file.durable, file.seen]) pages.write(at, garbage);
  }
}

/** Decides for each sector which of its writes has got there, and whether the file had grown already. */
function settle({ durable, seen, unsynced }: MemoryFile, pick: Pick): void {
  const length = durable.length === seen.length || pick(2) === 1 ? seen.length : durable.length;
  for (const [sector, versions] of unsynced) {
    const version = versions[pick(versions.length + 1) - 1];
    if (version) durable.putSector(sector, version);
  }
  durable.resize(length);
}

/** Goes through every combination of choices, one after the other. */
class Choices {
  #made: number[] = [];
  #options: number[] = [];
  #at = 0;

  readonly pick: Pick = (options) => {
    const at = this.#at++;
    this.#options[at] = options;
    return (this.#made[at] ??= 0);
  };

  /** Turns to the next combination; false when all have been. */
  next(): boolean {
    this.#at = 0;
    while (this.#made.length > 0) {
      const last = this.#made.length - 1;
      const choice = (this.#made[last] ?? 0) + 1;
      if (choice < (this.#options[last] ?? 0)) {
        this.#made[last] = choice;
        return true;
      }
      this.#made.pop();
    }
    return false;
  }
}

/** For whoever still waits when the power is gone. */
function nothingMore(): Promise<never> {
  return new Promise(() => undefined);
}
