import { EventEmitter } from 'node:events';
import { ms, type Milliseconds } from '../../../statecharts/units.ts';
import type { Clock, Timer } from '../../ports/clock.ts';
import type { OnTrouble } from '../field.ts';
import { Rounds } from '../rounds.ts';
import type { IoPlugin } from './board.ts';
import { GpioChip, inRequests, type InputLines } from './cdev.ts';
import type { Kernel } from './kernel.ts';
import { Mcp23017 } from './mcp23017.ts';
import type { PinPlan, PlannedPin } from './pin-plan.ts';

/** How long a thread waits for an edge: the process can end within this time. */
const edgeWithinMs = 200;
/** A door's movement is known within 250 ms: this, the time of a reading, and what a contact takes to settle. */
const pollEvery = ms(40);
/** So many readings of an expander must fail before its pins are unknown, and succeed before they are known again. */
const failsMost = 3;
const readsLeast = 5;

const modes = { INPUT: 0, OUTPUT: 1 } as const;

/** Who switches outputs. Throws where that is impossible now. */
interface PinOrders {
  order(pin: number, to: 'on' | 'off'): void;
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
 * here; outputs are somebody else's, who is ordered. Beside what such a plugin emits: `lost` and `found`, with a pin.
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
  readonly #lines: { readonly lines: InputLines; readonly pins: readonly PlannedPin[] }[] = [];
  readonly #expanders: PolledExpander[] = [];
  readonly #timers = new Set<Timer>();
  readonly #edgeRounds = new Rounds();
  #edges: Promise<void> = Promise.resolve();
  #edgesAreLost = false;
  #isClosed = false;

  /** @throws LockerError `hardware.not-ready`; nothing stays open then */
  constructor(options: PiIoOptions) {
    super();
    this.#options = options;
    const { chips, expanders } = options.plan;
    const outputs = [...chips.flatMap((chip) => chip.outputs), ...expanders.flatMap(({ outputPins }) => outputPins)];
    this.#outputs = new Set(outputs.map(({ pin }) => pin));
    for (const { pin } of [...chips.flatMap(({ inputs }) => inputs), ...expanders.flatMap(({ inputPins }) => inputPins)]) {
      this.#inputs.set(pin, { level: null, listeners: [] });
    }
    const highest = Math.max(0, ...this.#outputs, ...this.#inputs.keys());
    this.pins = Array.from({ length: highest + 1 }, (_, pin) => ({ supportedModes: this.#modesOf(pin) }));
    try {
      this.#open();
    } catch (error) {
      this.#closeFiles();
      throw error;
    }
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
    if (this.#outputs.has(pin)) this.#options.outputs.order(pin, value === 0 ? 'off' : 'on');
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

  /** Every chip has been looked at once more. Rejects when one of them never will be again. */
  async round(): Promise<void> {
    if (this.#edgesAreLost) throw new Error('nobody watches the pins any more');
    const rounds = this.#expanders.map(({ rounds: one }) => one.next());
    await Promise.all(this.#lines.length > 0 ? [this.#edgeRounds.next(), ...rounds] : rounds);
  }

  /** Files closed, threads at their end. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const timer of this.#timers) this.#options.clock.cancel(timer);
    this.#timers.clear();
    await this.#edges;
    await Promise.all(this.#expanders.map((expander) => expander.settled));
    this.#closeFiles();
  }

  #open(): void {
    const { kernel, plan } = this.#options;
    for (const { labels, inputs } of plan.chips) {
      if (inputs.length === 0) continue;
      const chip = GpioChip.open(kernel, labels);
      try {
        for (const pins of inRequests(inputs)) this.#lines.push({ lines: chip.requestInputs(pins.map(({ channel }) => channel)), pins });
      } finally {
        chip.close();
      }
    }
    for (const { lines, pins } of this.#lines) this.#takeLevels(lines, pins);
    if (this.#lines.length > 0) this.#edges = this.#watchEdges();
    for (const expander of plan.expanders) {
      if (expander.inputPins.length === 0) continue;
      const name = `${expander.device} 0x${expander.address.toString(16)}`;
      const polled = new PolledExpander(Mcp23017.open(kernel, expander), name, expander.inputPins);
      this.#expanders.push(polled);
      this.#poll(polled);
    }
  }

  async #watchEdges(): Promise<void> {
    const { kernel } = this.#options;
    while (!this.#isClosed) {
      try {
        const ready = await kernel.readable(this.#lines.map(({ lines }) => lines.file), edgeWithinMs);
        this.#edgeRounds.done();
        if (this.#isClosed) return;
        for (const { lines, pins } of this.#lines) {
          if (!ready.includes(lines.file)) continue;
          lines.drain();
          this.#takeLevels(lines, pins);
        }
      } catch (error) {
        // A chip does not go away while it runs; if it does, nothing of it can be believed any more.
        this.#options.onTrouble(this.name, error);
        for (const { pins } of this.#lines) for (const { pin } of pins) this.#lose(pin);
        this.#edgesAreLost = true;
        return;
      }
    }
  }

  #takeLevels(lines: InputLines, pins: readonly PlannedPin[]): void {
    const levels = lines.levels();
    for (const { pin, channel } of pins) this.#take(pin, levels.get(channel) === 'high' ? 1 : 0);
  }

  #poll(expander: PolledExpander): void {
    expander.settled = expander.read().then((news) => {
      expander.rounds.done();
      if (this.#isClosed) return;
      if (news !== null) this.#hear(expander, news);
      this.#later(`expander ${expander.name} is read`, pollEvery, () => this.#poll(expander));
    });
  }

  #hear({ name, pins }: PolledExpander, news: ExpanderNews): void {
    if ('lost' in news) {
      this.#options.onTrouble(name, news.lost);
      for (const { pin } of pins) this.#lose(pin);
    } else {
      for (const { pin, channel } of pins) this.#take(pin, (news.bits >> channel) & 1 ? 1 : 0);
    }
  }

  #take(pin: number, level: 0 | 1): void {
    const input = this.#inputs.get(pin);
    if (input === undefined || input.level === level) return;
    const wasLost = input.level === null;
    input.level = level;
    for (const listener of input.listeners) listener(level);
    if (wasLost) this.emit('found', pin);
  }

  #lose(pin: number): void {
    const input = this.#inputs.get(pin);
    if (input === undefined) return;
    input.level = null;
    this.emit('lost', pin);
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

  #closeFiles(): void {
    for (const { lines } of this.#lines) lines.close();
    for (const expander of this.#expanders) expander.close();
  }
}

type ExpanderNews = { readonly bits: number } | { readonly lost: unknown };

/** The inputs of one expander. It is slower to believe than to doubt. */
class PolledExpander {
  readonly name: string;
  readonly pins: readonly PlannedPin[];
  readonly rounds = new Rounds();
  settled: Promise<void> = Promise.resolve();
  readonly #chip: Mcp23017;
  #fails = 0;
  #reads = readsLeast;

  constructor(chip: Mcp23017, name: string, pins: readonly PlannedPin[]) {
    this.#chip = chip;
    this.name = name;
    this.pins = pins;
  }

  /** What has to be told; `null`: nothing. */
  async read(): Promise<ExpanderNews | null> {
    try {
      const bits = await this.#chip.read();
      this.#fails = 0;
      this.#reads = Math.min(this.#reads + 1, readsLeast);
      return this.#reads >= readsLeast ? { bits } : null;
    } catch (error) {
      this.#fails++;
      if (this.#fails === failsMost) this.#reads = 0;
      return this.#fails === failsMost ? { lost: error } : null;
    }
  }

  close(): void {
    this.#chip.close();
  }
}
