import type { Fact } from '../../firmware/bank/facts.ts';
import { DocumentKeeper, type TakenDocument } from '../../firmware/documents/document-keeper.ts';
import type { DocumentAddress, DocumentKind } from '../../firmware/contract/documents.ts';
import type { Disk } from '../../firmware/ports/disk.ts';
import { MemoryDisk } from '../../sim/disk-memory.ts';
import { DocumentBooks, documentKeys, sha256, textOf } from './document-books.ts';

/** Far fewer than a real bank keeps, so that a test may reach it. */
export const filesMost = 100;

const journalPath = 'facts.json';

/** What an upstream declares and sends: a text, and the parts that it names. */
export interface Sent {
  readonly wanted: DocumentAddress;
  readonly body: string;
  readonly pieces: readonly string[];
}

export function sent(kind: DocumentKind, version: number, document: unknown, change: Partial<DocumentAddress> = {}): Sent {
  const body = textOf(document);
  return { wanted: { kind, version, sha256: sha256(body), ...change }, body, pieces: [] };
}

export function sentInParts(kind: DocumentKind, version: number, parts: readonly unknown[], change: Partial<DocumentAddress> = {}): Sent {
  const pieces = parts.map(textOf);
  return { ...sent(kind, version, { chunks: pieces.map(sha256) }, change), pieces };
}

/** A keeper over a disk, with a journal that is as simple as can be: all facts in one file, replaced whole. */
export class KeeperRig {
  readonly disk: Disk;
  readonly bank = new DocumentBooks();
  readonly keeper: DocumentKeeper;
  readonly troubles: string[] = [];
  /** Parts of documents on their way. */
  onTheWay: ReadonlySet<string> = new Set();
  #before: readonly Fact[] = [];

  private constructor(disk: Disk) {
    this.disk = disk;
    this.keeper = new DocumentKeeper({
      disk,
      keys: documentKeys,
      filesMost,
      books: () => this.bank.books,
      now: () => this.bank.now,
      commit: async (facts) => {
        this.bank.take(facts);
        const all = [...this.#before, ...this.bank.facts];
        await disk.replace(journalPath, Buffer.from(JSON.stringify(all)));
      },
      use: (directory) => this.bank.use(directory),
      partsWanted: () => this.onTheWay,
      onTrouble: (where) => this.troubles.push(where),
    });
  }

  /** A bank that starts with whatever is on the disk. */
  static async start(disk: Disk = new MemoryDisk()): Promise<KeeperRig> {
    const rig = new KeeperRig(disk);
    const journal = await disk.read(journalPath);
    rig.#before = journal === null ? [] : (JSON.parse(Buffer.from(journal).toString('utf8')) as Fact[]);
    rig.bank.take(rig.#before);
    rig.bank.facts.length = 0;
    await rig.keeper.start();
    return rig;
  }

  /** A document comes as the link brings it: the parts that are not here, then the whole. */
  async receive({ wanted, body, pieces }: Sent): Promise<TakenDocument> {
    for (const piece of pieces) if (!(await this.keeper.hasPart(sha256(piece)))) await this.keeper.takePart(sha256(piece), piece);
    return this.keeper.take(wanted, body, pieces.map(sha256));
  }

  get types(): readonly string[] {
    return this.bank.facts.map(({ type }) => type);
  }

  get people(): readonly string[] {
    return Object.keys(this.bank.books.directory.recipients);
  }

  async files(folder: string): Promise<readonly string[]> {
    return this.disk.list(folder);
  }
}
