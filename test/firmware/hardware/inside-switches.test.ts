import { describe, expect, test } from 'vitest';
import { LimitedLocks, waitingPulsesMax } from '../../../firmware/hardware/coil-limits.ts';
import type { Coil } from '../../../firmware/hardware/field.ts';
import {
  InsideSwitches, pressAgainAfter, pressLasts, refusedAgainAfter, stuckAgainAfter,
} from '../../../firmware/hardware/inside-switches.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { ms } from '../../../statecharts/units.ts';

const pulse = ms(400);

/** Six lockers with a button inside, on boards that may be told to fail. */
function rig({ coilsAtOnce = 1, timed = false, answers = [] }: {
  readonly coilsAtOnce?: number;
  readonly timed?: boolean;
  /** What somebody says to each order to energise, who says it later. */
  readonly answers?: readonly boolean[];
} = {}) {
  const said = [...answers];
  const clock = new VirtualClock();
  const energised: { locker: number; atMs: number; forMs: number | null }[] = [];
  const troubles: string[] = [];
  const told: number[] = [];
  const board = { fails: false };
  const begin = (locker: number): void => {
    if (board.fails) throw new Error('EIO');
    energised.push({ locker, atMs: clock.monoMs(), forMs: null });
  };
  const end = (locker: number): void => {
    const last = energised.findLast((one) => one.locker === locker);
    if (last) last.forMs ??= clock.monoMs() - last.atMs;
  };
  const coilOf = (locker: number): Coil => (timed
    ? {
      timedBy: 'board', lasts: (length) => length, pulse: (length) => {
        begin(locker);
        clock.setTimer('board', length, () => end(locker));
        return Promise.resolve({ kind: 'confirmed' });
      },
    }
    : {
      timedBy: 'host', switch: (to) => {
        if (to === 'resting') return end(locker);
        begin(locker);
        const answer = said.shift();
        return answer === undefined ? undefined : Promise.resolve(answer);
      },
    });
  const locks = new LimitedLocks({
    coils: new Map([1, 2, 3, 4, 5, 6].map((locker) => [locker, coilOf(locker)])), coilsAtOnce, pulseMost: pulse, rest: ms(2000), clock,
  });
  const switches = new InsideSwitches({ clock, pulse, locks, onTrouble: (where) => troubles.push(where) });
  switches.watch((locker) => told.push(locker));
  /** When its coil was energised, in ms after now. */
  const outAfter = async (locker: number, within: number): Promise<number> => {
    const fromMs = clock.monoMs();
    await clock.advance(ms(within));
    return (energised.find((one) => one.locker === locker && one.atMs >= fromMs)?.atMs ?? Infinity) - fromMs;
  };
  const close = async (): Promise<readonly string[]> => {
    switches.close();
    await locks.close();
    await clock.advance(ms(1000)); // A board ends its own pulse.
    return clock.waiting();
  };
  return { clock, energised, troubles, told, board, locks, switches, outAfter, close };
}

/** Pressed for as long as anybody presses a button. */
async function press({ clock, switches }: ReturnType<typeof rig>, locker: number, forMs = 120): Promise<void> {
  switches.read(locker, true);
  await clock.advance(ms(forMs));
  switches.read(locker, false);
}

describe('whoever is inside', () => {
  test('presses once, and the coil of their door is energised at once, for a whole pulse', async () => {
    const one = rig();
    await press(one, 3);
    await one.clock.advance(ms(1000));
    expect(one.energised).toEqual([{ locker: 3, atMs: 50, forMs: 400 }]);
    expect(one.told).toEqual([3]);
    expect(await one.close()).toEqual([]);
  });

  test('is not let out by a contact that bounces, nor by one of which nobody knows', async () => {
    const one = rig();
    for (const isPressed of [true, false, true, null, null, false]) {
      one.switches.read(3, isPressed);
      await one.clock.advance(ms(20));
    }
    await one.clock.advance(ms(5000));
    expect([one.energised, one.told]).toEqual([[], []]);
    expect(await one.close()).toEqual([]);
  });

  test.each([
    ['one coil at a time', {}], ['two at once', { coilsAtOnce: 2 }],
  ])('is out within a second although the queue is full and another coil is on [%s]', async (_, change) => {
    const one = rig(change);
    for (const locker of [1, 2, 4, 5, 6].slice(0, waitingPulsesMax + 1)) void one.locks.pulse(locker, pulse);
    await one.clock.advance(ms(10));
    one.switches.read(3, true);
    expect(await one.outAfter(3, 1000)).toBeLessThanOrEqual(300);
    expect(await one.close()).toEqual([]);
  });

  test('is out within a second although a board is just timing the pulse of another door, which nobody can cut short', async () => {
    const one = rig({ timed: true });
    void one.locks.pulse(1, pulse);
    one.switches.read(3, true);
    expect(await one.outAfter(3, 1000)).toBe(400 + 150);
    expect(await one.close()).toEqual([]);
  });

  test('is out within a second although the very door waits for its turn already', async () => {
    const one = rig();
    for (const locker of [1, 2, 4]) void one.locks.pulse(locker, pulse);
    const waiting = one.locks.pulse(3, pulse);
    one.switches.read(3, true);
    expect(await one.outAfter(3, 1000)).toBeLessThanOrEqual(300);
    expect(await waiting).toEqual({ kind: 'refused', reason: 'busy' });
    expect(await one.close()).toEqual([]);
  });

  test('is out within a second although the coil is hot', async () => {
    const one = rig();
    void one.locks.pulse(3, pulse);
    await one.clock.advance(ms(500));
    expect(await one.locks.pulse(3, pulse)).toEqual({ kind: 'refused', reason: 'cooling' });
    one.switches.read(3, true);
    expect(await one.outAfter(3, 1000)).toBeLessThanOrEqual(150);
    expect(await one.close()).toEqual([]);
  });

  test('gets a whole pulse, whatever a door chart orders to rest meanwhile', async () => {
    const one = rig();
    one.switches.read(3, true);
    await one.clock.advance(ms(100));
    expect(await one.locks.rest(3)).toEqual({ kind: 'refused', reason: 'busy' });
    expect(await one.locks.restAll()).toEqual({ kind: 'refused', reason: 'busy' });
    await one.clock.advance(ms(1000));
    expect(one.energised).toEqual([{ locker: 3, atMs: 50, forMs: 400 }]);
    expect(await one.close()).toEqual([]);
  });

  test('does not cut anybody else short who is let out: both are, in the order in which they pressed', async () => {
    const one = rig();
    for (const locker of [5, 2, 4]) {
      one.switches.read(locker, true);
      await one.clock.advance(ms(60));
    }
    await one.clock.advance(ms(2000));
    expect(one.energised.slice(0, 3)).toMatchObject([{ locker: 5, forMs: 400 }, { locker: 2, forMs: 400 }, { locker: 4, forMs: 400 }]);
    expect(await one.close()).toEqual([]);
  });

  test('has pressed once, and is let out by the lock that was silent for a moment', async () => {
    const one = rig();
    one.board.fails = true;
    await press(one, 3);
    await one.clock.advance(ms(300));
    one.board.fails = false;
    expect(await one.outAfter(3, 1000)).toBeLessThanOrEqual(refusedAgainAfter + 150);
    await one.clock.advance(ms(10_000));
    expect(one.energised).toHaveLength(1);
    expect(one.troubles).toEqual(['inside release of locker 3']);
    // Once for the press, and once for the pulse: the door moved when nobody could expect it any more.
    expect(one.told).toEqual([3, 3]);
    expect(await one.close()).toEqual([]);
  });

  test('has pressed once, and is let out although the guardian of the coil refuses at first', async () => {
    const one = rig({ answers: [false, false, true] });
    await press(one, 3);
    await one.clock.advance(ms(3 * refusedAgainAfter + 1000));
    expect(one.energised.at(-1)).toMatchObject({ locker: 3, forMs: 400 });
    await one.clock.advance(ms(10_000));
    expect([one.energised.length, one.told]).toEqual([3, [3, 3]]);
    expect(await one.close()).toEqual([]);
  });

  test('presses again and again while the lock refuses, and is let out when it does not, however long that took', async () => {
    const one = rig();
    one.board.fails = true;
    for (let presses = 0; presses < 6; presses++) {
      await press(one, 3);
      await one.clock.advance(ms(pressLasts / 2));
    }
    one.switches.read(3, true);
    await one.clock.advance(ms(10)); // It bounces, and this is no end of what was pressed before.
    one.switches.read(3, false);
    one.board.fails = false;
    expect(await one.outAfter(3, 1000)).toBeLessThanOrEqual(refusedAgainAfter + 150);
    expect(await one.close()).toEqual([]);
  });

  test('has pressed once, and the door does not spring open long after, when its board is found again', async () => {
    const one = rig();
    one.board.fails = true;
    await press(one, 3);
    await one.clock.advance(ms(pressLasts + 1000));
    one.board.fails = false;
    await one.clock.advance(ms(60_000));
    expect(one.energised).toEqual([]);
    expect(await one.close()).toEqual([]);
  });

  test('presses on, and the door is tried again; a button that is stuck spares its coil', async () => {
    const one = rig();
    one.switches.read(3, true);
    await one.clock.advance(ms(pressAgainAfter + 100));
    expect(one.energised).toHaveLength(2);
    await one.clock.advance(ms(10 * pressAgainAfter));
    const soon = one.energised.length;
    await one.clock.advance(ms(10 * stuckAgainAfter));
    expect(one.energised.length - soon).toBeLessThanOrEqual(10);
    expect(one.energised.length - soon).toBeGreaterThanOrEqual(9);
    // Each pulse is told: a door that springs open with nobody told of it would be one that was forced.
    expect(one.told).toEqual(one.energised.map(() => 3));
    one.switches.read(3, false);
    expect(await one.close()).toEqual([]);
  });

  test('is let out while the bank still starts; whoever listens later is told', async () => {
    const clock = new VirtualClock();
    const pulses: number[] = [];
    const told: number[] = [];
    const locks = {
      pulse: (locker: number) => Promise.resolve({ kind: 'done' as const }).finally(() => pulses.push(locker)),
      rest: () => Promise.resolve({ kind: 'done' as const }), restAll: () => Promise.resolve({ kind: 'done' as const }),
    };
    const switches = new InsideSwitches({ clock, pulse, locks, onTrouble: () => undefined });
    switches.read(3, true);
    await clock.advance(ms(60));
    expect(pulses).toEqual([3]);
    switches.watch((locker) => told.push(locker));
    switches.watch((locker) => told.push(locker));
    expect(told).toEqual([3]);
    switches.close();
    expect(clock.waiting()).toEqual([]);
  });

  test('is let out although whoever listens throws', async () => {
    const one = rig();
    one.switches.watch(() => { throw new Error('thrown'); });
    await press(one, 3);
    expect(one.energised).toHaveLength(1);
    expect(one.troubles).toEqual(['inside release of locker 3']);
    expect(await one.close()).toEqual([]);
  });
});
