import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boardOf } from '../../../../board-profiles/profile.ts';
import { FirmataIo } from '../../../../firmware/hardware/serial/firmata-io.ts';
import { firmataReadyWithin } from '../../../../firmware/hardware/serial/firmata-link.ts';
import { FirmataLine } from '../../../../sim/boards/firmata-line.ts';
import { memoryOfOneRun } from '../../../../sim/cabinet/cabinet-memory.ts';
import { Cabinet } from '../../../../sim/cabinet/cabinet.ts';
import { VirtualClock } from '../../../../sim/virtual-clock.ts';
import { ms } from '../../../../statecharts/units.ts';
import { FirmataCable } from '../../../support/firmata-cable.ts';
import { onUno } from '../../../support/firmata-on-pty.ts';
import { testProfile } from '../../../support/profiles.ts';

/** Door 1 of an Uno: its coil, and its contact, which is analogue as well from 14 on. */
const [coil, contact] = [2, 12];
const input = 0;
const output = 1;

function rig() {
  const clock = new VirtualClock();
  const profile = onUno(testProfile());
  const cabinet = new Cabinet({ profile, clock, memory: memoryOfOneRun() });
  const line = new FirmataLine({ profile, board: boardOf(profile, 'uno'), cabinet });
  const cable = new FirmataCable(line, clock);
  const told: string[] = [];
  const onTrouble = (_: string, error: unknown): void => void told.push((error as Error).message);
  const open = (): Promise<FirmataIo> => FirmataIo.open({ port: '/dev/uno', clock, makeTransport: cable.makeTransport, onTrouble });
  return { clock, cabinet, board: line.board, cable, told, open };
}

/** A bank that has one door on it, as johnny-five sets it up. */
async function withDoor() {
  const world = rig();
  const opening = world.open();
  await world.clock.advance(ms(100));
  const io = await opening;
  const seen: string[] = [];
  for (const is of ['lost', 'found']) io.on(is, (pin: number) => void seen.push(`${String(pin)} ${is}`));
  io.pinMode(coil, io.MODES.OUTPUT);
  io.digitalWrite(coil, 0);
  io.pinMode(contact, io.MODES.INPUT);
  io.digitalWrite(contact, 1);
  io.digitalRead(contact, (level) => void seen.push(`reads ${String(level)}`));
  await world.clock.advance(ms(50));
  expect(seen).toEqual(['reads 0']);
  seen.length = 0;
  const end = async (): Promise<void> => {
    await io.close();
    world.cabinet.stop();
    await world.clock.advance(ms(100));
    expect([world.cabinet.violations(), world.clock.waiting()]).toEqual([[], []]);
  };
  return { ...world, io, seen, end };
}

describe('a microcontroller with StandardFirmata, for johnny-five', () => {
  test('a door that moves is told, and a pulse moves its coil', async () => {
    const { io, cabinet, clock, seen, board, end } = await withDoor();
    expect([board.pin(coil), board.pin(contact)]).toEqual([{ mode: output, isHigh: false }, { mode: 11, isHigh: true }]);
    io.digitalWrite(coil, 1);
    await clock.advance(ms(400));
    io.digitalWrite(coil, 0);
    await clock.advance(ms(5));
    expect([cabinet.door(1).leaf, cabinet.door(1).coil, seen.at(-1)]).toEqual(['open', 'resting', 'reads 1']);
    await end();
  });

  test('a cable that is out: every pin is lost at once, orders are refused, and the door is read anew when it is in again', async () => {
    const { io, cable, cabinet, clock, seen, told, board, end } = await withDoor();
    cable.pullOut();
    expect(seen).toEqual([`${String(coil)} lost`, `${String(contact)} lost`]);
    expect(() => io.digitalWrite(coil, 1)).toThrow('out of reach');
    board.brownOut();
    cabinet.pull(1);
    await clock.advance(ms(10_000));
    expect(told).toEqual(['its port is gone', 'the cable is out']);
    cable.plugIn();
    await clock.advance(ms(3_000));
    expect(seen.slice(2)).toEqual([`${String(coil)} found`, 'reads 1', `${String(contact)} found`]);
    expect(told.slice(2)).toEqual(['the microcontroller is back']);
    io.digitalWrite(coil, 1);
    await clock.advance(ms(5));
    expect(cabinet.door(1).coil).toBe('energised');
    io.digitalWrite(coil, 0);
    await end();
  });

  test('whoever comes back is told low before anything is an output, and before anything else', async () => {
    const { cable, clock, end } = await withDoor();
    cable.pullOut();
    cable.plugIn();
    cable.said.length = 0;
    await clock.advance(ms(2_000));
    const orders = cable.said.filter(([first = 0]) => first < 0xf0 || first === 0xf4 || first === 0xf5);
    expect(orders.slice(0, 4)).toEqual([[0x90, 0, 0], [0xf4, coil, output], [0xf4, contact, 11], [0xd1, 1]]);
    await end();
  });

  test('a cable that is out costs next to nothing: its port is tried every two seconds', async () => {
    const { cable, clock, end } = await withDoor();
    cable.pullOut();
    await clock.advance(ms(60_000));
    expect(cable.opened).toBeGreaterThan(28);
    expect(cable.opened).toBeLessThan(36);
    await end();
  });

  test.each([
    ['that says so', (world: Awaited<ReturnType<typeof withDoor>>) => world.board.brownOut()],
    ['of which nobody hears', ({ cable, board }: Awaited<ReturnType<typeof withDoor>>) => {
      cable.hangs = true;
      board.brownOut();
      cable.hangs = false;
    }],
  ])('a dip of its power %s is noticed within 200 ms; a while later its pins are as before', async (_, dip) => {
    const world = await withDoor();
    const { clock, cabinet, seen, told, board, cable, end } = world;
    cable.said.length = 0;
    dip(world);
    cabinet.pull(1);
    await clock.advance(ms(200));
    expect(seen).toEqual([`${String(coil)} lost`, `${String(contact)} lost`]);
    expect(told).toEqual(['the microcontroller has started anew: look at its power']);
    await clock.advance(ms(350));
    expect(seen).toHaveLength(2);
    await clock.advance(ms(500));
    expect(seen.slice(2)).toEqual([`${String(coil)} found`, 'reads 1', `${String(contact)} found`]);
    expect(board.pin(contact)).toEqual({ mode: 11, isHigh: true });
    expect(cable.opened).toBe(1);
    await end();
  });

  test('a microcontroller that hangs is noticed within 700 ms, and its port is opened again', async () => {
    const { clock, cable, seen, told, end } = await withDoor();
    cable.hangs = true;
    await clock.advance(ms(700));
    expect([seen.length, told]).toEqual([2, ['its port is gone']]);
    await clock.advance(ms(2_000));
    expect([cable.opened, seen.at(-1)]).toEqual([2, `${String(contact)} found`]);
    await end();
  });

  test('two answers that get lost are nothing that anybody has to know', async () => {
    const { clock, cable, seen, told, end } = await withDoor();
    cable.hangs = true;
    await clock.advance(ms(250));
    cable.hangs = false;
    await clock.advance(ms(1_000));
    expect([seen, told]).toEqual([[], []]);
    await end();
  });

  test('a door whose movement was told in a garbled report is read right soon after', async () => {
    const { clock, cabinet, cable, seen, end } = await withDoor();
    cable.garble = (bytes) => ((bytes[0] ?? 0) >> 4 === 9 ? Uint8Array.of(0x9f, 0, 0) : bytes);
    cabinet.pull(1);
    await clock.advance(ms(20));
    cable.garble = (bytes) => bytes;
    expect(seen).toEqual([]);
    await clock.advance(ms(200));
    expect(seen).toEqual(['reads 1']);
    await end();
  });

  test('another microcontroller in its place, one with too few pins, is not driven', async () => {
    const { clock, cable, seen, told, end } = await withDoor();
    cable.pullOut();
    cable.garble = (bytes) => (bytes[1] === 0x6c ? Uint8Array.of(0xf0, 0x6c, 0, 1, 0x7f, 0xf7)
      : bytes[1] === 0x6a ? Uint8Array.of(0xf0, 0x6a, 0x7f, 0xf7) : bytes);
    cable.plugIn();
    cable.said.length = 0;
    await clock.advance(ms(5_000));
    expect(told.at(-1)).toContain('another microcontroller than before');
    expect([seen.length, cable.said.filter(([first = 0]) => first < 0xf0 || first === 0xf4)]).toEqual([2, []]);
    cable.garble = (bytes) => bytes;
    await clock.advance(ms(5_000));
    expect(seen.at(-1)).toBe(`${String(contact)} found`);
    await end();
  });

  test('whatever comes over the cable, nothing throws, and it is found again', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 }), async (noises) => {
      const { clock, cable, seen, end } = await withDoor();
      for (const noise of noises) {
        cable.sayToHost(Uint8Array.from([0xf9, 2, 5, ...noise]));
        await clock.advance(ms(40));
      }
      await clock.advance(ms(10_000));
      cable.pullOut();
      expect(seen.slice(-2)).toEqual([`${String(coil)} lost`, `${String(contact)} lost`]);
      await end();
    }), { numRuns: 60 });
  });

  test.each([[[0xf0, 0x79, 0xf7]], [[0xf0, 0x6e, 0x7f, 1, 0, 0xf7]], [[0xf0, 0x6a, ...Array.from({ length: 40 }, () => 0x7f), 0xf7]]])(
    'a message that firmata itself stumbles over ends the link, not the bank [%j]', async (message) => {
      const { clock, cable, seen, end } = await withDoor();
      cable.sayToHost(Uint8Array.from(message));
      expect(seen).toHaveLength(2);
      await clock.advance(ms(3_000));
      expect([cable.opened, seen.length]).toEqual([2, 5]);
      await end();
    });

  test('its round comes with each answer, and where there is no link nothing is wrong with us', async () => {
    const { io, clock, cable, end } = await withDoor();
    const rounds: string[] = [];
    void io.loop.round().then(() => rounds.push('first'));
    await clock.advance(ms(200));
    cable.hangs = true;
    void io.loop.round().then(() => rounds.push('second'));
    await clock.advance(ms(700));
    cable.pullOut();
    await io.loop.round();
    expect(rounds).toEqual(['first', 'second']);
    await end();
  });

  test('a bank that stops while the port is opened again leaves nothing behind', async () => {
    for (const afterMs of [100, 260, 600]) {
      const { clock, cable, end } = await withDoor();
      cable.pullOut();
      cable.plugIn();
      cable.garble = () => Uint8Array.of();
      await clock.advance(ms(afterMs));
      await end();
    }
  });

  test('a technician learns that what is on the port is no Firmata', async () => {
    const { clock, cable, open, cabinet } = rig();
    cable.garble = () => Uint8Array.of(1, 2, 3);
    const outcome = expect(open()).rejects.toMatchObject({ code: 'hardware.not-ready', where: '/dev/uno' });
    await clock.advance(firmataReadyWithin);
    await outcome;
    cabinet.stop();
    await clock.advance(ms(10));
    expect(clock.waiting()).toEqual([]);
  });

  test('a pin that it does not have, or has no direction, is refused to whoever wires the profile', async () => {
    const { io, end } = await withDoor();
    expect(() => io.pinMode(20, input)).toThrow('pin 20 is not made for that');
    expect(() => io.digitalWrite(5, 1)).toThrow('pin 5 has no direction yet');
    await end();
  });
});
