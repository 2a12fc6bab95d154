import { describe, expect, test } from 'vitest';
import { kerongCu48 } from '../../../../../firmware/hardware/bus/families/kerong.ts';
import type { AddressedBoard } from '../../../../../firmware/hardware/bus/family.ts';
import { makeKerongCu48 } from '../../../../../sim/boards/families/kerong-cu48.ts';
import { ms } from '../../../../../statecharts/units.ts';
import { bytesOf, familyContract, lockBoard, usualBoardSettings } from '../../../../support/family-contract.ts';

const model = lockBoard('kerong-cu48', 48);
const board = (address: number): AddressedBoard => ({ address, model, settings: usualBoardSettings });
const open = (address: number, channel: number) => kerongCu48.open(board(address), channel, ms(500));
const question = (address: number) => kerongCu48.contacts(board(address));
const levels = (bits: string) => new Map([...bits].map((bit, at) => [at + 1, bit === '1' ? 'high' : 'low'] as const));
const allClosed = '02 00 00 75 FF FF FF FF FF FF 00 00 00 00 00 00 03 74';

familyContract('Kerong CU48', {
  family: kerongCu48,
  makeBoard: makeKerongCu48,
  model,
  settings: usualBoardSettings,
  addresses: { least: 0, most: 31 },
  looseReads: 'low',
  isGood: (frame) => frame[0] === 0x02 && frame.subarray(0, -1).reduce((all, byte) => (all + byte) & 0xff) === frame.at(-1),
  asks: [
    ['the status of board 0', question(0), '02 00 00 60 03 65'],
    ['the status of board 1', question(1), '02 01 00 60 03 66'],
    ['open lock 1', open(0, 1), '02 00 00 61 03 66'],
    ['open lock 2', open(0, 2), '02 00 01 61 03 67'],
    ['open lock 48', open(0, 48), '02 00 2F 61 03 95'],
    ['is board 1 there', kerongCu48.hello(1), '02 01 00 60 03 66'],
  ],
  answers: [
    ['all closed', question(0), allClosed, { says: 'contacts', address: 0, levels: levels('1'.repeat(48)) }],
    ['lock 1 open', question(0), '02 00 00 75 FE FF FF FF FF FF 00 00 00 00 00 00 03 73',
      { says: 'contacts', address: 0, levels: levels(`0${'1'.repeat(47)}`) }],
    ['all open', question(0), '02 00 00 75 00 00 00 00 00 00 00 00 00 00 00 00 03 7A',
      { says: 'contacts', address: 0, levels: levels('0'.repeat(48)) }],
    ['lock 14 closed', question(0), '02 00 00 75 00 20 00 00 00 00 00 00 00 00 00 00 03 9A',
      { says: 'contacts', address: 0, levels: levels(`${'0'.repeat(13)}1${'0'.repeat(34)}`) }],
    ['a status from a board that was greeted', kerongCu48.hello(0), allClosed, { says: 'hello', address: 0, what: '' }],
    ['a status after an order to open', open(0, 2), allClosed, { says: 'opening', address: 0, channel: 2 }],
    ['a captured frame that nobody asked for', question(0), '02 00 0A 77 01 00 00 00 00 00 01 00 00 00 00 00 03 88',
      { says: 'other', address: 0, what: 'an unasked status (0x77)' }],
  ],
  // No order for several doors is known of these boards.
  dangers: [],
});

describe('the driver of CU48 boards', () => {
  test('where a model has 96 contacts, the sensors inside follow the locks', () => {
    const seeing = { ...board(0), model: lockBoard('kerong-cu48', 48, 96) };
    const bytes = bytesOf('02 00 00 75 01 00 00 00 00 00 01 00 00 00 00 00 03 7C');
    const decoded = kerongCu48.decode(bytes, kerongCu48.contacts(seeing));
    expect(decoded).toMatchObject({ says: { levels: levels(`1${'0'.repeat(47)}1${'0'.repeat(47)}`) } });
  });

  test.each([
    ['another board says it', open(0, 2), '02 01 00 75 FF FF FF FF FF FF 00 00 00 00 00 00 03 75'],
    ['it names another lock', open(0, 2), '02 00 02 75 FF FF FF FF FF FF 00 00 00 00 00 00 03 76'],
    ['this board answers no orders', kerongCu48.open({ ...board(0), settings: { ...usualBoardSettings, answersOpen: false } }, 2, ms(500)),
      allClosed],
    ['nobody has asked', null, allClosed],
  ])('a status does not say that the door is opening when %s', (_when, asked, bytes) => {
    expect(kerongCu48.decode(bytesOf(bytes), asked)).toMatchObject({ kind: 'frame', says: { says: 'contacts' } });
  });

  test.each(['02 00 00 61 03 66', '02 00 00 60 03 65'])('our own words, given back by an adapter, answer nothing [%s]', (bytes) => {
    expect(kerongCu48.decode(bytesOf(bytes), open(0, 1))).toMatchObject({ kind: 'frame', says: { says: 'other' } });
  });

  test('a model with more locks than the board has bits opens none beyond them', () => {
    expect(() => kerongCu48.open({ ...board(0), model: lockBoard('kerong-cu48', 64) }, 49, ms(500))).toThrow(RangeError);
  });

  test('a board without contacts is not asked for them', () => {
    expect(kerongCu48.contacts({ ...board(0), model: lockBoard('kerong-cu48', 48, null) })).toBeNull();
  });
});
