import { EventEmitter } from 'node:events';
import { ms, type Milliseconds } from '../../../statecharts/units.ts';
import type { Clock, Timer } from '../../ports/clock.ts';
import type { OnTrouble } from '../field.ts';
import type { IoPlugin } from './board.ts';
import { ExpanderInputs } from './expander-inputs.ts';
import { InputLoop } from './input-loop.ts';
import type { InputListener, InputSource } from './input-source.ts';
import type { Kernel } from './kernel.ts';
import { LineInputs } from './line-inputs.ts';
import { onBuses, outputPinsOf, type PinPlan } from './pin-plan.ts';

/**
 * Each source waits in a thread, and there are four for the whole program: one for the pins of the Pi, so many for all I2C
 * buses, and the rest for the disk, even while every bus stands still. More buses take turns.
 */
const busThreadsMost = 2;

const modes = { INPUT: 0, OUTPUT: 1 } as const;

/** Who switches outputs, and tells soon whether one is as ordered. Throws where that is impossible now. */
interface PinOrders {
  order(pin: number, to: 'on' | 'off'): Promise<boolean>;
}

interface PiIoOptions {
  readonly kernel: Kernel;
  readonly plan: PinPlan;
  readonly outputs: PinOrders;
  readonly clock: Clock;
  readonly onTrouble: OnTrouble;
}

interface Input {
  /** `null` before the first reading, and while nobody can say. */
  level: 0 | 1 | null;
  readonly listeners: ((value: number) => void)[];
}

/**
 * The pins of the Pi and of its expanders as an IO plugin for johnny-five, which sees one row of numbers. Inputs are read
 * here; outputs are somebody else's, who is ordered. Beside what such a plugin emits: `lost` and `found`, with an input's pin.
 */
export class PiIo extends EventEmitter implements IoPlugin {
  readonly name = 'pins of the Pi';
  readonly MODES = modes;
  readonly HIGH = 1;
  readonly LOW = 0;
  readonly pins: readonly { readonly supportedModes: readonly number[] }[];
  readonly analogPins: readonly number[] = [];
  isReady = false;
  readonly #options: PiIoOptions;
  readonly #outputs: ReadonlySet<number>;
  readonly #inputs = new Map<number, Input>();
  readonly #taken = new Map<number, Promise<boolean>>();
  readonly #loops: readonly InputLoop[];
  readonly #timers = new Set<Timer>();
  #isClosed = false;

  /** @throws LockerError `hardware.not-ready`; nothing stays open then */
  constructor(options: PiIoOptions) {
    super();
    this.#options = options;
    const { chips, expanders } = options.plan;
    this.#outputs = new Set(outputPinsOf(options.plan).map(({ pin }) => pin));
    for (const { pin } of [...chips.flatMap(({ inputs }) => inputs), ...expanders.flatMap(({ inputPins }) => inputPins)]) {
      this.#inputs.set(pin, { level: null, listeners: [] });
    }
    const highest = Math.max(0, ...this.#outputs, ...this.#inputs.keys());
    this.pins = Array.from({ length: highest + 1 }, (_, pin) => ({ supportedModes: this.#modesOf(pin) }));
    this.#loops = this.#openSources().map((sources) => new InputLoop(sources, options.clock));
    // Whoever makes the board over this plugin must have the time to listen first.
    this.#later('io plugin ready', ms(0), () => {
      this.emit('connect');
      this.isReady = true;
      this.emit('ready');
    });
  }

  /** Every pin is already what it is going to be: that was decided with the first call to the kernel. */
  pinMode(pin: number, mode: number): void {
    if (!this.#modesOf(pin).includes(mode)) throw new RangeError(`pin ${String(pin)} is not wired so`);
  }

  /** On an input it asks for the pull-up, which is on. */
  digitalWrite(pin: number, value: number): void {
    if (this.#outputs.has(pin)) this.#taken.set(pin, this.#options.outputs.order(pin, value === 0 ? 'off' : 'on'));
  }

  /** Whether the last order to this pin was carried out, as soon as that is known. */
  taken(pin: number): Promise<boolean> {
    return this.#taken.get(pin) ?? Promise.resolve(false);
  }

  /** Delivers the present level soon, then every change of it. */
  digitalRead(pin: number, listener: (value: number) => void): void {
    const input = this.#inputs.get(pin);
    if (input === undefined) throw new RangeError(`pin ${String(pin)} is no input`);
    let isTold = false;
    input.listeners.push((value) => {
      isTold = true;
      listener(value);
    });
    this.#later(`pin ${String(pin)} is read`, ms(0), () => {
      if (input.level !== null && !isTold) listener(input.level);
    });
  }

  /** Every chip has been looked at once more. */
  async round(): Promise<void> {
    await Promise.all(this.#loops.map((loop) => loop.round()));
  }

  /** Files closed, threads at their end. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const timer of this.#timers) this.#options.clock.cancel(timer);
    this.#timers.clear();
    await Promise.all(this.#loops.map((loop) => loop.close()));
  }

  /** Those of a row take turns. */
  #openSources(): readonly (readonly InputSource[])[] {
    const { kernel, plan, clock } = this.#options;
    const listener: InputListener = {
      levels: (levels) => levels.forEach((level, pin) => this.#take(pin, level)),
      lost: (pins, where, why) => this.#lose(pins, where, why),
    };
    const lines: InputSource[] = [];
    const buses: InputSource[] = [];
    try {
      const chips = plan.chips.filter(({ inputs }) => inputs.length > 0);
      if (chips.length > 0) lines.push(new LineInputs(kernel, chips, listener, clock));
      for (const onBus of onBuses(plan.expanders.filter(({ inputPins }) => inputPins.length > 0))) {
        buses.push(new ExpanderInputs(kernel, onBus, listener, clock));
      }
    } catch (error) {
      for (const source of [...lines, ...buses]) source.close();
      throw error;
    }
    const inTurn = Array.from({ length: busThreadsMost }, (_, turn) => buses.filter((_bus, index) => index % busThreadsMost === turn));
    return [lines, ...inTurn].filter((sources) => sources.length > 0);
  }

  #take(pin: number, level: 0 | 1): void {
    const input = this.#inputs.get(pin);
    if (this.#isClosed || input === undefined || input.level === level) return;
    const wasLost = input.level === null;
    input.level = level;
    if (wasLost) this.emit('found', pin);
    for (const listener of input.listeners) listener(level);
  }

  #lose(pins: readonly number[], where: string, why: unknown): void {
    if (this.#isClosed) return;
    this.#options.onTrouble(where, why);
    for (const pin of pins) {
      const input = this.#inputs.get(pin);
      if (input) input.level = null;
      this.emit('lost', pin);
    }
  }

  #modesOf(pin: number): readonly number[] {
    if (this.#outputs.has(pin)) return [modes.OUTPUT];
    return this.#inputs.has(pin) ? [modes.INPUT] : [];
  }

  #later(name: string, after: Milliseconds, what: () => void): void {
    if (this.#isClosed) return;
    const timer = this.#options.clock.setTimer(name, after, () => {
      this.#timers.delete(timer);
      what();
    });
    this.#timers.add(timer);
  }
}
