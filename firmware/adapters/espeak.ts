import { spawn, type ChildProcess } from 'node:child_process';
import { utteranceMost, volumeMost, type Output, type Speech, type SpokenAnswer, type Tone, type Utterance } from '../ports/speech.ts';
import { wavOfTone } from './tone-wav.ts';

interface EspeakOptions {
  /** Names of sound cards as ALSA has them. What is for an output without one is not spoken, least of all by another one. */
  readonly devices: Readonly<Partial<Record<Output, string>>>;
  readonly onTrouble: (where: string, error: unknown) => void;
  /** The program that makes a sound file of a text; a test gives another one. */
  readonly voice?: readonly string[];
  /** The program that plays a sound file; the name of the card comes last. */
  readonly player?: readonly string[];
}

/** Two minutes of one sentence: the sound card hangs, or the program does. */
const soundMostMs = 120_000;

/** A program that was killed is gone after 2 ms, or waits for a card that was pulled out, maybe for ever. */
const closingMostMs = 2_000;

/** One sound on its way: the programs that make it, and what became of it. */
interface Sound {
  readonly programs: readonly ChildProcess[];
  readonly over: Promise<SpokenAnswer>;
  end: SpokenAnswer | null;
}

/**
 * The voice of espeak-ng (1.50 and later), played by ALSA's aplay. Both are killed to be silent: a program that is asked to
 * stop plays its buffer to the end, which is half a second.
 */
export class Espeak implements Speech {
  readonly #options: EspeakOptions;
  readonly #voice: readonly string[];
  readonly #player: readonly string[];
  /** Goes up with each sound that is asked for. */
  #turn = 0;
  #sound: Sound | null = null;
  #isClosed = false;
  /** Where nothing can be heard. Each is told once, until a sound has been heard there again: a missing program would fill the log. */
  readonly #lost = new Set<Output>();
  /** `null`: nothing has been tried yet. */
  #isHeard: boolean | null = null;
  readonly #listeners: ((isHeard: boolean) => void)[] = [];

  constructor(options: EspeakOptions) {
    this.#options = options;
    this.#voice = options.voice ?? ['espeak-ng'];
    this.#player = options.player ?? ['aplay', '-q', '-D'];
  }

  /**
   * Says a letter on each card, so softly that it is silence: a program or a card that is missing shows now, and not when somebody
   * needs it.
   */
  async tryOut(): Promise<void> {
    for (const output of ['loudspeaker', 'headphones'] as const) {
      if (this.#options.devices[output] !== undefined) await this.speak({ text: 'a', language: 'en', output, volume: 0, pace: 285 });
    }
  }

  speak({ text, language, output, volume, pace }: Utterance): Promise<SpokenAnswer> {
    // The text goes in by the pipe: whoever lists the processes of the machine does not read it.
    const args = ['-v', voiceOf(language), '-s', String(pace), '-a', String(Math.round((volume / volumeMost) * 200)), '-b', '1'];
    const isSign = text.length === 1;
    return this.#sounds(output, (player) => {
      const voice = start([...this.#voice, ...args, ...(isSign ? ['--punct'] : []), '--stdin', '--stdout'], 'pipe');
      if (voice.stdout && player.stdin) voice.stdout.pipe(player.stdin);
      voice.stdin?.end(text.slice(0, utteranceMost));
      return [voice];
    });
  }

  tone(tone: Tone, output: Output, volume: number): void {
    void this.#sounds(output, (player) => {
      player.stdin?.end(wavOfTone(tone, volume / volumeMost));
      return [];
    });
  }

  silence(): void {
    this.#turn++;
    this.#cutOff('cut-off');
  }

  watch(listener: (isHeard: boolean) => void): void {
    this.#listeners.push(listener);
    if (this.#isHeard !== null) listener(this.#isHeard);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.silence();
    if (this.#sound === null) return;
    const { over } = this.#sound;
    await new Promise<void>((resolve) => {
      const enough = setTimeout(resolve, closingMostMs);
      void over.then(() => {
        clearTimeout(enough);
        resolve();
      });
    });
  }

  /** A sound card has one owner: the next sound waits until the program that plays the last one is gone. */
  async #sounds(output: Output, feed: (player: ChildProcess) => readonly ChildProcess[]): Promise<SpokenAnswer> {
    this.silence();
    const turn = this.#turn;
    while (this.#sound) await this.#sound.over;
    if (this.#isClosed) return 'failed';
    if (turn !== this.#turn) return 'cut-off';
    const device = this.#options.devices[output];
    if (device === undefined) return 'failed';
    try {
      const player = start([...this.#player, device, '-'], 'ignore');
      const sound: Sound = { programs: [], end: null, over: Promise.resolve('failed') };
      const programs = [...feed(player), player];
      this.#sound = Object.assign(sound, { programs, over: this.#overOf(output, sound, programs) });
      return await sound.over;
    } catch (error) {
      this.#fail(output, error);
      return 'failed';
    }
  }

  /** Settles when all of its programs are gone. */
  async #overOf(output: Output, sound: Sound, programs: readonly ChildProcess[]): Promise<SpokenAnswer> {
    const tooLong = setTimeout(() => {
      this.#fail(output, hanging(programs));
      this.#cutOff('failed');
    }, soundMostMs);
    await Promise.all(programs.map(async (program) => {
      const wrong = await ended(program);
      if (wrong === null || sound.end !== null) return;
      this.#fail(output, wrong);
      // Its neighbour would wait for it for ever.
      this.#cutOff('failed');
    }));
    clearTimeout(tooLong);
    this.#sound = null;
    if (sound.end === null) this.#turnTo(output, 'heard');
    return sound.end ?? 'spoken';
  }

  #cutOff(end: SpokenAnswer): void {
    const sound = this.#sound;
    if (sound === null) return;
    sound.end ??= end;
    for (const program of sound.programs) {
      program.kill('SIGKILL');
      // What nobody plays any more would be kept for somebody to read it, and its program not be over before.
      program.stdout?.destroy();
    }
  }

  #fail(output: Output, error: unknown): void {
    if (!this.#lost.has(output)) this.#options.onTrouble('speech', error);
    this.#turnTo(output, 'lost');
  }

  #turnTo(output: Output, is: 'heard' | 'lost'): void {
    if (is === 'lost') this.#lost.add(output);
    else this.#lost.delete(output);
    const isHeard = this.#lost.size === 0;
    if (isHeard === this.#isHeard) return;
    this.#isHeard = isHeard;
    for (const listener of this.#listeners) listener(isHeard);
  }
}

function start([program = '', ...args]: readonly string[], output: 'pipe' | 'ignore'): ChildProcess {
  const child = spawn(program, args, { stdio: ['pipe', output, 'ignore'] });
  // Who was killed does not read any more; what that means is told by its end.
  for (const stream of [child.stdin, child.stdout]) stream?.on('error', () => undefined);
  return child;
}

/** What was wrong with a program that has ended, and the cure; `null`: nothing. */
function ended(child: ChildProcess): Promise<string | null> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`nothing is heard: ${error.message}. Cure: sudo apt-get install espeak-ng alsa-utils`));
    child.once('close', (code) => resolve(code === 0 ? null : refusalOf(child, code)));
  });
}

function refusalOf({ spawnargs }: ChildProcess, code: number | null): string {
  const cure = 'Cure: compare the sound cards of the profile with those of aplay -L';
  return `nothing is heard: ${spawnargs.join(' ')} ended with ${String(code)}. ${cure}`;
}

function hanging(programs: readonly ChildProcess[]): string {
  const left = programs.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  const names = left.map(({ spawnargs }) => spawnargs.join(' ')).join(', ');
  const cure = 'Cure: plug the sound card in anew, or restart the Pi';
  return `nothing is heard: ${names} has not ended after ${String(soundMostMs / 1_000)} s. ${cure}`;
}

/** Only what looks like a language becomes an argument. */
function voiceOf(language: string): string {
  return /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(language) ? language.toLowerCase() : 'en';
}
