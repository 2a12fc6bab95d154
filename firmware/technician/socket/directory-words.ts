import * as v from 'valibot';
import type { Books } from '../../bank/books.ts';
import type { Directory } from '../../bank/directory.ts';
import { directoryWord, mayWork, type DirectoryWord } from '../../bank/remote.ts';
import { id } from '../../contract/parts.ts';
import type { Disk } from '../../ports/disk.ts';
import { readTechnicians } from './technicians.ts';

type WithDirectory = Pick<Books, 'directory'>;

/** Beside the list of keys, and the bank's own: whoever adds a key writes the other file. */
const wordsPath = 'technicians-directory.json';

const wordsSchema = v.strictObject({ said: v.record(id, v.picklist(['may', 'may-not', 'gone'])) });

/**
 * What directories have said of those who have a technician's key. It outlives the directory: who is taken out of it is
 * known to have been in it, also after a restart.
 */
export class DirectoryWords {
  readonly #disk: Pick<Disk, 'read' | 'replace'>;
  readonly #books: () => WithDirectory;
  readonly #said: Map<string, DirectoryWord>;
  #heard: Directory | null = null;
  #turn: Promise<void> = Promise.resolve();

  private constructor(disk: Pick<Disk, 'read' | 'replace'>, books: () => WithDirectory, said: Readonly<Record<string, DirectoryWord>>) {
    this.#disk = disk;
    this.#books = books;
    this.#said = new Map(Object.entries(said));
  }

  /** A file that is damaged counts as none, and is told: of those whom it names the directory says it all anew. */
  static async open(
    disk: Pick<Disk, 'read' | 'replace'>, books: () => WithDirectory, onTrouble: (where: string, error: unknown) => void,
  ): Promise<DirectoryWords> {
    try {
      const bytes = await disk.read(wordsPath);
      const said = bytes === null ? {} : v.parse(wordsSchema, JSON.parse(Buffer.from(bytes).toString('utf8'))).said;
      return new DirectoryWords(disk, books, said);
    } catch (error) {
      onTrouble(wordsPath, error);
      return new DirectoryWords(disk, books, {});
    }
  }

  last(technician: string): DirectoryWord | null {
    return this.#said.get(technician) ?? null;
  }

  mayWork(technician: string): boolean {
    return mayWork(this.#books(), technician, this.last(technician));
  }

  /** To be called whenever the books may have another directory. Resolves when what is new is on the disk. */
  hear(): Promise<void> {
    const { directory } = this.#books(); // The next one may be there before it is this one's turn.
    if (directory === this.#heard) return this.#turn;
    this.#heard = directory;
    return this.#inTurn(async () => this.#note({ directory }, (await readTechnicians(this.#disk)).map((one) => one.id)));
  }

  /** For a key that was added since: when its holder comes. */
  async hearOf(technician: string): Promise<void> {
    await this.hear();
    await this.#inTurn(() => this.#note(this.#books(), [technician]));
  }

  async #note(books: WithDirectory, technicians: readonly string[]): Promise<void> {
    let isNew = false;
    for (const one of technicians) {
      const word = directoryWord(books, one, this.last(one));
      if (word === null || word === this.last(one)) continue;
      this.#said.set(one, word);
      isNew = true;
    }
    if (isNew) await this.#disk.replace(wordsPath, Buffer.from(`${JSON.stringify({ said: Object.fromEntries(this.#said) }, null, 2)}\n`));
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined); // Whoever called is told.
    return mine;
  }
}
