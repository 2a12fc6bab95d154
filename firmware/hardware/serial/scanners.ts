import type { Profile } from '../../../board-profiles/profile.schema.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Readers, Reading } from '../../ports/hardware.ts';
import { together } from '../readers.ts';
import { SerialScanner } from './serial-scanner.ts';

interface Scanners extends Readers {
  close(): Promise<void>;
}

const reads: Readonly<Record<Profile['readers'][number]['kind'], Reading['from']>> = {
  'serial-scanner': 'scanner', 'serial-badge-reader': 'badge',
};

/** All scanners and badge readers of a profile as one: the bank does not care which of them has read something, only what sort it was. */
export function openScanners(profile: Profile, clock: Clock, onTrouble: (where: string, error: unknown) => void): Scanners {
  const scanners = profile.readers.map(({ kind, port, baud }) => new SerialScanner({ from: reads[kind], port, baud, clock, onTrouble }));
  return {
    ...together(...scanners),
    close: async () => {
      await Promise.all(scanners.map((scanner) => scanner.close()));
    },
  };
}
