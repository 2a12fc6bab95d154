import { describe, expect, test } from 'vitest';
import { firmataReadyWithin, firmataSpeaksWithin } from '../../../../firmware/hardware/serial/firmata-link.ts';
import { ms } from '../../../../statecharts/units.ts';
import { coil, contact, firmataRig, wireDoor } from '../../../support/firmata-rig.ts';

/** Modes of a pin, as Firmata numbers them. */
const [input, output] = [0, 1];

describe('a bank that starts with a microcontroller', () => {
  test('a technician learns that what is on the port is no Firmata, and the bank starts without it', async () => {
    const { clock, cable, told, open, cabinet } = firmataRig();
    cable.garble = () => Uint8Array.of(1, 2, 3);
    const opening = open();
    await clock.advance(firmataSpeaksWithin);
    const io = await opening;
    expect(told).toEqual(['no StandardFirmata answers: check cable, baud rate and what is flashed']);
    expect(io.report()).toMatchObject({ state: 'lost', trouble: 'silent' });
    await io.close();
    cabinet.stop();
    await clock.advance(ms(10));
    expect(clock.waiting()).toEqual([]);
  });

  test('a bank starts while its cable is out: the pins are lost, no coil comes on, and both are found with the cable', async () => {
    const { clock, cable, cabinet, told, said, board, open } = firmataRig();
    cable.pullOut();
    const io = await open();
    const seen = wireDoor(io);
    expect([io.isReady, told]).toEqual([true, ['the cable is out']]);
    expect([...new Set(seen)]).toEqual([`${String(coil)} lost`, `${String(contact)} lost`]);
    expect(io.report()).toMatchObject({ state: 'lost', trouble: 'unplugged' });
    expect(() => io.digitalWrite(coil, 1)).toThrow('out of reach');
    expect(() => io.pinMode(20, input)).toThrow('pin 20 is not made for that');
    seen.length = 0;
    cable.plugIn();
    await clock.advance(ms(5_000));
    expect(seen).toEqual([`${String(coil)} found`, 'reads 0', `${String(contact)} found`]);
    const orders = said.filter(([first = 0]) => first < 0xf0 || first === 0xf4);
    expect(orders.slice(0, 2)).toEqual([[0x90, 0, 0], [0xf4, coil, output]]);
    expect(board.pin(coil)).toEqual({ mode: output, isHigh: false });
    await io.close();
    cabinet.stop();
    await clock.advance(ms(10));
    expect(clock.waiting()).toEqual([]);
  });

  test('a silent one is waited for no longer than a slow one, and found when it speaks at last', async () => {
    const { clock, cable, cabinet, told, said, open } = firmataRig();
    cable.garble = () => Uint8Array.of();
    const opening = open();
    await clock.advance(firmataSpeaksWithin);
    const io = await opening;
    const seen = wireDoor(io);
    expect(told).toEqual(['no StandardFirmata answers: check cable, baud rate and what is flashed']);
    expect(io.report()).toMatchObject({ state: 'lost', trouble: 'silent' });
    expect([...new Set(seen)]).toEqual([`${String(coil)} lost`, `${String(contact)} lost`]);
    expect(() => io.digitalWrite(coil, 1)).toThrow('out of reach');
    await io.loop.round(); // It is not we who stand still.
    seen.length = said.length = 0;
    cable.garble = (bytes) => bytes;
    await clock.advance(ms(5_000));
    // To open its port again would reset it, and it would begin anew.
    expect([cable.opened, seen]).toEqual([1, [`${String(coil)} found`, 'reads 0', `${String(contact)} found`]]);
    expect(said.filter(([first = 0]) => first < 0xf0 || first === 0xf4).slice(0, 2)).toEqual([[0x90, 0, 0], [0xf4, coil, output]]);
    await io.close();
    cabinet.stop();
    await clock.advance(ms(10));
    expect(clock.waiting()).toEqual([]);
  });

  test('a bank that stops while one is still silent leaves nothing behind', async () => {
    const { clock, cable, cabinet, told, open } = firmataRig();
    cable.garble = () => Uint8Array.of();
    const opening = open();
    await clock.advance(firmataSpeaksWithin);
    await (await opening).close();
    await clock.advance(ms(60_000));
    cabinet.stop();
    expect([cable.opened, told.length, clock.waiting()]).toEqual([1, 1, []]);
  });

  test('a bank that stops while the guardian of a silent one is ending waits for it: the port is anybody\'s then', async () => {
    const { clock, cable, cabinet, open } = firmataRig();
    cable.garble = () => Uint8Array.of();
    const close = (): Promise<void> => new Promise((resolve) => void clock.setTimer('guardian ends', ms(1_000), resolve));
    const opening = open(() => ({ ...cable.makeTransport(), close }));
    await clock.advance(ms(firmataReadyWithin + 500));
    let isClosed = false;
    const closing = (await opening).close().then(() => (isClosed = true));
    await clock.advance(ms(400));
    expect(isClosed).toBe(false);
    await clock.advance(ms(200));
    await closing;
    cabinet.stop();
    expect(clock.waiting()).toEqual([]);
  });
});
