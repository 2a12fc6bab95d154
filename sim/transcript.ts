import type { Clock, Timer } from '../firmware/ports/clock.ts';
import { utteranceMost, type Output, type Speech, type SpokenAnswer, type Tone, type Utterance } from '../firmware/ports/speech.ts';
import { ms, type Milliseconds } from '../statecharts/units.ts';

/** What was heard, where, from when until when. Milliseconds since the clock began; `null`: it is being spoken. */
export type Heard =
  | (Utterance & { readonly kind: 'speech'; readonly atMs: number; readonly endedMs: number | null; readonly end: SpokenAnswer | null })
  | { readonly kind: 'tone'; readonly tone: Tone; readonly output: Output; readonly volume: number; readonly atMs: number };

/** Five letters and a space are a word. */
const charactersOfWord = 6;

/** Older lines are forgotten: a simulated bank talks for days. */
export const heardMost = 2_000;

interface Talking {
  readonly at: number;
  readonly timer: Timer;
  readonly resolve: (answer: SpokenAnswer) => void;
}

/** A voice that writes down what it says, and takes as long for it as a real one. */
export class Transcript implements Speech {
  readonly #clock: Clock;
  #heard: Heard[] = [];
  #talking: Talking | null = null;
  #isClosed = false;
  #isBroken = false;
  readonly #listeners: ((isHeard: boolean) => void)[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  speak(utterance: Utterance): Promise<SpokenAnswer> {
    this.silence();
    if (this.#isClosed || this.#isBroken) return Promise.resolve('failed');
    const text = utterance.text.slice(0, utteranceMost);
    const atMs = this.#clock.monoMs();
    this.#note({ ...utterance, text, kind: 'speech', atMs, endedMs: null, end: null });
    return new Promise((resolve) => {
      const timer = this.#clock.setTimer('speech', lengthOf(text, utterance.pace), () => this.#end('spoken'));
      this.#talking = { at: this.#heard.length - 1, timer, resolve };
    });
  }

  tone(tone: Tone, output: Output, volume: number): void {
    this.silence();
    if (!this.#isClosed && !this.#isBroken) this.#note({ kind: 'tone', tone, output, volume, atMs: this.#clock.monoMs() });
  }

  silence(): void {
    if (this.#talking) this.#clock.cancel(this.#talking.timer);
    this.#end('cut-off');
  }

  watch(listener: (isHeard: boolean) => void): void {
    this.#listeners.push(listener);
    listener(!this.#isBroken);
  }

  close(): Promise<void> {
    this.#isClosed = true;
    this.silence();
    return Promise.resolve();
  }

  /** The sound card is gone, or back. */
  break(isBroken: boolean): void {
    if (isBroken === this.#isBroken) return;
    this.#isBroken = isBroken;
    if (isBroken) this.silence();
    for (const listener of this.#listeners) listener(!isBroken);
  }

  heard(): readonly Heard[] {
    return this.#heard;
  }

  /** The texts alone, in the order in which they began. */
  texts(output?: Output): readonly string[] {
    return this.#heard.flatMap((one) => (one.kind === 'speech' && (output === undefined || one.output === output) ? [one.text] : []));
  }

  /** Whether anything is to be heard now. */
  isSilent(): boolean {
    return this.#talking === null;
  }

  clear(): void {
    this.silence();
    this.#heard = [];
  }

  #note(heard: Heard): void {
    if (this.#heard.length >= heardMost) this.#heard = this.#heard.slice(heardMost / 2);
    this.#heard.push(heard);
  }

  #end(end: SpokenAnswer): void {
    const talking = this.#talking;
    if (talking === null) return;
    this.#talking = null;
    const begun = this.#heard[talking.at];
    if (begun?.kind === 'speech') this.#heard[talking.at] = { ...begun, endedMs: this.#clock.monoMs(), end };
    talking.resolve(end);
  }
}

function lengthOf(text: string, pace: number): Milliseconds {
  return ms(Math.ceil((text.length / charactersOfWord) * (60_000 / pace)));
}
