import { describe, expect, test } from 'vitest';
import { boardOf } from '../../../../board-profiles/profile.ts';
import type { Profile, Terminal } from '../../../../board-profiles/profile.schema.ts';
import { createHardware } from '../../../../firmware/hardware/create-hardware.ts';
import { openFirmataField } from '../../../../firmware/hardware/serial/firmata-field.ts';
import type { FirmataTransport } from '../../../../firmware/hardware/serial/firmata-link.ts';
import { FirmataCable } from '../../../../sim/boards/firmata-cable.ts';
import { FirmataLine } from '../../../../sim/boards/firmata-line.ts';
import { memoryOfOneRun } from '../../../../sim/cabinet/cabinet-memory.ts';
import { Cabinet } from '../../../../sim/cabinet/cabinet.ts';
import { ms } from '../../../../statecharts/units.ts';
import { hardwareContract } from '../../../hardware-contract.ts';
import { bareSerialTransport } from '../../../support/bare-serial.ts';
import { CountedClock } from '../../../support/counted-clock.ts';
import { FirmataOnPty, onUno } from '../../../support/firmata-on-pty.ts';
import { testProfile } from '../../../support/profiles.ts';
import { ptyPair } from '../../../support/pty-pair.ts';
import { until } from '../../../support/until.ts';

const orderTakesMs = 40;

type CabinetChange = Partial<ConstructorParameters<typeof Cabinet>[0]>;

function cabinetOf(profile: Profile, clock: CountedClock, change: CabinetChange = {}): Cabinet {
  // Firmata's orders are under way for some milliseconds, and not all equally long.
  return new Cabinet({ profile, clock, memory: memoryOfOneRun(), coilLongest: ms(1100), ordersTake: ms(orderTakesMs), ...change });
}

async function hardwareOn(profile: Profile, clock: CountedClock, makeTransport: () => FirmataTransport) {
  const [told, health]: [string[], boolean[]] = [[], []];
  const onTrouble = (_: string, error: unknown): void => void told.push(error instanceof Error ? error.message : String(error));
  const field = await openFirmataField({ profile, board: boardOf(profile, 'uno'), port: '/dev/uno', clock, onTrouble, makeTransport });
  const hardware = await createHardware({ profile, fields: [field], clock, onTrouble });
  hardware.health?.watch((_, isWell) => void health.push(isWell));
  return { hardware, told, health };
}

hardwareContract('Firmata over a cable', async (wired, prepare, wiredClosedIs) => {
  const [clock, profile] = [new CountedClock(), onUno(wired)];
  const cabinet = cabinetOf(profile, clock, wiredClosedIs && { wiredClosedIs });
  const line = new FirmataLine({ profile, board: boardOf(profile, 'uno'), cabinet });
  prepare(cabinet);
  return {
    hardware: (await hardwareOn(profile, clock, new FirmataCable(line, clock).makeTransport)).hardware,
    cabinet,
    advance: (by) => clock.advance(by),
    end: async () => {
      await clock.advance(5);
      line.stop();
      cabinet.stop();
      return clock.waiting();
    },
  };
}, { cutWireReads: 'opened', orderTakesMs });

hardwareContract('Firmata over a pseudo-terminal', async (wired, prepare, wiredClosedIs) => {
  const [clock, profile, pair] = [new CountedClock(), onUno(wired), await ptyPair()];
  const cabinet = cabinetOf(profile, clock, wiredClosedIs && { wiredClosedIs });
  const uno = new FirmataOnPty(pair.theirs, profile, cabinet);
  prepare(cabinet);
  return {
    hardware: (await hardwareOn(profile, clock, () => bareSerialTransport(pair.ours))).hardware,
    cabinet,
    advance: (by) => clock.advance(by),
    end: async () => {
      await uno.close();
      await pair.remove();
      cabinet.stop();
      return clock.waiting();
    },
  };
}, { cutWireReads: 'opened', orderTakesMs });

/** The doors from the fifth on hang on a microcontroller of their own. */
function onTwoUnos(profile: Profile): Profile {
  const at = <T extends Terminal>(terminal: T, locker: number): T => (locker < 5 ? terminal : { ...terminal, board: 'other' });
  return {
    ...profile, boards: profile.boards.flatMap((board) => [board, { ...board, id: 'other' }]),
    columns: profile.columns.map((column) => ({
      ...column, lockers: column.lockers.map((one) => ({ ...one, lock: at(one.lock, one.number), contact: at(one.contact, one.number) })),
    })),
  };
}

async function bankOfTwo(isFirstThere = true) {
  const [clock, profile] = [new CountedClock(), onTwoUnos(onUno(testProfile()))];
  const cabinet = cabinetOf(profile, clock);
  const lines = profile.boards.map((board) => new FirmataLine({ profile, board, cabinet }));
  const cables = lines.map((line) => new FirmataCable(line, clock));
  const [told, health, readings]: [string[], boolean[], string[]] = [[], [], []];
  const onTrouble = (_: string, error: unknown): void => void told.push(error instanceof Error ? error.message : String(error));
  const [cable] = cables;
  if (cable === undefined) throw new Error('there are two');
  if (!isFirstThere) cable.pullOut();
  const fields = await Promise.all(profile.boards.map((board, index) => openFirmataField({
    profile, board, port: `/dev/${board.id}`, clock, onTrouble, makeTransport: () => (cables[index] ?? cable).makeTransport(),
  })));
  const hardware = await createHardware({ profile, fields, clock, onTrouble });
  hardware.health?.watch((_, isWell) => void health.push(isWell));
  hardware.sensors.watch((locker, reading) => void readings.push(`${String(locker)} ${reading}`));
  const end = async (): Promise<void> => {
    await hardware.close();
    await clock.advance(5);
    for (const line of lines) line.stop();
    cabinet.stop();
    expect([cabinet.violations(), clock.waiting()]).toEqual([[], []]);
  };
  return { clock, cabinet, cable, hardware, told, health, readings, end };
}

/** Eight doors that are known. */
async function bank() {
  const [clock, profile] = [new CountedClock(), onUno(testProfile())];
  const cabinet = cabinetOf(profile, clock);
  const line = new FirmataLine({ profile, board: boardOf(profile, 'uno'), cabinet });
  const cable = new FirmataCable(line, clock);
  const { hardware, told, health } = await hardwareOn(profile, clock, cable.makeTransport);
  const readings: string[] = [];
  hardware.sensors.watch((locker, reading) => void readings.push(`${String(locker)} ${reading}`));
  await until('all doors are known', () => readings.length === 8);
  readings.length = 0;
  const end = async (): Promise<void> => {
    await hardware.close();
    await clock.advance(5);
    line.stop();
    cabinet.stop();
    expect([cabinet.violations(), clock.waiting()]).toEqual([[], []]);
  };
  return { clock, cabinet, line, cable, hardware, told, health, readings, end };
}

const each = (reading: string, from = 1): string[] =>
  [1, 2, 3, 4, 5, 6, 7, 8].filter((one) => one >= from).map((one) => `${String(one)} ${reading}`);

describe('a bank on a microcontroller with StandardFirmata', () => {
  test('a person pulls its cable out: doors are lost, locks silent, boards ill; all of it is back with the cable', async () => {
    const { cabinet, line, cable, hardware, told, health, readings, end } = await bank();
    cable.pullOut();
    line.board.brownOut();
    expect([readings, health, told]).toEqual([each('lost'), [true, false], ['its port is gone']]);
    expect(await hardware.locks.pulse(1, ms(100))).toEqual({ kind: 'refused', reason: 'silent' });
    expect(await hardware.locks.restAll()).toEqual({ kind: 'done' }); // Low before anything else, when it is back.
    cabinet.pull(1);
    cable.plugIn();
    readings.length = 0;
    await until('all doors are known again', () => readings.length === 8);
    expect([readings.toSorted(), health]).toEqual([['1 opened', ...each('closed', 2)], [true, false, true]]);
    await until('a door opens', async () => (await hardware.locks.pulse(2, ms(100))).kind === 'done');
    await until('it is open', () => readings.at(-1) === '2 opened');
    await end();
  });

  test('while it is away the doors of every other board open, whoever asks for its own, and whatever is at rest', async () => {
    const { clock, cable, hardware, readings, end } = await bankOfTwo();
    await until('all doors are known', () => readings.length === 8);
    cable.pullOut();
    for (const locker of [1, 2, 3, 4]) await hardware.locks.rest(locker);
    expect(await hardware.locks.pulse(5, ms(100))).toEqual({ kind: 'done' });
    await clock.advance(300);
    expect(await hardware.locks.pulse(1, ms(100))).toEqual({ kind: 'refused', reason: 'silent' });
    expect(await hardware.locks.pulse(6, ms(100), 'emergency')).toEqual({ kind: 'done' });
    await until('both are open', () => readings.includes('5 opened') && readings.includes('6 opened'));
    await end();
  });

  test('a bank starts while one of its microcontrollers is away: the other doors open, and the rest of them later', async () => {
    const { cable, hardware, health, told, readings, end } = await bankOfTwo(false);
    await until('the doors of the other one are known', () => readings.length >= 4);
    expect([health, told]).toEqual([[false], ['the cable is out']]);
    expect(await hardware.locks.pulse(5, ms(100))).toEqual({ kind: 'done' });
    cable.plugIn();
    await until('boards are well', () => health.at(-1) === true);
    await until('all doors are known', () => [1, 2, 3, 4].every((locker) => readings.includes(`${String(locker)} closed`)));
    expect(await hardware.locks.pulse(1, ms(100))).toEqual({ kind: 'done' });
    await until('it is open', () => readings.at(-1) === '1 opened');
    await end();
  });

  test('an order that its guardian refuses opens no door, and nobody is told that it did', async () => {
    const { line, cabinet, hardware, end } = await bank();
    const hear = line.hear.bind(line);
    line.hear = (bytes) => (bytes[0] ?? 0) >> 4 === 9 || hear(bytes);
    expect(await hardware.locks.pulse(1, ms(400))).toEqual({ kind: 'refused', reason: 'silent' });
    line.hear = hear;
    expect(cabinet.pulses()).toEqual([]);
    await end();
  });

  test('its power dips in mid-pulse: the coil is off by itself, and stays off', async () => {
    const { cabinet, line, hardware, readings, told, end } = await bank();
    expect(await hardware.locks.pulse(3, ms(200))).toEqual({ kind: 'done' });
    await until('the coil is on', () => cabinet.door(3).coil === 'energised');
    line.board.brownOut();
    await until('all doors are lost', () => readings.filter((one) => one.endsWith('lost')).length === 8);
    expect(cabinet.door(3).coil).toBe('resting');
    await until('all doors are known again', () => readings.filter((one) => /closed|opened/.test(one)).length >= 8);
    expect(cabinet.pulses()).toHaveLength(1);
    expect(told).toEqual(['the microcontroller has started anew: look at its power', 'the microcontroller is back']);
    await end();
  });

  test('a lost guardian leaves no coil on: what nobody could switch off is off when the board is back', async () => {
    const { cabinet, cable, hardware, end } = await bank();
    await hardware.locks.pulse(4, ms(200));
    await until('the coil is on', () => cabinet.door(4).coil === 'energised');
    cable.pullOut();
    cable.plugIn();
    await until('it is off', () => cabinet.door(4).coil === 'resting', 1000);
    await end();
  });

  test('a profile whose pins it does not have: the technician learns it, and nothing stays open', async () => {
    const [clock, profile] = [new CountedClock(), onUno(testProfile())];
    const cabinet = cabinetOf(profile, clock);
    const line = new FirmataLine({ profile, board: boardOf(profile, 'uno'), cabinet });
    const columns = profile.columns.map((column) => ({
      ...column, lockers: column.lockers.map((locker) => ({ ...locker, lock: { board: 'uno', channel: 40 } })),
    }));
    const opening = hardwareOn({ ...profile, columns }, clock, new FirmataCable(line, clock).makeTransport);
    await expect(opening).rejects.toMatchObject({ code: 'hardware.not-ready' });
    await clock.advance(10);
    line.stop();
    cabinet.stop();
    expect(clock.waiting()).toEqual([]);
  });
});
