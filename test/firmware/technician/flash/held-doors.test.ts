import { expect, test } from 'vitest';
import { heldDoors } from '../../../../firmware/technician/flash/held-doors.ts';
import type { SensorReading } from '../../../../firmware/ports/hardware.ts';

type Listener = (locker: number, reading: SensorReading) => void;

function rig(listener?: Listener) {
  let read: Listener = () => undefined;
  let press: (locker: number) => void = () => undefined;
  let pass = (): void => undefined;
  const passed = new Promise<void>((resolve) => (pass = resolve));
  const told: string[] = [];
  const troubles: string[] = [];
  const { sensors, insideReleases } = heldDoors(
    { sensors: { watch: (one) => (read = one) }, insideReleases: { watch: (one) => (press = one) } },
    passed, (where) => troubles.push(where),
  );
  sensors.watch(listener ?? ((locker, reading) => told.push(`${String(locker)} ${reading}`)));
  insideReleases?.watch((locker) => told.push(`${String(locker)} let out`));
  return {
    told, troubles,
    reads: (locker: number, ...readings: SensorReading[]) => readings.forEach((one) => read(locker, one)),
    press: (locker: number) => press(locker),
    pass: async () => {
      pass();
      await new Promise(setImmediate);
    },
  };
}

test('a door that was torn open and shut during a trial is told so afterwards, and the next movement at once', async () => {
  const { told, reads, pass } = rig();
  reads(3, 'closed', 'opened', 'closed');
  reads(4, 'closed');
  expect(told).toEqual([]);
  await pass();
  expect(told).toEqual(['3 closed', '3 opened', '3 closed', '4 closed']);
  reads(4, 'opened');
  expect(told.at(-1)).toBe('4 opened');
});

test('whoever is inside is let out at once, and their door is told as it is at the end: nobody has forced it', async () => {
  const { told, reads, press, pass } = rig();
  reads(3, 'closed');
  press(3);
  reads(3, 'opened');
  expect(told).toEqual(['3 let out']);
  await pass();
  expect(told).toEqual(['3 let out', '3 opened']);
});

test('a door that swings without end is remembered by its first movements and its last', async () => {
  const { told, reads, pass } = rig();
  for (let swing = 0; swing < 100; swing++) reads(3, 'opened', 'closed');
  reads(3, 'lost');
  await pass();
  expect(told).toHaveLength(8);
  expect([told[0], told.at(-1)]).toEqual(['3 opened', '3 lost']);
});

test('a trial that fails tells nobody of doors', async () => {
  const { told, reads } = rig();
  reads(3, 'closed', 'opened');
  await new Promise(setImmediate);
  expect(told).toEqual([]);
});

test('a listener that throws is trouble, and ends no program', async () => {
  const { troubles, reads, pass } = rig(() => {
    throw new Error('a broken listener');
  });
  reads(3, 'closed');
  await pass();
  expect(troubles).toEqual(['sensors']);
});
