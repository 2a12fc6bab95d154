import { expect, test } from 'vitest';
import { noDirectory } from '../../../firmware/bank/directory.ts';
import { decideTechnicianOpen, mayWork } from '../../../firmware/bank/remote.ts';
import { staffEntry } from '../../support/paper-bank.ts';
import { staffedBank } from '../../support/staffed-bank.ts';

const asked = { locker: 3, technician: 'tom', lastWord: null, reason: 'latch squeaks', session: 's-1', intent: 'i-1' };

function bankWith(...[role, permissions]: ['technician' | 'operator', string[]] | []) {
  const bank = staffedBank();
  if (!role) return bank;
  const staff = { ...bank.books.directory.staff, tom: { ...staffEntry('tom', []), role, permissions: permissions ?? [] } };
  bank.books = { ...bank.books, directory: { ...bank.books.directory, staff } };
  return bank;
}

test('a technician opens a locker by a visit from afar, under their own name and in their own session', () => {
  const bank = bankWith();
  expect(decideTechnicianOpen(bank.books, asked, bank.now)).toMatchObject({
    kind: 'release',
    visit: {
      intent: 'i-1', locker: 3, purpose: 'remote', by: { role: 'technician', id: 'tom' }, session: 's-1', command: null, phase: 'intended',
    },
    facts: [{ type: 'problem.reported', data: { why: 'opened by technician: latch squeaks', locker: 3 }, session: 's-1' }],
  });
});

test.each([
  ['nobody whom the directory knows', [], true],
  ['a technician who may open from afar', ['technician', ['remote-open']], true],
  ['a technician who may not', ['technician', ['reports']], false],
  ['an operator, whatever they may do', ['operator', ['remote-open', 'open']], false],
] as const)('a key works in the hands of %s: %s', (_who, entry, may) => {
  const bank = bankWith(...(entry as unknown as [] | ['operator', string[]]));
  expect(mayWork(bank.books, 'tom', null)).toBe(may);
  expect(decideTechnicianOpen(bank.books, asked, bank.now).kind).toBe(may ? 'release' : 'refused');
});

test('a locker that is not there opens for nobody', () => {
  const bank = bankWith();
  expect(decideTechnicianOpen(bank.books, { ...asked, locker: 99 }, bank.now)).toEqual({ kind: 'refused', why: 'unknown-locker' });
});

test.each(['may', 'may-not', 'gone'] as const)('whom a directory named once (%s), and names no more, is out', (lastWord) => {
  const bank = bankWith();
  expect(mayWork(bank.books, 'tom', lastWord)).toBe(false);
  expect(decideTechnicianOpen(bank.books, { ...asked, lastWord }, bank.now)).toEqual({ kind: 'refused', why: 'not-allowed' });
});

test('while the directory is lost, what it said last goes on: nobody is let in by a broken card, and nobody kept out', () => {
  const bank = bankWith();
  const books = { ...bank.books, directory: noDirectory };
  expect((['may', 'may-not', 'gone', null] as const).map((word) => mayWork(books, 'tom', word))).toEqual([true, false, false, true]);
});
