import type { Profile } from '../../board-profiles/profile.schema.ts';
import { never } from '../../statecharts/never.ts';
import type { Clock } from '../ports/clock.ts';
import type { Readers, Reading } from '../ports/hardware.ts';
import type { Keypad } from '../ports/keypad.ts';
import type { DeviceHealth } from './device-health.ts';
import type { OnTrouble } from './field.ts';
import type { OpenEventDevice } from './hid/event-device.ts';
import { HidKeypad } from './hid/hid-keypad.ts';
import { HidScanner } from './hid/hid-scanner.ts';
import { together } from './readers.ts';
import { SerialKeypad } from './serial/serial-keypad.ts';
import { SerialScanner } from './serial/serial-scanner.ts';

interface DevicesOptions {
  readonly profile: Pick<Profile, 'readers' | 'keypad'>;
  readonly clock: Clock;
  readonly health: DeviceHealth;
  /** Opens what types as a keyboard does. */
  readonly openEventDevice: OpenEventDevice;
  readonly onTrouble: OnTrouble;
}

type Closable<T> = T & { close(): Promise<void> };

const reads = {
  'serial-scanner': 'scanner', 'serial-badge-reader': 'badge', 'hid-scanner': 'scanner', 'hid-badge-reader': 'badge',
} as const satisfies Record<Profile['readers'][number]['kind'], Reading['from']>;

/** All scanners and badge readers of a profile as one: the bank does not care which of them has read something, only what sort it was. */
export function openScanners({ profile, health, openEventDevice, ...world }: DevicesOptions): Closable<Readers> {
  const scanners = profile.readers.map((reader) => {
    const shared = { ...world, from: reads[reader.kind], onHealth: health.device('readers') };
    return 'port' in reader
      ? new SerialScanner({ ...shared, port: reader.port, baud: reader.baud })
      : new HidScanner({ ...shared, device: reader.device, open: openEventDevice });
  });
  return {
    ...together(...scanners),
    close: async () => {
      await Promise.all(scanners.map((scanner) => scanner.close()));
    },
  };
}

/** The keypad of a profile; `null` where it has none. */
export function openKeypad({ profile: { keypad }, health, openEventDevice, ...world }: DevicesOptions): Closable<Keypad> | null {
  if (!keypad) return null;
  switch (keypad.kind) {
    case 'serial':
      return new SerialKeypad({ ...world, ...keypad, onHealth: health.device('keypad') });
    case 'hid':
      return new HidKeypad({ ...world, ...keypad, open: openEventDevice, onHealth: health.device('keypad') });
    default:
      return never(keypad, 'keypad');
  }
}
