import { describe, expect, test } from 'vitest';
import type { Clock } from '../firmware/ports/clock.ts';
import { ms } from '../statecharts/units.ts';

interface ClockRig {
  readonly clock: Clock;
  /** Lets at least so many milliseconds go by. */
  advance(by: number): Promise<void>;
}

/** What every clock promises. Delays are a few milliseconds: one of the clocks really waits. */
export function clockContract(name: string, makeRig: () => ClockRig): void {
  describe(`${name}: what every clock promises`, () => {
    test('time since boot goes on and never back', async () => {
      const { clock, advance } = makeRig();
      const before = clock.monoMs();
      await advance(10);
      const after = clock.monoMs();
      expect(after - before).toBeGreaterThanOrEqual(10);
      expect(clock.monoMs()).toBeGreaterThanOrEqual(after);
    });

    test('the wall clock says a moment that a calendar knows, and how far to trust it', () => {
      const { clock } = makeRig();
      expect(new Date(clock.wallMs()).toISOString()).toMatch(/^20\d\d-/);
      expect(['ntp', 'server', 'rtc', 'floor']).toContain(clock.quality());
    });

    test('a timer fires once, not before its time, and says its name', async () => {
      const { clock, advance } = makeRig();
      const fired: number[] = [];
      const before = clock.monoMs();
      expect(clock.setTimer('door 7', ms(15), () => fired.push(clock.monoMs() - before)).name).toBe('door 7');
      expect(fired).toEqual([]);
      await advance(60);
      expect(fired).toHaveLength(1);
      expect(fired[0]).toBeGreaterThanOrEqual(14); // Node's timers round, and may be a millisecond early.
    });

    test('timers fire in the order of their moments, and at the same moment in the order they were set', async () => {
      const { clock, advance } = makeRig();
      const fired: string[] = [];
      for (const [name, after] of [['last', 30], ['first', 0], ['second', 0], ['third', 10]] as const) {
        clock.setTimer(name, ms(after), () => fired.push(name));
      }
      await advance(80);
      expect(fired).toEqual(['first', 'second', 'third', 'last']);
    });

    test('a timer that was cancelled does not fire, and cancelling it again is no trouble', async () => {
      const { clock, advance } = makeRig();
      const fired: string[] = [];
      const cancelled = clock.setTimer('cancelled', ms(5), () => fired.push('cancelled'));
      const over = clock.setTimer('over', ms(5), () => fired.push('over'));
      clock.cancel(cancelled);
      clock.cancel(cancelled);
      await advance(40);
      clock.cancel(over);
      expect(fired).toEqual(['over']);
    });

    test('a timer never fires while it is being set, not even one of no length', async () => {
      const { clock, advance } = makeRig();
      let isSet = false;
      let wasSet: boolean | null = null;
      clock.setTimer('at once', ms(0), () => (wasSet = isSet));
      isSet = true;
      await advance(20);
      expect(wasSet).toBe(true);
    });
  });
}
