import type { Clock, Timer } from '../../firmware/ports/clock.ts';
import { ms, type Milliseconds } from '../../statecharts/units.ts';
import type { Panel } from './emulated-board.ts';

/** Between two coils that a board energises one after the other. */
const betweenCoils = ms(50);

/** The coils of an emulated board that ends its pulses by itself. It limits nothing: what is ordered is done. */
export class TimedCoils {
  readonly #panel: Panel;
  readonly #clock: Clock;
  /** Channels with current; `null`: nothing ends it. */
  readonly #ends = new Map<number, Timer | null>();
  #next: Timer | null = null;

  constructor({ panel, clock }: { readonly panel: Panel; readonly clock: Clock }) {
    this.#panel = panel;
    this.#clock = clock;
  }

  /** A pulse during a pulse begins anew. */
  pulse(channel: number, length: Milliseconds): void {
    this.hold(channel);
    this.#ends.set(channel, this.#clock.setTimer(`board ends the pulse of ${String(channel)}`, length, () => this.rest(channel)));
  }

  /** One after the other; what was under way so is given up. */
  pulseInTurn(channels: readonly number[], length: Milliseconds): void {
    if (this.#next) this.#clock.cancel(this.#next);
    this.#next = null;
    const [first, ...others] = channels;
    if (first === undefined) return;
    this.pulse(first, length);
    this.#next = this.#clock.setTimer('board goes on to the next coil', ms(length + betweenCoils), () => this.pulseInTurn(others, length));
  }

  /** Current until somebody says otherwise. */
  hold(channel: number): void {
    const before = this.#ends.get(channel);
    if (before) this.#clock.cancel(before);
    this.#ends.set(channel, null);
    if (before === undefined) this.#panel.energise(channel);
  }

  isOn(channel: number): boolean {
    return this.#ends.has(channel);
  }

  rest(channel: number): void {
    const end = this.#ends.get(channel);
    if (end === undefined) return;
    if (end) this.#clock.cancel(end);
    this.#ends.delete(channel);
    this.#panel.rest(channel);
  }

  restAll(): void {
    this.pulseInTurn([], ms(0));
    for (const channel of [...this.#ends.keys()]) this.rest(channel);
  }
}
