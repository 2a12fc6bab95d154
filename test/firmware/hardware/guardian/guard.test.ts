import { describe, expect, test } from 'vitest';
import { Guard } from '../../../../firmware/hardware/guardian/guard.ts';
import { VirtualClock } from '../../../../sim/virtual-clock.ts';
import { ms } from '../../../../statecharts/units.ts';

const [coil, otherCoil, lamp] = [16, 17, 20];

function rig(atOnce = 1) {
  const clock = new VirtualClock();
  const done: string[] = [];
  const troubles: string[] = [];
  const dead = new Set<number>();
  const guard = new Guard({
    pins: [{ pin: coil, mostMs: 500 }, { pin: otherCoil, mostMs: 60_000 }, { pin: lamp, mostMs: null }], atOnce, clock,
    outputs: {
      set: (pin, to) => {
        if (dead.has(pin)) throw new Error('EREMOTEIO');
        done.push(`${String(clock.monoMs())} ${String(pin)} ${to}`);
      },
    },
    onTrouble: (where, what) => void troubles.push(`${where}: ${what}`),
  });
  return { clock, done, troubles, dead, guard };
}

describe('who watches over coils', () => {
  test('does as ordered, and has nothing to say', async () => {
    const { clock, done, troubles, guard } = rig();
    expect(guard.order(coil, 'on')).toBe(true);
    await clock.advance(ms(400));
    expect(guard.order(coil, 'off')).toBe(true);
    await clock.advance(ms(10_000));
    expect(done).toEqual(['0 16 on', '400 16 off']);
    expect([troubles, clock.waiting()]).toEqual([[], []]);
  });

  test('ends a pulse that nobody else ends, and does not begin it again before it was ordered off', async () => {
    const { clock, done, troubles, guard } = rig();
    guard.order(coil, 'on');
    await clock.advance(ms(300));
    // A hung loop that sends the same order for ever must not keep the coil on.
    expect(guard.order(coil, 'on')).toBe(true);
    await clock.advance(ms(200));
    expect(done).toEqual(['0 16 on', '500 16 off']);
    expect(troubles).toEqual([expect.stringContaining('pin 16: was switched off by the guardian')]);
    expect(guard.order(coil, 'on')).toBe(false);
    expect([guard.order(coil, 'off'), guard.order(coil, 'on')]).toEqual([true, true]);
    await guard.end();
  });

  test('believes in no pulse of more than a second, whoever asks for it', async () => {
    const { clock, done, guard } = rig();
    guard.order(otherCoil, 'on');
    await clock.advance(ms(5000));
    expect(done).toEqual(['0 17 on', '1000 17 off']);
  });

  test('opens for a person although a lamp cannot be switched off, and not beside a coil that cannot', async () => {
    const { dead, guard } = rig(2);
    guard.order(lamp, 'on');
    dead.add(lamp);
    expect([guard.order(lamp, 'off'), guard.order(coil, 'on')]).toEqual([false, true]);
    dead.add(coil);
    expect([guard.order(coil, 'off'), guard.order(otherCoil, 'on')]).toEqual([false, false]);
    dead.clear();
    await guard.end();
  });

  test('lets a lamp shine, beside a coil, for as long as it is ordered to', async () => {
    const { clock, done, guard } = rig();
    expect([guard.order(lamp, 'on'), guard.order(coil, 'on')]).toEqual([true, true]);
    await clock.advance(ms(60_000));
    expect(done).toEqual(['0 20 on', '0 16 on', '500 16 off']);
    await guard.end();
    expect(done.at(-1)).toBe('60000 20 off');
  });

  test.each([[1, false], [2, true]])('lets %i coils be on at once, if the supply bears it', (atOnce, isLet) => {
    const { guard } = rig(atOnce);
    guard.order(coil, 'on');
    expect(guard.order(otherCoil, 'on')).toBe(isLet);
  });

  test('knows no pin that nobody told it of', () => {
    const { done, guard } = rig();
    expect([guard.order(99, 'on'), guard.order(99, 'off'), done]).toEqual([false, false, []]);
  });

  test('tries until a coil is off, and switches nothing on before', async () => {
    const { clock, done, troubles, dead, guard } = rig(2);
    guard.order(coil, 'on');
    dead.add(coil);
    expect(guard.order(coil, 'off')).toBe(false);
    await clock.advance(ms(175));
    expect(guard.order(otherCoil, 'on')).toBe(false);
    dead.delete(coil);
    await clock.advance(ms(50));
    expect(done).toEqual(['0 16 on', '200 16 off']);
    expect(troubles).toEqual(['pin 16: EREMOTEIO']);
    expect(guard.order(otherCoil, 'on')).toBe(true);
    await guard.end();
    expect(clock.waiting()).toEqual([]);
  });

  test('takes a coil that may have come on for one that is on', async () => {
    const { clock, done, dead, guard } = rig();
    dead.add(coil);
    expect(guard.order(coil, 'on')).toBe(false);
    expect(guard.order(otherCoil, 'on')).toBe(false);
    dead.delete(coil);
    await clock.advance(ms(50));
    expect(done).toEqual(['50 16 off']);
  });

  test('at its end everything is off, and stays so', async () => {
    const { clock, done, guard } = rig(2);
    for (const pin of [coil, otherCoil, lamp]) guard.order(pin, 'on');
    await guard.end();
    expect(done.slice(3)).toEqual(['0 16 off', '0 17 off', '0 20 off']);
    expect([guard.order(coil, 'on'), clock.waiting()]).toEqual([false, []]);
  });

  test('gives up at its end on a board that is beyond reach, after a second', async () => {
    const { clock, dead, guard } = rig();
    guard.order(coil, 'on');
    dead.add(coil);
    let isOver = false;
    void guard.end().then(() => (isOver = true));
    await clock.advance(ms(900));
    expect(isOver).toBe(false);
    await clock.advance(ms(200));
    expect([isOver, clock.waiting()]).toEqual([true, []]);
  });
});
