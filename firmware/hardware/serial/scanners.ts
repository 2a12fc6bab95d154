import type { Profile } from '../../../board-profiles/profile.schema.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Readers } from '../../ports/hardware.ts';
import { together } from '../readers.ts';
import { SerialScanner } from './serial-scanner.ts';

export interface Scanners extends Readers {
  close(): Promise<void>;
}

/** All scanners of a profile as one: the bank does not care which of them read a label. */
export function openScanners(profile: Profile, clock: Clock, onTrouble: (where: string, error: unknown) => void): Scanners {
  const scanners = profile.readers.map(({ port, baud }) => new SerialScanner({ port, baud, clock, onTrouble }));
  return {
    ...together(...scanners),
    close: async () => {
      await Promise.all(scanners.map((scanner) => scanner.close()));
    },
  };
}
