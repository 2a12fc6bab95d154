import { describe, expect, test } from 'vitest';
import { decideDirectoryAge, directoryOutdatesMs, isDirectoryOutdated } from '../../../firmware/bank/directory-age.ts';
import { missingDocuments } from '../../../firmware/bank/documents.ts';
import { DocumentBooks, wantOf } from '../../support/document-books.ts';
import { dayMs, hourMs, noonMs } from '../../support/noon.ts';

const people = { recipients: [{ id: 'ada', name: 'Ada' }] };
const iso = (ms: number): string => new Date(ms).toISOString();

function withPeople(change: object = {}): DocumentBooks {
  const bank = new DocumentBooks();
  bank.give('directory', 1, people, change);
  return bank;
}

const isMissing = (bank: DocumentBooks, change: object = {}, version = 1) =>
  missingDocuments(bank.books, wantOf('directory', version, people, change), bank.now).length > 0;

describe('a directory that is in force', () => {
  test('counts for longer once the upstream says so, without another version', () => {
    const bank = withPeople({ validUntilMs: noonMs + hourMs });
    expect(isMissing(bank, { validUntil: iso(noonMs + hourMs) })).toBe(false);
    expect(isMissing(bank, { validUntil: iso(noonMs + 2 * hourMs) })).toBe(true);
    expect(bank.give('directory', 1, people, { validUntilMs: noonMs + 2 * hourMs }).kind).toBe('applied');
    expect(directoryOutdatesMs(bank.books)).toBe(noonMs + 2 * hourMs);
  });

  test('never counts for a shorter time because somebody repeats an older word', () => {
    const bank = withPeople({ validUntilMs: noonMs + 2 * hourMs });
    expect(bank.give('directory', 1, people, { validUntilMs: noonMs + hourMs }).kind).toBe('passed-over');
    expect(directoryOutdatesMs(bank.books)).toBe(noonMs + 2 * hourMs);
  });

  test('is not renewed by another text of the same version', () => {
    const bank = withPeople({ validUntilMs: noonMs + hourMs });
    expect(bank.give('directory', 1, { recipients: [] }).kind).toBe('passed-over');
    expect(bank.books.directory.recipients['ada']?.name).toBe('Ada');
  });

  test('is asked for again when half of its time is over, and is as new as that word then', () => {
    const bank = withPeople();
    bank.nowMs += 15 * dayMs;
    expect(isMissing(bank)).toBe(false);
    bank.nowMs += 1;
    expect(isMissing(bank)).toBe(true);
    expect(bank.give('directory', 1, people).kind).toBe('applied');
    expect(isMissing(bank)).toBe(false);
    expect(directoryOutdatesMs(bank.books)).toBe(bank.nowMs + 30 * dayMs);
  });

  test('is as old as its signature, not as its coming', () => {
    const bank = withPeople({ issuedMs: noonMs - 20 * dayMs });
    expect(directoryOutdatesMs(bank.books)).toBe(noonMs + 10 * dayMs);
    expect(bank.give('directory', 1, people, { issuedMs: noonMs - 20 * dayMs }).kind).toBe('passed-over');
    expect(bank.give('directory', 2, people, { issuedMs: noonMs + dayMs }).kind).toBe('applied');
    expect(bank.books.documents['directory']?.sinceMs).toBe(noonMs);
  });

  test('stays as it is where it never gets too old', () => {
    const bank = withPeople();
    bank.give('settings', 1, { directoryAgeMost: null });
    bank.nowMs += 400 * dayMs;
    expect([isMissing(bank), directoryOutdatesMs(bank.books), decideDirectoryAge(bank.books, bank.now)]).toEqual([false, null, []]);
  });

  test('is too old for staff after a month, and at the end that the upstream gave it if that comes first', () => {
    const bank = withPeople();
    bank.nowMs += 30 * dayMs - 1;
    expect(isDirectoryOutdated(bank.books, bank.now)).toBe(false);
    bank.nowMs += 1;
    expect(isDirectoryOutdated(bank.books, bank.now)).toBe(true);
    const short = withPeople({ validUntilMs: noonMs + hourMs });
    short.nowMs += hourMs;
    expect(isDirectoryOutdated(short.books, short.now)).toBe(true);
  });

  test('says once that it is too old, and that it is well when it has been renewed', () => {
    const bank = withPeople();
    expect(decideDirectoryAge(bank.books, bank.now)).toEqual([]);
    bank.nowMs += 31 * dayMs;
    const told = decideDirectoryAge(bank.books, bank.now);
    expect(told).toMatchObject([{ type: 'bank.degraded', data: { why: 'directory-outdated' } }]);
    bank.take(told);
    expect(decideDirectoryAge(bank.books, bank.now)).toEqual([]);
    expect(isMissing(bank)).toBe(true);
    const { facts } = bank.give('directory', 1, people);
    expect(facts.map(({ type }) => type)).toEqual(['document.applied', 'bank.recovered']);
    expect(bank.books.degraded).toEqual([]);
  });

  test.each([
    ['was signed too long ago', { issuedMs: noonMs }], ['ended', { validUntilMs: noonMs + hourMs }],
  ])('is not renewed by a word that %s, and nothing is told however often that is repeated', (_, word) => {
    const bank = withPeople(word);
    bank.nowMs += 31 * dayMs;
    bank.take(decideDirectoryAge(bank.books, bank.now));
    expect(bank.give('directory', 1, people, word)).toEqual({ kind: 'passed-over', facts: [], directory: null });
    expect(bank.books.degraded).toEqual(['directory-outdated']);
  });

  test('is too old still where a newer version was signed too long ago', () => {
    const bank = withPeople();
    bank.nowMs += 31 * dayMs;
    bank.take(decideDirectoryAge(bank.books, bank.now));
    const { facts } = bank.give('directory', 2, people, { issuedMs: noonMs });
    expect(facts.map(({ type }) => type)).toEqual(['document.applied']);
    expect(bank.books.degraded).toEqual(['directory-outdated']);
    expect(bank.give('directory', 2, people).facts.map(({ type }) => type)).toEqual(['document.applied', 'bank.recovered']);
  });

  test('that a bank has never had gets no older', () => {
    const { books, now } = new DocumentBooks();
    expect([directoryOutdatesMs(books), isDirectoryOutdated(books, now)]).toEqual([null, false]);
  });
});

test('settings that are in force are not fetched again because time goes by', () => {
  const bank = new DocumentBooks();
  bank.give('settings', 1, {});
  bank.nowMs += 400 * dayMs;
  expect(missingDocuments(bank.books, wantOf('settings', 1, {}), bank.now)).toEqual([]);
});
