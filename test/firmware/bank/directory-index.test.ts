import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { badgeTag, barcodeTag, carrierCodeTag } from '../../../firmware/bank/codes.ts';
import { readDirectoryPart } from '../../../firmware/bank/directory-document.ts';
import { DirectoryIndex } from '../../../firmware/bank/directory-index.ts';
import { noDirectory, type Directory } from '../../../firmware/bank/directory.ts';
import { own } from '../../../firmware/bank/own.ts';
import type { DirectoryDocument } from '../../../firmware/contract/document-bodies.ts';
import { documentKeys as keys } from '../../support/document-books.ts';

function merge(parts: readonly DirectoryDocument[], leadingZeros: 'keep' | 'drop' = 'keep') {
  const index = new DirectoryIndex(leadingZeros);
  for (const document of parts) {
    const reading = readDirectoryPart(JSON.stringify(document), keys);
    if (reading.kind === 'refused') throw new Error(reading.why);
    index.add(reading.part);
  }
  return index.read();
}

function directoryOf(parts: readonly DirectoryDocument[], leadingZeros?: 'keep' | 'drop'): Directory {
  const reading = merge(parts, leadingZeros);
  if (reading.kind === 'refused') throw new Error(reading.why);
  return reading.directory;
}

const ada = { id: 'ada', name: 'Ada' };
const mia = { id: 'mia', name: 'Mia', username: 'mia', permissions: ['drop-off'] };
const fast = { id: 'fast', name: 'Fast Parcels', codes: [{ code: '471108' }] };

describe('a directory', () => {
  test('of one empty part has nobody in it', () => {
    expect(directoryOf([{ recipients: [] }])).toEqual(noDirectory);
  });

  test('is what all of its parts say together', () => {
    const law = { departments: [{ id: 'law', name: 'Law' }] };
    const directory = directoryOf([{ recipients: [ada] }, { operators: [mia] }, { carriers: [fast] }, law]);
    expect(directory.recipients['ada']?.name).toBe('Ada');
    expect(Object.keys(directory.staff)).toEqual(['mia', 'fast']);
    expect(directory.usernames['mia']).toBe('mia');
    expect(directory.carrierCodes[carrierCodeTag(keys, '471108')]).toEqual([{ carrier: 'fast', digits: 6, fromMs: null, untilMs: null }]);
    expect(directory.departments['law']).toEqual({ id: 'law', name: 'Law', keyContacts: [] });
  });

  test('knows the members of a department whichever of the two says so, and whichever comes first', () => {
    const law = { departments: [{ id: 'law', name: 'Law', members: ['ada', 'nobody'] }] };
    const people = { recipients: [{ ...ada, departments: ['navy'] }, { id: 'alan', name: 'Alan', departments: ['law'] }] };
    for (const parts of [[law, people], [people, law]]) {
      const { recipients } = directoryOf(parts);
      expect(recipients['ada']?.departments).toEqual(['navy', 'law']);
      expect(recipients['alan']?.departments).toEqual(['law']);
    }
    const said = { departments: [{ id: 'law', name: 'Law', members: ['alan'] }] };
    for (const parts of [[said, people], [people, said]]) expect(directoryOf(parts).recipients['alan']?.departments).toEqual(['law']);
  });

  test('keeps both of two people with one badge, so that the badge opens nothing', () => {
    const { badges, barcodes } = directoryOf([
      { recipients: [{ ...ada, badges: ['77'], barcodes: ['x'] }] }, { operators: [{ ...mia, badges: ['77'], barcodes: ['X'] }] },
    ]);
    const both = [{ in: 'recipients', id: 'ada' }, { in: 'staff', id: 'mia' }];
    expect(badges).toEqual({ [badgeTag(keys, '77')]: both });
    expect(barcodes).toEqual({ [barcodeTag(keys, 'x')]: both });
  });

  test('knows somebody whose badge is listed twice as one person', () => {
    const { badges } = directoryOf([{ recipients: [{ ...ada, badges: ['7-7', '77'] }] }]);
    expect(badges).toEqual({ [badgeTag(keys, '77')]: [{ in: 'recipients', id: 'ada' }] });
  });

  test('takes 0042 and 42 for one badge only where the settings drop leading zeros', () => {
    const people = [{ recipients: [{ ...ada, badges: ['0042'] }, { id: 'alan', name: 'Alan', badges: ['42'] }] }];
    const [first, second] = [{ in: 'recipients', id: 'ada' }, { in: 'recipients', id: 'alan' }];
    expect(directoryOf(people, 'keep').badges).toEqual({ [badgeTag(keys, '0042')]: [first], [badgeTag(keys, '42')]: [second] });
    expect(directoryOf(people, 'drop').badges).toEqual({ [badgeTag(keys, '42')]: [first, second] });
  });

  test('keeps both of two carriers with one code', () => {
    const { carrierCodes } = directoryOf([{ carriers: [fast, { ...fast, id: 'slow' }] }]);
    expect(carrierCodes[carrierCodeTag(keys, '471108')]?.map(({ carrier }) => carrier)).toEqual(['fast', 'slow']);
  });

  test('is not fooled by names that every object has', () => {
    const names = ['__proto__', 'constructor', 'toString', '7'];
    const directory = directoryOf([{
      recipients: names.map((id) => ({ id, name: id })),
      departments: names.map((id) => ({ id, name: id, members: names })),
      operators: names.map((id) => ({ id, name: id, username: id, permissions: [] })),
    }]);
    for (const id of names) {
      expect(own(directory.recipients, id)).toMatchObject({ id, departments: names });
      expect(own(directory.staff, id)?.id).toBe(id);
      expect(own(directory.usernames, id)).toBe(id);
    }
    expect(own(directoryOf([{ recipients: [ada] }]).recipients, 'constructor')).toBeUndefined();
  });
});

describe('a directory is refused as a whole', () => {
  test.each<[string, DirectoryDocument[]]>([
    ['two recipients have the id ada', [{ recipients: [ada] }, { recipients: [ada] }]],
    ['two departments have the id law', [{ departments: [{ id: 'law', name: 'Law' }, { id: 'law', name: 'Jura' }] }]],
    ['two operators have the username mia', [{ operators: [mia] }, { operators: [{ ...mia, id: 'tom' }] }]],
    ['two operators or carriers have the id mia', [{ operators: [mia], carriers: [{ ...fast, id: 'mia' }] }]],
  ])('where %s', (why, parts) => {
    expect(merge(parts)).toEqual({ kind: 'refused', why });
  });

  test('with the first trouble that was found, in no more than 80 characters', () => {
    const long = { id: 'x'.repeat(64), name: '', username: 'y'.repeat(64), permissions: [] };
    expect(merge([{ operators: [long] }, { operators: [{ ...long, id: 'z' }] }])).toEqual({
      kind: 'refused', why: `two operators have the username ${'y'.repeat(48)}`,
    });
  });

  test('where more people stand in it than any site has', () => {
    const index = new DirectoryIndex('keep');
    const recipients = (part: number) => Array.from({ length: 50_001 }, (_, at) =>
      ({ id: `${String(part)}-${String(at)}`, name: '', accessible: false, departments: [], pin: null, badges: [], barcodes: [] }));
    for (const part of [1, 2, 3]) index.add({ format: 1, recipients: recipients(part), departments: [], staff: [], carrierCodes: [] });
    expect(index.read().kind).toBe('directory');
    index.add({ format: 1, recipients: recipients(4), departments: [], staff: [], carrierCodes: [] });
    expect(index.read()).toEqual({ kind: 'refused', why: 'more than 200000 people' });
  });
});

test('a directory is the same however it is cut into parts, and in whatever order they come', () => {
  const ids = fc.uniqueArray(fc.constantFrom('ada', 'alan', 'grace', 'mia', 'tom', '__proto__'), { maxLength: 6 });
  const some = fc.array(fc.constantFrom('1', '01', '2', '3'), { maxLength: 3 });
  const record = fc.record({ badges: some, barcodes: some, accessible: fc.boolean() });
  const rests = fc.array(record, { minLength: 6, maxLength: 6 });
  const places = fc.array(fc.nat({ max: 3 }), { minLength: 14, maxLength: 14 });
  fc.assert(fc.property(ids, ids, ids, rests, places, (people, staff, members, rest, where) => {
    const whole = {
      recipients: people.map((id, at) => ({ ...rest[at], id, name: id })),
      departments: [{ id: 'law', name: 'Law', members }],
      operators: staff.map((id, at) => ({ id, name: id, username: id, permissions: [], badges: rest[at]?.badges ?? [] })),
      carriers: [fast],
    };
    const parts: DirectoryDocument[] = Array.from({ length: 4 }, () => ({ recipients: [], departments: [], operators: [], carriers: [] }));
    const left = [...where];
    for (const [list, records] of Object.entries(whole)) {
      for (const one of records) {
        const into: unknown[] | undefined = parts[left.pop() ?? 0]?.[list as keyof DirectoryDocument];
        into?.push(one);
      }
    }
    expect(sorted(directoryOf(parts, 'drop'))).toEqual(sorted(directoryOf([whole], 'drop')));
  }));
});

/** Whoever shares a badge does so in no order. */
function sorted(directory: Directory): object {
  const inOrder = (index: Readonly<Record<string, readonly object[]>>): readonly string[] =>
    Object.entries(index).map(([tag, refs]) => [tag, ...refs.map((ref) => JSON.stringify(ref)).toSorted()].join(' ')).toSorted();
  return { ...directory, badges: inOrder(directory.badges), barcodes: inOrder(directory.barcodes) };
}
