import { describe, expect, test } from 'vitest';
import { wkly } from '../../../../../firmware/hardware/bus/families/wkly.ts';
import type { AddressedBoard } from '../../../../../firmware/hardware/bus/family.ts';
import { ms } from '../../../../../statecharts/units.ts';
import { lockBoard, usualBoardSettings } from '../../../../support/board-bench.ts';
import { familyContract } from '../../../../support/family-contract.ts';
import { bytesOf } from '../../../../support/frame-text.ts';

const model = lockBoard('wkly', 24);
const board = (address: number, locks = 24): AddressedBoard => ({ address, model: lockBoard('wkly', locks), settings: usualBoardSettings });
const open = (address: number, channel: number) => wkly.open(board(address), channel, ms(500));
const question = (address: number, locks = 24) => wkly.contacts(board(address, locks));
const opening = '57 4B 4C 59 0B 00 82 00 01 00 81';
const failing = '57 4B 4C 59 0B 00 82 FF 01 FF 81';

familyContract('WKLY', {
  family: wkly,
  model,
  settings: usualBoardSettings,
  addresses: { least: 0, most: 31 },
  looseReads: 'low',
  isGood: (frame) => frame[4] === frame.length && frame.reduce((all, byte) => all ^ byte) === 0,
  asks: [
    ['open lock 1', open(0, 1), '57 4B 4C 59 09 00 82 01 83'],
    ['open lock 24 of board 31', open(31, 24), '57 4B 4C 59 09 1F 82 18 85'],
    ['all contacts', question(0), '57 4B 4C 59 08 00 84 85'],
    ['is board 2 there', wkly.hello(2), '57 4B 4C 59 08 02 84 87'],
  ],
  answers: [
    ['it opens lock 1', open(0, 1), opening, { says: 'opening', address: 0, channel: 1 }],
    ['it could not open lock 1', open(0, 1), failing, { says: 'refused', address: 0, why: 'failed' }],
    ['locks 1 and 3 of 3 are shut', question(0, 3), '57 4B 4C 59 0D 00 84 00 03 01 00 01 83',
      { says: 'contacts', address: 0, levels: new Map([[1, 'high'], [2, 'low'], [3, 'high']]) }],
    ['it cannot tell about lock 2', question(0, 3), '57 4B 4C 59 0D 00 84 00 03 01 FF 01 7C',
      { says: 'contacts', address: 0, levels: new Map([[1, 'high'], [3, 'high']]) }],
    ['it could not read its contacts', question(0, 3), '57 4B 4C 59 0A 00 84 FF 00 78', { says: 'refused', address: 0, why: 'failed' }],
    ['lock 1 is shut, when one was asked for', question(0, 3), '57 4B 4C 59 0B 00 83 00 01 01 81',
      { says: 'contacts', address: 0, levels: new Map([[1, 'high']]) }],
    ['it is there', wkly.hello(0), '57 4B 4C 59 0D 00 84 00 03 01 00 01 83', { says: 'hello', address: 0, what: '' }],
    ['it is there, and cannot read its contacts', wkly.hello(0),
      '57 4B 4C 59 0A 00 84 FF 00 78', { says: 'hello', address: 0, what: '' }],
    ['it reports that lock 1 was shut', question(0), '57 4B 4C 59 0A 00 85 01 01 86',
      { says: 'other', address: 0, what: 'lock 1 is closed' }],
    ['it reports that lock 1 was opened', null, '57 4B 4C 59 0A 00 85 01 00 87', { says: 'other', address: 0, what: 'lock 1 is open' }],
  ],
  dangers: [
    ['open two at once', '57 4B 4C 59 0B 00 80 02 01 02 83'],
    ['open two in turn', '57 4B 4C 59 0B 00 87 02 01 02 84'],
    ['open all', '57 4B 4C 59 08 00 86 87'],
    ['hold lock 1 on', '57 4B 4C 59 09 00 88 01 89'],
  ],
});

describe('the driver of WKLY boards', () => {
  test.each([
    '57 4B 4C 59 09 00 82 01 83', '57 4B 4C 59 09 00 83 01 82', '57 4B 4C 59 08 00 84 85', '57 4B 4C 59 09 00 88 01 89',
    '57 4B 4C 59 08 00 86 87', '57 4B 4C 59 09 00 81 01 80', '57 4B 4C 59 0B 00 80 02 01 02 83', '57 4B 4C 59 09 00 89 01 88',
  ])('our own words, given back by an adapter, and orders of somebody else answer nothing [%s]', (bytes) => {
    expect(wkly.decode(bytesOf(bytes), open(0, 1))).toMatchObject({ kind: 'frame', says: { says: 'other' } });
  });

  test('an answer names its lock: that of another lock is told apart', () => {
    expect(wkly.decode(bytesOf(opening), open(0, 2))).toMatchObject({ says: { says: 'opening', channel: 1 } });
    expect(wkly.decode(bytesOf('57 4B 4C 59 0B 00 82 00 00 00 80'), open(0, 1))).toMatchObject({ says: { says: 'other' } });
  });

  test('a board with more contacts than the model tells only of those that the model has', () => {
    expect(wkly.decode(bytesOf('57 4B 4C 59 0D 00 84 00 03 01 00 01 83'), question(0, 2)))
      .toMatchObject({ says: { levels: new Map([[1, 'high'], [2, 'low']]) } });
  });

  test.each([
    ['counts more states than it has', '57 4B 4C 59 0D 00 84 00 04'],
    ['is as long as no such frame is', '57 4B 4C 59 40 00 82'],
    ['is shorter than any', '57 4B 4C 59 07'],
    ['has a command that nobody knows', '57 4B 4C 59 09 00 8A'],
  ])('a frame that %s is known for noise before it has swallowed the next one', (_how, bytes) => {
    expect(wkly.decode(bytesOf(bytes), question(0))).toEqual({ kind: 'noise' });
  });
});
