import { seconds } from '../../../statecharts/units.ts';
import type { Clock } from '../../ports/clock.ts';
import { ExpectedTrouble } from '../../ports/expected-trouble.ts';
import type { InTurn } from '../../ports/in-turn.ts';
import type { OnTrouble } from '../field.ts';
import { Belief } from './belief.ts';
import type { Mcp23017 } from './mcp23017.ts';

/** Looked at once a second. An order that comes meanwhile is tried in any case: this is about what is told. */
const ofOutputs = { failsMost: 1, steadyLeast: seconds(4) } as const;

interface ExpanderOutputsOptions {
  readonly chip: Mcp23017;
  readonly bus: InTurn;
  readonly name: string;
  readonly clock: Clock;
  readonly onTrouble: OnTrouble;
  readonly onReach: (is: 'lost' | 'found') => void;
}

/**
 * The outputs of an expander, which may be away, and which is low before anything else when it is back. What is written is
 * what is wanted when it is written: an order that was taken back while the bus was busy is never carried out.
 */
export class ExpanderOutputs {
  readonly #options: ExpanderOutputsOptions;
  readonly #belief: Belief;
  /** One bit a channel, each: what shall be on, what was last written, and what may be on. */
  #wanted = 0;
  #written = 0;
  #perhapsOn = 0;
  #next: Promise<void> | null = null;
  /** Not before it was set up here: whoever had it last may have left something on. */
  #isOurs = false;

  constructor(options: ExpanderOutputsOptions) {
    this.#options = options;
    this.#belief = new Belief(options.clock, ofOutputs);
  }

  /** Rejects where the expander does not take it. */
  set(channel: number, to: 'on' | 'off'): Promise<void> {
    const bit = 1 << channel;
    this.#wanted = to === 'on' ? this.#wanted | bit : this.#wanted & ~bit;
    // Nothing of it is on, and it will be set up before anything is: nobody has to wait for one that is dead.
    if (to === 'off' && this.#belief.isLost && (this.#perhapsOn & bit) === 0) return Promise.resolve();
    return this.#next ??= this.#options.bus.take(() => {
      this.#next = null;
      return this.#write();
    });
  }

  /** All of them off, whoever has switched them on. */
  rest(): Promise<void> {
    const { bus, chip } = this.#options;
    return bus.take(() => chip.switch(0));
  }

  /** Sets it up again where it has lost its power, or was not there. That it is back is told when it has stayed for a while. */
  async visit(): Promise<void> {
    const { bus, name, onTrouble, onReach } = this.#options;
    await bus.take(() => this.#setUpIfLost());
    const wasLost = this.#belief.isLost;
    if (!this.#belief.read() || !wasLost) return;
    onTrouble(name, new ExpectedTrouble('the expander is back'));
    onReach('found');
  }

  fail(error: unknown): void {
    if (!this.#belief.fail()) return;
    this.#options.onTrouble(this.#options.name, error);
    this.#options.onReach('lost');
  }

  close(): void {
    this.#options.chip.close();
  }

  async #write(): Promise<void> {
    const tried = this.#wanted;
    try {
      if ((tried & ~this.#written) !== 0) await this.#setUpIfLost();
      const on = this.#wanted;
      this.#perhapsOn |= on;
      await this.#options.chip.switch(on);
      this.#written = this.#perhapsOn = on;
    } catch (error) {
      this.#wanted &= ~tried | this.#written; // It was refused, and does not come on with somebody else's order.
      throw error;
    }
  }

  async #setUpIfLost(): Promise<void> {
    const { chip } = this.#options;
    if (this.#isOurs && (await chip.isSetUp())) return;
    await chip.setUp();
    if (this.#isOurs) this.fail(new ExpectedTrouble('the expander had lost its power for a moment'));
    this.#isOurs = true;
    this.#wanted &= ~this.#written; // What has gone off with the power stays off.
    this.#written = this.#perhapsOn = 0;
  }
}
