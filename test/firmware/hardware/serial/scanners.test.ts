import { expect, test } from 'vitest';
import { openScanners } from '../../../../firmware/hardware/serial/scanners.ts';
import { CountedClock } from '../../../support/counted-clock.ts';
import { testProfile } from '../../../support/profiles.ts';
import { until } from '../../../support/until.ts';

test('a bank with a scanner and a badge reader looks for both, tells of each that is missing, and lets both go', async () => {
  const clock = new CountedClock();
  const troubles: string[] = [];
  const readers = [
    { kind: 'serial-scanner' as const, port: '/dev/no-scanner', baud: 9600 },
    { kind: 'serial-badge-reader' as const, port: '/dev/no-reader', baud: 9600 },
  ];
  const scanners = openScanners({ ...testProfile(), readers }, clock, (where) => troubles.push(where));
  scanners.watch(() => undefined);
  await until('both are missed', () => troubles.length === 2);
  await scanners.close();
  expect([troubles.toSorted(), clock.waiting()]).toEqual([['/dev/no-reader', '/dev/no-scanner'], []]);
});
