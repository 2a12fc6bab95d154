import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import { loadKernel, type Kernel } from '../../firmware/hardware/gpio/kernel.ts';
import { GpioChip, piChipLabels } from '../../firmware/hardware/gpio/cdev.ts';
import { Mcp23017 } from '../../firmware/hardware/gpio/mcp23017.ts';
import { isLockerError } from './guest-errors.ts';
import { GuestExpander, registers } from './guest-expander.ts';
import { GuestLines } from './guest-lines.ts';
import { took, type ControllerProcess } from '../support/controller-process.ts';
import { until } from '../support/until.ts';
import { startController } from './guest-rig.ts';

/** What the guest has to try its hand at. */
interface GuestRoom {
  /** A controller that is ready: the present one, or another one where that is gone. */
  readonly controller: () => Promise<ControllerProcess>;
  readonly kernel: Kernel;
  readonly lines: GuestLines;
  /** What the controller has said lately. */
  readonly account: () => string;
  /** Something that was measured, for whoever reads along. */
  readonly note: (text: string) => void;
}

interface GuestCase {
  readonly name: string;
  readonly run: (room: GuestRoom) => Promise<void> | void;
}

export async function guestRoom(profileFolder: string, note: (text: string) => void): Promise<GuestRoom> {
  let controller: ControllerProcess | null = null;
  return {
    kernel: await loadKernel(), lines: new GuestLines(), note,
    account: () => (controller?.said ?? []).filter((line) => !line.startsWith('reading')).slice(-30).join(' | '),
    controller: async () => {
      if (controller === null || controller.isGone) controller = startController(profileFolder);
      await controller.hears('ready');
      return controller;
    },
  };
}

const expander = { device: '/dev/i2c-0', address: 0x25, outputs: 0xf0f0 } as const;
/** The emulated processor is some 20 times slower than a Pi 4, and shared with whatever else runs: shorter times are measured elsewhere. */
const withinMs = { off: 1000, pulse: 400 } as const;
/** Both cabinets say 2 s, counted from when the controller believes that a pulse is over. */
const coilsRestMs = 2600;
const answerWithinMs = 1000;
const openTriesMost = 6;

const stubs = new Map<number, GuestExpander>();

function stub(kernel: Kernel, address: number): GuestExpander {
  const known = stubs.get(address) ?? new GuestExpander(kernel, address);
  stubs.set(address, known);
  return known;
}

const lines: readonly GuestCase[] = [
  {
    name: 'a line that becomes an output is low, and only the one that is ordered goes high',
    run: ({ kernel, lines: header }) => {
      const chip = GpioChip.open(kernel, piChipLabels);
      const outputs = chip.requestOutputs([16, 17, 18]);
      assert.deepEqual([16, 17, 18].map((line) => header.value(line)), [0, 0, 0]);
      outputs.set(17, 'on');
      assert.deepEqual([16, 17, 18].map((line) => header.value(line)), [0, 1, 0]);
      outputs.set(18, 'on');
      outputs.set(17, 'off');
      assert.deepEqual([16, 17, 18].map((line) => header.value(line)), [0, 0, 1]);
      assert.throws(() => chip.requestOutputs([18]), isLockerError('hardware.not-ready', /in use by somebody else: 18 \(lockerbank\)/));
      outputs.close();
      assert.throws(() => chip.requestInputs([99]), isLockerError('hardware.not-ready', /has not all of the pins 99/));
      chip.close();
      assert.throws(() => GpioChip.open(kernel, ['pinctrl-nobody']), isLockerError('hardware.not-ready', /there are .*pinctrl-bcm2711/));
    },
  },
  {
    name: 'a cut wire reads as high and a closed door as low from the start, each edge is told, and a bouncing reed only once',
    run: async ({ kernel, lines: header }) => {
      const chip = GpioChip.open(kernel, piChipLabels);
      header.pull(6, 'down');
      const closed = chip.requestInputs([6]);
      assert.deepEqual([...closed.levels()], [[6, 'low']]);
      closed.close();
      const inputs = chip.requestInputs([4, 5]);
      assert.deepEqual([...inputs.levels()], [[4, 'high'], [5, 'high']]);
      assert.deepEqual(await kernel.readable([inputs.file], 50), []);
      header.pull(5, 'down');
      assert.deepEqual(await kernel.readable([inputs.file], 1000), [inputs.file]);
      inputs.drain();
      assert.deepEqual([...inputs.levels()], [[4, 'high'], [5, 'low']]);
      for (let bounce = 0; bounce < 20; bounce++) header.pull(4, bounce % 2 === 0 ? 'down' : 'up');
      header.pull(4, 'down');
      assert.deepEqual(await kernel.readable([inputs.file], 1000), [inputs.file]);
      inputs.drain();
      assert.deepEqual([...inputs.levels()], [[4, 'low'], [5, 'low']]);
      assert.deepEqual(await kernel.readable([inputs.file], 100), []);
      inputs.close();
      chip.close();
    },
  },
];

const expanders: readonly GuestCase[] = [
  {
    name: 'an expander that somebody has left with coils on is low when it is set up, and is believed only then',
    run: async ({ kernel }) => {
      const seen = stub(kernel, expander.address);
      seen.write(registers.latch, 0xffff);
      seen.write(registers.direction, 0);
      const chip = Mcp23017.open(kernel, expander);
      assert.equal(await chip.isSetUp(), false);
      await assert.rejects(chip.read(), /pull-ups are off/);
      await chip.setUp();
      assert.deepEqual([registers.latch, registers.direction, registers.pullUp].map((one) => seen.read(one)), [0, 0x0f0f, 0x0f0f]);
      assert.equal(await chip.isSetUp(), true);
      await chip.switch(0x8010);
      assert.equal(seen.read(registers.latch), 0x8010);
      await chip.switch(0);
      assert.equal(seen.read(registers.latch), 0);
      seen.write(registers.pins, 0xa5c3);
      assert.equal(await chip.read(), 0xa5c3);
      chip.close();
    },
  },
  {
    name: 'an expander that is not there refuses every order and every reading',
    run: async ({ kernel }) => {
      const chip = Mcp23017.open(kernel, { ...expander, address: 0x27 });
      await assert.rejects(chip.setUp(), { code: 'ENODEV' });
      await assert.rejects(chip.read(), { code: 'ENODEV' });
      chip.close();
      const nowhere = { ...expander, device: '/dev/i2c-9' };
      assert.throws(() => Mcp23017.open(kernel, nowhere), isLockerError('hardware.not-ready', /there is no such I2C bus/));
    },
  },
];

/** Door 1 has its coil on line 16 and its contact on line 4, door 101 on 4 and 0 of the first expander. Shut doors read low. */
const coils = { line: 16, expander: 0x20, bit: 0x0010 } as const;

function bothCoils({ lines: header, kernel }: GuestRoom): { areOn(): boolean; areOff(): boolean } {
  const seen = stub(kernel, coils.expander);
  return {
    areOn: () => header.value(coils.line) === 1 && seen.read(registers.latch) === coils.bit,
    areOff: () => header.value(coils.line) === 0 && seen.read(registers.latch) === 0,
  };
}

/** Again and again: coils have to rest, and a guardian that is about to be replaced opens nothing. */
async function openBoth(room: GuestRoom, controller: ControllerProcess): Promise<void> {
  for (let tries = 0; tries < openTriesMost; tries++) {
    await until('both coils rest', () => bothCoils(room).areOff());
    await new Promise((resolve) => setTimeout(resolve, coilsRestMs));
    controller.open(1, 101);
    const endMs = performance.now() + answerWithinMs;
    while (performance.now() < endMs) {
      if (bothCoils(room).areOn()) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
  throw new Error('the coils do not come on');
}

function within(limitMs: number, tookMs: number): void {
  assert.ok(tookMs < limitMs, `${tookMs.toFixed(0)} ms`);
}

/** They share one controller, which takes its time to start here, and each takes it on as the one before has left it. */
const wholeBank: readonly GuestCase[] = [
  {
    name: 'doors on the pins of a Pi and on expanders: they are opened two at a time, and their movement is known at once',
    run: async (room) => {
      const { lines: header, note } = room;
      const controller = await room.controller();
      for (let line = 4; line <= 15; line++) header.pull(line, 'down');
      await controller.hears('reading 1 closed');
      controller.open(1);
      await took(`the coil is on, ${controller.last()}`, () => header.value(coils.line) === 1);
      assert.equal(header.value(coils.line + 1), 0);
      header.pull(4, 'up');
      const heardMs = await took('the door is known to be open', () => controller.said.includes('reading 1 opened'));
      const pulseMs = heardMs + (await took('the pulse is over', () => header.value(coils.line) === 0));
      note(`movement known after ${heardMs.toFixed(0)} ms, pulse over after ${pulseMs.toFixed(0)} ms`);
      within(withinMs.off, heardMs);
      within(withinMs.off + withinMs.pulse, pulseMs);
      const pins = stub(room.kernel, coils.expander);
      pins.write(registers.pins, 0x0001);
      await controller.hears('reading 101 opened');
      pins.write(registers.pins, 0);
      const shutMs = await took('door 101 is shut', () => controller.last() === 'reading 101 closed');
      note(`movement known after ${shutMs.toFixed(0)} ms on an expander`);
      assert.deepEqual(controller.said.filter((line) => line.startsWith('trouble')), []);
    },
  },
  {
    name: 'the controller hangs in mid-pulse: both coils are off within a second, and it opens doors again when it goes on',
    run: async (room) => {
      const controller = await room.controller();
      await openBoth(room, controller);
      controller.signal('SIGSTOP');
      const offMs = await took('both coils are off', () => bothCoils(room).areOff());
      room.note(`off ${offMs.toFixed(0)} ms after SIGSTOP`);
      within(withinMs.off, offMs);
      controller.signal('SIGCONT');
      await controller.hears('trouble pin 16 was switched off by the guardian');
    },
  },
  {
    name: 'the guardian is killed in mid-pulse: both coils are off at once, and another guardian takes over',
    run: async (room) => {
      const controller = await room.controller();
      await openBoth(room, controller);
      const before = controller.guardian() ?? 0;
      process.kill(before, 'SIGKILL');
      const offMs = await took('both coils are off', () => bothCoils(room).areOff());
      room.note(`off ${offMs.toFixed(0)} ms after the guardian's death`);
      within(withinMs.off, offMs);
      await controller.hears('trouble guardian ended with SIGKILL');
      await until('there is another guardian', () => ![before, null].includes(controller.guardian()));
    },
  },
  {
    name: 'the guardian hangs in mid-pulse: it is killed, both coils are off, and another guardian takes over',
    run: async (room) => {
      const controller = await room.controller();
      await openBoth(room, controller);
      process.kill(controller.guardian() ?? 0, 'SIGSTOP');
      const offMs = await took('both coils are off', () => bothCoils(room).areOff());
      room.note(`off ${offMs.toFixed(0)} ms after the guardian had stopped`);
      within(withinMs.off + withinMs.pulse, offMs);
      await controller.hears('trouble guardian hangs');
    },
  },
  {
    name: 'the controller is killed in mid-pulse: both coils are off within a second, and its guardian is gone',
    run: async (room) => {
      const controller = await room.controller();
      await openBoth(room, controller);
      const guardian = controller.guardian();
      await controller.kill();
      const offMs = await took('both coils are off', () => bothCoils(room).areOff());
      room.note(`off ${offMs.toFixed(0)} ms after SIGKILL`);
      within(withinMs.off, offMs);
      await until('the guardian is gone', () => !existsSync(`/proc/${String(guardian)}`));
    },
  },
  {
    name: 'the bank is stopped while its guardian hangs in mid-pulse: it switches both coils off itself, and says so',
    run: async (room) => {
      const controller = await room.controller();
      await openBoth(room, controller);
      process.kill(controller.guardian() ?? 0, 'SIGSTOP');
      await controller.end();
      assert.ok(bothCoils(room).areOff());
      await controller.hears('trouble guardian ended with SIGKILL');
      assert.equal(controller.last(), 'closed');
    },
  },
  {
    name: 'the bank is stopped in order in mid-pulse: both coils are off, and the process ends with its pins free',
    run: async (room) => {
      const controller = await room.controller();
      await openBoth(room, controller);
      await controller.end();
      assert.ok(bothCoils(room).areOff());
      assert.equal(controller.last(), 'closed');
      const chip = GpioChip.open(room.kernel, piChipLabels);
      chip.requestOutputs([coils.line]).close();
      chip.close();
    },
  },
];

export const guestCases: readonly GuestCase[] = [...lines, ...expanders, ...wholeBank];
