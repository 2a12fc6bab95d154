import { describe, expect, test } from 'vitest';
import { Cabinet } from '../../../sim/cabinet/cabinet.ts';
import { memoryOfOneRun } from '../../../sim/cabinet/cabinet-memory.ts';
import { CabinetIo } from '../../../sim/cabinet/io-plugin.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { ms } from '../../../statecharts/units.ts';
import { testProfile } from '../../support/profiles.ts';

function rig(closedIs: 'low' | 'high' = 'low') {
  const clock = new VirtualClock();
  const profile = testProfile({ closedIs });
  const cabinet = new Cabinet({ profile, clock, memory: memoryOfOneRun() });
  return { clock, cabinet, io: new CabinetIo(profile, cabinet, clock) };
}

describe("the cabinet's wiring as an IO plugin", () => {
  test('it connects, then is ready, and not before somebody can listen', async () => {
    const { clock, io } = rig();
    const seen: string[] = [];
    for (const event of ['connect', 'ready']) io.on(event, () => seen.push(`${event} ${String(io.isReady)}`));
    expect(seen).toEqual([]);
    await clock.advance(ms(0));
    expect(seen).toEqual(['connect false', 'ready true']);
  });

  test('a coil moves only when its pin is an output: a pull-up opens no door', () => {
    const { cabinet, io } = rig();
    io.digitalWrite(1, io.HIGH);
    expect(cabinet.door(1).coil).toBe('resting');
    io.pinMode(1, io.MODES.OUTPUT);
    io.digitalWrite(1, io.HIGH);
    expect(cabinet.door(1).coil).toBe('energised');
    io.digitalWrite(1, io.LOW);
    expect(cabinet.door(1).coil).toBe('resting');
    io.pinMode(1, io.MODES.INPUT);
    io.digitalWrite(1, io.HIGH);
    io.digitalWrite(101, io.HIGH);
    io.digitalWrite(50, io.HIGH);
    expect(cabinet.pulses()).toHaveLength(1);
    cabinet.stop();
  });

  test.each([
    ['low', [0, 1]],
    ['high', [1, 0]],
  ] as const)('a contact tells its level soon, then each change [closed is %s]', async (closedIs, [closed, open]) => {
    const { clock, cabinet, io } = rig(closedIs);
    const values: number[] = [];
    io.digitalRead(103, (value) => values.push(value));
    io.digitalRead(50, (value) => values.push(value));
    expect(values).toEqual([]);
    await clock.advance(ms(1));
    expect(values).toEqual([closed]);
    cabinet.pull(3);
    cabinet.pull(4);
    await clock.advance(ms(100));
    expect(values.at(-1)).toBe(open);
    expect(values).toHaveLength(6);
    cabinet.stop();
  });

  test('a wire that is cut says nothing, and says the truth when it is mended', async () => {
    const { clock, cabinet, io } = rig();
    cabinet.setFault(1, 'sensor-lost');
    const values: number[] = [];
    io.digitalRead(101, (value) => values.push(value));
    await clock.advance(ms(100));
    expect(values).toEqual([]);
    cabinet.setFault(1, null);
    cabinet.setFault(1, 'sensor-lost');
    expect(values).toEqual([0]);
    cabinet.stop();
  });

  test('a plugin that is stopped delivers nothing and leaves no timer behind', () => {
    const { clock, cabinet, io } = rig();
    const values: number[] = [];
    io.digitalRead(101, (value) => values.push(value));
    io.stop();
    cabinet.pull(1);
    cabinet.stop();
    expect([values, clock.waiting()]).toEqual([[], []]);
  });

  test.each([
    'analogRead', 'pwmWrite', 'servoWrite', 'i2cConfig',
  ] as const)('what a cabinet has not, it does not pretend to have [%s]', (method) => {
    expect(() => rig().io[method]()).toThrow('a cabinet has no');
  });
});
