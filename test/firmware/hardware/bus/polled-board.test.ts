import { describe, expect, test } from 'vitest';
import type { BusAnswer } from '../../../../firmware/hardware/bus/exchange.ts';
import { familyOf } from '../../../../firmware/hardware/bus/families.ts';
import { PolledBoard } from '../../../../firmware/hardware/bus/polled-board.ts';
import { boardSteadyLeast } from '../../../../firmware/hardware/field.ts';
import type { Level } from '../../../../firmware/hardware/field.ts';
import type { LockBoardFamily } from '../../../../board-profiles/board.schema.ts';
import { busProfile } from '../../../support/bus-profiles.ts';

const closed: BusAnswer = { kind: 'said', says: { says: 'contacts', address: 1, levels: new Map([[1, 'low']]) } };
const silent: BusAnswer = { kind: 'failed', why: 'silent', wasWritten: true };
const coupling = (inputsSwitch: boolean): BusAnswer => ({ kind: 'said', says: { says: 'coupling', address: 1, inputsSwitch } });

function polledRig(family: LockBoardFamily = 'bcc-8a') {
  const [board] = busProfile(family).boards;
  if (board === undefined) throw new RangeError('a board');
  const polled = new PolledBoard(board, familyOf(family));
  const told: Level[] = [];
  polled.levels.watch(1, (level) => told.push(level));
  const states: string[] = [];
  let nowMs = 0;
  const take = (answer: BusAnswer, afterMs = 50): void => {
    nowMs += afterMs;
    if (polled.take(answer, nowMs, nowMs)) states.push(polled.state);
  };
  return { polled, told, states, take };
}

describe('what is made of the answers of one board', () => {
  test('a loose line, on which good and bad answers take turns at random, is told as lost once and not again and again', () => {
    const { told, states, take } = polledRig();
    for (const answer of [closed, closed]) take(answer);
    let seed = 1;
    const chance = (): number => (seed = (seed * 48_271) % 0x7fffffff) / 0x7fffffff;
    for (let poll = 0; poll < 2000; poll++) take(chance() < 0.5 ? closed : silent);
    expect([told, states]).toEqual([['low', null], ['well', 'lost']]);
  });

  test('a board that was lost is back when it has answered for two seconds without a failure, and not before', () => {
    const { polled, told, states, take } = polledRig();
    for (const answer of [closed, closed, silent, silent, silent]) take(answer);
    expect([polled.state, told]).toEqual(['lost', ['low', null]]);
    take(closed, 1000);
    for (let passedMs = 50; passedMs < boardSteadyLeast; passedMs += 50) take(closed);
    take(silent);
    take(closed, 1000);
    for (let passedMs = 50; passedMs < boardSteadyLeast; passedMs += 50) take(closed);
    expect([polled.state, told]).toEqual(['lost', ['low', null]]);
    for (const answer of [closed, closed]) take(answer);
    expect([polled.state, told, states]).toEqual(['well', ['low', null, 'low'], ['well', 'lost', 'well']]);
  });

  test('a board whose door has moved goes before others while its person looks, and one that has to confirm a movement goes first', () => {
    const { polled, take } = polledRig();
    for (const answer of [closed, closed]) take(answer);
    expect(polled.next().rank).toBe('poll');
    take({ kind: 'said', says: { says: 'contacts', address: 1, levels: new Map([[1, 'high']]) } });
    expect(polled.next().rank).toBe('confirm');
    for (const answer of [closed, closed]) take(answer);
    polled.expect(250);
    expect(polled.next().rank).toBe('eager');
    take(closed, 5000);
    expect(polled.next().rank).toBe('poll');
  });

  test('a board whose inputs may switch its coils is asked for that first, and is driven only when it says that none does', () => {
    const { polled, told, take } = polledRig('waveshare-relay');
    expect([polled.next().request.asks, polled.mayBeDriven]).toEqual(['coupling', false]);
    take(silent);
    expect([polled.next().request.asks, polled.mayBeDriven]).toEqual(['coupling', false]);
    take(coupling(false));
    expect([polled.next().request.asks, polled.mayBeDriven]).toEqual(['contacts', true]);
    for (const answer of [closed, closed]) take(answer);
    expect([polled.state, told]).toEqual(['well', ['low']]);
  });

  test('a board one of whose inputs switches a coil is lost at once, named with its trouble, and asked again until it is mended', () => {
    const { polled, told, states, take } = polledRig('waveshare-relay');
    take(coupling(true));
    expect([polled.mayBeDriven, polled.report(), told]).toEqual([
      false, { board: 'left', state: 'lost', trouble: 'coupled', counts: { answered: 1, silent: 0, garbled: 0, refused: 0 } }, [null],
    ]);
    take(coupling(true), 1000);
    expect([polled.next(), states]).toEqual([expect.objectContaining({ rank: 'lost' }), ['lost']]);
    take(coupling(false), 2000);
    for (let passedMs = 0; passedMs <= boardSteadyLeast; passedMs += 50) take(closed);
    expect([polled.mayBeDriven, polled.state, polled.report().trouble]).toEqual([true, 'well', null]);
  });

  test.each([
    ['was silent', (_: PolledBoard, take: (answer: BusAnswer) => void) => [silent, silent, silent].forEach((one) => take(one))],
    ['was pulled out with its line', (polled: PolledBoard) => polled.lose('unplugged')],
    ['was plugged in again', (polled: PolledBoard) => polled.revive()],
  ])('a board that %s may be another one: it is driven only when it has said anew that no input of it switches', (_, happens) => {
    const { polled, take } = polledRig('waveshare-relay');
    for (const answer of [coupling(false), closed, closed]) take(answer);
    expect(polled.mayBeDriven).toBe(true);
    happens(polled, (answer) => take(answer));
    expect([polled.next().request.asks, polled.mayBeDriven]).toEqual(['coupling', false]);
    take(coupling(true));
    expect([polled.next().request.asks, polled.mayBeDriven]).toEqual(['coupling', false]);
    take(coupling(false));
    expect([polled.next().request.asks, polled.mayBeDriven]).toEqual(['contacts', true]);
  });

  test('a board without such a setting is driven whatever has become of it', () => {
    const { polled, take } = polledRig();
    for (const answer of [closed, silent, silent, silent]) take(answer);
    expect([polled.state, polled.mayBeDriven]).toEqual(['lost', true]);
    polled.revive();
    expect([polled.next().request.asks, polled.mayBeDriven]).toEqual(['contacts', true]);
  });
});
