import { describe, expect, test } from 'vitest';
import { beepLasts, Lamps, Sounders } from '../../../firmware/hardware/door-signals.ts';
import type { Signal } from '../../../firmware/hardware/field.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';

function rig() {
  const clock = new VirtualClock();
  const told: string[] = [];
  const troubles: string[] = [];
  const board = { fails: false };
  const signals = new Map([1, 2].map((locker): [number, Signal] => [locker, {
    set: (to) => {
      if (board.fails) throw new Error('EIO');
      told.push(`${String(locker)} ${to}`);
    },
  }]));
  return { clock, told, troubles, board, signals, onTrouble: (where: string): void => void troubles.push(where) };
}

describe('lamps at the doors', () => {
  test('shine and go out as they are told, one by one; a door without one is passed over', () => {
    const { signals, onTrouble, told } = rig();
    const lamps = new Lamps(signals, onTrouble);
    lamps.set(1, 'on');
    lamps.set(7, 'on');
    lamps.set(1, 'off');
    expect(told).toEqual(['1 on', '1 off']);
  });

  test('are dark when the bank is switched off', () => {
    const { signals, onTrouble, told } = rig();
    const lamps = new Lamps(signals, onTrouble);
    lamps.set(2, 'on');
    lamps.close();
    expect(told).toEqual(['2 on', '1 off', '2 off']);
  });

  test('keep no door shut when their board fails, and are told of once until they work again', () => {
    const { signals, onTrouble, board, troubles } = rig();
    const lamps = new Lamps(signals, onTrouble);
    board.fails = true;
    lamps.set(1, 'on');
    lamps.set(1, 'off');
    expect(troubles).toEqual(['lamp of door 1']);
    board.fails = false;
    lamps.set(1, 'on');
    board.fails = true;
    lamps.set(1, 'off');
    expect(troubles).toEqual(['lamp of door 1', 'lamp of door 1']);
  });
});

describe('sounders at the doors', () => {
  test('sound for a moment and fall silent by themselves', async () => {
    const { clock, signals, onTrouble, told } = rig();
    const sounders = new Sounders(signals, clock, onTrouble);
    sounders.beep(1);
    sounders.beep(1);
    sounders.beep(7);
    expect(told).toEqual(['1 on']);
    await clock.advance(beepLasts);
    expect([told, clock.waiting()]).toEqual([['1 on', '1 off'], []]);
  });

  test('are silent when the bank is switched off in mid-beep, and for good', () => {
    const { clock, signals, onTrouble, told } = rig();
    const sounders = new Sounders(signals, clock, onTrouble);
    sounders.beep(2);
    sounders.close();
    sounders.beep(1);
    expect([told, clock.waiting()]).toEqual([['2 on', '1 off', '2 off'], []]);
  });
});
