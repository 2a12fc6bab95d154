import { expect, test } from 'vitest';
import type { Profile } from '../../../board-profiles/profile.schema.ts';
import { openFields } from '../../../firmware/hardware/open-fields.ts';
import { firmataSpeaksWithin } from '../../../firmware/hardware/serial/firmata-link.ts';
import { EmulatedBuses } from '../../../sim/boards/emulated-buses.ts';
import { memoryOfOneRun } from '../../../sim/cabinet/cabinet-memory.ts';
import { Cabinet } from '../../../sim/cabinet/cabinet.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { ms } from '../../../statecharts/units.ts';
import { busProfile } from '../../support/bus-profiles.ts';
import { onUno } from '../../support/firmata-on-pty.ts';
import { testProfile } from '../../support/profiles.ts';
import { standInGuardian } from '../../support/stand-in-guardian.ts';
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

test('two silent microcontrollers are waited for together: a bank with two dead boards starts as soon as one with one', async () => {
  const [clock, profile] = [new VirtualClock(), onUno(testProfile())];
  const [uno] = profile.boards;
  if (uno === undefined) throw new Error('there is one');
  // A port that is there, and a guardian that hears nothing at it.
  const boards = ['uno', 'other'].map((id) => ({ ...uno, id, bus: { id, kind: 'serial', port: '/dev/null' } as const }));
  const opening = openFields({
    profile: { ...profile, boards }, clock, onTrouble: () => undefined, guardianProgram: standInGuardian('willing'),
  });
  const asked = (): readonly string[] => clock.waiting().filter((name) => name === 'firmata is asked again');
  await until('both are asked', () => asked().length === 2);
  await clock.advance(firmataSpeaksWithin);
  const fields = await opening;
  expect(fields.flatMap((field) => field.reports?.() ?? []).map(({ board, trouble }) => [board, trouble]))
    .toEqual([['uno', 'silent'], ['other', 'silent']]);
  await Promise.all(fields.map((field) => field.close()));
  expect(clock.waiting()).toEqual([]);
});
