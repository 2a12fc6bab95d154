import * as v from 'valibot';
import type { Books } from '../../bank/books.ts';
import type { Directory } from '../../bank/directory.ts';
import { directoryWord, mayWork, type DirectoryWord } from '../../bank/remote.ts';
import { id } from '../../contract/parts.ts';
import type { Disk } from '../../ports/disk.ts';
import { InTurn } from '../../ports/in-turn.ts';
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
  #said: ReadonlyMap<string, DirectoryWord>;
  /** The last one whose words are on the disk. */
  #heard: Directory | null = null;
  /** The last one that was to be heard. */
  #tried: Directory | null = null;
  readonly #turns = new InTurn();

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
    const { directory } = this.#books();
    return directory === this.#tried ? this.#turns.idle() : this.#hear(directory);
  }

  /** For a key that was added since: when its holder comes. */
  async hearOf(technician: string): Promise<void> {
    await this.#hear(this.#books().directory); // Once more, where the disk did not take it.
    await this.#turns.take(() => this.#note([this.#books().directory], [technician]));
  }

  /** The next one may be there before it is this one's turn. */
  #hear(directory: Directory): Promise<void> {
    this.#tried = directory;
    return this.#turns.take(async () => {
      if (directory === this.#heard) return;
      const technicians = (await readTechnicians(this.#disk)).map((one) => one.id);
      // A key may have been added since: the one before may have named its holder.
      await this.#note(this.#heard ? [this.#heard, directory] : [directory], technicians);
      this.#heard = directory;
    });
  }

  async #note(directories: readonly Directory[], technicians: readonly string[]): Promise<void> {
    const said = new Map(this.#said);
    for (const directory of directories) {
      for (const one of technicians) {
        const word = directoryWord({ directory }, one, said.get(one) ?? null);
        if (word !== null) said.set(one, word);
      }
    }
    if ([...said].every(([one, word]) => this.last(one) === word)) return;
    await this.#disk.replace(wordsPath, Buffer.from(`${JSON.stringify({ said: Object.fromEntries(said) }, null, 2)}\n`));
    this.#said = said;
  }
}
