import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { testProfile } from '../support/profiles.ts';
import { realDisk } from '../../firmware/adapters/real-disk.ts';
import { newBooks, type Books } from '../../firmware/bank/books.ts';
import { bankKeys } from '../../firmware/bank/codes.ts';
import type { Fact } from '../../firmware/bank/facts.ts';
import { fold } from '../../firmware/bank/fold.ts';
import { DocumentKeeper } from '../../firmware/documents/document-keeper.ts';
import { cutDirectory } from '../../sim/upstream/chunks.ts';

interface DirectoryFigures {
  readonly people: number;
  readonly parts: number;
  /** Converting and storing every part, on the real disk. */
  readonly storeMs: number;
  /** Merging the parts, journaling, switching. */
  readonly applyMs: number;
  /** From the files to a directory in memory, as at each start. */
  readonly loadMs: number;
  /** The longest time for which nothing else could be done while the directory was loaded. */
  readonly longestMs: number;
  /** Reading the very same files and parsing them, one after the other: the yardstick of `loadMs`. */
  readonly readMs: number;
  /** What the directory holds of the heap; NaN without `--expose-gc`. */
  readonly memoryMiB: number;
  readonly diskMiB: number;
}

const nowMs = Date.UTC(2026, 10, 22, 12);

/** People as a site has them: a badge each, a tenth in need of a low locker, 200 departments, 20 operators, 5 carriers. */
export function site(people: number) {
  const name = (index: number): string => `${['Ada', 'Alan', 'Grace', 'Edsger', 'Katherine'][index % 5] ?? ''} ${String(index)}-Lovelace`;
  return {
    recipients: Array.from({ length: people }, (_, index) => ({
      id: `person-${String(index)}`, name: name(index), accessible: index % 10 === 0,
      departments: [`department-${String(index % 200)}`], badges: [String(100_000_000 + index * 7)],
    })),
    departments: Array.from({ length: 200 }, (_, index) => ({
      id: `department-${String(index)}`, name: `Department ${String(index)}`, keyContacts: [`person-${String(index)}`],
    })),
    operators: Array.from({ length: 20 }, (_, index) => ({
      id: `operator-${String(index)}`, name: name(index), username: `operator${String(index)}`, permissions: ['drop-off', 'open'],
    })),
    carriers: Array.from({ length: 5 }, (_, index) => ({
      id: `carrier-${String(index)}`, name: name(index), codes: [{ code: String(471_100 + index) }],
    })),
  };
}

/** Measures one directory of so many people in an empty folder, with the real disk and the real conversion. */
export async function measureDirectory(folder: string, people: number): Promise<DirectoryFigures> {
  const root = join(folder, `directory-${String(people)}`);
  mkdirSync(root, { recursive: true });
  const { body, parts } = cutDirectory(site(people));
  const wanted = { kind: 'directory', version: 1, sha256: createHash('sha256').update(body).digest('hex') } as const;

  const first = benchKeeper(root);
  const storeMs = await timed(async () => {
    for (const [sha256, text] of parts) await first.keeper.takePart(sha256, text);
  });
  const applyMs = await timed(async () => {
    const taken = await first.keeper.take(wanted, body, parts.size === 0 ? [] : (JSON.parse(body) as { chunks: string[] }).chunks);
    if (taken !== 'applied') throw new Error(`the directory was ${taken}`);
  });

  const facts = first.facts.splice(0);
  first.forget();
  const second = benchKeeper(root, facts);
  const before = heapMiB();
  const watch = watchLoop();
  const loadMs = await timed(() => second.keeper.start());
  const longestMs = watch.stop();
  const memoryMiB = heapMiB() - before;
  const known = Object.keys(second.books().directory.recipients).length;
  if (known !== people) throw new Error(`${String(known)} people are known`);
  const yardstick = await readAll(join(root, 'directory'));
  return { people, parts: Math.max(1, parts.size), storeMs, applyMs, loadMs, longestMs, memoryMiB, ...yardstick };
}

function benchKeeper(root: string, known: readonly Fact[] = []) {
  let books: Books = newBooks(testProfile());
  const facts: Fact[] = [];
  const now = { ms: nowMs, ageMs: 0 };
  const take = (list: readonly Fact[]): void => {
    for (const fact of list) fold(books, fact, { at: now, floorMs: nowMs, sequence: 1 });
    facts.push(...list);
  };
  take(known);
  const keeper = new DocumentKeeper({
    disk: realDisk(root), keys: bankKeys(new Uint8Array(32).fill(7)), books: () => books, now: () => now,
    commit: (list) => Promise.resolve(take(list)),
    use: (directory) => (books = { ...books, directory }),
    partsWanted: () => new Set(),
    onTrouble: (where, error) => process.stderr.write(`${where}: ${String(error)}\n`),
  });
  return { keeper, facts, books: () => books, forget: () => (books = newBooks(testProfile())) };
}

async function readAll(folder: string): Promise<Pick<DirectoryFigures, 'readMs' | 'diskMiB'>> {
  let bytes = 0;
  const readMs = await timed(async () => {
    for (const file of await readdir(folder)) {
      const text = await readFile(join(folder, file), 'utf8');
      bytes += Buffer.byteLength(text);
      JSON.parse(text.slice(9));
    }
  });
  return { readMs, diskMiB: bytes / 2 ** 20 };
}

/** How late timers come that are due at once. */
function watchLoop(): { stop(): number } {
  let longestMs = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - last);
    last = performance.now();
  }, 1);
  return {
    stop() {
      clearInterval(timer);
      return longestMs;
    },
  };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function heapMiB(): number {
  const collect = (globalThis as { readonly gc?: () => void }).gc;
  if (!collect) return NaN;
  collect();
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
