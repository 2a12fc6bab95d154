import { describe, expect, test } from 'vitest';
import { kerongCu16, kerongCu48 } from '../../../../../firmware/hardware/bus/families/kerong.ts';
import type { AddressedBoard, Family } from '../../../../../firmware/hardware/bus/family.ts';
import { ms } from '../../../../../statecharts/units.ts';
import { lockBoard, usualBoardSettings } from '../../../../support/board-bench.ts';
import { familyContract } from '../../../../support/family-contract.ts';
import { bytesOf } from '../../../../support/frame-text.ts';

/** What is asked of boards with as many locks as the family's largest has. */
function asks(family: Family, locks: number, contacts = locks) {
  const model = lockBoard(family.name, locks, contacts);
  const board = (address: number): AddressedBoard => ({ address, model, settings: usualBoardSettings });
  return {
    model,
    question: (address: number) => family.contacts(board(address)),
    open: (address: number, channel: number) => family.open(board(address), channel, ms(500)),
    /** By a board that answers no orders. */
    openUnanswered: (channel: number) =>
      family.open({ ...board(0), settings: { ...usualBoardSettings, answersOpen: false } }, channel, ms(500)),
  };
}

const cu16 = asks(kerongCu16, 16);
const cu48 = asks(kerongCu48, 48);
const levels = (bits: string) => new Map([...bits].map((bit, at) => [at + 1, bit === '1' ? 'high' : 'low'] as const));
const isGood = (frame: Uint8Array): boolean =>
  frame[0] === 0x02 && frame.subarray(0, -1).reduce((all, byte) => (all + byte) & 0xff) === frame.at(-1);
const cu16Closed = '02 00 35 FF FF 00 00 03 38';
const cu48Closed = '02 00 00 75 FF FF FF FF FF FF 00 00 00 00 00 00 03 74';

familyContract('Kerong CU16', {
  family: kerongCu16,
  model: cu16.model,
  settings: usualBoardSettings,
  addresses: { least: 0, most: 15 },
  looseReads: 'low',
  isGood,
  asks: [
    ['the status of board 0', cu16.question(0), '02 00 30 03 35'],
    ['the status of board 1', cu16.question(1), '02 10 30 03 45'],
    ['open lock 1', cu16.open(0, 1), '02 00 31 03 36'],
    ['open lock 2', cu16.open(0, 2), '02 01 31 03 37'],
    ['open lock 16', cu16.open(0, 16), '02 0F 31 03 45'],
    ['open lock 1 of board 1', cu16.open(1, 1), '02 10 31 03 46'],
    ['is board 1 there', kerongCu16.hello(1), '02 10 30 03 45'],
  ],
  answers: [
    ['every lock bit set', cu16.question(0), cu16Closed, { says: 'contacts', address: 0, levels: levels('1'.repeat(16)) }],
    ['lock 1 different', cu16.question(0), '02 00 35 FE FF 00 00 03 37',
      { says: 'contacts', address: 0, levels: levels(`0${'1'.repeat(15)}`) }],
    ['a status from a board that was greeted', kerongCu16.hello(0), cu16Closed, { says: 'hello', address: 0, what: '' }],
    ['a status after an order to open', cu16.open(0, 2), cu16Closed, { says: 'opening', address: 0, channel: 2 }],
    ['a status after an order to open that names the lock', cu16.open(0, 2), '02 01 35 FF FF 00 00 03 39',
      { says: 'opening', address: 0, channel: 2 }],
  ],
  dangers: [['open all', '02 00 33 03 38']],
});

familyContract('Kerong CU48', {
  family: kerongCu48,
  model: cu48.model,
  settings: usualBoardSettings,
  addresses: { least: 0, most: 31 },
  looseReads: 'low',
  isGood,
  asks: [
    ['the status of board 0', cu48.question(0), '02 00 00 60 03 65'],
    ['the status of board 1', cu48.question(1), '02 01 00 60 03 66'],
    ['open lock 1', cu48.open(0, 1), '02 00 00 61 03 66'],
    ['open lock 2', cu48.open(0, 2), '02 00 01 61 03 67'],
    ['open lock 48', cu48.open(0, 48), '02 00 2F 61 03 95'],
    ['is board 1 there', kerongCu48.hello(1), '02 01 00 60 03 66'],
  ],
  answers: [
    ['all closed', cu48.question(0), cu48Closed, { says: 'contacts', address: 0, levels: levels('1'.repeat(48)) }],
    ['lock 1 open', cu48.question(0), '02 00 00 75 FE FF FF FF FF FF 00 00 00 00 00 00 03 73',
      { says: 'contacts', address: 0, levels: levels(`0${'1'.repeat(47)}`) }],
    ['all open', cu48.question(0), '02 00 00 75 00 00 00 00 00 00 00 00 00 00 00 00 03 7A',
      { says: 'contacts', address: 0, levels: levels('0'.repeat(48)) }],
    ['lock 14 closed', cu48.question(0), '02 00 00 75 00 20 00 00 00 00 00 00 00 00 00 00 03 9A',
      { says: 'contacts', address: 0, levels: levels(`${'0'.repeat(13)}1${'0'.repeat(34)}`) }],
    ['a status from a board that was greeted', kerongCu48.hello(0), cu48Closed, { says: 'hello', address: 0, what: '' }],
    ['a status after an order to open', cu48.open(0, 2), cu48Closed, { says: 'opening', address: 0, channel: 2 }],
    ['a captured frame that nobody asked for', cu48.question(0), '02 00 0A 77 01 00 00 00 00 00 01 00 00 00 00 00 03 88',
      { says: 'other', address: 0, what: 'an unasked status (0x77)' }],
  ],
  // No order for several doors is known of these boards.
  dangers: [],
});

describe('the driver of boards of Kerong', () => {
  test.each([
    ['CU16', kerongCu16, asks(kerongCu16, 16, 32), '02 00 35 FF FF 01 80 03 B9', `${'1'.repeat(17)}${'0'.repeat(14)}1`],
    ['CU48', kerongCu48, asks(kerongCu48, 48, 96),
      '02 00 00 75 01 00 00 00 00 00 01 00 00 00 00 00 03 7C', `1${'0'.repeat(47)}1${'0'.repeat(47)}`],
  ] as const)('where a %s has twice as many contacts, the sensors inside follow the locks', (_kind, family, seeing, status, bits) => {
    expect(family.decode(bytesOf(status), seeing.question(0))).toMatchObject({ says: { levels: levels(bits) } });
  });

  test.each([
    ['CU16', 'another board says it', kerongCu16, cu16.open(0, 2), '02 10 35 FF FF 00 00 03 48'],
    ['CU16', 'it names another lock', kerongCu16, cu16.open(0, 2), '02 02 35 FF FF 00 00 03 3A'],
    ['CU16', 'this board answers no orders', kerongCu16, cu16.openUnanswered(2), cu16Closed],
    ['CU16', 'nobody has asked', kerongCu16, null, cu16Closed],
    ['CU48', 'another board says it', kerongCu48, cu48.open(0, 2), '02 01 00 75 FF FF FF FF FF FF 00 00 00 00 00 00 03 75'],
    ['CU48', 'it names another lock', kerongCu48, cu48.open(0, 2), '02 00 02 75 FF FF FF FF FF FF 00 00 00 00 00 00 03 76'],
    ['CU48', 'this board answers no orders', kerongCu48, cu48.openUnanswered(2), cu48Closed],
    ['CU48', 'nobody has asked', kerongCu48, null, cu48Closed],
  ] as const)('the status of a %s does not say that the door is opening when %s', (_kind, _when, family, asked, status) => {
    expect(family.decode(bytesOf(status), asked)).toMatchObject({ kind: 'frame', says: { says: 'contacts' } });
  });

  test.each([
    ['02 00 31 03 36', kerongCu16, cu16.open(0, 1)],
    ['02 00 33 03 38', kerongCu16, cu16.open(0, 1)],
    ['02 00 30 03 35', kerongCu16, cu16.open(0, 1)],
    ['02 F0 32 03 27', kerongCu16, cu16.open(0, 1)],
    ['02 00 00 61 03 66', kerongCu48, cu48.open(0, 1)],
    ['02 00 00 60 03 65', kerongCu48, cu48.open(0, 1)],
  ] as const)('our own words, given back by an adapter, answer nothing [%s]', (words, family, asked) => {
    expect(family.decode(bytesOf(words), asked)).toMatchObject({ kind: 'frame', says: { says: 'other' } });
  });

  test.each([
    ['CU16', kerongCu16, 32, 17],
    ['CU48', kerongCu48, 64, 49],
  ] as const)('a model of a %s with more locks than its frames can name opens no door of the next board', (_kind, family, locks, lock) => {
    expect(() => asks(family, locks).open(0, lock)).toThrow(RangeError);
  });

  test('a CU12 tells of twelve locks, and has no thirteenth', () => {
    const small = asks(kerongCu16, 12);
    expect(kerongCu16.decode(bytesOf(cu16Closed), small.question(0))).toMatchObject({ says: { levels: levels('1'.repeat(12)) } });
    expect(() => small.open(0, 13)).toThrow(RangeError);
  });

  test('status is asked of each CU16 by itself: the question that is for all of them is never sent', () => {
    const commands = Array.from({ length: 16 }, (_, address) => cu16.question(address)?.bytes[2]);
    expect(new Set(commands)).toEqual(new Set([0x30]));
  });
});
