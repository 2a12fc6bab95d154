import { ms } from '../../../statecharts/units.ts';
import type { Clock } from '../../ports/clock.ts';
import { InTurn } from '../../ports/in-turn.ts';
import type { OnTrouble } from '../field.ts';
import { GpioChip, inRequests } from './cdev.ts';
import { ExpanderOutputs } from './expander-outputs.ts';
import { visitAll } from './visit-all.ts';
import type { Kernel } from './kernel.ts';
import { Mcp23017 } from './mcp23017.ts';
import { onBuses, type PinPlan, type PlannedExpander, type PlannedPin } from './pin-plan.ts';

/** A guardian lets go of its pins within this time of its controller's end. */
const takeWithin = ms(2000);
const takeAgainAfter = ms(50);

interface PinOutputsOptions {
  readonly kernel: Kernel;
  readonly plan: PinPlan;
  readonly clock: Clock;
  readonly onTrouble: OnTrouble;
  /** Told of the pins of an expander that is away, and that is back. */
  readonly onReach?: (pins: readonly number[], is: 'lost' | 'found') => void;
}

/**
 * Takes all outputs, every one of them off, and waits a little for whoever is about to let go of them.
 * @throws LockerError `hardware.not-ready`
 */
export async function takeOutputs(options: PinOutputsOptions): Promise<PinOutputs> {
  const { clock } = options;
  const endMs = clock.monoMs() + takeWithin;
  for (;;) {
    try {
      return await PinOutputs.open(options);
    } catch (error) {
      if (clock.monoMs() >= endMs) throw error;
    }
    await new Promise<void>((resolve) => void clock.setTimer('pins are taken', takeAgainAfter, resolve));
  }
}

/** All outputs of the Pi and of its expanders. While it is open, nobody else gets them. */
export class PinOutputs {
  readonly #options: PinOutputsOptions;
  /** How each pin is switched: at once, or when its bus has taken it. */
  readonly #places = new Map<number, (to: 'on' | 'off') => void | Promise<void>>();
  readonly #lines: { close(): void }[] = [];
  readonly #buses: { readonly bus: InTurn; readonly expanders: ExpanderOutputs[] }[] = [];

  private constructor(options: PinOutputsOptions) {
    this.#options = options;
  }

  /**
   * Takes all outputs, every one of them off: those of the Pi before it returns, those of expanders before it resolves.
   * An expander that is away is told, and set up when it is back.
   * @throws LockerError `hardware.not-ready`; nothing stays open then
   */
  static async open(options: PinOutputsOptions): Promise<PinOutputs> {
    const outputs = await PinOutputs.#take(options);
    await outputs.mend();
    return outputs;
  }

  /**
   * Everything off, and anybody's afterwards: for the moment in which a guardian has died. One order to each expander is
   * enough; its next guardian sets it up.
   * @throws LockerError `hardware.not-ready`
   */
  static async rest(options: PinOutputsOptions): Promise<void> {
    const outputs = new PinOutputs(options);
    const failures: unknown[] = [];
    outputs.#takeAll((step) => {
      try {
        step();
      } catch (error) {
        failures.push(error);
      }
    });
    await Promise.all(outputs.#buses.map(({ expanders }) => visitAll(expanders.map((expander) => ({
      visit: () => expander.rest(),
      fail: (error) => {
        expander.fail(error);
        failures.push(error);
      },
    })))));
    await outputs.close();
    if (failures.length > 0) throw failures[0];
  }

  /** Those of the Pi are off before it returns. */
  static async #take(options: PinOutputsOptions): Promise<PinOutputs> {
    const outputs = new PinOutputs(options);
    try {
      outputs.#takeAll((step) => step());
    } catch (error) {
      await outputs.close();
      throw error;
    }
    return outputs;
  }

  /**
   * A pin of the Pi itself is switched before it returns; what it returns for another one rejects where the expander does
   * not take it. Throws for a pin that is no output, and where the Pi does not take it.
   */
  set(pin: number, to: 'on' | 'off'): void | Promise<void> {
    const place = this.#places.get(pin);
    if (place === undefined) throw new RangeError(`pin ${String(pin)} is no output`);
    return place(to);
  }

  /** Sets up again what has lost its power, or was not there. Keeps no other output waiting. */
  async mend(): Promise<void> {
    await Promise.all(this.#buses.map(({ expanders }) => visitAll(expanders)));
  }

  /** The outputs stay as they are, and are anybody's: those of the Pi at once. */
  async close(): Promise<void> {
    for (const lines of this.#lines) lines.close();
    await Promise.all(this.#buses.map(async ({ bus, expanders }) => {
      await bus.idle();
      for (const expander of expanders) expander.close();
    }));
  }

  /** @param attempt takes each step of it; whether the others follow where one throws is its affair */
  #takeAll(attempt: (step: () => void) => void): void {
    const { chips, expanders } = this.#options.plan;
    for (const { labels, outputs: pins } of chips) if (pins.length > 0) attempt(() => this.#takeLines(labels, pins));
    for (const onBus of onBuses(expanders)) this.#openExpanders(onBus, attempt);
  }

  #takeLines(labels: readonly string[], pins: readonly PlannedPin[]): void {
    const chip = GpioChip.open(this.#options.kernel, labels);
    try {
      for (const group of inRequests(pins)) {
        const lines = chip.requestOutputs(group.map(({ channel }) => channel));
        this.#lines.push(lines);
        for (const { pin, channel } of group) this.#places.set(pin, (to) => lines.set(channel, to));
      }
    } finally {
      chip.close(); // The lines have a file of their own.
    }
  }

  #openExpanders(planned: readonly PlannedExpander[], attempt: (step: () => void) => void): void {
    const { kernel, clock, onTrouble, onReach } = this.#options;
    // The kernel lets one at a time on a bus anyway, and those who wait there wait in threads: a program has four of them, for
    // its disk, too. So a bus takes one, however many boards hang on it.
    const bus = new InTurn();
    const expanders: ExpanderOutputs[] = [];
    this.#buses.push({ bus, expanders });
    for (const plan of planned) {
      const pins = plan.outputPins.map(({ pin }) => pin);
      attempt(() => {
        const chip = Mcp23017.open(kernel, plan);
        const expander = new ExpanderOutputs({ chip, bus, name: chip.name, clock, onTrouble, onReach: (is) => onReach?.(pins, is) });
        expanders.push(expander);
        for (const { pin, channel } of plan.outputPins) this.#places.set(pin, (to) => expander.set(channel, to));
      });
    }
  }
}
