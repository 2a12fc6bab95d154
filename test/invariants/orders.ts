import type { Books, DocumentInForce } from '../../firmware/bank/books.ts';
import type { Checker, Examined } from './checker.ts';
import type { JournalRecord, RecordedEvent } from './journal-on-disk.ts';

interface SaidCommand {
  readonly id: string;
  readonly cmd: string;
  readonly locker: number | null;
}

/** A document as the upstream has it: what the settings say, or who is in the directory. */
interface SaidDocument {
  readonly kind: string;
  readonly version: number;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly people?: readonly string[];
}

/** Invariants 18 and 20: what the upstream orders is done once, and what it declares holds whole. */
export class OrderChecker implements Checker {
  readonly #examined: Examined;
  readonly #commands = new Map<string, SaidCommand>();
  readonly #documents: SaidDocument[] = [];

  constructor(examined: Examined) {
    this.#examined = examined;
  }

  ordered(command: SaidCommand): void {
    this.#commands.set(command.id, command);
  }

  declared(document: SaidDocument): void {
    this.#documents.push(document);
  }

  recorded(record: JournalRecord): void {
    for (const fact of record.facts) {
      if ('event' in fact) this.#takeEvent(fact.event);
      else if (fact.note.visit?.command) this.#isOrdered(fact.note.visit.command, fact.note.visit.locker);
    }
  }

  restarted(books: Books): void {
    this.#isWhole(books);
  }

  /** The directory is read after the journal: it is looked at when the bank is at work. */
  atWork(books: Books): void {
    const { seen, complain } = this.#examined;
    const version = seen.documents.get('directory')?.at(-1);
    if (version === undefined) return;
    const people = this.#documents.find((one) => one.kind === 'directory' && one.version === version)?.people;
    const found = [...Object.keys(books.directory.recipients), ...Object.keys(books.directory.staff)].sort();
    if (people && JSON.stringify(people.toSorted()) !== JSON.stringify(found))
      complain(20, `the directory is not version ${String(version)}: ${found.join(', ')}`);
  }

  ended(): void {
    const { seen, complain } = this.#examined;
    for (const [id, events] of seen.ended) if (events.length > 1) complain(18, `${id} ended in ${events.join(', ')}`);
    for (const { id, cmd } of this.#commands.values()) if (!seen.ended.has(id)) complain(18, `${cmd} ${id} never ended`);
  }

  #isOrdered(command: string, locker: number): void {
    const { seen, complain } = this.#examined;
    const said = this.#commands.get(command);
    const isOrdered = said?.cmd === 'locker.open' && said.locker === locker;
    if (!isOrdered) complain(1, `locker ${String(locker)} is opened for no order`);
    if (seen.intents.some((intent) => intent.command === command)) complain(18, `${command} opens a locker twice`);
  }

  #takeEvent({ type, data }: RecordedEvent): void {
    const { seen, complain } = this.#examined;
    const kind = String(data['kind']);
    const version = Number(data['version']);
    const before = seen.documents.get(kind)?.at(-1) ?? 0;
    const isRenewal = version === before && kind === 'directory';
    if (type === 'lockerbank.document.rolled-back.v1') complain(20, `${kind} goes back to version ${String(version)}`);
    if (type === 'lockerbank.document.applied.v1' && version <= before && !isRenewal) {
      complain(20, `${kind} goes from version ${String(before)} to ${String(version)}`);
    }
    const reservation = String(data['reservation']);
    if (type === 'lockerbank.reservation.made.v1' && seen.reservations.has(reservation)) complain(18, `${reservation} is made twice`);
  }

  #isWhole(books: Books): void {
    const { seen, complain } = this.#examined;
    const documents: Readonly<Record<string, DocumentInForce | undefined>> = books.documents;
    for (const [kind, versions] of seen.documents) {
      const inForce = documents[kind]?.version;
      if (inForce !== versions.at(-1))
        complain(20, `${kind} is in version ${String(inForce)} after a restart, and was in ${String(versions.at(-1))}`);
    }
    const version = seen.documents.get('settings')?.at(-1);
    const said = this.#documents.find((one) => one.kind === 'settings' && one.version === version)?.settings ?? {};
    for (const [name, value] of Object.entries(said)) {
      const found = (books.settings as Readonly<Record<string, unknown>>)[name];
      if (JSON.stringify(found) !== JSON.stringify(value))
        complain(20, `${name} is not as version ${String(version)} of the settings says`);
    }
  }
}
