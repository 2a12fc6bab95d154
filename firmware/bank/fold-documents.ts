import type { DocumentKind } from '../contract/documents.ts';
import type { Draft } from './draft.ts';
import type { EventFact } from './facts.ts';
import { settingsOfOlder } from './settings.ts';

type DocumentFact = Extract<EventFact, { type: 'document.applied' | 'document.rolled-back' }>;

/** A document in force. A directory that names no parts comes from an older data format, and has to be fetched again. */
export function foldDocument(books: Draft, fact: DocumentFact): void {
  const { version, sha256 } = fact.data;
  const kind = fact.data.kind as DocumentKind; // No other is ever applied.
  if (kind === 'directory' && fact.kept?.inForce?.parts === undefined) {
    delete books.documents[kind];
    return;
  }
  books.documents[kind] = { version, sha256, ...fact.kept?.inForce };
  if (fact.kept?.settings) books.settings = settingsOfOlder(fact.kept.settings);
  if (fact.kept?.keys) books.keys = fact.kept.keys;
  if (fact.kept?.branding) books.branding = fact.kept.branding;
}
