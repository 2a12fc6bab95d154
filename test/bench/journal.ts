import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Profile } from '../../board-profiles/profile.schema.ts';
import { RealClock } from '../../firmware/adapters/real-clock.ts';
import { realDisk } from '../../firmware/adapters/real-disk.ts';
import { realRandom } from '../../firmware/adapters/real-random.ts';
import type { Fact } from '../../firmware/bank/facts.ts';
import { usualJournalLimits } from '../../firmware/journal/journal.ts';
import { Ledger } from '../../firmware/journal/ledger.ts';
import type { Disk } from '../../firmware/ports/disk.ts';
import { MemoryDisk } from '../../sim/disk-memory.ts';

const source = 'lb://demo/bench';
const pageBytes = 4_096;

/** Entries that are appended at once, where only what is on the disk afterwards counts. */
const atOnce = 500;

/** What is committed in each round. */
type Facts = (round: number) => readonly Fact[];

function openOn(disk: Disk, profile: Profile): Promise<Ledger> {
  return Ledger.open({ disk, clock: new RealClock(), random: realRandom, profile, source });
}

interface CommitTimes {
  readonly commitMs: readonly number[];
  /** One append + fdatasync of as many bytes to a plain file of the same disk, right beside each commit. */
  readonly appendMs: readonly number[];
}

/** How long a commit takes until it is durable, one after the other. */
export async function measureCommits(folder: string, profile: Profile, facts: Facts, rounds: number): Promise<CommitTimes> {
  const ledger = await openOn(realDisk(join(folder, 'commits')), profile);
  const beside = await open(join(folder, 'beside.log'), 'a');
  const commitMs: number[] = [];
  const appendMs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const said = facts(round);
    const line = Buffer.alloc(Buffer.byteLength(JSON.stringify(said)) + 1, 'x');
    appendMs.push(await timed(async () => {
      await beside.appendFile(line);
      await beside.datasync();
    }));
    commitMs.push(await timed(() => ledger.commit(said)));
  }
  await beside.close();
  await ledger.close();
  return { commitMs, appendMs };
}

interface RecoveryTimes {
  /** What a start takes after the power was cut: the newest snapshot, and what came after it. */
  readonly recoveryMs: number;
  /** The same without any snapshot: the whole journal. */
  readonly fromBeginningMs: number;
  /** Reading the bytes of the whole journal, both copies, and nothing more. */
  readonly readMs: number;
  readonly bytes: number;
}

/** What a bank with a long history takes to start. */
export async function measureRecovery(folder: string, profile: Profile, facts: Facts, entries: number): Promise<RecoveryTimes> {
  const root = join(folder, 'recovery');
  const ledger = await openOn(realDisk(root), profile);
  for (let round = 0; round < entries; round += atOnce) {
    await Promise.all(Array.from({ length: Math.min(atOnce, entries - round) }, (_, index) => ledger.commit(facts(round + index))));
  }
  // It is closed only at the end, after its successors: until then it is as if the power had gone.
  const disk = realDisk(root);
  const paths = (await disk.list('journal')).filter((name) => !name.startsWith('spare')).map((name) => `journal/${name}`);
  let bytes = 0;
  const readMs = await timed(async () => {
    for (const path of paths) bytes += (await disk.read(path))?.length ?? 0;
  });
  const opened = [ledger];
  const recoveryMs = await timed(async () => opened.push(await openOn(disk, profile)));
  for (const name of ['snapshot.a.json', 'snapshot.b.json']) await rm(join(root, name), { force: true });
  const fromBeginningMs = await timed(async () => opened.push(await openOn(disk, profile)));
  for (const one of opened.reverse()) await one.close();
  return { recoveryMs, fromBeginningMs, readMs, bytes };
}

interface WrittenBytes {
  /** Handed to the disk by the commits themselves. */
  readonly bytes: number;
  /** The same in whole pages of the file system: what a card is asked to write. */
  readonly pageBytes: number;
  readonly syncs: number;
  /** Their share of the room that was made for them beforehand, and of the snapshots that are written for each segment. */
  readonly shareBytes: number;
}

/** What commits, one after the other, have written: a card's life depends on it. */
export async function measureWritten(profile: Profile, commits: readonly (readonly Fact[])[]): Promise<WrittenBytes> {
  const memory = new MemoryDisk();
  const counted = { bytes: 0, pages: 0, syncs: 0 };
  const ledger = await openOn(counting(memory, counted), profile);
  Object.assign(counted, { bytes: 0, pages: 0, syncs: 0 });
  for (const facts of commits) await ledger.commit(facts);
  const { bytes, pages, syncs } = counted;
  await ledger.snapshot();
  const snapshotBytes = (await memory.read('snapshot.a.json'))?.length ?? 0;
  await ledger.close();
  // Each byte of a record lies in two copies, and both were made as zeros before.
  const segments = bytes / 2 / usualJournalLimits.segmentBytes;
  return { bytes, pageBytes: pages * pageBytes, syncs, shareBytes: Math.round(bytes + segments * snapshotBytes) };
}

interface Counted {
  bytes: number;
  pages: number;
  syncs: number;
}

/** Counts what is written in place; what is replaced is counted by the share of it. */
function counting(disk: Disk, counted: Counted): Disk {
  return {
    read: (path) => disk.read(path), list: (folder) => disk.list(folder), freeBytes: () => disk.freeBytes(),
    replace: (path, bytes) => disk.replace(path, bytes), rename: (from, to) => disk.rename(from, to), remove: (path) => disk.remove(path),
    async open(path) {
      const file = await disk.open(path);
      return {
        close: () => file.close(),
        write(at, bytes) {
          counted.bytes += bytes.length;
          counted.pages += Math.floor((at + bytes.length - 1) / pageBytes) - Math.floor(at / pageBytes) + 1;
          return file.write(at, bytes);
        },
        sync() {
          counted.syncs++;
          return file.sync();
        },
      };
    },
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
