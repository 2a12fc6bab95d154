import { together } from '../firmware/hardware/readers.ts';
import type { Beeper } from '../firmware/ports/beeper.ts';
import type { Clock } from '../firmware/ports/clock.ts';
import type { Hardware, Readers } from '../firmware/ports/hardware.ts';
import type { Key } from '../firmware/ports/keypad.ts';
import type { Speech } from '../firmware/ports/speech.ts';
import { SimulatedReader } from './cabinet/reader.ts';
import { SimulatedBeeper, SimulatedHeadphones, SimulatedKeypad } from './tactile.ts';
import { Transcript, type Heard } from './transcript.ts';

/** What there is beside the screen, as somebody who stands there finds it. */
export interface KioskSides {
  readonly headphones: 'in' | 'out';
  /** Newest first. */
  readonly heard: readonly HeardLine[];
  /** Doors that have just made a sound, and how many sounds they have made. */
  readonly beeping: readonly { readonly locker: number; readonly count: number }[];
}

/** One sound of the voice. `speaking` is still to be heard. */
export interface HeardLine {
  /** Counts from 1: no two lines of a run have the same. */
  readonly number: number;
  readonly what: 'speech' | 'tone';
  readonly text: string;
  readonly language: string;
  readonly from: 'headphones' | 'loudspeaker';
  readonly end: 'speaking' | 'spoken' | 'cut-off' | 'failed';
}

/** Enough to follow what was said on three screens. */
const shownMost = 40;

/** So long the drawing shows that a door has made a sound: somebody who looks up still sees which one it was. */
const beepSeenMs = 2_000;

/** Scanner, badge reader, keypad, socket for headphones, voice and sounders of a simulated bank. They outlive the bank. */
export class AtKiosk {
  readonly scanner = new SimulatedReader('scanner');
  readonly badges = new SimulatedReader('badge');
  readonly readers: Readers = together(this.scanner, this.badges);
  readonly transcript: Transcript;
  readonly #clock: Clock;
  readonly #keypad = new SimulatedKeypad();
  readonly #headphones = new SimulatedHeadphones();
  readonly #beeper: SimulatedBeeper;
  readonly #counts = new Map<number, number>();
  /** Lines that the transcript has had, and has no more. */
  #forgotten = 0;
  readonly #listeners = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.transcript = new Transcript(clock);
    this.#beeper = new SimulatedBeeper(clock);
  }

  /** What a bank is given beside locks and sensors. */
  hardware(): Pick<Required<Hardware>, 'readers' | 'speech' | 'keypad' | 'headphones' | 'beeper'> {
    return {
      readers: this.readers, speech: this.#speech(), keypad: this.#keypad, headphones: this.#headphones, beeper: this.#sounders(),
    };
  }

  /** @returns how to stop listening */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  press(key: Key): void {
    this.#keypad.press(key);
  }

  /** @returns whether the plug was not there already */
  plug(to: 'in' | 'out'): boolean {
    const isPlugged = to === 'in';
    if (this.#headphones.isPlugged() === isPlugged) return false;
    this.#headphones.plug(isPlugged);
    this.#changed();
    return true;
  }

  state(): KioskSides {
    const seenFrom = this.#clock.monoMs() - beepSeenMs;
    const lockers = new Set(this.#beeper.beeps().filter(({ atMs }) => atMs >= seenFrom).map(({ locker }) => locker));
    const heard = this.transcript.heard();
    return {
      headphones: this.#headphones.isPlugged() ? 'in' : 'out',
      heard: heard.map((one, index) => lineOf(one, this.#forgotten + index + 1)).slice(-shownMost).reverse(),
      beeping: [...lockers].map((locker) => ({ locker, count: this.#counts.get(locker) ?? 0 })),
    };
  }

  /** A bank that starts anew finds the same voice, so closing it only silences it. */
  #speech(): Speech {
    const { transcript } = this;
    return {
      speak: (utterance) => {
        const speaking = this.#noted(() => transcript.speak(utterance));
        void speaking.then(() => this.#changed());
        return speaking;
      },
      tone: (...sound) => {
        this.#noted(() => transcript.tone(...sound));
      },
      silence: () => transcript.silence(),
      watch: (listener) => transcript.watch(listener),
      close: () => {
        transcript.silence();
        return Promise.resolve();
      },
    };
  }

  #noted<T>(make: () => T): T {
    const before = this.transcript.heard().length;
    const made = make();
    const now = this.transcript.heard().length;
    if (now < before) this.#forgotten += before + 1 - now;
    this.#changed();
    return made;
  }

  #sounders(): Beeper {
    return {
      beep: (locker) => {
        this.#beeper.beep(locker);
        this.#counts.set(locker, (this.#counts.get(locker) ?? 0) + 1);
        this.#changed();
      },
    };
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

const toneWords = { typed: 'click: a key was felt', refused: 'buzz: nothing happens', warning: 'warning tone' } as const;

function lineOf(heard: Heard, number: number): HeardLine {
  const { output: from } = heard;
  if (heard.kind === 'tone') return { number, what: 'tone', text: toneWords[heard.tone], language: '', from, end: 'spoken' };
  return { number, what: 'speech', text: heard.text, language: heard.language, from, end: heard.end ?? 'speaking' };
}
