import { describe, expect, test } from 'vitest';
import { allHealth, DeviceHealth, wellAgainAfter } from '../../../firmware/hardware/device-health.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { ms } from '../../../statecharts/units.ts';

function rig() {
  const clock = new VirtualClock();
  const health = new DeviceHealth(clock);
  const told: string[] = [];
  const listen = (): void => health.watch((part, isWell) => told.push(`${part} ${isWell ? 'well' : 'lost'}`));
  return { clock, health, told, listen };
}

describe('the devices beside the screen', () => {
  test('nobody misses what a bank has not', () => {
    const { listen, told } = rig();
    listen();
    expect(told).toEqual(['readers well', 'keypad well']);
  });

  test('nothing is said of a scanner before somebody has looked for it', () => {
    const { health, listen, told } = rig();
    health.device('readers');
    listen();
    expect(told).toEqual(['keypad well']);
  });

  test('one scanner of two that is missing is told at once, and that both are well only when both have said so', () => {
    const { health, listen, told } = rig();
    const [one, other] = [health.device('readers'), health.device('readers')];
    listen();
    one(true);
    expect(told).toEqual(['keypad well']);
    other(false);
    expect(told).toEqual(['keypad well', 'readers lost']);
  });

  test('whoever listens late is told the present', () => {
    const { health, listen, told } = rig();
    health.device('readers')(true);
    health.device('keypad')(false);
    listen();
    expect(told).toEqual(['readers well', 'keypad lost']);
  });

  test('a keypad with a loose plug is lost once, and well again when it has stayed for a while', async () => {
    const { clock, health, listen, told } = rig();
    const keypad = health.device('keypad');
    listen();
    keypad(true);
    for (let time = 0; time < 5; time++) {
      keypad(false);
      await clock.advance(ms(1000));
      keypad(true);
      await clock.advance(ms(wellAgainAfter - 1));
    }
    expect(told).toEqual(['readers well', 'keypad well', 'keypad lost']);
    await clock.advance(ms(1));
    expect(told.at(-1)).toBe('keypad well');
    expect(clock.waiting()).toEqual([]);
  });

  test('a bank that is switched off leaves no timer behind', async () => {
    const { clock, health } = rig();
    const keypad = health.device('keypad');
    keypad(false);
    keypad(true);
    health.close();
    expect(clock.waiting()).toEqual([]);
  });

  test('boards are told with them', () => {
    const { health } = rig();
    const told: string[] = [];
    const boards = { watch: (listener: (part: 'boards', isWell: boolean) => void) => listener('boards', false), boards: () => [] };
    allHealth(boards, health).watch((part, isWell) => told.push(`${part} ${String(isWell)}`));
    expect(told).toEqual(['boards false', 'readers true', 'keypad true']);
    expect(allHealth(boards, health).boards?.()).toEqual([]);
  });
});
