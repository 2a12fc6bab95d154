import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lockersOf } from '../../../../board-profiles/profile.ts';
import type { Profile } from '../../../../board-profiles/profile.schema.ts';
import { loadProfile } from '../../../../firmware/adapters/profile-file.ts';
import { createHardware } from '../../../../firmware/hardware/create-hardware.ts';
import { outputTerminalsOf } from '../../../../firmware/hardware/field.ts';
import { openPiField } from '../../../../firmware/hardware/gpio/pi-field.ts';
import { pinOf, pinPlanOf } from '../../../../firmware/hardware/gpio/pin-plan.ts';
import { guardedPinsOf } from '../../../../firmware/hardware/guardian/guarded-pins.ts';
import { ms } from '../../../../statecharts/units.ts';
import { CountedClock } from '../../../support/counted-clock.ts';
import { FakeKernel } from '../../../support/fake-kernel.ts';
import { standInGuardian } from '../../../support/stand-in-guardian.ts';
import { until } from '../../../support/until.ts';

const shipped = (id: string): Profile => loadProfile(id, join(import.meta.dirname, '../../../../board-profiles'));

/** Both cabinets of the Pi that come with the program, over a kernel in memory and a guardian that switches nothing. */
async function bankOf(id: string, manner: Parameters<typeof standInGuardian>[0] = 'willing') {
  const profile = shipped(id);
  const kernel = new FakeKernel();
  kernel.addChip('pinctrl-bcm2711');
  const expanders = [0x20, 0x21, 0x22, 0x23, 0x24, 0x25].map((address) => kernel.addExpander('/dev/i2c-1', address));
  for (const { words } of expanders) words.set(0x00, 0x0f0f).set(0x0c, 0x0f0f); // By a guardian; this one switches nothing.
  for (const line of [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]) kernel.pull(line, 0);
  const clock = new CountedClock();
  const [troubles, readings]: [string[], string[]] = [[], []];
  const onTrouble = (where: string, error: unknown): void => void troubles.push(`${where}: ${(error as Error).message}`);
  const field = await openPiField({
    profile, clock, onTrouble, guardianProgram: standInGuardian(manner), kernel: () => Promise.resolve(kernel),
  });
  const hardware = await createHardware({ profile, fields: [field], clock, onTrouble });
  hardware.sensors.watch((locker, reading) => void readings.push(`${String(locker)} ${reading}`));
  await until('every door is known', () => readings.length === lockersOf(profile).length);
  return { kernel, expanders, clock, troubles, readings, hardware };
}

function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}

describe('a bank on the pins of a Pi', () => {
  test('twelve doors on its own pins: they are known, opened, and everything is gone at the end', async () => {
    const { kernel, clock, troubles, readings, hardware } = await bankOf('pi-gpio-12');
    expect(readings).toHaveLength(12);
    expect(readings.every((one) => one.endsWith('closed'))).toBe(true);
    expect(await hardware.locks.pulse(1, ms(400))).toEqual({ kind: 'done' });
    kernel.pull(4, 1);
    await until('the door is open', () => readings.at(-1) === '1 opened');
    await hardware.close();
    expect([troubles, kernel.filesOpen(), clock.waiting()]).toEqual([[], 0, []]);
  });

  test('48 doors on expanders: one that is pulled out is lost with its eight doors, and they come back with it', async () => {
    const { expanders, troubles, readings, hardware } = await bankOf('pi-mcp-48');
    const third = expanders[2];
    if (third === undefined) throw new Error('there are six');
    readings.length = 0;
    third.isThere = false;
    await until('its doors are lost', () => readings.length === 8);
    expect(readings).toEqual([17, 18, 19, 20, 21, 22, 23, 24].map((locker) => `${String(locker)} lost`));
    expect(troubles).toEqual(['/dev/i2c-1 0x22: EREMOTEIO: as asked for']);
    third.words.set(0x12, 0x0001);
    third.isThere = true;
    await until('its doors are back', () => readings.length === 16);
    const others = [18, 19, 20, 21, 22, 23, 24].map((locker) => `${String(locker)} closed`);
    expect(readings.slice(8).toSorted()).toEqual(['17 opened', ...others]);
    await hardware.close();
  });

  test('a guardian that dies: its pins are taken, off, at once, locks are silent, and soon they open again', async () => {
    const { kernel, clock, troubles, hardware } = await bankOf('pi-gpio-12');
    kernel.written.length = 0;
    const health: boolean[] = [];
    hardware.health?.watch((_, isWell) => health.push(isWell));
    const [child] = childrenOf(process.pid);
    process.kill(child ?? 0, 'SIGKILL');
    await until('it is told', () => troubles.length === 2);
    expect(troubles).toEqual(['guardian: ended with SIGKILL', 'guardian: every output was switched off']);
    expect(kernel.written).toEqual(['output 16 17 18 19 20 21 22 23 24 25 26 27']);
    expect(await hardware.locks.pulse(1, ms(400))).toEqual({ kind: 'refused', reason: 'silent' });
    await until('locks open again', async () => (await hardware.locks.pulse(2, ms(400))).kind === 'done');
    expect(health).toEqual([true, false, true]);
    await hardware.close();
    expect([kernel.filesOpen(), clock.waiting()]).toEqual([0, []]);
  });

  test('a guardian that refuses an order: the lock has refused, and says so to whoever wanted the door', async () => {
    const { clock, hardware } = await bankOf('pi-gpio-12', 'refusing');
    expect(await hardware.locks.pulse(1, ms(400))).toEqual({ kind: 'refused', reason: 'silent' });
    await hardware.close();
    expect(clock.waiting()).toEqual([]);
  });

  test('a contact that another program has: the technician is told which, and no guardian is left', async () => {
    const kernel = new FakeKernel();
    kernel.addChip('pinctrl-rp1');
    kernel.take(9, 'spi0');
    const opening = openPiField({
      profile: shipped('pi-gpio-12'), clock: new CountedClock(), onTrouble: () => undefined, guardianProgram: standInGuardian('willing'),
      kernel: () => Promise.resolve(kernel),
    });
    await expect(opening).rejects.toMatchObject({ code: 'hardware.not-ready', message: expect.stringContaining('9 (spi0)') as string });
    expect([kernel.filesOpen(), childrenOf(process.pid)]).toEqual([0, []]);
  });
});

describe('what hangs on which pin', () => {
  test('boards count one after the other, so that no two terminals are one pin', () => {
    for (const id of ['pi-gpio-12', 'pi-mcp-48']) {
      const profile = shipped(id);
      const terminals = [...outputTerminalsOf(profile), ...lockersOf(profile).map(({ contact }) => contact)];
      expect(new Set(terminals.map((terminal) => pinOf(profile, terminal))).size).toBe(terminals.length);
    }
    expect(pinOf(shipped('pi-mcp-48'), { board: 'nobody', channel: 1 })).toBeNull();
  });

  test('a cabinet may name its chip; lamps, sounders and buttons inside are pins like any other', () => {
    const profile = shipped('pi-gpio-12');
    const boards = profile.boards.map((board) => ({ ...board, bus: { id: 'header', kind: 'gpio', chipLabel: 'gpio-mine' } as const }));
    const [column] = profile.columns;
    if (column === undefined) throw new Error('it has columns');
    const lockers = column.lockers.slice(0, 1).map((locker) => ({
      ...locker, lamp: { board: 'pi', channel: 2 }, insideRelease: { switch: { board: 'pi', channel: 3 }, pressedIs: 'high' as const },
    }));
    const changed: Profile = { ...profile, boards, columns: [{ ...column, lockers }] };
    const [chip] = pinPlanOf(changed, ['pinctrl-rp1']).chips;
    expect(chip?.labels).toEqual(['gpio-mine']);
    expect([chip?.outputs.map(({ channel }) => channel), chip?.inputs.map(({ channel }) => channel)]).toEqual([[16, 2], [4, 3]]);
    expect(guardedPinsOf(changed, (terminal) => pinOf(changed, terminal))).toEqual({
      pins: [{ pin: 16, mostMs: 500 }, { pin: 2, mostMs: null }], atOnce: 1,
    });
  });
});
