import { describe, expect, test } from 'vitest';
import { bundleOf } from '../../../../firmware/technician/flash/bundle.ts';
import { checkProfile, sayCheck } from '../../../../firmware/technician/profile/check.ts';
import { draft, libraryOf } from '../../../board-profiles/drafts.ts';

const library = libraryOf();
const fileOf = (change: object, where: string) => ({ text: JSON.stringify({ ...draft(), ...change }), where });
const checked = (change: object, where = 'acme-2.json') => checkProfile(fileOf(change, where), library);
const said = (change: object, where?: string) => sayCheck(checked(change, where));

test('a sound profile is said to be sound, with its doors', () => {
  expect(said({})).toBe('acme-2.json is sound: a cabinet with 2 doors.');
  expect(checked({})).toMatchObject({ kind: 'cabinet', doors: 2, troubles: [] });
});

test('a line that is too long for a screen that answers at once is warned of, and the profile is sound all the same', () => {
  const boards = Array.from({ length: 14 }, (_, at) => ({ id: `b${String(at)}`, model: 'acme', bus: 'line', address: at + 1 }));
  const lockers = boards.map(({ id }, at) => ({ number: at + 1, size: 'small', heightMm: 150, lock: `${id}/1` }));
  const columns = [{ widthMm: 450, lockers }];
  expect(checked({ boards, columns })).toMatchObject({ troubles: [], warnings: [{ field: 'bus line' }] });
  expect(said({ boards, columns })).toBe([
    'acme-2.json is sound: a cabinet with 14 doors.',
    'It will work, but:',
    '  bus line: is long: a door that moves is known within 346 ms on the wire alone, and people look at the screen sooner (250 ms)',
    '      At most 9 of these boards on a line, or a faster one',
  ].join('\n'));
});

test('everything wrong is said at once, each with its place and what to do', () => {
  expect(said({ lock: { ...draft().lock, pulsMs: 300 }, plinthMm: -1 })).toBe([
    '2 things are wrong with acme-2.json:',
    '  lock.pulsMs: is not a profile field; did you mean pulseMs?',
    '  plinthMm: must be at least 0, not -1',
    '      Height of the lower edge of the lowest locker above the floor.',
  ].join('\n'));
});

test('a board that nobody has heard of is guessed at', () => {
  expect(said({ boards: [{ id: 'left', model: 'acmee', bus: 'line', address: 1 }] }))
    .toContain('board left: model: there is no board profile called acmee; did you mean acme?');
});

test('a cabinet on a stick may be called anything: a bank takes what is in the file', () => {
  expect(said({}, '/media/stick/Town hall (new).json')).toBe('/media/stick/Town hall (new).json is sound: a cabinet with 2 doors.');
});

test('a cabinet that was asked for by its id and calls itself otherwise is wrong, and no bank takes it', () => {
  const file = { ...fileOf({}, '/usr/share/other.json'), id: 'other' };
  expect(sayCheck(checkProfile(file, library))).toContain('id: is acme-2, and it was asked for as other');
  expect(() => bundleOf(file, library)).toThrow('id: is acme-2, and it was asked for as other');
  expect(checkProfile({ ...file, id: 'acme-2' }, library).troubles).toEqual([]);
});

test('a model of boards whose file is called otherwise is wrong: cabinets find it by its id alone', () => {
  const model = { text: library('board', 'acme')?.text ?? '', where: '/etc/lockerbank/boards/other.json' };
  expect(sayCheck(checkProfile(model, library))).toContain('id: is acme, but the file is called other');
});

test('a place that is still to be filled in is told, wherever it is', () => {
  const { troubles } = checked({ source: 'FILL IN: who measured it',
    buses: [{ id: 'line', kind: 'serial', port: '/dev/serial/by-id/FILL-IN' }] });
  expect(troubles.map(({ field }) => field)).toEqual(['source', 'buses.0.port']);
});

describe('a file that cannot be read as a profile', () => {
  test.each([
    ['{', 'the whole file: this is not JSON'],
    ['null', 'the whole file: must be an object, not null'],
    ['{"id": "acme-2", "inherits": "nobody"}', 'the whole file: inherits: there is no cabinet profile called nobody'],
    ['{"profileVersion": 1}', 'profileVersion: 1 is the old format'],
  ])('is a trouble like any other [%s]', (text, message) => {
    expect(sayCheck(checkProfile({ text, where: 'acme-2.json' }, library))).toContain(message);
  });

  test('because the model of its board is wrong: the model is named', () => {
    expect(said({ boards: [{ id: 'left', model: 'bad', bus: 'line' }] })).toContain('the whole file: boards/bad.json: pulse: is missing');
  });
});

test('the model of a board is checked as what it is', () => {
  const model = { $schema: '../board.schema.json', profileVersion: 2, id: 'own', version: 1, label: 'Own', source: 'Label',
    inherits: 'acme' };
  const check = (change: object) => checkProfile({ text: JSON.stringify({ ...model, ...change }), where: 'own.json' }, library);
  expect(sayCheck(check({}))).toBe('own.json is sound: a board.');
  expect(sayCheck(check({ locks: { first: 9, last: 1 } }))).toContain('One thing is wrong with own.json:\n  locks: ends before it begins');
});

test('a cabinet that inherits from a technician\'s own cabinet beside it is a cabinet, in whichever room that is found', () => {
  const own = draft();
  const everywhere = Object.assign(
    (kind: 'cabinet' | 'board', id: string) => (
      id === 'acme-2' ? { text: JSON.stringify(own), where: 'acme-2.json' } : library(kind, id)), {},
  );
  const text = JSON.stringify({ profileVersion: 2, id: 'hall', version: 1, inherits: 'acme-2', source: 'learned' });
  expect(checkProfile({ text, where: 'hall.json' }, everywhere)).toMatchObject({ kind: 'cabinet', troubles: [] });
});
