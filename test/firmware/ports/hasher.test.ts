import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calibrate, hashMsMost, leastCost, scryptBytesMost, type ScryptCost } from '../../../firmware/ports/hasher.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { ms } from '../../../statecharts/units.ts';

/** A machine on which the least cost takes so long, and everything else in proportion; now and then it is slower. */
function machine(leastMs: number, hiccup: () => number = () => 1) {
  const clock = new VirtualClock();
  const tried: ScryptCost[] = [];
  let atOnce = 0;
  return {
    clock, tried,
    hasher: {
      async scrypt(_password: string, _salt: Uint8Array, cost: ScryptCost) {
        expect(++atOnce).toBe(1);
        tried.push(cost);
        await clock.advance(ms(msOf(cost, leastMs) * hiccup()));
        atOnce--;
        return new Uint8Array(32);
      },
    },
  };
}

const msOf = ({ n, r, p }: ScryptCost, leastMs: number) => leastMs * ((n * r * p) / (leastCost.n * leastCost.r * leastCost.p));
const bytesOf = ({ n, r }: ScryptCost) => 128 * n * r;

describe('the cost of a password', () => {
  test.each([[350, leastCost], [150, { n: 2 ** 15, r: 8, p: 1 }], [35, { n: 2 ** 15, r: 8, p: 5 }], [1, { n: 2 ** 15, r: 8, p: 8 }]])(
    'is the dearest that a machine affords within 400 ms [%i ms for the least]', async (leastMs, cost) => {
      const { hasher, clock } = machine(leastMs);
      expect(await calibrate(hasher, clock)).toEqual(cost);
    });

  test('never falls below the least, however slow the machine is', async () => {
    const { hasher, clock, tried } = machine(5_000);
    expect(await calibrate(hasher, clock)).toEqual(leastCost);
    expect(tried).toHaveLength(2);
  });

  test('is judged by the slower run: a machine that stumbles now and then stays within the time', async () => {
    let run = 0;
    const { hasher, clock } = machine(150, () => (++run % 2 === 0 ? 2 : 1));
    expect(await calibrate(hasher, clock)).toEqual(leastCost);
  });

  test('stays within 32 MiB and 400 ms on every machine that affords the least, and is found within seconds', async () => fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 400 }), async (leastMs) => {
      const { hasher, clock, tried } = machine(leastMs);
      const cost = await calibrate(hasher, clock);
      expect(msOf(cost, leastMs)).toBeLessThanOrEqual(hashMsMost);
      for (const one of tried) expect(bytesOf(one)).toBeLessThanOrEqual(scryptBytesMost);
      expect(cost.n * cost.p).toBeGreaterThanOrEqual(leastCost.n);
      expect(clock.monoMs()).toBeLessThan(10_000);
    }),
    { numRuns: 40 },
  ));
});
