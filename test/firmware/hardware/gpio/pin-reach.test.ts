import { expect, test } from 'vitest';
import { PinReach } from '../../../../firmware/hardware/gpio/pin-reach.ts';

function rig() {
  const reach = new PinReach([16, 17]);
  const told: string[] = [];
  reach.watch((pin, is) => told.push(`${String(pin)} ${is}`));
  return { reach, told };
}

test('each coil and each contact that is lost, and that is found, is told once', () => {
  const { reach, told } = rig();
  reach.pins([4, 16], 'lost');
  reach.pins([4], 'lost');
  reach.pins([4, 16], 'found');
  expect(told).toEqual(['4 lost', '16 lost', '4 found', '16 found']);
});

test('no coil is in reach while there is no guardian, and every contact is', () => {
  const { reach, told } = rig();
  reach.guardian('up');
  reach.guardian('down');
  reach.guardian('up');
  expect(told).toEqual(['16 lost', '17 lost', '16 found', '17 found']);
});

test('a new guardian looks for itself which coils are away', () => {
  const { reach, told } = rig();
  reach.pins([4, 16], 'lost');
  reach.guardian('down');
  reach.pins([17], 'lost');
  reach.guardian('up');
  expect(told).toEqual(['4 lost', '16 lost', '17 lost', '16 found']);
});

test('whoever asks later is told what is lost now', () => {
  const { reach } = rig();
  reach.pins([4, 16], 'lost');
  reach.pins([4], 'found');
  const told: number[] = [];
  reach.watch((pin) => told.push(pin));
  expect(told).toEqual([16]);
});
