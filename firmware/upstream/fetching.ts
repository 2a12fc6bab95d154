import { minutes } from '../../statecharts/units.ts';
import { sha256Of } from '../bank/hashes.ts';
import type { Clock } from '../ports/clock.ts';
import { partBytesMost, partsInFlightMost, partsOf, type DocumentAddress, type DocumentKind } from '../contract/documents.ts';
import type { AnswerMessage, RequestMessage } from '../contract/messages.ts';
import { Questions } from './questions.ts';
import type { Founded, Unfounded } from '../signed/trust.ts';

/** How often it is told at most, of one kind of document, that something was made up. */
const tellEvery = minutes(1);

/** Why a document that came is not delivered. Each reason is told once for each fetch. */
type FetchRefusal = Unfounded | 'hash-differs' | 'part-damaged' | 'manifest-malformed';

type DocumentAnswer = Extract<AnswerMessage, { type: 'lockerbank.document.answer.v1' }>['data'];
type PartAnswer = Extract<AnswerMessage, { type: 'lockerbank.blob.answer.v1' }>['data'];
type Question = Extract<RequestMessage, { type: 'lockerbank.document.get.v1' | 'lockerbank.blob.get.v1' }>;

export interface DocumentsOptions {
  readonly clock: Clock;
  /** True: documents are judged by keys that are themselves a document, so that those are fetched first. */
  readonly needsKeys: boolean;
  readonly ask: (question: Pick<Question, 'type' | 'data'>) => void;
  /** Whether a text that has the declared hash is the upstream's own word. */
  readonly found: (wanted: DocumentAddress, tok: string | undefined) => Promise<Founded>;
  readonly hasPart: (sha256: string) => Promise<boolean>;
  /** Resolves when the part is stored. A part whose storing fails is fetched again. */
  readonly onPart: (sha256: string, body: string) => Promise<void>;
  /** A whole document: its text, and the hashes of its parts, all of which are stored. */
  readonly onDocument: (wanted: DocumentAddress, body: string, parts: readonly string[]) => void;
  readonly onRejected: (wanted: DocumentAddress, why: FetchRefusal) => void;
  readonly onTrouble: (where: string, error: unknown) => void;
}

/** One document on its way. Parts that are here are not held: they have been handed on. */
interface Fetch {
  readonly wanted: DocumentAddress;
  /** The text, once it is here and founded. */
  readonly body: string | null;
  readonly parts: readonly string[];
  readonly missing: Set<string>;
  readonly told: Set<FetchRefusal>;
}

/**
 * Fetches declared documents, at most one of each kind, and their parts, at most four at a time. Every question is
 * repeated, later and later, until it is answered or a newer declaration takes its place. Answers are known by what is in
 * them: what has the right hash is right, however late, however often and in whatever order it comes. A lost line only
 * interrupts: parts that have been stored by then are not fetched again.
 */
export class Documents {
  readonly #options: DocumentsOptions;
  readonly #fetches = new Map<DocumentKind, Fetch>();
  readonly #texts: Questions;
  readonly #parts: Questions;
  readonly #storing = new Set<string>();
  /** The text of each kind that can never become a document: asking for it again would bring the same. */
  readonly #hopeless = new Map<DocumentKind, string>();
  readonly #toldAtMs = new Map<DocumentKind, number>();
  #isOnline = false;

  constructor(options: DocumentsOptions) {
    this.#options = options;
    this.#texts = new Questions(options.clock);
    this.#parts = new Questions(options.clock);
  }

  /** What is declared now, and not in force. What is on its way already goes on. */
  fetch(wanted: readonly DocumentAddress[]): void {
    this.#isOnline = true;
    const needsKeys = this.#options.needsKeys && wanted.some(({ kind }) => kind === 'keys');
    for (const one of wanted) {
      const known = this.#fetches.get(one.kind);
      const isLater = needsKeys && one.kind !== 'keys';
      if (this.#hopeless.get(one.kind) === one.sha256) continue;
      if (!known || replaces(one, known.wanted)) this.#begin(one, isLater);
      else if (known.body !== null) this.#take(known.wanted, known.body, known.told);
      else if (!this.#texts.has(one.kind)) this.#askText(known.wanted, isLater);
    }
  }

  /** The answer to `document.get`. */
  answered({ kind, version, body, tok }: DocumentAnswer): void {
    const fetch = [...this.#fetches.values()].find(({ wanted }) => wanted.kind === kind && wanted.version === version);
    if (!fetch || fetch.body !== null) return;
    if (sha256Of(body) !== fetch.wanted.sha256) return this.#reject(fetch, 'hash-differs');
    this.#run('document', this.#options.found(fetch.wanted, tok), (founded) => {
      if (!this.#isCurrent(fetch)) return;
      if (founded.kind === 'refused') this.#reject(fetch, founded.why);
      else this.#take(founded.wanted, body, fetch.told);
    });
  }

  /** The answer to `blob.get`. */
  answeredPart({ sha256, body }: PartAnswer): void {
    const fetch = [...this.#fetches.values()].find(({ missing }) => missing.has(sha256));
    if (!fetch || this.#storing.has(sha256)) return;
    if (Buffer.byteLength(body) > partBytesMost || sha256Of(body) !== sha256) return this.#reject(fetch, 'part-damaged');
    this.#store(sha256, body);
  }

  /** The keys have changed: what could not be judged by the old ones is asked for at once. */
  keysChanged(): void {
    for (const { wanted, body } of this.#fetches.values()) if (body === null) this.#askText(wanted);
  }

  /** Parts of documents on their way: whoever clears away parts that no document in force names must leave these. */
  partsWanted(): ReadonlySet<string> {
    return new Set([...this.#fetches.values()].flatMap(({ parts }) => parts));
  }

  /** The line has gone. What is known of each document stays, and is taken up when it is declared again. */
  reset(): void {
    this.#isOnline = false;
    this.#texts.dropAll();
    this.#parts.dropAll();
  }

  #begin(wanted: DocumentAddress, isLater: boolean): void {
    this.#fetches.set(wanted.kind, { wanted, body: null, parts: [], missing: new Set(), told: new Set() });
    this.#askText(wanted, isLater);
  }

  #askText({ kind, version, sha256 }: DocumentAddress, isLater = false): void {
    if (!this.#isOnline) return;
    this.#texts.ask(kind, () => this.#options.ask({ type: 'lockerbank.document.get.v1', data: { kind, version, sha256 } }), isLater);
  }

  /** The text is here; the document is complete once every part that it names is. */
  #take(wanted: DocumentAddress, body: string, told: Fetch['told']): void {
    const parts = partsOf(body);
    const fetch: Fetch = { wanted, body, parts: parts ?? [], missing: new Set(parts), told };
    this.#texts.drop(wanted.kind);
    if (parts === null) {
      this.#hopeless.set(wanted.kind, wanted.sha256);
      this.#fetches.delete(wanted.kind);
      return this.#reject(fetch, 'manifest-malformed');
    }
    this.#fetches.set(wanted.kind, fetch);
    this.#dropIdleQuestions();
    const distinct = [...fetch.missing];
    // A disk that cannot say has it not: fetching a part again does no harm.
    const present = Promise.all(distinct.map((part) => this.#options.hasPart(part).catch(() => false)));
    this.#run('parts', present, (has) => {
      if (!this.#isCurrent(fetch)) return;
      for (const [index, part] of distinct.entries()) if (has[index] === true) this.#have(part);
      this.#goOn();
    });
  }

  /** Hands on what is complete, and asks for as many parts as there is room for. */
  #goOn(): void {
    for (const fetch of [...this.#fetches.values()]) {
      if (fetch.body === null || fetch.missing.size > 0) continue;
      this.#fetches.delete(fetch.wanted.kind);
      this.#options.onDocument(fetch.wanted, fetch.body, fetch.parts);
    }
    if (!this.#isOnline) return;
    for (const sha256 of [...this.#fetches.values()].flatMap(({ missing }) => [...missing])) {
      if (this.#parts.size + this.#storing.size >= partsInFlightMost) return;
      if (!this.#parts.has(sha256) && !this.#storing.has(sha256)) this.#askPart(sha256);
    }
  }

  #askPart(sha256: string, isLater = false): void {
    this.#parts.ask(sha256, () => this.#options.ask({ type: 'lockerbank.blob.get.v1', data: { sha256 } }), isLater);
  }

  #store(sha256: string, body: string): void {
    this.#parts.drop(sha256);
    this.#storing.add(sha256);
    const stored = this.#options.onPart(sha256, body).then(
      () => this.#have(sha256),
      (error: unknown) => {
        this.#options.onTrouble('part', error);
        // Not at once: a disk that has just refused it would refuse it again.
        if (this.#isOnline && this.#isWanted(sha256)) this.#askPart(sha256, true);
      },
    );
    this.#run('parts', stored, () => {
      this.#storing.delete(sha256);
      this.#goOn();
    });
  }

  #have(sha256: string): void {
    this.#parts.drop(sha256);
    for (const { missing } of this.#fetches.values()) missing.delete(sha256);
  }

  #isWanted(sha256: string): boolean {
    return [...this.#fetches.values()].some(({ missing }) => missing.has(sha256));
  }

  /** Parts of a declaration that has been replaced take up no room. */
  #dropIdleQuestions(): void {
    for (const part of this.#parts.names()) if (!this.#isWanted(part)) this.#parts.drop(part);
  }

  /** What is not the upstream's word is told of once a minute at most, or whoever makes it up could fill a journal with it. */
  #reject({ wanted, told }: Fetch, why: FetchRefusal): void {
    const nowMs = this.#options.clock.monoMs();
    const isRecent = why !== 'manifest-malformed' && nowMs - (this.#toldAtMs.get(wanted.kind) ?? -Infinity) < tellEvery;
    if (told.has(why) || isRecent) return;
    told.add(why);
    this.#toldAtMs.set(wanted.kind, nowMs);
    this.#options.onRejected(wanted, why);
  }

  #isCurrent(fetch: Fetch): boolean {
    return this.#fetches.get(fetch.wanted.kind) === fetch;
  }

  #run<T>(where: string, work: Promise<T>, use: (value: T) => void): void {
    work.then(use).catch((error: unknown) => this.#options.onTrouble(where, error));
  }
}

/** Old news may come late: a lower version takes the place of a higher one only where it is meant to. */
function replaces(one: DocumentAddress, known: DocumentAddress): boolean {
  if (one.version > known.version) return true;
  return one.sha256 !== known.sha256 && (one.version === known.version || one.rollback !== undefined);
}
