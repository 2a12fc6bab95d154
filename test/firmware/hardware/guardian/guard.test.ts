import { describe, expect, test } from 'vitest';
import { Guard } from '../../../../firmware/hardware/guardian/guard.ts';
import { VirtualClock } from '../../../../sim/virtual-clock.ts';
import { ms } from '../../../../statecharts/units.ts';

const [coil, otherCoil, lamp] = [16, 17, 20];

/** Pins whose board takes its time. */
class SlowPins extends Set<number> {
  readonly #waiting: (() => void)[] = [];

  later(act: () => void): Promise<void> {
    return new Promise((resolve) => void this.#waiting.push(() => {
      act();
      resolve();
    }));
  }

  /** All of them do what they have been told, one after the other. */
  release(): void {
    for (const act of this.#waiting.splice(0)) act();
  }
}

function rig(atOnce = 1) {
  const clock = new VirtualClock();
  const done: string[] = [];
  const troubles: string[] = [];
  const dead = new Set<number>();
  const slow = new SlowPins();
  const guard = new Guard({
    pins: [{ pin: coil, mostMs: 500 }, { pin: otherCoil, mostMs: 60_000 }, { pin: lamp, mostMs: null }], atOnce, clock,
    outputs: {
      set: (pin, to) => {
        if (dead.has(pin)) throw new Error('EREMOTEIO');
        const act = (): void => void done.push(`${String(clock.monoMs())} ${String(pin)} ${to}`);
        return slow.has(pin) ? slow.later(act) : act();
      },
    },
    onTrouble: (where, what) => void troubles.push(`${where}: ${what}`),
  });
  /** Of an output that switches at once. */
  const order = (pin: number, to: 'on' | 'off'): boolean | null => {
    let answered: boolean | null = null;
    guard.order(pin, to, (isAsOrdered) => (answered = isAsOrdered));
    return answered;
  };
  return { clock, done, troubles, dead, slow, guard, order };
}

describe('who watches over coils', () => {
  test('does as ordered, and has nothing to say', async () => {
    const { clock, done, troubles, order } = rig();
    expect(order(coil, 'on')).toBe(true);
    await clock.advance(ms(400));
    expect(order(coil, 'off')).toBe(true);
    await clock.advance(ms(10_000));
    expect(done).toEqual(['0 16 on', '400 16 off']);
    expect([troubles, clock.waiting()]).toEqual([[], []]);
  });

  test('ends a pulse that nobody else ends, and does not begin it again before it was ordered off', async () => {
    const { clock, done, troubles, guard, order } = rig();
    order(coil, 'on');
    await clock.advance(ms(300));
    // A hung loop that sends the same order for ever must not keep the coil on.
    expect(order(coil, 'on')).toBe(true);
    await clock.advance(ms(200));
    expect(done).toEqual(['0 16 on', '500 16 off']);
    expect(troubles).toEqual([expect.stringContaining('pin 16: was switched off by the guardian')]);
    expect(order(coil, 'on')).toBe(false);
    expect([order(coil, 'off'), order(coil, 'on')]).toEqual([true, true]);
    await guard.end();
  });

  test('believes in no pulse of more than a second, whoever asks for it', async () => {
    const { clock, done, order } = rig();
    order(otherCoil, 'on');
    await clock.advance(ms(5000));
    expect(done).toEqual(['0 17 on', '1000 17 off']);
  });

  test('opens for a person although a lamp cannot be switched off, and not beside a coil that cannot', async () => {
    const { dead, guard, order } = rig(2);
    order(lamp, 'on');
    dead.add(lamp);
    expect([order(lamp, 'off'), order(coil, 'on')]).toEqual([false, true]);
    dead.add(coil);
    expect([order(coil, 'off'), order(otherCoil, 'on')]).toEqual([false, false]);
    dead.clear();
    await guard.end();
  });

  test('lets a lamp shine, beside a coil, for as long as it is ordered to', async () => {
    const { clock, done, guard, order } = rig();
    expect([order(lamp, 'on'), order(coil, 'on')]).toEqual([true, true]);
    await clock.advance(ms(60_000));
    expect(done).toEqual(['0 20 on', '0 16 on', '500 16 off']);
    await guard.end();
    expect(done.at(-1)).toBe('60000 20 off');
  });

  test.each([[1, false], [2, true]])('lets %i coils be on at once, if the supply bears it', (atOnce, isLet) => {
    const { order } = rig(atOnce);
    order(coil, 'on');
    expect(order(otherCoil, 'on')).toBe(isLet);
  });

  test('knows no pin that nobody told it of', () => {
    const { done, order } = rig();
    expect([order(99, 'on'), order(99, 'off'), done]).toEqual([false, false, []]);
  });

  test('tries until a coil is off, and switches nothing on before', async () => {
    const { clock, done, troubles, dead, guard, order } = rig(2);
    order(coil, 'on');
    dead.add(coil);
    expect(order(coil, 'off')).toBe(false);
    await clock.advance(ms(175));
    expect(order(otherCoil, 'on')).toBe(false);
    dead.delete(coil);
    await clock.advance(ms(50));
    expect(done).toEqual(['0 16 on', '200 16 off']);
    expect(troubles).toEqual(['pin 16: EREMOTEIO']);
    expect(order(otherCoil, 'on')).toBe(true);
    await guard.end();
    expect(clock.waiting()).toEqual([]);
  });

  test('takes a coil that may have come on for one that is on', async () => {
    const { clock, done, dead, order } = rig();
    dead.add(coil);
    expect(order(coil, 'on')).toBe(false);
    expect(order(otherCoil, 'on')).toBe(false);
    dead.delete(coil);
    await clock.advance(ms(50));
    expect(done).toEqual(['50 16 off']);
  });

  test('at its end everything is off, and stays so', async () => {
    const { clock, done, guard, order } = rig(2);
    for (const pin of [coil, otherCoil, lamp]) order(pin, 'on');
    await guard.end();
    expect(done.slice(3)).toEqual(['0 16 off', '0 17 off', '0 20 off']);
    expect([order(coil, 'on'), clock.waiting()]).toEqual([false, []]);
  });

  test('gives up at its end on a board that is beyond reach, after a second', async () => {
    const { clock, dead, guard, order } = rig();
    order(coil, 'on');
    dead.add(coil);
    let isOver = false;
    void guard.end().then(() => (isOver = true));
    await clock.advance(ms(900));
    expect(isOver).toBe(false);
    await clock.advance(ms(200));
    expect([isOver, clock.waiting()]).toEqual([true, []]);
  });

  test('a coil on a bus that stands still keeps none of the others on for longer, and is off as soon as the bus moves on', async () => {
    const { clock, done, guard, order, slow } = rig(2);
    slow.add(coil);
    const answers: boolean[] = [];
    guard.order(coil, 'on', (isAsOrdered) => answers.push(isAsOrdered));
    expect(order(lamp, 'on')).toBe(true);
    await clock.advance(ms(299));
    expect(answers).toEqual([]);
    await clock.advance(ms(1));
    // By now its controller has been told, which would else take its guardian for hung.
    expect([answers, order(otherCoil, 'on')]).toEqual([[false], true]);
    await clock.advance(ms(400));
    // A coil of which nobody knows whether it is on is one that is.
    expect([order(otherCoil, 'off'), order(otherCoil, 'on')]).toEqual([true, false]);
    slow.delete(coil);
    slow.release();
    await clock.advance(ms(500));
    expect(done.at(-1)).toMatch(/ 16 off$/);
    expect(order(otherCoil, 'on')).toBe(true);
    await guard.end();
    expect(clock.waiting()).toEqual([]);
  });

  test('a coil whose bus is slow is off before it is opened once more, and counts as on until then', async () => {
    const { clock, done, guard, order, slow } = rig();
    slow.add(coil);
    guard.order(coil, 'on');
    slow.release();
    await clock.advance(ms(100));
    guard.order(coil, 'off');
    expect([order(coil, 'on'), order(otherCoil, 'on')]).toEqual([false, false]);
    slow.delete(coil);
    slow.release();
    await clock.advance(ms(0));
    expect(done).toEqual(['0 16 on', '100 16 off']);
    expect(order(otherCoil, 'on')).toBe(true);
    await guard.end();
  });

  test('a coil that is off and was ordered off once more opens at once, although its bus is slow', async () => {
    const { clock, done, troubles, slow, guard } = rig();
    slow.add(coil);
    const answers: boolean[] = [];
    guard.order(coil, 'off');
    guard.order(coil, 'on', (isAsOrdered) => void answers.push(isAsOrdered));
    slow.release();
    await clock.advance(ms(10));
    expect([done, answers]).toEqual([['0 16 off', '0 16 on'], [true]]);
    const ended = guard.end();
    slow.release();
    await clock.advance(ms(100));
    expect([await ended, troubles]).toEqual([true, []]);
  });
});
