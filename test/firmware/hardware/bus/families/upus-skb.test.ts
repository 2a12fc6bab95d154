import { describe, expect, test } from 'vitest';
import { upusSkb } from '../../../../../firmware/hardware/bus/families/upus-skb.ts';
import { ms } from '../../../../../statecharts/units.ts';
import { lockBoard, usualBoardSettings as settings } from '../../../../support/board-bench.ts';
import { familyContract } from '../../../../support/family-contract.ts';
import { bytesOf } from '../../../../support/frame-text.ts';

const model = lockBoard('upus-skb', 25);
const board = { address: 1, model, settings };
const contacts = upusSkb.contacts(board);
const open = (channel: number, address = 1) => upusSkb.open({ ...board, address }, channel, ms(200));
const levels = (...low: readonly number[]) =>
  new Map(Array.from({ length: 25 }, (_, at) => [at + 1, low.includes(at + 1) ? 'low' : 'high'] as const));
const other = (bytes: string, address = 1) => ({ says: 'other', address, what: bytes }) as const;

familyContract('SKB boards', {
  family: upusSkb,
  model,
  settings,
  addresses: { least: 1, most: 32 },
  looseReads: 'high',
  isGood: (frame) => frame.reduce((all, byte) => all ^ byte, 0) === 0,
  asks: [
    ['to open lock 1', open(1), '55 A1 01 E2 01 01 17'],
    ['to open lock 5 of board 2', open(5, 2), '55 A1 02 E2 01 05 10'],
    ['to tell of all contacts', contacts, '55 A1 01 D2 01 00 26'],
    ['for its serial number', upusSkb.hello(1), '55 A1 01 DD 00 28'],
  ],
  answers: [
    ['lock 1 is opening, its contact not made', open(1), '55 A1 01 E2 02 01 01 15', { says: 'opening', address: 1, channel: 1 }],
    ['lock 1 is opening, its contact made', open(1), '55 A1 01 E2 02 01 00 14', { says: 'opening', address: 1, channel: 1 }],
    ['there is no lock 26', open(1), '55 A1 01 E2 02 1A E5 EA', { says: 'refused', address: 1, why: 'no-such-channel' }],
    ['only contact 20 is made', contacts, '55 A1 01 D2 05 00 FF FF EF 80 4D', { says: 'contacts', address: 1, levels: levels(20) }],
    ['its serial number', upusSkb.hello(1), '55 A1 01 DD 07 F7 84 C9 1C 01 EB 07 64', {
      says: 'hello', address: 1, what: 'F784C91C01EB07',
    }],
    ['a door that reports unasked', contacts, '55 A1 01 A0 02 01 00 56', other('55 A1 01 A0 02 01 00 56')],
    ['the order itself, overheard', null, '55 A1 01 E2 01 01 17', other('55 A1 01 E2 01 01 17')],
    ['all locks open', open(1), '55 A1 01 E2 05 00 FF FF EF 80 7D', other('55 A1 01 E2 05 00 FF FF EF 80 7D')],
    ['the contact of one lock', contacts, '55 A1 01 D2 02 01 01 25', other('55 A1 01 D2 02 01 01 25')],
    ['whoever hears it tells its address', null, '55 A1 FF DF 01 01 D4', other('55 A1 FF DF 01 01 D4', 0xff)],
    ['its settings', null, '55 A1 01 D0 09 55 A1 01 00 00 25 80 14 01 69', other('55 A1 01 D0 09 55 A1 01 00 00 25 80 14 01 69')],
    ['the question for its settings', null, '55 A1 01 D0 00 25', other('55 A1 01 D0 00 25')],
    ['an order for the supply of a port', null, '55 A1 01 D1 00 24', other('55 A1 01 D1 00 24')],
    ['contacts of another board', contacts, '55 A1 02 D2 05 00 FF FF EF 80 4E', other('55 A1 02 D2 05 00 FF FF EF 80 4E', 2)],
  ],
  dangers: [
    ['all locks', '55 A1 01 E2 01 00 16'],
    ['current for lock 1 until somebody ends it', '55 A1 01 E1 02 01 01 16'],
  ],
});

describe('SKB boards', () => {
  test('a strange state after an order to open is no answer to it', () => {
    expect(upusSkb.decode(bytesOf('55 A1 01 E2 02 01 E2 F6'), open(1))).toMatchObject({ says: { says: 'other' } });
  });

  test('an answer about all locks, or with more than a state, is no answer to an order to open one', () => {
    for (const answer of ['55 A1 01 E2 02 00 00 15', '55 A1 01 E2 03 01 01 00 14']) {
      expect(upusSkb.decode(bytesOf(answer), open(1))).toMatchObject({ says: { says: 'other' } });
    }
  });

  test('a length that no frame has is noise at once', () => {
    expect(upusSkb.decode(bytesOf('55 A1 01 E2 11'), null)).toEqual({ kind: 'noise' });
  });

  test('there is no order to rest', () => {
    expect(upusSkb.rest(board)).toBeNull();
  });
});
