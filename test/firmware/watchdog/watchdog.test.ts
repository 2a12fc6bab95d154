import { describe, expect, test } from 'vitest';
import type { TurningPart } from '../../../firmware/ports/turning-part.ts';
import { Watchdog } from '../../../firmware/watchdog/watchdog.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { ms, seconds } from '../../../statecharts/units.ts';

/** A part that goes round every 100 ms, until somebody stops it. */
class Wheel implements TurningPart {
  readonly name: string;
  is: 'turning' | 'standing' | 'broken' = 'turning';
  readonly #clock: VirtualClock;
  readonly #waiting: (() => void)[] = [];

  constructor(name: string, clock: VirtualClock) {
    this.name = name;
    this.#clock = clock;
  }

  round(): Promise<void> {
    if (this.is === 'broken') return Promise.reject(new Error('it never will'));
    return new Promise((resolve) => {
      this.#clock.setTimer(this.name, ms(100), () => {
        if (this.is === 'turning') resolve();
        else this.#waiting.push(resolve);
      });
    });
  }

  turnAgain(): void {
    this.is = 'turning';
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

const names = ['line /dev/ttyUSB0', 'journal', 'doors', 'page'] as const;

function begin() {
  const clock = new VirtualClock();
  const parts = names.map((name) => new Wheel(name, clock));
  const fed: number[] = [];
  const still: { readonly atMs: number; readonly parts: readonly string[] }[] = [];
  const watchdog = new Watchdog({
    parts, clock, starvesAfter: seconds(30), feed: () => fed.push(clock.monoMs()),
    onStill: (which) => still.push({ atMs: clock.monoMs(), parts: which }),
  });
  watchdog.start();
  return { clock, parts, fed, still, watchdog };
}

describe('the watchdog', () => {
  test('is fed several times within the time after which it ends a bank, as long as all parts go round', async () => {
    const { clock, fed, still } = begin();
    await clock.advance(minute);
    expect(fed.length).toBeGreaterThanOrEqual(7);
    const pauses = fed.slice(1).map((at, index) => at - (fed[index] ?? 0));
    expect(Math.max(...pauses)).toBeLessThan(10_000);
    expect(still).toEqual([]);
  });

  test.each(names)('is not fed any more when this part stands still, and says so before it ends the bank: %s', async (name) => {
    const { clock, parts, fed, still } = begin();
    await clock.advance(seconds(20));
    parts.filter((part) => part.name === name).forEach((part) => (part.is = 'standing'));
    await clock.advance(seconds(7.7)); // The round that it was asked for last may still have come.
    const last = fed.at(-1) ?? 0;
    await clock.advance(seconds(60));
    expect(fed.at(-1)).toBe(last);
    expect(still.map(({ parts: which }) => which)).toEqual([[name]]);
    expect((still[0]?.atMs ?? Infinity) - last).toBeLessThan(30_000);
  });

  test('asks a part that has failed again, and feeds when it is mended', async () => {
    const { clock, parts: [line], fed, still } = begin();
    await clock.advance(seconds(20));
    if (line) line.is = 'broken';
    await clock.advance(seconds(25));
    const last = fed.at(-1) ?? 0;
    line?.turnAgain();
    await clock.advance(seconds(10));
    expect(fed.at(-1)).toBeGreaterThan(last);
    expect(still.map(({ parts: which }) => which)).toEqual([[names[0]], []]);
  });

  test('names all parts that stand still, and no others', async () => {
    const { clock, parts: [line, journal, doors], still } = begin();
    if (line) line.is = 'broken';
    if (doors) doors.is = 'standing';
    await clock.advance(seconds(25));
    expect(still.map(({ parts: which }) => which)).toEqual([[line?.name, doors?.name]]);
    expect(journal?.is).toBe('turning');
  });

  test('feeds nobody after its end, whatever comes round then, and leaves no timer', async () => {
    const { clock, parts: [line], fed, watchdog } = begin();
    if (line) line.is = 'standing';
    await clock.advance(seconds(5));
    watchdog.stop();
    line?.turnAgain();
    await clock.advance(minute);
    expect(fed).toEqual([]);
  });

  test('of a bank without parts, such as the set-up screen, is fed', async () => {
    const clock = new VirtualClock();
    let fed = 0;
    const watchdog = new Watchdog({ parts: [], clock, starvesAfter: seconds(30), feed: () => fed++, onStill: () => undefined });
    watchdog.start();
    await clock.advance(minute);
    expect(fed).toBeGreaterThan(4);
  });
});

const minute = seconds(60);
