import { ms, type Milliseconds } from '../../../statecharts/units.ts';
import type { Clock } from '../../ports/clock.ts';
import { Belief } from './belief.ts';
import { GpioChip, inRequests, type InputLines } from './cdev.ts';
import type { InputListener, InputSource } from './input-source.ts';
import type { Kernel } from './kernel.ts';
import type { PlannedLines, PlannedPin } from './pin-plan.ts';

/** How long a thread waits for an edge: the process can end within this time. */
const edgeWithinMs = 200;
/** A call that was merely interrupted succeeds at once. What goes on failing is tried again ever more seldom. */
const againAfter = { first: ms(40), most: ms(5000) } as const;

/** The inputs among the Pi's own pins. Whatever the kernel refuses is tried again, after a while with lines that are taken anew. */
export class LineInputs implements InputSource {
  readonly name = 'pins of the Pi';
  readonly #kernel: Kernel;
  readonly #chips: readonly PlannedLines[];
  readonly #listener: InputListener;
  readonly #belief: Belief;
  #again: Milliseconds = againAfter.first;
  /** What the levels are is news then, whether or not one moves. */
  #isNew = true;
  #taken: { readonly lines: InputLines; readonly pins: readonly PlannedPin[] }[] = [];

  /** @throws LockerError `hardware.not-ready`; nothing stays open then */
  constructor(kernel: Kernel, chips: readonly PlannedLines[], listener: InputListener, clock: Clock) {
    this.#belief = new Belief(clock);
    this.#kernel = kernel;
    this.#chips = chips;
    this.#listener = listener;
    this.#take();
  }

  async round(): Promise<Milliseconds> {
    try {
      if (this.#taken.length === 0) this.#take();
      const ready = await this.#kernel.readable(this.#taken.map(({ lines }) => lines.file), this.#isNew ? 0 : edgeWithinMs);
      this.#isNew = false;
      for (const { lines } of this.#taken) if (ready.includes(lines.file)) lines.drain();
      this.#tell();
      this.#again = againAfter.first;
      return ms(0);
    } catch (error) {
      return this.#fail(error);
    }
  }

  close(): void {
    for (const { lines } of this.#taken) lines.close();
    this.#taken = [];
  }

  #take(): void {
    this.#isNew = true;
    try {
      for (const { labels, inputs } of this.#chips) {
        const chip = GpioChip.open(this.#kernel, labels);
        try {
          for (const pins of inRequests(inputs)) this.#taken.push({ lines: chip.requestInputs(pins.map(({ channel }) => channel)), pins });
        } finally {
          chip.close();
        }
      }
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** All of them each time: an edge that the kernel has swallowed is made up for. */
  #tell(): void {
    const levels = new Map(this.#taken.flatMap(({ lines, pins }) => {
      const read = lines.levels();
      return pins.map(({ pin, channel }) => [pin, read.get(channel) === 'high' ? 1 : 0] as const);
    }));
    if (this.#belief.read()) this.#listener.levels(levels);
  }

  #fail(error: unknown): Milliseconds {
    if (this.#belief.fail()) this.#listener.lost(this.#chips.flatMap(({ inputs }) => inputs.map(({ pin }) => pin)), this.name, error);
    if (!this.#belief.isLost) return this.#again;
    this.close(); // A chip that was away has forgotten its lines.
    this.#again = ms(Math.min(this.#again * 2, againAfter.most));
    return this.#again;
  }
}
