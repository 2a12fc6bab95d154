import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { verifies } from '../../../firmware/bank/codes.ts';
import type { KeyedVerifier } from '../../../firmware/bank/directory.ts';
import { DocumentBooks, documentKeys } from '../../support/document-books.ts';
import { hashOf } from '../../support/scrypt.ts';

const guide = readFileSync(join(import.meta.dirname, '../../../docs/guide-upstream.md'), 'utf8');
const examples = [...guide.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = '']) => JSON.parse(text) as object);

function example(field: string): object {
  const found = examples.find((one) => field in one);
  if (!found) throw new Error(`the guide has no example with ${field}`);
  return found;
}

function opens(verifier: KeyedVerifier | null | undefined, word: string): boolean {
  if (!verifier) return false;
  return verifies(documentKeys, verifier, hashOf(word, Buffer.from(verifier.salt, 'base64url'), verifier));
}

describe('the guide for whoever writes an upstream', () => {
  test('shows a directory that the bank takes, and the people in it can sign in', () => {
    const bank = new DocumentBooks();
    expect(bank.give('directory', 1, example('recipients')).kind).toBe('applied');
    const { recipients, staff } = bank.books.directory;
    expect(recipients['grace']).toMatchObject({ accessible: true, departments: ['law'] });
    expect(opens(recipients['grace']?.pin, '2468')).toBe(true);
    expect(opens(staff['mia']?.password, 'parcels-42')).toBe(true);
    expect(staff['fast']?.hours).toEqual([{ days: [1, 2, 3, 4, 5], fromMinute: 420, untilMinute: 1170 }]);
  });

  test('shows branding that the bank takes', () => {
    expect(new DocumentBooks().give('branding', 1, example('colours')).kind).toBe('applied');
  });

  test('quotes a rejection as the bank words it', () => {
    const recipients = Array.from({ length: 18 }, (_, at) => ({ id: String(at), name: '', badges: [at === 17 ? '7'.repeat(129) : '7'] }));
    const { facts } = new DocumentBooks().give('directory', 1, { recipients });
    expect(facts[0]).toMatchObject({ type: 'document.rejected' });
    expect(guide).toContain(facts[0]?.type === 'document.rejected' ? facts[0].data.why : 'nothing');
  });
});
