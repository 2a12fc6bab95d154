import { describe, expect, test } from 'vitest';
import type { Books } from '../../../firmware/bank/books.ts';
import type { Settings } from '../../../firmware/bank/settings.ts';
import { foundMost, partyName, PeopleSearch } from '../../../firmware/kiosk/people-search.ts';
import { PeopledBank } from '../../support/peopled-bank.ts';

function booksWith(names: readonly string[], nameAtSelection: Settings['nameAtSelection'] = 'full'): Books {
  const bank = new PeopledBank({ nameAtSelection });
  const recipients = Object.fromEntries(names.map((name, at) => {
    const id = `p-${String(at)}`;
    return [id, { id, name, accessible: false, departments: [], pin: null }];
  }));
  return { ...bank.books, directory: { ...bank.books.directory, recipients } };
}

const found = (books: Books, letters: string): readonly string[] => new PeopleSearch().find(books, letters).map(({ name }) => name);

describe('a person is found', () => {
  test('by the first letters of any of their names, whatever the case and the accents', () => {
    const books = booksWith(['Béatrice Lévy', 'Jean-Luc Leveque', 'Ada Lovelace', 'LEVI Primo']);
    expect(found(books, 'lev')).toEqual(['Béatrice Lévy', 'Jean-Luc Leveque', 'LEVI Primo']);
    expect(found(books, 'BÉA')).toEqual(['Béatrice Lévy']);
    expect(found(books, 'luc ')).toEqual(['Jean-Luc Leveque']);
  });

  test('not by letters in the middle, nor by fewer than three', () => {
    const books = booksWith(['Ada Lovelace']);
    expect(found(books, 'vel')).toEqual([]);
    expect(found(books, 'lo')).toEqual([]);
    expect(found(books, '')).toEqual([]);
  });

  test('with a department of that name beside them', () => {
    const books = booksWith(['Lawrence Ng']);
    expect(new PeopleSearch().find(books, 'law').map(({ party }) => party)).toEqual([
      { type: 'department', id: 'law' }, { type: 'recipient', id: 'p-0' },
    ]);
  });

  test('among the first eight, in the order of the alphabet; one more letter finds the others', () => {
    const books = booksWith(Array.from({ length: 20 }, (_, at) => `Meier ${String.fromCharCode(97 + 19 - at)}`));
    expect(found(books, 'mei')).toHaveLength(foundMost);
    expect(found(books, 'mei')[0]).toBe('Meier a');
    expect(found(books, 'meier t')).toEqual(['Meier t']);
  });

  test('once the directory knows them, however often the same letters were typed before', () => {
    const search = new PeopleSearch();
    expect(search.find(booksWith([]), 'ada')).toEqual([]);
    expect(search.find(booksWith(['Ada Lovelace']), 'ada')).toHaveLength(1);
    search.forget();
    expect(search.find(booksWith([]), 'ada')).toEqual([]);
  });

  test('with no more of the name than was typed, and the initials', () => {
    expect(found(booksWith(['Lovelace, Ada'], 'initials'), 'lov')).toEqual(['Lov… A.']);
    expect(found(booksWith(['Lovelace, Ada'], 'off'), 'lov')).toEqual(['Lov… A.']);
  });
});

test.each([['full', 'Ada Lovelace'], ['initials', 'A. L.'], ['off', '…']] as const)(
  'a parcel\'s person is called as the settings say while its locker is chosen [%s]', (form, name) => {
    expect(partyName(booksWith(['Ada Lovelace'], form), { type: 'recipient', id: 'p-0' })).toBe(name);
    expect(partyName(booksWith([], form), { type: 'department', id: 'law' })).toBe('Law');
    expect(partyName(booksWith([], form), { type: 'recipient', id: 'gone' })).toBe('…');
    expect(partyName(booksWith([], form), null)).toBe('…');
  });
