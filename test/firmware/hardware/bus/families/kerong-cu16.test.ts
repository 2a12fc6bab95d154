import { describe, expect, test } from 'vitest';
import { kerongCu16 } from '../../../../../firmware/hardware/bus/families/kerong.ts';
import type { AddressedBoard } from '../../../../../firmware/hardware/bus/family.ts';
import { makeKerongCu16 } from '../../../../../sim/boards/families/kerong-cu16.ts';
import { ms } from '../../../../../statecharts/units.ts';
import { bytesOf, familyContract, lockBoard, usualBoardSettings } from '../../../../support/family-contract.ts';

const model = lockBoard('kerong-cu16', 16);
const board = (address: number): AddressedBoard => ({ address, model, settings: usualBoardSettings });
const open = (address: number, channel: number) => kerongCu16.open(board(address), channel, ms(500));
const question = (address: number) => kerongCu16.contacts(board(address));
const levels = (bits: string) => new Map([...bits].map((bit, at) => [at + 1, bit === '1' ? 'high' : 'low'] as const));

familyContract('Kerong CU16', {
  family: kerongCu16,
  makeBoard: makeKerongCu16,
  model,
  settings: usualBoardSettings,
  addresses: { least: 0, most: 15 },
  looseReads: 'low',
  isGood: (frame) => frame[0] === 0x02 && frame.subarray(0, -1).reduce((all, byte) => (all + byte) & 0xff) === frame.at(-1),
  asks: [
    ['the status of board 0', question(0), '02 00 30 03 35'],
    ['the status of board 1', question(1), '02 10 30 03 45'],
    ['open lock 1', open(0, 1), '02 00 31 03 36'],
    ['open lock 2', open(0, 2), '02 01 31 03 37'],
    ['open lock 16', open(0, 16), '02 0F 31 03 45'],
    ['open lock 1 of board 1', open(1, 1), '02 10 31 03 46'],
    ['is board 1 there', kerongCu16.hello(1), '02 10 30 03 45'],
  ],
  answers: [
    ['every lock bit set', question(0), '02 00 35 FF FF 00 00 03 38', { says: 'contacts', address: 0, levels: levels('1'.repeat(16)) }],
    ['lock 1 different', question(0), '02 00 35 FE FF 00 00 03 37',
      { says: 'contacts', address: 0, levels: levels(`0${'1'.repeat(15)}`) }],
    ['a status from a board that was greeted', kerongCu16.hello(0), '02 00 35 FF FF 00 00 03 38',
      { says: 'hello', address: 0, what: '' }],
    ['a status after an order to open', open(0, 2), '02 00 35 FF FF 00 00 03 38', { says: 'opening', address: 0, channel: 2 }],
    ['a status after an order to open that names the lock', open(0, 2), '02 01 35 FF FF 00 00 03 39',
      { says: 'opening', address: 0, channel: 2 }],
  ],
  dangers: [['open all', '02 00 33 03 38']],
});

describe('the driver of CU16 boards', () => {
  test('where a model has 32 contacts, the sensors inside follow the locks', () => {
    const seeing = { ...board(0), model: lockBoard('kerong-cu16', 16, 32) };
    const decoded = kerongCu16.decode(bytesOf('02 00 35 FF FF 01 80 03 B9'), kerongCu16.contacts(seeing));
    expect(decoded).toMatchObject({ says: { levels: levels(`${'1'.repeat(17)}${'0'.repeat(14)}1`) } });
  });

  test('a CU12 tells of twelve locks, and has no thirteenth', () => {
    const small = { ...board(0), model: lockBoard('kerong-cu16', 12) };
    const decoded = kerongCu16.decode(bytesOf('02 00 35 FF FF 00 00 03 38'), kerongCu16.contacts(small));
    expect(decoded).toMatchObject({ says: { levels: levels('1'.repeat(12)) } });
    expect(() => kerongCu16.open(small, 13, ms(500))).toThrow(RangeError);
  });

  test('a model with more locks than a half byte holds does not open a door of the next board', () => {
    expect(() => kerongCu16.open({ ...board(0), model: lockBoard('kerong-cu16', 32) }, 17, ms(500))).toThrow(RangeError);
  });

  test.each([
    ['another board says it', open(0, 2), '02 10 35 FF FF 00 00 03 48'],
    ['it names another lock', open(0, 2), '02 02 35 FF FF 00 00 03 3A'],
    ['this board answers no orders', kerongCu16.open({ ...board(0), settings: { ...usualBoardSettings, answersOpen: false } }, 2, ms(500)),
      '02 00 35 FF FF 00 00 03 38'],
    ['nobody has asked', null, '02 00 35 FF FF 00 00 03 38'],
  ])('a status does not say that the door is opening when %s', (_when, asked, bytes) => {
    expect(kerongCu16.decode(bytesOf(bytes), asked)).toMatchObject({ kind: 'frame', says: { says: 'contacts' } });
  });

  test.each([
    '02 00 31 03 36', '02 00 33 03 38', '02 00 30 03 35', '02 F0 32 03 27',
  ])('our own words, given back by an adapter, answer nothing [%s]', (bytes) => {
    expect(kerongCu16.decode(bytesOf(bytes), open(0, 1))).toMatchObject({ kind: 'frame', says: { says: 'other' } });
  });

  test('a board without contacts is not asked for them', () => {
    expect(kerongCu16.contacts({ ...board(0), model: lockBoard('kerong-cu16', 16, null) })).toBeNull();
  });

  test('status is asked of each board by itself: the question that is for all of them is never sent', () => {
    const commands = Array.from({ length: 16 }, (_, address) => question(address)?.bytes[2]);
    expect(new Set(commands)).toEqual(new Set([0x30]));
  });
});
