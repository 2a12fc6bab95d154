import { describe, expect, test } from 'vitest';
import type { LockBoardFamily } from '../../../board-profiles/board.schema.ts';
import { LineWords } from '../../../sim/boards/line-words.ts';
import { lockBoard, usualBoardSettings } from '../../support/board-bench.ts';
import { bytesOf } from '../../support/frame-text.ts';

const wordsOf = (family: LockBoardFamily, ...addresses: number[]): LineWords => {
  return new LineWords(family, addresses.map((address) => ({ address, model: lockBoard(family, 16), settings: usualBoardSettings })));
};

describe('what passes on a line, in words', () => {
  test.each([
    ['02 10 31 03 46', 'open lock 1 of board 1'],
    ['02 00 30 03 35', 'how are the contacts of board 0?'],
    ['02 20 30 03 55', 'is board 2 there?'],
    ['02 00 33 03 38', 'not a thing that the driver says'],
    ['02 00', 'not a thing that the driver says'],
  ])('the host says %s: %s', (bytes, said) => {
    expect(wordsOf('kerong-cu16', 0, 1).ofHost(bytesOf(bytes))).toBe(`${bytes}   ${said}`);
  });

  test('an answer is understood by what was asked', () => {
    const words = wordsOf('kerong-cu16', 0, 1);
    const status = '02 00 35 7F C0 00 00 03 79';
    expect(words.ofBoard(bytesOf(status))).toContain('board 0 reads high at 1-7 15-16, low at 8-14 17-32');
    words.ofHost(bytesOf('02 00 30 03 35'));
    expect(words.ofBoard(bytesOf(status))).toBe(`${status}   board 0 reads high at 1-7 15-16, low at 8-14`);
    words.ofHost(bytesOf('02 00 31 03 36'));
    expect(words.ofBoard(bytesOf(status))).toBe(`${status}   board 0 opens lock 1`);
    expect(words.ofBoard(bytesOf('02 00 35 7F C0 00 00 03 78'))).toContain('no good frame');
  });

  test('a pulse whose length stands in the order is recognised, whatever its length', () => {
    const words = wordsOf('waveshare-relay', 1);
    expect(words.ofHost(bytesOf('01 05 02 00 00 05 0C 71'))).toContain('open lock 1 of board 1');
    expect(words.ofBoard(bytesOf('01 85 03 02 91'))).toContain('board 1 refuses');
    expect(words.ofHost(bytesOf('01 05 02 01 00 03 DD B3'))).toContain('open lock 2 of board 1');
    expect(words.ofHost(bytesOf('01 0F 00 00 00 10 02 00 00 E2 20'))).toContain('all coils of board 1 off');
  });

  test.each([
    ['57 4B 4C 59 0B 00 82 FF 01 FF 81', 'board 0 refuses: failed'],
    ['57 4B 4C 59 0A 00 85 01 01 86', 'board 0: lock 1 is closed'],
  ])('a WKLY board says %s: %s', (bytes, said) => {
    expect(wordsOf('wkly', 0).ofBoard(bytesOf(bytes))).toBe(`${bytes}   ${said}`);
  });

  test('a board that was greeted is there', () => {
    const words = wordsOf('wkly');
    expect(words.ofHost(bytesOf('57 4B 4C 59 08 02 84 87'))).toContain('is board 2 there?');
    expect(words.ofBoard(bytesOf('57 4B 4C 59 0A 02 84 FF 00 7A'))).toContain('board 2 is there');
  });
});
