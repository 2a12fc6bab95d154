import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Speech, SpokenAnswer, Utterance } from '../firmware/ports/speech.ts';

/** A voice, and time for it to speak in. */
interface SpeechRig {
  readonly speech: Speech;
  advance(by: number): Promise<void>;
  end(): Promise<void>;
}

const short: Utterance = { text: 'Yes.', language: 'en', output: 'headphones', volume: 5, pace: 285 };
const long: Utterance = { ...short, text: 'Locker seven is in column three from the left, second from the bottom. '.repeat(5), pace: 105 };

/** What every voice promises. The real ones really speak: a short word takes them a second. */
export function speechContract(name: string, makeRig: () => SpeechRig): void {
  describe(`${name}: what every voice promises`, () => {
    let rig: SpeechRig;
    beforeEach(() => (rig = makeRig()));
    afterEach(() => rig.end());
    /** What has become of an utterance by now. */
    const watch = (utterance: Utterance) => {
      const watched: { end: SpokenAnswer | null } = { end: null };
      void rig.speech.speak(utterance).then((end) => (watched.end = end));
      return watched;
    };

    /** Long enough for a word, and no longer than it takes. */
    const untilOver = async (watched: { readonly end: SpokenAnswer | null }) => {
      for (let step = 0; step < 40 && watched.end === null; step++) await rig.advance(100);
    };

    test('a word is spoken to its end, and the person is told nothing else meanwhile', async () => {
      const word = watch(short);
      expect(word.end).toBeNull();
      await untilOver(word);
      expect(word.end).toBe('spoken');
    });

    test('a key silences a long sentence within 200 ms', async () => {
      const sentence = watch(long);
      await rig.advance(600);
      expect(sentence.end).toBeNull();
      rig.speech.silence();
      await rig.advance(200);
      expect(sentence.end).toBe('cut-off');
    });

    test('a sentence that is cut off before it could begin is not spoken later', async () => {
      const sentence = watch(long);
      rig.speech.silence();
      await rig.advance(200);
      expect(sentence.end).toBe('cut-off');
    });

    test('whoever speaks next cuts off the one before: there is one voice, not two', async () => {
      const [first, second, third] = [watch(long), watch(long), watch(short)];
      await rig.advance(200);
      expect([first.end, second.end]).toEqual(['cut-off', 'cut-off']);
      await untilOver(third);
      expect(third.end).toBe('spoken');
    });

    test('a sound cuts off the sentence before it', async () => {
      const sentence = watch(long);
      await rig.advance(300);
      rig.speech.tone('typed', 'headphones', 5);
      await rig.advance(200);
      expect(sentence.end).toBe('cut-off');
    });

    test('silence where nothing is spoken is no trouble', async () => {
      rig.speech.silence();
      rig.speech.silence();
      const word = watch(short);
      await untilOver(word);
      expect(word.end).toBe('spoken');
    });

    test.each(['de', 'fr', 'es', 'tlh', '-w /tmp/x'])('a text in any language ends, known to the voice or not [%s]', async (language) => {
      const word = watch({ ...short, language });
      await untilOver(word);
      expect(word.end).not.toBeNull();
    });

    test('whoever runs the bank is told that it can be heard', async () => {
      const told: boolean[] = [];
      rig.speech.watch((isHeard) => told.push(isHeard));
      await untilOver(watch(short));
      expect(told).toEqual([true]);
    });

    test('a voice that was closed says nothing more', async () => {
      const sentence = watch(long);
      await rig.advance(300);
      await rig.speech.close();
      const late = watch(short);
      await rig.advance(200);
      expect([sentence.end, late.end]).toEqual(['cut-off', 'failed']);
    });
  });
}
