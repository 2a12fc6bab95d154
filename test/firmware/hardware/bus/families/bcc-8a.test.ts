import { describe, expect, test } from 'vitest';
import { bcc8a } from '../../../../../firmware/hardware/bus/families/bcc-8a.ts';
import { ms } from '../../../../../statecharts/units.ts';
import { lockBoard, usualBoardSettings } from '../../../../support/board-bench.ts';
import { familyContract } from '../../../../support/family-contract.ts';
import { bytesOf, textOf } from '../../../../support/frame-text.ts';

const model = lockBoard('bcc-8a', 24);
const settings = { ...usualBoardSettings, groupOrder: 'highest-first' } as const;
const board = { address: 1, model, settings };
const contacts = bcc8a.contacts(board);
const open = (channel: number, address = 1) => bcc8a.open({ ...board, address }, channel, ms(300));
const levels = (...high: readonly number[]) =>
  new Map(Array.from({ length: 24 }, (_, at) => [at + 1, high.includes(at + 1) ? 'high' : 'low'] as const));
const other = (address: number, bytes: string) => ({ says: 'other', address, what: bytes }) as const;

familyContract('8A boards', {
  family: bcc8a,
  model,
  settings,
  addresses: { least: 1, most: 32 },
  looseReads: 'low',
  isGood: (frame) => frame.reduce((all, byte) => all ^ byte, 0) === 0,
  asks: [
    ['to open lock 1', open(1), '8A 01 01 11 9B'],
    ['to open lock 5 of board 2', open(5, 2), '8A 02 05 11 9C'],
    ['to tell of all contacts', contacts, '80 01 00 33 B2'],
    ['to tell of one lock, which is how a board is greeted', bcc8a.hello(1), '80 01 01 33 B3'],
    ['to rest: it knows no such order', bcc8a.rest(board), null],
  ].filter((row): row is [string, NonNullable<typeof contacts>, string] => row[2] !== null),
  answers: [
    ['lock 1 is opening, its contact made', open(1), '8A 01 01 11 9B', { says: 'opening', address: 1, channel: 1 }],
    ['lock 1 is opening, its contact not made', open(1), '8A 01 01 00 8A', { says: 'opening', address: 1, channel: 1 }],
    ['an order that is overheard cannot be told from its answer', null, '8A 02 05 11 9C', { says: 'opening', address: 2, channel: 5 }],
    ['only contact 2 is made', contacts, '80 01 00 00 02 33 B0', { says: 'contacts', address: 1, levels: levels(2) }],
    ['no contact is made', contacts, '80 01 00 00 00 33 B2', { says: 'contacts', address: 1, levels: levels() }],
    ['the greeting is answered', bcc8a.hello(1), '80 01 01 00 80', { says: 'hello', address: 1, what: '' }],
    ['another board answers about its contacts', contacts, '80 02 00 00 02 33 B3', other(2, '80 02 00 00 02 33 B3')],
    ['somebody overhears contacts', null, '80 01 00 00 02 33 B0', other(1, '80 01 00 00 02 33 B0')],
    ['somebody overhears the state of one lock', null, '80 01 01 11 91', other(1, '80 01 01 11 91')],
    ['all locks are opened in turn', open(1), '8A 01 00 11 9A', other(1, '8A 01 00 11 9A')],
    ['a lock is held on', null, '9A 01 01 11 8B', other(1, '9A 01 01 11 8B')],
    ['a lock is let go', null, '9B 01 01 11 8A', other(1, '9B 01 01 11 8A')],
    ['several locks are opened', null, '90 01 02 02 02 93', other(1, '90 01 02 02 02 93')],
    ['a board is asked for its version', null, '82 01 00 22 A1', other(1, '82 01 00 22 A1')],
  ],
  dangers: [
    ['all locks, one after the other', '8A 01 00 11 9A'],
    ['locks 2, 10 and 18', '90 01 02 02 02 93'],
    ['lock 1 until somebody lets it go', '9A 01 01 11 8B'],
  ],
});

describe('8A boards', () => {
  test('the first group of contacts is the lowest or the highest, as the board has it', () => {
    const lowestFirst = { ...board, settings: usualBoardSettings };
    const asked = bcc8a.contacts(lowestFirst);
    const decoded = bcc8a.decode(bytesOf('80 01 02 00 00 33 B0'), asked);
    expect(decoded).toMatchObject({ says: { levels: levels(2) } });
    expect(bcc8a.decode(bytesOf('80 01 02 00 00 33 B0'), contacts)).toMatchObject({ says: { levels: levels(18) } });
  });

  test('a board of eight doors that answers about 24 has eight doors', () => {
    const asked = bcc8a.contacts({ ...board, model: lockBoard('bcc-8a', 8) });
    const decoded = bcc8a.decode(bytesOf('80 01 FF FF 02 33 B0'), asked);
    const eight = new Map(Array.from({ length: 8 }, (_, at) => [at + 1, at === 1 ? 'high' : 'low']));
    expect(decoded).toMatchObject({ kind: 'frame', length: 7, says: { says: 'contacts', levels: eight } });
  });

  test('an order with a time, of which one source tells, is no frame', () => {
    expect(bcc8a.decode(bytesOf('8A 01 01 11 03 98'), null)).toEqual({ kind: 'noise' });
  });

  test('whoever waits for the state of a lock takes an answer about another lock, or a strange state, for something else', () => {
    for (const answer of ['80 01 02 11 92', '80 01 01 33 B3', '80 02 01 00 83']) {
      expect(bcc8a.decode(bytesOf(answer), bcc8a.hello(1))).toMatchObject({ says: { says: 'other' } });
    }
  });

  test('overheard answers about all contacts are known by their query byte', () => {
    expect(bcc8a.decode(bytesOf('80 01 00 00 02 34 B7'), null)).toEqual({ kind: 'noise' });
    expect(bcc8a.decode(bytesOf('80 01 00 00 02'), null)).toEqual({ kind: 'need-more' });
    expect(bcc8a.decode(bytesOf('80 01 00 00 02 34 B7'), contacts)).toMatchObject({ says: { says: 'other' } });
  });

  test('a strange state after an order to open is no answer to it', () => {
    expect(bcc8a.decode(bytesOf('8A 01 01 12 98'), open(1))).toMatchObject({ says: { says: 'other' } });
  });

  test('locks that are counted from another number on are named by theirs', () => {
    const from100 = { ...board, model: { locks: { first: 100, last: 107 }, contacts: { first: 100, last: 107 } } };
    const order = bcc8a.open(from100, 104, ms(300));
    expect(textOf(order.bytes)).toBe('8A 01 05 11 9F');
    expect(bcc8a.decode(order.bytes, order)).toMatchObject({ says: { channel: 104 } });
  });
});
