import { createHash } from 'node:crypto';
import { newBooks, type Books } from '../../firmware/bank/books.ts';
import { bankKeys } from '../../firmware/bank/codes.ts';
import type { Directory } from '../../firmware/bank/directory.ts';
import { decideDocument, type DocumentContent, type DocumentDecision } from '../../firmware/bank/documents.ts';
import { isNote, type Fact } from '../../firmware/bank/facts.ts';
import { fold } from '../../firmware/bank/fold.ts';
import type { Moment } from '../../firmware/bank/moment.ts';
import type { DocumentAddress, DocumentKind } from '../../firmware/contract/documents.ts';
import { noonMs } from './noon.ts';
import { testProfile } from './profiles.ts';

export const documentKeys = bankKeys(new Uint8Array(32).fill(7));

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Books into which documents come, and nothing else. */
export class DocumentBooks {
  books: Books = newBooks(testProfile());
  nowMs = noonMs;
  readonly facts: Fact[] = [];
  #sequence = 0;

  get now(): Moment {
    return { ms: this.nowMs, ageMs: this.nowMs - noonMs };
  }

  take(facts: readonly Fact[]): void {
    for (const fact of facts) {
      this.facts.push(fact);
      const { directory } = this.books;
      this.books = { ...structuredClone({ ...this.books, directory: {} }), directory }; // What a test still holds stays as it was.
      const kept = JSON.parse(JSON.stringify(fact)) as Fact; // As the journal gives it back.
      fold(this.books, kept, { at: this.now, floorMs: this.nowMs, sequence: isNote(fact) ? null : ++this.#sequence });
    }
  }

  use(directory: Directory): void {
    this.books = { ...this.books, directory };
  }

  /** A document comes and is applied, or is not. */
  give(kind: DocumentKind, version: number, document: unknown, change: Partial<DocumentAddress> = {}): DocumentDecision {
    const body = textOf(document);
    return this.decide({ kind, version, sha256: sha256(body), ...change }, body);
  }

  decide(wanted: DocumentAddress, content: string | DocumentContent): DocumentDecision {
    const whole = typeof content === 'string' ? { body: content, parts: null } : content;
    const decision = decideDocument(this.books, documentKeys, wanted, whole, this.now);
    this.take(decision.facts);
    if (decision.directory) this.use(decision.directory);
    return decision;
  }
}

export function textOf(document: unknown): string {
  return typeof document === 'string' ? document : JSON.stringify(document);
}

/** What the upstream declares. */
export function wantOf(kind: DocumentKind, version: number, document: unknown, change: object = {}) {
  return { [kind]: { version, sha256: sha256(textOf(document)), ...change } };
}
