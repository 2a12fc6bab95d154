import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { never } from '../../statecharts/never.ts';
import {
  directorySchema, documentKinds, settingsSchema, type DirectoryDocument, type DocumentAddress, type Want,
} from '../upstream/contract/documents.ts';
import type { Books, Directory, OperatorEntry } from './books.ts';
import { keyVerifier, type BankKeys } from './codes.ts';
import { aboutBank, type Fact, type KeptDocument } from './facts.ts';
import { readSettings } from './settings.ts';

/** scrypt needs 128 · N · r bytes; a Pi Zero 2 W has 512 MiB in all, so no verifier may ask for more than 32 MiB. */
const scryptBytesMost = 32 * 1024 * 1024;

/** Which declared documents are newer than those in force. A version never goes back. */
export function missingDocuments(books: Books, want: Want): readonly DocumentAddress[] {
  return documentKinds.flatMap((kind) => {
    const wanted = want[kind];
    if (!wanted || wanted.version <= (books.documents[kind]?.version ?? -1)) return [];
    return [{ kind, version: wanted.version, sha256: wanted.sha256 }];
  });
}

/** Applies a fetched document whole, or not at all. `body` is judged by the hash that was declared for it. */
export function decideDocument(books: Books, keys: BankKeys, wanted: DocumentAddress, body: string): readonly Fact[] {
  const { kind, version, sha256 } = wanted;
  const reject = (why: string): readonly Fact[] => [aboutBank('document.rejected', { kind, version, why: why.slice(0, 80) })];
  if (version <= (books.documents[kind]?.version ?? -1)) return [];
  if (createHash('sha256').update(body).digest('hex') !== sha256) return reject('its hash is not the declared one');
  const parsed = parseJson(body);
  if (parsed === undefined) return reject('it is not JSON');
  const apply = (kept: KeptDocument): readonly Fact[] => [aboutBank('document.applied', { kind, version, sha256 }, {}, kept)];
  switch (kind) {
    case 'settings': {
      const rows = v.safeParse(settingsSchema, parsed);
      if (!rows.success) return reject(rows.issues[0].message);
      const reading = readSettings(rows.output);
      return reading.kind === 'refused' ? reject(reading.why) : apply({ settings: reading.settings });
    }
    case 'directory': {
      const people = v.safeParse(directorySchema, parsed);
      if (!people.success) return reject(`${v.getDotPath(people.issues[0]) ?? ''}: ${people.issues[0].message}`);
      const trouble = troubleWith(people.output);
      return trouble ? reject(trouble) : apply({ directory: directoryOf(people.output, keys) });
    }
    default:
      return never(kind, 'kind of document');
  }
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function troubleWith(document: DirectoryDocument): string | null {
  const names = document.operators.map((operator) => operator.username);
  if (new Set(names).size !== names.length) return 'two operators have the same username';
  const costly = document.operators.some((operator) => !isAffordable(operator.password));
  return costly ? 'a password verifier is not scrypt of at most 32 MiB' : null;
}

function isAffordable(verifier: string): boolean {
  const [, n, r, p] = verifier.split('$').map(Number);
  if (!n || !r || !p) return false;
  return n >= 2 && Number.isInteger(Math.log2(n)) && 128 * n * r <= scryptBytesMost && p <= 8;
}

/** What is kept of a directory: names, permissions, and verifiers under the bank's own key. */
function directoryOf(document: DirectoryDocument, keys: BankKeys): Directory {
  const recipients = document.recipients.map(({ id, name, accessible }) => [id, { name, accessible }] as const);
  const operators = document.operators.map(({ id, name, username, password, permissions }) => {
    const entry: OperatorEntry = { id, name, permissions, verifier: keyVerifier(keys, password) };
    return [username, entry] as const;
  });
  return { recipients: Object.fromEntries(recipients), operators: Object.fromEntries(operators) };
}
