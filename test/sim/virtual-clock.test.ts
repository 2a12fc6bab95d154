import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../sim/virtual-clock.ts';
import { ms } from '../../statecharts/units.ts';

/** Three delays of 10 ms, each set when the one before has fired: the case that XState's own clock gets wrong. */
function chain(clock: VirtualClock): string[] {
  const seen: string[] = [];
  const say = (what: string): void => void seen.push(`${what} at ${String(clock.monoMs())}`);
  clock.setTimer('first', ms(10), () => {
    say('first');
    clock.setTimer('second', ms(10), () => {
      say('second');
      clock.setTimer('third', ms(10), () => say('third'));
    });
  });
  return seen;
}

describe('the virtual clock', () => {
  test('a day told in one step is the same day as told in three [30 ms]', async () => {
    const atOnce = new VirtualClock();
    const byTens = new VirtualClock();
    const [one, three] = [chain(atOnce), chain(byTens)];
    await atOnce.advance(ms(30));
    for (let step = 0; step < 3; step++) await byTens.advance(ms(10));
    expect(one).toEqual(['first at 10', 'second at 20', 'third at 30']);
    expect(three).toEqual(one);
    expect(atOnce.monoMs()).toBe(30);
  });

  test('two people who are due at the same moment are served in the order they came', async () => {
    const clock = new VirtualClock();
    const seen: string[] = [];
    clock.setTimer('late', ms(20), () => seen.push('late'));
    clock.setTimer('a', ms(10), () => seen.push('a'));
    clock.setTimer('b', ms(10), () => seen.push('b'));
    await clock.advance(ms(20));
    expect(seen).toEqual(['a', 'b', 'late']);
  });

  test('a promise made when a door opens is kept before the next timer fires', async () => {
    const clock = new VirtualClock();
    const seen: string[] = [];
    const tell = async (what: string): Promise<void> => {
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
      seen.push(what);
    };
    clock.setTimer('opens', ms(10), () => void tell('opened is told'));
    clock.setTimer('closes', ms(10), () => seen.push('closes'));
    await clock.advance(ms(10));
    expect(seen).toEqual(['opened is told', 'closes']);
  });

  test('a timer that is cancelled does not fire, not even twice cancelled', async () => {
    const clock = new VirtualClock();
    const seen: string[] = [];
    const timer = clock.setTimer('never', ms(10), () => seen.push('never'));
    clock.setTimer('other', ms(10), () => seen.push('other'));
    clock.cancel(timer);
    clock.cancel(timer);
    expect(clock.waiting()).toEqual(['other']);
    expect(clock.untilNext()).toBe(10);
    await clock.advance(ms(10));
    expect(seen).toEqual(['other']);
    expect(clock.untilNext()).toBeNull();
  });

  test('the wall clock steps and no timer notices', async () => {
    const clock = new VirtualClock({ wallMs: 1_000_000, quality: 'floor' });
    const seen: number[] = [];
    clock.setTimer('due', ms(100), () => seen.push(clock.wallMs()));
    clock.stepWall(5_000_000);
    clock.setQuality('ntp');
    await clock.advance(ms(100));
    expect(seen).toEqual([5_000_100]);
    expect(clock.monoMs()).toBe(100);
    expect(clock.quality()).toBe('ntp');
  });

  test('a timer that throws stops the clock at its own moment', async () => {
    const clock = new VirtualClock();
    clock.setTimer('breaks', ms(10), () => {
      throw new Error('broken');
    });
    await expect(clock.advance(ms(50))).rejects.toThrow('broken');
    expect(clock.monoMs()).toBe(10);
    await clock.advance(ms(5));
    expect(clock.monoMs()).toBe(15);
  });

  test('time cannot be advanced by two at once', async () => {
    const clock = new VirtualClock();
    const first = clock.advance(ms(10));
    await expect(clock.advance(ms(10))).rejects.toThrow('already being advanced');
    await first;
    expect(clock.monoMs()).toBe(10);
  });
});
