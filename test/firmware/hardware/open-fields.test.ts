import { expect, test } from 'vitest';
import type { Profile } from '../../../board-profiles/profile.schema.ts';
import { openFields } from '../../../firmware/hardware/open-fields.ts';
import { EmulatedBuses } from '../../../sim/boards/emulated-buses.ts';
import { memoryOfOneRun } from '../../../sim/cabinet/cabinet-memory.ts';
import { Cabinet } from '../../../sim/cabinet/cabinet.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { ms } from '../../../statecharts/units.ts';
import { busProfile } from '../../support/bus-profiles.ts';
import { onUno } from '../../support/firmata-on-pty.ts';
import { testProfile } from '../../support/profiles.ts';
import { until } from '../../support/until.ts';

/** Two lines of one bank: both halves of it hang on one each. */
function twoLines(): Profile {
  const [one, other] = [busProfile('kerong-cu16'), busProfile('kerong-cu16', { port: '/dev/other' })];
  const bus = { id: 'other', kind: 'serial', port: '/dev/other' } as const;
  const [left, right] = [one.boards.slice(0, 1), other.boards.slice(1).map((board) => ({ ...board, bus }))];
  return { ...one, buses: [...one.buses, bus], boards: [...left, ...right] };
}

test('a line that cannot be opened takes all the others with it: no port stays open, and no timer', async () => {
  const [clock, profile] = [new VirtualClock(), twoLines()];
  const cabinet = new Cabinet({ profile, clock, memory: memoryOfOneRun() });
  const buses = new EmulatedBuses({ profile, cabinet, clock });
  const opened: string[] = [];
  const ports: ReturnType<typeof buses.makePort>[] = [];
  const opening = openFields({
    profile, clock, onTrouble: () => undefined,
    makePort: (settings) => {
      opened.push(settings.path);
      if (settings.path === '/dev/other') throw new RangeError('no such line');
      const port = buses.makePort(settings);
      ports.push(port);
      return port;
    },
  });
  await expect(opening).rejects.toThrow('no such line');
  await clock.advance(ms(100));
  expect([opened, ports.map((port) => port.isOpen)]).toEqual([['/dev/lock-bus', '/dev/other'], [false]]);
  buses.stop();
  cabinet.stop();
  expect(clock.waiting()).toEqual([]);
});

test('a line that cannot be opened takes a microcontroller with it: nobody looks for it any more', async () => {
  const [clock, lines] = [new VirtualClock(), twoLines()];
  const [uno] = onUno(testProfile()).boards;
  if (uno === undefined) throw new Error('there is one');
  const boards = [{ ...uno, bus: { id: 'usb', kind: 'serial', port: '/dev/no-such-port' } as const }, ...lines.boards];
  const profile: Profile = { ...lines, boards };
  const told: string[] = [];
  const opening = openFields({
    profile, clock, onTrouble: (where) => void told.push(where), guardianProgram: ['/no/such/program'],
    makePort: () => {
      throw new RangeError('no such line');
    },
  });
  const refused = expect(opening).rejects.toThrow('no such line');
  await until('it is away', () => told.includes('/dev/no-such-port'));
  await refused;
  expect(clock.waiting()).toEqual([]);
});
