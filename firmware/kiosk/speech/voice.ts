import { volumeMost, type Output, type Speech, type Tone, type Utterance } from '../../ports/speech.ts';

export const usualVolume = 5;
const usualPace = 165;
const paces = { least: 105, most: 285, step: 30 } as const;

type Manner = Omit<Utterance, 'text'>;

/** Says sentence after sentence where somebody listens, as loud and as fast as they want it, until it is interrupted. */
export class Voice {
  readonly #speech: Speech;
  /** `null`: nobody has asked to hear anything. */
  #output: Output | null = null;
  #volume = usualVolume;
  #pace = usualPace;
  /** Goes up with each interruption: what was to be said before it is not said any more. */
  #turn = 0;
  #isTalking = false;

  constructor(speech: Speech) {
    this.#speech = speech;
  }

  output(): Output | null {
    return this.#output;
  }

  isTalking(): boolean {
    return this.#isTalking;
  }

  turnTo(output: Output | null): void {
    this.interrupt();
    this.#output = output;
  }

  louder(by: 1 | -1): void {
    this.#volume = Math.max(1, Math.min(this.#volume + by, volumeMost));
  }

  faster(by: 1 | -1): void {
    this.#pace = Math.max(paces.least, Math.min(this.#pace + by * paces.step, paces.most));
  }

  /** As everybody finds it. */
  reset(): void {
    this.#volume = usualVolume;
    this.#pace = usualPace;
  }

  /** To whoever listens; to nobody otherwise. */
  say(sentences: readonly string[], language: string): void {
    if (this.#output !== null) this.#begin(sentences, { language, output: this.#output, volume: this.#volume, pace: this.#pace });
  }

  /** To everybody here, who may not have asked for it. */
  announce(sentences: readonly string[], language: string): void {
    this.#begin(sentences, { language, output: 'loudspeaker', volume: usualVolume, pace: usualPace });
  }

  tone(tone: Tone): void {
    this.#speech.tone(tone, this.#output ?? 'loudspeaker', this.#output === null ? usualVolume : this.#volume);
  }

  interrupt(): void {
    this.#turn++;
    this.#isTalking = false;
    this.#speech.silence();
  }

  #begin(sentences: readonly string[], manner: Manner): void {
    this.interrupt();
    this.#isTalking = sentences.length > 0;
    void this.#sayAll(sentences, manner, this.#turn);
  }

  /** A sentence that fails is left out: the next one may be short enough, or the sound card be back. */
  async #sayAll(sentences: readonly string[], manner: Manner, turn: number): Promise<void> {
    for (const text of sentences) {
      if (turn !== this.#turn) return;
      await this.#speech.speak({ ...manner, text });
    }
    if (turn === this.#turn) this.#isTalking = false;
  }
}
