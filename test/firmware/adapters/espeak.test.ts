import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Espeak } from '../../../firmware/adapters/espeak.ts';
import { wavOfTone } from '../../../firmware/adapters/tone-wav.ts';
import type { Utterance } from '../../../firmware/ports/speech.ts';
import { findProgram } from '../../prerequisites.mjs';
import { speechContract } from '../../speech-contract.ts';
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
