import type { Clock, Timer } from '../ports/clock.ts';
import { ms } from '../../statecharts/units.ts';

/** What XState calls a clock. */
interface XStateClock {
  readonly setTimeout: (fire: (...args: unknown[]) => void, timeout: number) => Timer;
  readonly clearTimeout: (timer: Timer) => void;
}

/** Lends our clock to a chart, so that its named delays run on the same time as everything else. */
export function xstateClock(clock: Clock, name = 'chart'): XStateClock {
  return {
    setTimeout: (fire, timeout) => clock.setTimer(name, ms(timeout), fire),
    clearTimeout: (timer) => clock.cancel(timer),
  };
}
