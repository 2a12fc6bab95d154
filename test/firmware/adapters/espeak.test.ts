import { ChildProcess } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { Espeak } from '../../../firmware/adapters/espeak.ts';
import { wavOfTone } from '../../../firmware/adapters/tone-wav.ts';
import type { Utterance } from '../../../firmware/ports/speech.ts';
import { findProgram } from '../../prerequisites.mjs';
import { speechContract } from '../../speech-contract.ts';
import { pacedCard } from '../../support/paced-card.ts';
import { standIns, type StandIns } from '../../support/stand-in-voice.ts';

const devices = { headphones: 'plughw:0', loudspeaker: 'plughw:1' };
const wait = (by: number) => new Promise<void>((resolve) => setTimeout(resolve, by));

/** Real time is late now and then. */
const slackMs = 100;

function rigOf(programs: StandIns, voice: readonly string[]) {
  const speech = new Espeak({ devices, onTrouble: () => undefined, voice, player: programs.player });
  return {
    speech,
    advance: (by: number) => wait(by + slackMs),
    end: async () => {
      await speech.close();
      programs.remove();
    },
  };
}

speechContract('a program that speaks', () => {
  const programs = standIns();
  return rigOf(programs, programs.voice);
});

const espeak = findProgram('espeak-ng');
if (espeak === undefined) {
  test('espeak-ng itself is not tried here, because it is not installed', () => {
    console.log('The voice of espeak-ng was not tried. Install it with:\n  sudo apt-get install -y espeak-ng');
    expect(espeak).toBeUndefined();
  });
} else {
  speechContract('espeak-ng', () => rigOf(standIns(), [espeak]));
}

const aplay = findProgram('aplay');
if (espeak === undefined || aplay === undefined) {
  test('espeak-ng and aplay are not tried together here, because they are not both installed', () => {
    console.log('The voice was not tried with aplay. Install both with:\n  sudo apt-get install -y espeak-ng alsa-utils');
    expect([espeak, aplay]).toContain(undefined);
  });
} else {
  speechContract('espeak-ng into aplay', () => {
    const card = pacedCard();
    vi.stubEnv('ALSA_CONFIG_PATH', card.configuration);
    const speech = new Espeak({ devices: { headphones: card.name, loudspeaker: card.name }, onTrouble: () => undefined });
    return {
      speech,
      advance: (by: number) => wait(by + slackMs),
      end: async () => {
        await speech.close();
        await card.remove();
      },
    };
  });

  test('aplay and a sound card that is not there: nothing is heard, and the card is named', async () => {
    const told: string[] = [];
    const speech = new Espeak({ devices: { loudspeaker: 'plughw:CARD=NoSuchCard' }, onTrouble: (_, error) => told.push(String(error)) });
    await speech.tryOut();
    expect(told).toEqual([
      'nothing is heard: aplay -q -D plughw:CARD=NoSuchCard - ended with 1. ' +
      'Cure: compare the sound cards of the profile with those of aplay -L',
    ]);
    await speech.close();
  });
}

describe('the voice of espeak-ng', () => {
  const hello: Utterance = { text: 'Hi', language: 'de', output: 'loudspeaker', volume: 5, pace: 165 };
  let programs: StandIns;
  let told: string[];
  let speech: Espeak;
  beforeEach(() => {
    programs = standIns();
    told = [];
    speech = new Espeak({ devices, onTrouble: (where, error) => told.push(`${where}: ${String(error)}`), ...programs });
  });
  afterEach(async () => {
    await speech.close();
    programs.remove();
  });

  test('is asked by a pipe, so that what it says is in no list of processes', async () => {
    expect(await speech.speak(hello)).toBe('spoken');
    expect(programs.asked()).toEqual([{ args: ['-v', 'de', '-s', '165', '-a', '100', '-b', '1', '--stdin', '--stdout'], text: 'Hi' }]);
    expect(programs.cards()).toEqual(['plughw:1']);
    expect(told).toEqual([]);
  });

  test('speaks a single sign by its name, and on the card of the headphones', async () => {
    await speech.speak({ ...hello, text: '.', output: 'headphones' });
    expect(programs.asked()[0]?.args).toContain('--punct');
    expect(programs.cards()).toEqual(['plughw:0']);
  });

  test('takes nothing for an argument that does not look like a language', async () => {
    await speech.speak({ ...hello, language: '-w /etc/passwd' });
    expect(programs.asked()[0]?.args.slice(0, 2)).toEqual(['-v', 'en']);
  });

  test('a tone is played by itself', async () => {
    speech.tone('typed', 'headphones', 5);
    await wait(700);
    expect([programs.asked(), programs.cards()]).toEqual([[], ['plughw:0']]);
  });

  test.each([['voice', { voice: ['/no/such/voice'] }], ['player', { player: ['/no/such/player'] }]])(
    'a %s that is missing makes it fail, and is told once', async (_what, missing) => {
      const broken = new Espeak({ devices, onTrouble: (where) => told.push(where), ...programs, ...missing });
      expect(await broken.speak(hello)).toBe('failed');
      broken.tone('typed', 'headphones', 5);
      expect(await broken.speak(hello)).toBe('failed');
      expect(told).toEqual(['speech']);
      await broken.close();
    });

  test('is tried out on each card before anybody needs it, and nobody hears that', async () => {
    const heard: boolean[] = [];
    await speech.tryOut();
    speech.watch((isHeard) => heard.push(isHeard));
    expect(programs.cards()).toEqual(['plughw:1', 'plughw:0']);
    expect(programs.asked().map(({ args }) => args.slice(4, 6))).toEqual([['-a', '0'], ['-a', '0']]);
    expect([heard, told]).toEqual([[true], []]);
  });

  test('a program that is not installed is found out before anybody needs it, with the cure', async () => {
    const heard: boolean[] = [];
    const { loudspeaker } = devices;
    const onTrouble = (_: string, error: unknown) => told.push(String(error));
    const broken = new Espeak({ devices: { loudspeaker }, onTrouble, ...programs, voice: ['/no/such/voice'] });
    broken.watch((isHeard) => heard.push(isHeard));
    await broken.tryOut();
    expect(told).toEqual(['nothing is heard: spawn /no/such/voice ENOENT. Cure: sudo apt-get install espeak-ng alsa-utils']);
    expect(heard).toEqual([false]);
    await broken.close();
  });

  test('headphones that are silent are not well because the loudspeaker is', async () => {
    const heard: boolean[] = [];
    const player = [process.execPath, '-e', `process.stdin.resume();
      process.stdin.on('end', () => process.exit(process.argv.at(-2) === 'plughw:0' ? 1 : 0))`];
    const broken = new Espeak({ devices, onTrouble: (_, error) => told.push(String(error)), ...programs, player });
    broken.watch((isHeard) => heard.push(isHeard));
    expect(await broken.speak(hello)).toBe('spoken');
    expect(await broken.speak({ ...hello, output: 'headphones' })).toBe('failed');
    expect(await broken.speak(hello)).toBe('spoken');
    expect(heard).toEqual([true, false]);
    expect(told).toHaveLength(1);
    await broken.close();
  });

  test('what is for headphones is not spoken by a bank that has none, least of all on the loudspeaker', async () => {
    const { loudspeaker } = devices;
    const bare = new Espeak({ devices: { loudspeaker }, onTrouble: (where) => told.push(where), ...programs });
    expect(await bare.speak({ ...hello, output: 'headphones' })).toBe('failed');
    bare.tone('typed', 'headphones', 5);
    await bare.tryOut();
    expect(programs.cards()).toEqual(['plughw:1']);
    expect(told).toEqual([]);
    await bare.close();
  });

  test('that has said everything to a card that is slower, and is cut off, speaks the next sentence', async () => {
    for (const kilobytes of [350, 400, 500, 600]) {
      const chatty = ['sh', '-c', `head -c ${String(kilobytes)}000 /dev/zero`];
      const cut = new Espeak({ devices, onTrouble: (where) => told.push(where), voice: chatty, player: ['sh', '-c', 'exec sleep 60'] });
      const talking = cut.speak(hello);
      await wait(400);
      cut.silence();
      expect(await Promise.race([talking, wait(2_000)]), `${String(kilobytes)} KB`).toBe('cut-off');
      await cut.close();
    }
    expect(told).toEqual([]);
  });

  test('a card that hangs is told after two minutes: whoever listens hears nothing', async () => {
    const heard: boolean[] = [];
    const onTrouble = (_: string, error: unknown) => told.push(String(error));
    const hanging = new Espeak({ devices, onTrouble, ...programs, player: ['sh', '-c', 'exec sleep 60'] });
    hanging.watch((isHeard) => heard.push(isHeard));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const talking = hanging.speak(hello);
    vi.advanceTimersByTime(120_000);
    expect(await talking).toBe('failed');
    expect(heard).toEqual([false]);
    expect(told).toEqual([expect.stringMatching(/^nothing is heard: .* has not ended after 120 s. Cure: /)]);
    vi.useRealTimers();
    await hanging.close();
  });

  test('a card that cannot even be silenced does not keep the bank from ending', async () => {
    const stuck = new Espeak({ devices, onTrouble: (where) => told.push(where), ...programs, player: ['sh', '-c', 'exec sleep 4'] });
    void stuck.speak(hello);
    const kill = vi.spyOn(ChildProcess.prototype, 'kill').mockReturnValue(true);
    onTestFinished(() => kill.mockRestore());
    const began = performance.now();
    await stuck.close();
    expect(performance.now() - began).toBeLessThan(2_500);
  });

  test('a voice that breaks off is a failure, and the next sentence is tried again', async () => {
    const broken = new Espeak({ devices, onTrouble: (where) => told.push(where), ...programs, voice: ['false'] });
    expect([await broken.speak(hello), await broken.speak(hello)]).toEqual(['failed', 'failed']);
    expect(told).toEqual(['speech']);
    await broken.close();
  });
});

test('each tone is a sound file of its own, louder where it is to be', () => {
  const files = (['typed', 'refused', 'warning'] as const).map((tone) => wavOfTone(tone, 1));
  expect(files.map((file) => String.fromCharCode(...file.slice(0, 4), ...file.slice(8, 12)))).toEqual(['RIFFWAVE', 'RIFFWAVE', 'RIFFWAVE']);
  expect(new Set(files.map(({ length }) => length)).size).toBe(3);
  const peak = (loudness: number) => Math.max(...new Int16Array(wavOfTone('typed', loudness).slice(44).buffer));
  expect(peak(1)).toBeGreaterThan(2 * peak(0.4));
  expect(peak(1)).toBeLessThan(32_767);
});
