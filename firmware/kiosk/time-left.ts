import type { Clock } from '../ports/clock.ts';
import type { Screen } from './screens.ts';

/**
 * How long a screen still stays. The same screen may be shown again while its timer runs on, because a reopen window
 * has ended or a setting has changed; it must not promise more time than the chart will give.
 */
export class TimeLeft {
  readonly #clock: Clock;
  #shown: Screen['screen'] | null = null;
  #endsMonoMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The person has done something that gives the screen its whole time again. */
  begin(): void {
    this.#shown = null;
  }

  on(screen: Screen): Screen {
    const isSame = screen.screen === this.#shown;
    this.#shown = screen.screen;
    if (!('homeInMs' in screen)) return screen;
    const now = this.#clock.monoMs();
    if (!isSame) this.#endsMonoMs = now + screen.homeInMs;
    return { ...screen, homeInMs: Math.max(0, Math.round(this.#endsMonoMs - now)) };
  }
}
