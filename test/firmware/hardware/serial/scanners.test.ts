import { expect, test } from 'vitest';
import { openScanners } from '../../../../firmware/hardware/serial/scanners.ts';
import { CountedClock } from '../../../support/counted-clock.ts';
import { testProfile } from '../../../support/profiles.ts';
import { until } from '../../../support/until.ts';

test('a bank with two scanners looks for both, tells of each that is missing, and lets both go', async () => {
  const clock = new CountedClock();
  const troubles: string[] = [];
  const readers = ['/dev/no-scanner-1', '/dev/no-scanner-2'].map((port) => ({ kind: 'serial-scanner' as const, port, baud: 9600 }));
  const scanners = openScanners({ ...testProfile(), readers }, clock, (where) => troubles.push(where));
  scanners.watch(() => undefined);
  await until('both are missed', () => troubles.length === 2);
  await scanners.close();
  expect([troubles.toSorted(), clock.waiting()]).toEqual([['/dev/no-scanner-1', '/dev/no-scanner-2'], []]);
});
