import { expect, test } from 'vitest';
import type { Profile } from '../../../board-profiles/profile.schema.ts';
import { DeviceHealth } from '../../../firmware/hardware/device-health.ts';
import { openGrabbed } from '../../../firmware/hardware/hid/event-device.ts';
import { openKeypad, openScanners } from '../../../firmware/hardware/open-devices.ts';
import type { Reading } from '../../../firmware/ports/hardware.ts';
import type { Key } from '../../../firmware/ports/keypad.ts';
import { CountedClock } from '../../support/counted-clock.ts';
import { EventFifo } from '../../support/event-fifo.ts';
import { testProfile } from '../../support/profiles.ts';
import { strokes, typed } from '../../support/typed-events.ts';
import { until } from '../../support/until.ts';

function rig(change: Partial<Pick<Profile, 'readers' | 'keypad'>>) {
  const clock = new CountedClock();
  const health = new DeviceHealth(clock);
  const troubles: string[] = [];
  const told: string[] = [];
  health.watch((part, isWell) => told.push(`${part} ${isWell ? 'well' : 'lost'}`));
  const options = {
    profile: { ...testProfile(), ...change }, clock, health, onTrouble: (where: string) => void troubles.push(where),
    openEventDevice: (path: string) => Promise.resolve().then(() => openGrabbed(path, () => undefined)),
  };
  return { clock, health, troubles, told, options };
}

test('a bank looks for its scanners and badge readers, tells of each that is missing, and lets all of them go', async () => {
  const { clock, troubles, told, options } = rig({ readers: [
    { kind: 'serial-scanner', port: '/dev/no-scanner', baud: 9600 },
    { kind: 'serial-badge-reader', port: '/dev/no-reader', baud: 9600 },
    { kind: 'hid-scanner', device: '/dev/input/no-scanner' },
    { kind: 'hid-badge-reader', device: '/dev/input/no-reader' },
  ] });
  const scanners = openScanners(options);
  scanners.watch(() => undefined);
  await until('all are missed', () => troubles.length >= 4);
  await scanners.close();
  expect(troubles.toSorted()).toEqual(['/dev/input/no-reader', '/dev/input/no-scanner', '/dev/no-reader', '/dev/no-scanner']);
  expect(told).toEqual(['readers well', 'keypad well', 'readers lost']);
  expect(clock.waiting()).toEqual([]);
});

test('a person scans a label, shows a badge, and presses keys, all on USB (named pipe)', async () => {
  const [scannerPipe, badgePipe, keypadPipe] = [new EventFifo(), new EventFifo(), new EventFifo()];
  const { clock, told, options } = rig({
    readers: [{ kind: 'hid-scanner', device: scannerPipe.path }, { kind: 'hid-badge-reader', device: badgePipe.path }],
    keypad: { kind: 'hid', device: keypadPipe.path, layout: 'calculator' },
  });
  const readings: Reading[] = [];
  const keys: Key[] = [];
  const [scanners, keypad] = [openScanners(options), openKeypad(options)];
  scanners.watch((reading) => readings.push(reading));
  keypad?.watch((key) => keys.push(key));
  scannerPipe.type(typed('PKG-1\r'));
  badgePipe.type(typed('4711\r'));
  keypadPipe.type(strokes(79, 96));
  await until('everything has arrived', () => readings.length === 2 && keys.length === 2);
  await Promise.all([scanners.close(), keypad?.close()]);
  for (const pipe of [scannerPipe, badgePipe, keypadPipe]) pipe.remove();
  expect(readings.toSorted((a, b) => a.text.localeCompare(b.text)))
    .toEqual([{ from: 'badge', text: '4711' }, { from: 'scanner', text: 'PKG-1' }]);
  expect(keys).toEqual(['1', 'round']);
  expect(told, 'as long as a bank has none it misses none; what it has is found')
    .toEqual(['readers well', 'keypad well', 'readers well', 'keypad well']);
  expect(clock.waiting()).toEqual([]);
});

test('a keypad on a serial port that is missing is told', async () => {
  const { clock, told, options } = rig({ keypad: { kind: 'serial', port: '/dev/no-keypad', baud: 9600, layout: 'telephone' } });
  const keypad = openKeypad(options);
  await until('it is missed', () => told.includes('keypad lost'));
  await keypad?.close();
  expect(clock.waiting()).toEqual([]);
});

test('a bank without a keypad opens none', () => {
  expect(openKeypad(rig({}).options)).toBeNull();
});
