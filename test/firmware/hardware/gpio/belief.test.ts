import { describe, expect, test } from 'vitest';
import { Belief } from '../../../../firmware/hardware/gpio/belief.ts';
import { VirtualClock } from '../../../../sim/virtual-clock.ts';
import { ms } from '../../../../statecharts/units.ts';

const roundMs = 40;

/** What is told while a chip is read round after round, `+` where it answers and `-` where it does not. */
async function told(rounds: string): Promise<string[]> {
  const clock = new VirtualClock();
  const belief = new Belief(clock);
  const news: string[] = [];
  for (const round of rounds) {
    if (round === '-' && belief.fail()) news.push(`lost at ${String(clock.monoMs())}`);
    if (round === '+' && belief.read() && news.at(-1)?.startsWith('lost') === true) news.push(`believed at ${String(clock.monoMs())}`);
    await clock.advance(ms(roundMs));
  }
  return news;
}

describe('doors on a chip that is read again and again', () => {
  test('are known from the first reading, and through two that fail', async () => {
    expect(new Belief(new VirtualClock()).read()).toBe(true);
    expect(await told('+--+--+--+')).toEqual([]);
  });

  test('are lost after three, and believed again after two seconds without a failure', async () => {
    expect(await told(`+---${'+'.repeat(60)}`)).toEqual(['lost at 120', 'believed at 2120']);
  });

  test('are lost once on a loose wire, however often it makes contact', async () => {
    expect(await told(`+${`---${'+'.repeat(20)}`.repeat(50)}`)).toEqual(['lost at 120']);
  });

  test('are lost anew when the wire breaks after that', async () => {
    expect(await told(`---${'+'.repeat(60)}---`)).toHaveLength(3);
  });
});
