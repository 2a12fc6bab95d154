import { ms } from '../../statecharts/units.ts';
import type { Clock, Timer } from '../../firmware/ports/clock.ts';
import type { CabinetFault } from './faults.ts';

/** What a sensor pin carries; `null` when no wire drives it. */
export type Level = 'low' | 'high' | null;

/** When a reed that moves bounces, in ms after it first touches; an even number, so that it ends where it went. */
const bouncesMs = [2, 3, 6, 8] as const;
/** A worn reed lies on the right side for 70 ms, then on the wrong one: no filter that is quick enough for a person hides that. */
const wornBouncesMs = [4, 15, 22, 60, 130, 200, 210, 300] as const;
/** From then on a worn reed tells the truth. */
export const wornLiesFor = ms(wornBouncesMs[7]);

/** The closed-sensor of one door: a reed that bounces when it moves, on a wire that can be broken. */
export class Contact {
  readonly #clock: Clock;
  readonly #closedIs: 'low' | 'high';
  readonly #tell: () => void;
  #leaf: 'open' | 'closed';
  #fault: CabinetFault | null;
  /** Odd while the reed is off its end position. */
  #flips = 0;
  #bounces: Timer[] = [];

  constructor(clock: Clock, closedIs: 'low' | 'high', leaf: 'open' | 'closed', fault: CabinetFault | null, tell: () => void) {
    this.#clock = clock;
    this.#closedIs = closedIs;
    this.#leaf = leaf;
    this.#fault = fault;
    this.#tell = tell;
  }

  level(): Level {
    switch (this.#fault) {
      case 'sensor-lost':
        return null;
      case 'sensor-stuck-open':
        return this.#levelOf('open');
      case 'sensor-stuck-closed':
        return this.#levelOf('closed');
      default: // Every other fault, and none, leaves the sensor honest.
        return this.#levelOf(this.#flips % 2 === 0 ? this.#leaf : opposite(this.#leaf));
    }
  }

  move(leaf: 'open' | 'closed'): void {
    this.#change(() => {
      this.#leaf = leaf;
      this.#bounce(this.#fault === 'bouncing' ? wornBouncesMs : bouncesMs);
    });
  }

  setFault(fault: CabinetFault | null): void {
    this.#change(() => {
      this.#fault = fault;
    });
  }

  stop(): void {
    for (const bounce of this.#bounces) this.#clock.cancel(bounce);
    this.#bounces = [];
    this.#flips = 0;
  }

  #bounce(afterMs: readonly number[]): void {
    this.stop();
    const flip = (): void => this.#change(() => this.#flips++);
    this.#bounces = afterMs.map((after): Timer => this.#clock.setTimer('reed bounces', ms(after), flip));
  }

  #change(change: () => void): void {
    const before = this.level();
    change();
    if (this.level() !== before) this.#tell();
  }

  #levelOf(leaf: 'open' | 'closed'): Level {
    return leaf === 'closed' ? this.#closedIs : this.#closedIs === 'low' ? 'high' : 'low';
  }
}

function opposite(leaf: 'open' | 'closed'): 'open' | 'closed' {
  return leaf === 'open' ? 'closed' : 'open';
}
