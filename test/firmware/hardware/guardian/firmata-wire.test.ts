import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FirmataWire } from '../../../../firmware/hardware/guardian/firmata-wire.ts';
import { Guard } from '../../../../firmware/hardware/guardian/guard.ts';
import { VirtualClock } from '../../../../sim/virtual-clock.ts';
import { ms } from '../../../../statecharts/units.ts';

/** Coils on pins 2 and 3, a lamp on 13; pin 5 is nobody's. */
const coils = [2, 3];
const guarded = [...coils, 13];

function rig(atOnce = 1) {
  const clock = new VirtualClock();
  const sent: number[][] = [];
  const wire = new FirmataWire(guarded, (bytes) => void sent.push([...bytes]));
  const pins = guarded.map((pin) => ({ pin, mostMs: coils.includes(pin) ? 500 : null }));
  const guard = new Guard({ pins, atOnce, outputs: wire, clock, onTrouble: () => undefined });
  return { clock, sent, guard, wire, say: (...bytes: number[]) => wire.push(Uint8Array.from(bytes), guard) };
}

const last = (sent: readonly number[][]): number[] => sent.at(-1) ?? [];

describe('the wire to a microcontroller', () => {
  test('carries what has nothing to do with coils as it is, however it was cut', () => {
    const { sent, say } = rig();
    say(0xf0);
    say(0x79, 0xf7, 0xf9, 0xc0);
    say(0x01, 0xd1, 0x01, 0xf4, 14, 0);
    say(0xf4, 2, 1);
    expect(sent).toEqual([[0xf0, 0x79, 0xf7], [0xf9], [0xc0, 1], [0xd1, 1], [0xf4, 14, 0], [0xf4, 2, 1]]);
  });

  test('switches a coil on and off as the controller says', async () => {
    const { clock, sent, say } = rig();
    say(0x90, 0b100, 0);
    expect(last(sent)).toEqual([0x90, 0b100, 0]);
    await clock.advance(ms(400));
    say(0x90, 0, 0);
    expect(last(sent)).toEqual([0x90, 0, 0]);
    await clock.advance(ms(10_000));
    expect(clock.waiting()).toEqual([]);
  });

  test('ends a pulse itself, and takes the coil out of whatever is said about its neighbours', async () => {
    const { clock, sent, say } = rig();
    say(0x90, 0b100, 0);
    await clock.advance(ms(500));
    expect(last(sent)).toEqual([0x90, 0, 0]);
    // Whoever has lost count still believes that the coil is on, and moves pin 5.
    say(0x90, 0b10_0100, 0);
    expect(last(sent)).toEqual([0x90, 0b10_0000, 0]);
    say(0x90, 0b10_0000, 0);
    say(0x90, 0b10_0100, 0);
    expect(last(sent)).toEqual([0x90, 0b10_0100, 0]);
  });

  test('never carries two coils in one message, and one more than the supply bears not at all', () => {
    const { sent, say } = rig(2);
    say(0x90, 0b1100, 0);
    expect(sent).toEqual([[0x90, 0b100, 0], [0x90, 0b1100, 0], [0x90, 0b1100, 0]]);
    const single = rig(1);
    single.say(0x90, 0b1100, 0);
    expect(last(single.sent)).toEqual([0x90, 0b100, 0]);
  });

  test('lets one coil go before the next one comes, where one message says both', () => {
    const { sent, say } = rig();
    say(0x90, 0b100, 0);
    sent.length = 0;
    say(0x90, 0b1000, 0);
    expect(sent).toEqual([[0x90, 0, 0], [0x90, 0b1000, 0], [0x90, 0b1000, 0]]);
  });

  test('guards single pins, and pins beyond the seventh bit, too', async () => {
    const { clock, sent, say } = rig();
    say(0xf5, 2, 1);
    expect(last(sent)).toEqual([0x90, 0b100, 0]);
    say(0xf5, 5, 1);
    expect(last(sent)).toEqual([0xf5, 5, 1]);
    await clock.advance(ms(500));
    expect(last(sent)).toEqual([0x90, 0b10_0000, 0]);
    say(0x91, 0b010_0000, 1);
    expect(last(sent)).toEqual([0x91, 0b010_0000, 1]);
  });

  test.each([
    ['a coil whose pin becomes a pulse width', [0xf4, 2, 3]],
    ['a pulse width on a coil', [0xe2, 0x7f, 1]],
    ['the same in the long form', [0xf0, 0x6f, 3, 0x7f, 1, 0xf7]],
    ['the rest of something', [0x12, 0x34]],
  ])('does not carry %s', (_what, bytes) => {
    const { sent, say } = rig();
    say(...bytes);
    expect(sent).toEqual([]);
  });

  test('forgets a message that has no end', () => {
    const { sent, say } = rig();
    say(0xf0, ...new Array<number>(3000).fill(1), 0xf7);
    say(0xf9);
    expect(sent).toEqual([[0xf9]]);
  });

  test('a reset of the board is the end of every pulse', async () => {
    const { clock, sent, say } = rig();
    say(0x90, 0b100, 0);
    say(0xff);
    expect(sent.slice(-2)).toEqual([expect.arrayContaining([0x91]), [0xff]]);
    expect(clock.waiting()).toEqual([]);
    await clock.advance(ms(500));
  });

  test('at the start every coil is off, whatever was before', () => {
    const { sent, wire } = rig();
    wire.rest();
    expect(sent).toEqual([[0x90, 0, 0], [0x91, 0, 0]]);
  });

  test('whatever bytes come, no more coils are on than the supply bears, and none after its time', async () => {
    const bytes = fc.array(fc.oneof(fc.nat(255), fc.constantFrom(0x90, 0xf5, 0xff, 2, 4, 8, 12)), { maxLength: 60 });
    await fc.assert(fc.asyncProperty(fc.array(bytes, { maxLength: 6 }), async (chunks) => {
      const { clock, sent, say } = rig();
      const coilsIn = ([first = 0, bits = 0]: readonly number[]): number => (first === 0x90 ? ((bits >> 2) & 1) + ((bits >> 3) & 1) : 0);
      for (const chunk of chunks) {
        say(...chunk);
        await clock.advance(ms(50));
      }
      expect(sent.every((message) => coilsIn(message) <= 1)).toBe(true);
      await clock.advance(ms(1000));
      expect(coilsIn(sent.findLast(([first]) => first === 0x90) ?? [])).toBe(0);
    }), { numRuns: 300 });
  });
});
