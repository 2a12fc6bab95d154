import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Profile } from '../../../board-profiles/profile.schema.ts';
import { loadProfile } from '../../../firmware/adapters/profile-file.ts';
import { restCoils } from '../../../firmware/hardware/rest-coils.ts';
import { memoryOfOneRun } from '../../../sim/cabinet/cabinet-memory.ts';
import { Cabinet } from '../../../sim/cabinet/cabinet.ts';
import { ms } from '../../../statecharts/units.ts';
import { CountedClock } from '../../support/counted-clock.ts';
import { FakeKernel } from '../../support/fake-kernel.ts';
import { FirmataOnPty, onUno } from '../../support/firmata-on-pty.ts';
import { testProfile } from '../../support/profiles.ts';
import { ptyPair } from '../../support/pty-pair.ts';
import { until } from '../../support/until.ts';

const shipped = (id: string): Profile => loadProfile(id, join(import.meta.dirname, '../../../board-profiles'));

function rest(profile: Profile, kernel: FakeKernel) {
  const clock = new CountedClock();
  const [troubles, said]: [string[], string[]] = [[], []];
  const onTrouble = (where: string, error: unknown): void => {
    troubles.push(where);
    said.push((error as Error).message);
  };
  const done = restCoils({ profile, clock, kernel: () => Promise.resolve(kernel), onTrouble });
  return { clock, troubles, said, done };
}

describe('coils that a killed bank has left on', () => {
  test('are switched off on the pins of a Pi, which are nobody\'s afterwards', async () => {
    const kernel = new FakeKernel();
    kernel.addChip('pinctrl-bcm2835');
    const { done, troubles } = rest(shipped('pi-gpio-12'), kernel);
    await done;
    expect([16, 21, 27].map((line) => kernel.level(line))).toEqual([0, 0, 0]);
    expect([kernel.level(4), troubles, kernel.filesOpen()]).toEqual([1, [], 0]);
  });

  test('are switched off on expanders, and one that is away is told', async () => {
    const kernel = new FakeKernel();
    const expanders = [0x20, 0x21, 0x22, 0x23, 0x24, 0x25].map((address) => kernel.addExpander('/dev/i2c-1', address));
    for (const expander of expanders) expander.words.set(0x14, 0xf0f0).set(0x00, 0x0f0f);
    Object.assign(expanders[1] ?? {}, { isThere: false });
    const { done, troubles } = rest(shipped('pi-mcp-48'), kernel);
    await done;
    expect(expanders.map(({ words }) => words.get(0x14))).toEqual([0, 0xf0f0, 0, 0, 0, 0]);
    expect([troubles, kernel.filesOpen()]).toEqual([['/dev/i2c-1 0x21'], 0]);
  });

  test('are not touched while a bank has them: the technician is told who', async () => {
    const kernel = new FakeKernel();
    kernel.addChip('pinctrl-bcm2835');
    kernel.take(16, 'lockerbank');
    const { done, clock, said } = rest(shipped('pi-gpio-12'), kernel);
    await done;
    expect(said).toEqual([expect.stringContaining('16 (lockerbank)')]);
    expect(clock.waiting()).toEqual([]);
  });

  test('are switched off on a microcontroller, even one beside pins that cannot be had', async () => {
    const pair = await ptyPair();
    const bus = { id: 'usb', kind: 'serial', port: pair.ours } as const;
    const plain = onUno(testProfile());
    const profile: Profile = { ...plain, buses: [bus], boards: plain.boards.map((board) => ({ ...board, bus })) };
    const cabinet = new Cabinet({ profile, clock: new CountedClock(), memory: memoryOfOneRun(), coilLongest: ms(5000) });
    const uno = new FirmataOnPty(pair.theirs, profile, cabinet);
    const energise = (): void => {
      uno.line.hear(Uint8Array.of(0xf4, 2, 1, 0x90, 0b100, 0));
      expect(cabinet.door(1).coil).toBe('energised');
    };
    energise();
    await rest(profile, new FakeKernel()).done;
    await until('the coil is off', () => cabinet.door(1).coil === 'resting');
    const pins = shipped('pi-gpio-12');
    const boards = [...pins.boards, ...profile.boards];
    energise();
    const both = rest({ ...pins, boards, columns: [...pins.columns, ...profile.columns] }, new FakeKernel());
    await both.done;
    expect(both.said).toEqual([expect.stringContaining('no such GPIO chip')]);
    await until('the coil is off', () => cabinet.door(1).coil === 'resting');
    await uno.close();
    await pair.remove();
    cabinet.stop();
  });

  test('are told one by one where none of them can be reached', async () => {
    const bus = { id: 'usb', kind: 'serial', port: '/dev/no-such-port' } as const;
    const [pins, uno] = [shipped('pi-gpio-12'), onUno(testProfile())];
    const boards = [...pins.boards, ...uno.boards.map((board) => ({ ...board, bus }))];
    const { done, troubles, clock } = rest({ ...pins, boards, columns: [...pins.columns, ...uno.columns] }, new FakeKernel());
    await done;
    expect([troubles.length, troubles, clock.waiting()]).toEqual([2, expect.arrayContaining(['/dev/no-such-port']), []]);
  });

  test('need nobody where the board ends its pulses itself', async () => {
    const kernel = new FakeKernel();
    await rest(shipped('kerong-cu16-64'), kernel).done;
    expect(kernel.written).toEqual([]);
  });
});
