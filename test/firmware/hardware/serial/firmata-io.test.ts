import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ms } from '../../../../statecharts/units.ts';
import { coil, contact, firmataRig, wireContact, wireDoor } from '../../../support/firmata-rig.ts';

/** Modes of a pin, as Firmata numbers them. */
const [input, output] = [0, 1];

/** A bank that has one door on it. */
async function withDoor() {
  const world = firmataRig();
  const filter = { swallowsOrders: false };
  const opening = world.open(() => {
    const transport = world.cable.makeTransport();
    const isOrder = ([first = 0]: Uint8Array): boolean => first >> 4 === 9;
    return { ...transport, write: (bytes) => void (filter.swallowsOrders && isOrder(bytes) || transport.write(bytes)) };
  });
  await world.clock.advance(ms(100));
  const io = await opening;
  const seen = wireDoor(io);
  await world.clock.advance(ms(50));
  expect(seen).toEqual(['reads 0']);
  seen.length = 0;
  const end = async (): Promise<void> => {
    await io.close();
    world.cabinet.stop();
    await world.clock.advance(ms(100));
    expect([world.cabinet.violations(), world.clock.waiting()]).toEqual([[], []]);
    // Whatever became of it is a line of the log: where in the program it was noticed helps nobody who stands before it.
    expect(world.logged.filter((entry) => entry.includes('\n'))).toEqual([]);
  };
  return { ...world, filter, io, seen, end };
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

  test('a cable that is out: every pin is lost at once, no coil comes on, and the door is read anew when it is in again', async () => {
    const { io, cable, cabinet, clock, seen, told, board, end } = await withDoor();
    cable.pullOut();
    expect(seen).toEqual([`${String(coil)} lost`, `${String(contact)} lost`]);
    expect(() => io.digitalWrite(coil, 1)).toThrow('out of reach');
    io.digitalWrite(coil, 0); // It will be low before anything else happens: nothing that failed.
    expect(await io.taken(coil)).toBe(true);
    board.brownOut();
    cabinet.pull(1);
    await clock.advance(ms(10_000));
    expect(told).toEqual(['its port is gone', 'the cable is out']);
    cable.plugIn();
    await clock.advance(ms(5_000));
    expect(seen.slice(2)).toEqual([`${String(coil)} found`, 'reads 1', `${String(contact)} found`]);
    expect(told.slice(2)).toEqual(['the microcontroller is back']);
    io.digitalWrite(coil, 1);
    await clock.advance(ms(5));
    expect(cabinet.door(1).coil).toBe('energised');
    io.digitalWrite(coil, 0);
    await end();
  });

  test('whoever comes back is told low before anything is an output, and before anything else', async () => {
    const { cable, said, clock, end } = await withDoor();
    cable.pullOut();
    cable.plugIn();
    said.length = 0;
    await clock.advance(ms(2_000));
    const orders = said.filter(([first = 0]) => first < 0xf0 || first === 0xf4 || first === 0xf5);
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
    const { clock, cabinet, seen, told, said, board, cable, end } = world;
    said.length = 0;
    dip(world);
    cabinet.pull(1);
    await clock.advance(ms(200));
    expect(seen).toEqual([`${String(coil)} lost`, `${String(contact)} lost`]);
    expect(told).toEqual(['the microcontroller has started anew: look at its power']);
    await clock.advance(ms(1_750));
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
    expect([seen.length, told]).toEqual([2, ['it answers no more']]);
    await clock.advance(ms(3_000));
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
    const { clock, cable, said, seen, told, end } = await withDoor();
    cable.pullOut();
    cable.garble = (bytes) => (bytes[1] === 0x6c ? Uint8Array.of(0xf0, 0x6c, 0, 1, 0x7f, 0xf7)
      : bytes[1] === 0x6a ? Uint8Array.of(0xf0, 0x6a, 0x7f, 0xf7) : bytes);
    cable.plugIn();
    said.length = 0;
    await clock.advance(ms(5_000));
    expect(told.at(-1)).toContain('another microcontroller than the profile says');
    expect([seen.length, said.filter(([first = 0]) => first < 0xf0 || first === 0xf4)]).toEqual([2, []]);
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
      const { clock, cable, seen, told, end } = await withDoor();
      cable.sayToHost(Uint8Array.from(message));
      expect([seen.length, told]).toEqual([2, [expect.stringContaining('says what nobody understands')]]);
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

  test('a microcontroller whose power dips again and again is told once, and not believed in between', async () => {
    const { clock, board, seen, told, end } = await withDoor();
    for (let dips = 0; dips < 60; dips++) {
      board.brownOut();
      await clock.advance(ms(1_000));
    }
    expect([seen.length, told]).toEqual([2, ['the microcontroller has started anew: look at its power']]);
    await clock.advance(ms(2_500));
    expect(seen.at(-1)).toBe(`${String(contact)} found`);
    await end();
  });

  test('a line that loses every fourth answer is not believed again: a flickering light helps nobody', async () => {
    const { clock, cable, seen, end } = await withDoor();
    cable.pullOut();
    cable.plugIn();
    let answers = 0;
    cable.garble = (bytes) => (bytes[1] === 0x6e && ++answers % 4 === 0 ? Uint8Array.of() : bytes);
    await clock.advance(ms(10_000));
    expect(seen).toHaveLength(2);
    cable.garble = (bytes) => bytes;
    await clock.advance(ms(3_000));
    expect(seen.at(-1)).toBe(`${String(contact)} found`);
    await end();
  });

  test('whichever of eight doors has moved in a garbled report, it is known within 250 ms', async () => {
    const { io, clock, cabinet, cable, seen, end } = await withDoor();
    for (let pin = contact + 1; pin < contact + 8; pin++) wireContact(io, pin, seen);
    await clock.advance(ms(50));
    for (const door of [1, 8, 4, 5, 2, 7, 3, 6]) {
      seen.length = 0;
      cable.garble = (bytes) => ((bytes[0] ?? 0) >> 4 === 9 ? Uint8Array.of() : bytes);
      cabinet.pull(door);
      await clock.advance(ms(20));
      cable.garble = (bytes) => bytes;
      await clock.advance(ms(230));
      expect(seen).toEqual(['reads 1']);
    }
    await end();
  });

  test('an order is carried out when the board says so: soon, and not before', async () => {
    const { io, clock, end } = await withDoor();
    const answers: boolean[] = [];
    for (const value of [1, 0]) {
      io.digitalWrite(coil, value);
      void io.taken(coil).then((isTaken) => answers.push(isTaken));
    }
    expect(answers).toEqual([]);
    await clock.advance(ms(60));
    expect(answers).toEqual([true, true]);
    await end();
  });

  test.each([
    ['a guardian that refuses', (world: Awaited<ReturnType<typeof withDoor>>) => (world.filter.swallowsOrders = true), 300],
    ['a line that hangs', ({ cable }: Awaited<ReturnType<typeof withDoor>>) => (cable.hangs = true), 300],
    ['a cable that is pulled out', ({ cable, clock }: Awaited<ReturnType<typeof withDoor>>) => {
      clock.setTimer('somebody pulls', ms(1), () => cable.pullOut());
      cable.hangs = true;
    }, 1],
  ])('an order that got lost on its way, by %s, is refused', async (_, lose, withinMs) => {
    const world = await withDoor();
    const { io, clock, end } = world;
    lose(world);
    const answers: boolean[] = [];
    io.digitalWrite(coil, 1);
    void io.taken(coil).then((isTaken) => answers.push(isTaken));
    await clock.advance(ms(withinMs - 1));
    expect(answers).toEqual([]);
    await clock.advance(ms(1));
    expect(answers).toEqual([false]);
    await end();
  });

  test('a pin that it does not have, or has no direction, is refused to whoever wires the profile', async () => {
    const { io, end } = await withDoor();
    expect(() => io.pinMode(20, input)).toThrow('pin 20 is not made for that');
    expect(() => io.digitalWrite(5, 1)).toThrow('pin 5 has no direction yet');
    await end();
  });
});
