import { ms, type Milliseconds } from '../../../statecharts/units.ts';
import type { Clock } from '../../ports/clock.ts';
import { Belief } from './belief.ts';
import { visitAll } from './visit-all.ts';
import type { InputListener, InputSource } from './input-source.ts';
import type { Kernel } from './kernel.ts';
import { Mcp23017 } from './mcp23017.ts';
import type { PlannedExpander } from './pin-plan.ts';

/** A door's movement is known within 250 ms: this, the time of a reading, and what a contact takes to settle. */
const pollAfter = ms(40);

/** The inputs of all expanders on one I2C bus, read one after the other: 1.5 ms each at 100 kHz. */
export class ExpanderInputs implements InputSource {
  readonly name: string;
  readonly #expanders: PolledExpander[] = [];

  /** @throws LockerError `hardware.not-ready`; nothing stays open then */
  constructor(kernel: Kernel, planned: readonly PlannedExpander[], listener: InputListener, clock: Clock) {
    this.name = planned[0]?.device ?? '';
    try {
      for (const plan of planned) this.#expanders.push(new PolledExpander(Mcp23017.open(kernel, plan), plan, listener, new Belief(clock)));
    } catch (error) {
      this.close();
      throw error;
    }
  }

  async round(): Promise<Milliseconds> {
    await visitAll(this.#expanders);
    return pollAfter;
  }

  close(): void {
    for (const expander of this.#expanders) expander.close();
  }
}

class PolledExpander {
  readonly #chip: Mcp23017;
  readonly #plan: PlannedExpander;
  readonly #listener: InputListener;
  readonly #belief: Belief;

  constructor(chip: Mcp23017, plan: PlannedExpander, listener: InputListener, belief: Belief) {
    this.#chip = chip;
    this.#belief = belief;
    this.#plan = plan;
    this.#listener = listener;
  }

  async visit(): Promise<void> {
    const bits = await this.#chip.read();
    if (!this.#belief.read()) return;
    this.#listener.levels(new Map(this.#plan.inputPins.map(({ pin, channel }) => [pin, (bits >> channel) & 1 ? 1 : 0])));
  }

  fail(error: unknown): void {
    if (this.#belief.fail()) this.#listener.lost(this.#plan.inputPins.map(({ pin }) => pin), this.#chip.name, error);
  }

  close(): void {
    this.#chip.close();
  }
}
