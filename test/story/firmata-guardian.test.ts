import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Profile } from '../../board-profiles/profile.schema.ts';
import { memoryOfOneRun } from '../../sim/cabinet/cabinet-memory.ts';
import { Cabinet } from '../../sim/cabinet/cabinet.ts';
import { ms } from '../../statecharts/units.ts';
import { ControllerProcess, sourcePrograms, took } from '../support/controller-process.ts';
import { CountedClock } from '../support/counted-clock.ts';
import { FirmataOnPty, onUno } from '../support/firmata-on-pty.ts';
import { testProfile } from '../support/profiles.ts';
import { ptyPair, type PtyPair } from '../support/pty-pair.ts';
import { until } from '../support/until.ts';

const offWithinMs = 1000;
/** It takes 10 ms where nothing else runs. */
const deathNoticedWithinMs = 500;

/** The real programs, each in a process of its own, and a pseudo-terminal for the cable; a cabinet of eight doors hangs on the Uno. */
describe('a microcontroller with a guardian on its wire', () => {
  let pair: PtyPair;
  let uno: FirmataOnPty;
  let cabinet: Cabinet;
  let controller: ControllerProcess;
  let profile: Profile;
  const isOn = (locker: number): boolean => cabinet.door(locker).coil === 'energised';

  beforeEach(async () => {
    pair = await ptyPair();
    const bus = { id: 'usb', kind: 'serial', port: pair.ours } as const;
    const plain = onUno(testProfile({ pulseMs: 600 }));
    profile = { ...plain, buses: [bus], boards: plain.boards.map((board) => ({ ...board, bus })) };
    cabinet = new Cabinet({ profile, clock: new CountedClock(), memory: memoryOfOneRun(), coilLongest: ms(1100) });
    uno = new FirmataOnPty(pair.theirs, profile, cabinet);
    controller = new ControllerProcess(profile, sourcePrograms);
    await controller.hears('reading 8');
  });

  afterEach(async () => {
    if (!controller.isGone) await controller.kill();
    await uno.close();
    await pair.remove();
    cabinet.stop();
  });

  /** The bank has found its board again, without a restart. */
  const opensAgain = async (): Promise<void> => {
    await controller.hears(`trouble ${pair.ours} the microcontroller is back`);
    await until('a door opens', async () => {
      const before = controller.said.length;
      const answers = (): readonly string[] => controller.said.slice(before).filter((line) => line.startsWith('pulse 3'));
      controller.open(3);
      await until('it is answered', () => answers().length > 0);
      return answers().includes('pulse 3 done');
    });
    await took('its coil is on', () => isOn(3));
    await controller.hears('reading 3 opened');
    await took('its coil is off', () => !isOn(3));
    expect(cabinet.pulses().filter(({ locker }) => locker === 3)).toHaveLength(1);
  };

  test('a recipient opens a door, and everything is off when the bank stops in mid-pulse', async () => {
    expect(controller.said).toContain('reading 1 closed');
    controller.open(1);
    await took('the coil is on', () => isOn(1));
    await controller.hears('reading 1 opened');
    const guardian = controller.guardian();
    expect(isOn(1)).toBe(true);
    await controller.end();
    await until('the coil is off', () => !isOn(1));
    expect([controller.last(), existsSync(`/proc/${String(guardian)}`)]).toEqual(['closed', false]);
    expect(controller.said.filter((line) => line.startsWith('trouble'))).toEqual([]);
  });

  test('the controller is killed in mid-pulse: the coil is off within a second, and nobody is left', async () => {
    controller.open(1);
    await took('the coil is on', () => isOn(1));
    const guardian = controller.guardian();
    await controller.kill();
    expect(await took('the coil is off', () => !isOn(1))).toBeLessThan(offWithinMs);
    await until('the guardian is gone', () => !existsSync(`/proc/${String(guardian)}`));
  });

  test('the controller hangs in mid-pulse: the coil is off within a second of its pulse, and stays off', async () => {
    controller.open(1);
    await took('the coil is on', () => isOn(1));
    controller.signal('SIGSTOP');
    expect(await took('the coil is off', () => !isOn(1))).toBeLessThan(offWithinMs);
    controller.signal('SIGCONT');
    await controller.hears('trouble pin 2 was switched off by the guardian');
    expect(isOn(1)).toBe(false);
  });

  test('the guardian is killed in mid-pulse: that is noticed at once, and the coil is off within a second', async () => {
    controller.open(1);
    await took('the coil is on', () => isOn(1));
    const noticed = took('it is noticed', () => controller.said.some((line) => line.startsWith('trouble guardian ended')));
    process.kill(controller.guardian() ?? 0, 'SIGKILL');
    expect(await took('the coil is off', () => !isOn(1))).toBeLessThan(offWithinMs);
    expect(await noticed).toBeLessThan(deathNoticedWithinMs);
    await controller.hears('reading 1 lost');
    await opensAgain();
  });

  test('the guardian hangs in mid-pulse: it is ended, the coil is off within a second, and another one takes its place', async () => {
    controller.open(1);
    await took('the coil is on', () => isOn(1));
    const guardian = controller.guardian() ?? 0;
    process.kill(guardian, 'SIGSTOP');
    expect(await took('the coil is off', () => !isOn(1))).toBeLessThan(offWithinMs);
    await until('it is gone', () => !existsSync(`/proc/${String(guardian)}`));
    await opensAgain();
  });

  test('a person pulls the cable out: doors are lost, boards ill; all is as before when it is in again', async () => {
    await controller.hears('boards well');
    await pair.unplug();
    await controller.hears('reading 8 lost');
    await controller.hears('boards ill');
    controller.open(2);
    await controller.hears('pulse 2 silent');
    await uno.close();
    await pair.plugIn();
    uno = new FirmataOnPty(pair.theirs, profile, cabinet);
    await opensAgain();
    expect(controller.said.filter((line) => line.startsWith('boards'))).toEqual(['boards well', 'boards ill', 'boards well']);
  });

  test('a stop for all processes at once leaves it to the controller to end them in order', async () => {
    controller.open(1);
    await took('the coil is on', () => isOn(1));
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.kill(controller.guardian() ?? 0, signal);
    await took('the pulse is over', () => !isOn(1));
    controller.open(2);
    await took('the next coil is on', () => isOn(2));
    await controller.end();
    await until('it is off', () => !isOn(2));
  });
});
