import { spawn, type ChildProcess } from 'node:child_process';
import { utteranceMost, volumeMost, type Output, type Speech, type SpokenAnswer, type Tone, type Utterance } from '../ports/speech.ts';
import { wavOfTone } from './tone-wav.ts';

export interface EspeakOptions {
  /** Names of sound cards as ALSA has them. */
  readonly devices: Readonly<Record<Output, string>>;
  readonly onTrouble: (where: string, error: unknown) => void;
  /** The program that makes a sound file of a text; a test gives another one. */
  readonly voice?: readonly string[];
  /** The program that plays a sound file; the name of the card comes last. */
  readonly player?: readonly string[];
}

/** Two minutes of one sentence: the sound card hangs, or the program does. */
const soundMostMs = 120_000;

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
  /** Told once, until a sound has been heard again: a missing program would fill the log. */
  #isTold = false;

  constructor(options: EspeakOptions) {
    this.#options = options;
    this.#voice = options.voice ?? ['espeak-ng'];
    this.#player = options.player ?? ['aplay', '-q', '-D'];
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

  async close(): Promise<void> {
    this.#isClosed = true;
    this.silence();
    await this.#sound?.over;
  }

  /** A sound card has one owner: the next sound waits until the program that plays the last one is gone. */
  async #sounds(output: Output, feed: (player: ChildProcess) => readonly ChildProcess[]): Promise<SpokenAnswer> {
    this.silence();
    const turn = this.#turn;
    while (this.#sound) await this.#sound.over;
    if (this.#isClosed) return 'failed';
    if (turn !== this.#turn) return 'cut-off';
    try {
      const player = start([...this.#player, this.#options.devices[output], '-'], 'ignore');
      const sound: Sound = { programs: [], end: null, over: Promise.resolve('failed') };
      const programs = [...feed(player), player];
      this.#sound = Object.assign(sound, { programs, over: this.#overOf(sound, programs) });
      return await sound.over;
    } catch (error) {
      this.#fail(error);
      return 'failed';
    }
  }

  /** Settles when all of its programs are gone. */
  async #overOf(sound: Sound, programs: readonly ChildProcess[]): Promise<SpokenAnswer> {
    const tooLong = setTimeout(() => this.#cutOff('failed'), soundMostMs);
    await Promise.all(programs.map(async (program) => {
      const wrong = await ended(program);
      if (wrong === null || sound.end !== null) return;
      this.#fail(wrong);
      // Its neighbour would wait for it for ever.
      this.#cutOff('failed');
    }));
    clearTimeout(tooLong);
    this.#sound = null;
    if (sound.end === null) this.#isTold = false;
    return sound.end ?? 'spoken';
  }

  #cutOff(end: SpokenAnswer): void {
    const sound = this.#sound;
    if (sound === null) return;
    sound.end ??= end;
    for (const program of sound.programs) program.kill('SIGKILL');
  }

  #fail(error: unknown): void {
    if (!this.#isTold) this.#options.onTrouble('speech', error);
    this.#isTold = true;
  }
}

function start([program = '', ...args]: readonly string[], output: 'pipe' | 'ignore'): ChildProcess {
  const child = spawn(program, args, { stdio: ['pipe', output, 'ignore'] });
  // Who was killed does not read any more; what that means is told by its end.
  for (const stream of [child.stdin, child.stdout]) stream?.on('error', () => undefined);
  return child;
}

/** What was wrong with a program that has ended; `null`: nothing. */
function ended(child: ChildProcess): Promise<Error | null> {
  return new Promise((resolve) => {
    child.once('error', resolve);
    child.once('close', (code) => resolve(code === 0 ? null : new Error(`${child.spawnfile} ended with ${String(code)}`)));
  });
}

/** Only what looks like a language becomes an argument. */
function voiceOf(language: string): string {
  return /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(language) ? language.toLowerCase() : 'en';
}
