import { describe, expect, test } from 'vitest';
import { gapBetweenPulses, LimitedLocks } from '../../../firmware/hardware/coil-limits.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { ms } from '../../../statecharts/units.ts';

/** Coils that write down what they were told, on a board that may be told to fail. */
function rig() {
  const clock = new VirtualClock();
  const told: string[] = [];
  const board = { fails: (_order: string): boolean => false };
  const locks = new LimitedLocks({
    coils: new Map([1, 2, 3].map((locker) => [locker, {
      timedBy: 'host',
      switch: (to) => {
        const order = `${String(locker)} ${to}`;
        told.push(order);
        if (board.fails(order)) throw new Error('EIO');
      },
    }])),
    pulseMost: ms(400),
    rest: ms(2000),
    clock,
  });
  return { clock, told, board, locks };
}

describe('the limits of coils', () => {
  test('a coil whose order was lost on the way is switched off all the same', async () => {
    const { locks, told, board } = rig();
    board.fails = (order) => order === '1 energised';
    expect(await locks.pulse(1, ms(400))).toEqual({ kind: 'refused', reason: 'silent' });
    expect(told).toEqual(['1 energised', '1 resting']);
    await locks.close();
  });

  test('a door whose board was silent need not cool: no current has flowed', async () => {
    const { clock, locks, board } = rig();
    board.fails = (order) => order === '1 energised';
    await locks.pulse(1, ms(400));
    board.fails = () => false;
    await clock.advance(gapBetweenPulses);
    expect(await locks.pulse(1, ms(400))).toEqual({ kind: 'done' });
    await locks.close();
  });

  test('the next person in the queue is served although the lock before was silent', async () => {
    const { clock, locks, board } = rig();
    board.fails = (order) => order === '2 energised';
    const asked = [1, 2, 3].map((locker) => locks.pulse(locker, ms(100)));
    await clock.advance(ms(1000));
    expect(await Promise.all(asked)).toEqual([{ kind: 'done' }, { kind: 'refused', reason: 'silent' }, { kind: 'done' }]);
    await locks.close();
  });

  test('a coil that will not go off is tried again, but not for ever, and no other is energised beside it', async () => {
    const { clock, locks, told, board } = rig();
    await locks.pulse(1, ms(400));
    board.fails = (order) => order === '1 resting';
    const waits = locks.pulse(2, ms(100));
    await clock.advance(ms(60_000));
    expect(await waits).toEqual({ kind: 'refused', reason: 'silent' });
    const tries = told.filter((order) => order === '1 resting').length;
    expect(tries).toBeGreaterThanOrEqual(20);
    expect(tries).toBeLessThanOrEqual(25);
    expect(told).not.toContain('2 energised');
    expect(clock.waiting()).toEqual([]);
    board.fails = () => false;
    const later = locks.pulse(2, ms(100));
    expect(told).not.toContain('2 energised'); // The supply recovers from a coil that was on until now, as from any other.
    await clock.advance(gapBetweenPulses);
    expect(await later).toEqual({ kind: 'done' });
    await locks.close();
  });

  test('every coil is told to rest although the first does not answer', async () => {
    const { locks, told, board } = rig();
    board.fails = (order) => order === '1 resting';
    expect(await locks.restAll()).toEqual({ kind: 'refused', reason: 'silent' });
    expect(told).toEqual(['1 resting', '2 resting', '3 resting']);
    await locks.close();
  });

  test('a person who asks right after another pulse waits for the gap, although nobody stands in the queue', async () => {
    const { clock, locks, told } = rig();
    await locks.pulse(1, ms(400));
    await locks.rest(1);
    const waits = locks.pulse(2, ms(400));
    await clock.advance(ms(gapBetweenPulses - 1));
    expect(told).not.toContain('2 energised');
    await clock.advance(ms(1));
    expect(await waits).toEqual({ kind: 'done' });
    await locks.close();
  });

  test('closing leaves no timer behind, in mid-pulse and in a gap', async () => {
    const { clock, locks } = rig();
    await locks.pulse(1, ms(400));
    await locks.close();
    expect(clock.waiting()).toEqual([]);
    const other = rig();
    await other.locks.pulse(1, ms(100));
    await other.clock.advance(ms(150));
    await other.locks.close();
    expect(other.clock.waiting()).toEqual([]);
  });
});

/** A coil of which somebody says later whether it is as ordered. */
function slowRig() {
  const clock = new VirtualClock();
  const told: string[] = [];
  let say: (isTaken: boolean) => void = () => undefined;
  const locks = new LimitedLocks({
    coils: new Map([1, 2].map((locker) => [locker, {
      timedBy: 'host',
      switch: (to) => {
        told.push(`${String(clock.monoMs())} ${String(locker)} ${to}`);
        return to === 'resting' ? Promise.resolve(true) : new Promise((resolve) => (say = resolve));
      },
    }])),
    pulseMost: ms(400), rest: ms(2000), clock,
  });
  return { clock, told, locks, say: (isTaken: boolean): void => say(isTaken) };
}

describe('a coil whose guardian answers', () => {
  test('has been energised when the guardian says so, and is switched off in time', async () => {
    const { clock, told, locks, say } = slowRig();
    const pulse = locks.pulse(1, ms(400));
    await clock.advance(ms(5));
    say(true);
    expect(await pulse).toEqual({ kind: 'done' });
    await clock.advance(ms(1000));
    expect(told).toEqual(['0 1 energised', '400 1 resting']);
    await locks.close();
  });

  test('has refused when the guardian says that it has not been energised, and need not cool', async () => {
    const { clock, told, locks, say } = slowRig();
    const pulse = locks.pulse(1, ms(400));
    await clock.advance(ms(5));
    say(false);
    expect(await pulse).toEqual({ kind: 'refused', reason: 'silent' });
    expect(told).toEqual(['0 1 energised', '5 1 resting']);
    await clock.advance(gapBetweenPulses);
    const again = locks.pulse(1, ms(400));
    say(true);
    expect(await again).toEqual({ kind: 'done' });
    await locks.close();
    expect(clock.waiting()).toEqual([]);
  });

  test.each([['is over', 400], ['was called back', 5], ['ends with the bank', 5]] as const)(
    'and whose pulse %s before that: whoever wanted the door has the truth all the same, and the next door is not disturbed',
    async (how, afterMs) => {
      const { clock, told, locks, say } = slowRig();
      const pulse = locks.pulse(1, ms(400));
      const late = say;
      await clock.advance(ms(afterMs));
      if (how === 'was called back') await locks.rest(1);
      if (how === 'ends with the bank') await locks.close();
      await clock.advance(gapBetweenPulses);
      const orders = told.length;
      late(false);
      expect(await pulse).toEqual({ kind: 'refused', reason: 'silent' });
      expect(told).toHaveLength(orders);
      await locks.close();
    },
  );
});
