import { describe, expect, test } from 'vitest';
import { lockBoardFamilies } from '../../../../board-profiles/board.schema.ts';
import { familyOf } from '../../../../firmware/hardware/bus/families.ts';
import { BoardOnBench, lockBoard, usualBoardSettings as settings } from '../../../support/board-bench.ts';
import { bytesOf } from '../../../support/frame-text.ts';

describe('the families of boards', () => {
  test.each(lockBoardFamilies)('%s has a driver of its name, and an emulated board that answers it', (name) => {
    const family = familyOf(name);
    expect(family.name).toBe(name);
    const bench = new BoardOnBench(name, { address: 1, model: lockBoard(name, 8), settings });
    const hello = family.hello(1);
    const [answer = ''] = bench.hear(hello.bytes);
    expect(family.decode(bytesOf(answer), hello)).toMatchObject({ says: { says: 'hello', address: 1 } });
    bench.end();
  });
});
