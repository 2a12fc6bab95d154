import { expect, test } from 'vitest';
import type { Key } from '../../firmware/ports/keypad.ts';
import type { Reading } from '../../firmware/ports/hardware.ts';
import type { Utterance } from '../../firmware/ports/speech.ts';
import { AtKiosk } from '../../sim/at-kiosk.ts';
import { heardMost } from '../../sim/transcript.ts';
import { VirtualClock } from '../../sim/virtual-clock.ts';
import { ms } from '../../statecharts/units.ts';

const hello: Utterance = { text: 'Hello.', language: 'en', output: 'headphones', volume: 5, pace: 170 };

function rig() {
  const clock = new VirtualClock();
  const atKiosk = new AtKiosk(clock);
  const rounds = { told: 0 };
  atKiosk.onChange(() => rounds.told++);
  return { clock, atKiosk, rounds, hardware: atKiosk.hardware() };
}

test('a person presses a key, holds a label and a badge to the readers, and the bank feels and reads them', () => {
  const { atKiosk, hardware } = rig();
  const [pressed, readings]: [Key[], Reading[]] = [[], []];
  hardware.keypad.watch((key) => pressed.push(key));
  hardware.readers.watch((reading) => readings.push(reading));
  atKiosk.press('round');
  atKiosk.scanner.read('PKG-1');
  atKiosk.badges.read('100418');
  expect([pressed, readings]).toEqual([['round'], [{ from: 'scanner', text: 'PKG-1' }, { from: 'badge', text: '100418' }]]);
});

test('a plug that is in cannot be put in again, and whoever watches the page sees it', () => {
  const { atKiosk, rounds, hardware } = rig();
  const plugged: boolean[] = [];
  hardware.headphones.watch((isPlugged) => plugged.push(isPlugged));
  expect([atKiosk.plug('in'), atKiosk.plug('in'), atKiosk.state().headphones]).toEqual([true, false, 'in']);
  expect([atKiosk.plug('out'), atKiosk.plug('out'), atKiosk.state().headphones]).toEqual([true, false, 'out']);
  expect([plugged, rounds.told]).toEqual([[true, false], 2]);
});

test('a person sees what is being spoken, what was spoken to its end and what was cut off, the newest first', async () => {
  const { clock, atKiosk, rounds, hardware } = rig();
  void hardware.speech.speak(hello);
  await clock.advance(ms(10_000));
  void hardware.speech.speak({ ...hello, text: 'Type your code.', output: 'loudspeaker' });
  hardware.speech.tone('typed', 'headphones', 5);
  void hardware.speech.speak({ ...hello, text: 'One typed.' });
  await clock.advance(ms(10));
  expect(atKiosk.state().heard).toEqual([
    { number: 4, what: 'speech', text: 'One typed.', language: 'en', from: 'headphones', end: 'speaking' },
    { number: 3, what: 'tone', text: 'click: a key was felt', language: '', from: 'headphones', end: 'spoken' },
    { number: 2, what: 'speech', text: 'Type your code.', language: 'en', from: 'loudspeaker', end: 'cut-off' },
    { number: 1, what: 'speech', text: 'Hello.', language: 'en', from: 'headphones', end: 'spoken' },
  ]);
  expect(rounds.told).toBeGreaterThanOrEqual(6);
});

test('a voice that has talked for days shows its last words, each under a number of its own', () => {
  const { atKiosk, hardware } = rig();
  for (let n = 1; n <= heardMost + 5; n++) void hardware.speech.speak({ ...hello, text: `Word ${String(n)}.` });
  const { heard } = atKiosk.state();
  expect(heard).toHaveLength(40);
  expect(heard[0]).toMatchObject({ number: heardMost + 5, text: `Word ${String(heardMost + 5)}.` });
  expect(new Set(heard.map(({ number }) => number)).size).toBe(40);
});

test('a bank that starts anew is heard again, although the one before has closed its voice', async () => {
  const { atKiosk, hardware } = rig();
  void hardware.speech.speak(hello);
  await hardware.speech.close();
  expect(atKiosk.state().heard[0]).toMatchObject({ end: 'cut-off' });
  void atKiosk.hardware().speech.speak({ ...hello, text: 'Hello again.' });
  expect(atKiosk.state().heard[0]).toMatchObject({ text: 'Hello again.', end: 'speaking' });
});

test('a door that has beeped is marked for two seconds, and each sound is a new mark', async () => {
  const { clock, atKiosk, hardware } = rig();
  hardware.beeper.beep(7);
  hardware.beeper.beep(3);
  hardware.beeper.beep(7);
  expect(atKiosk.state().beeping).toEqual([{ locker: 7, count: 2 }, { locker: 3, count: 1 }]);
  await clock.advance(ms(2_001));
  expect(atKiosk.state().beeping).toEqual([]);
  hardware.beeper.beep(3);
  expect(atKiosk.state().beeping).toEqual([{ locker: 3, count: 2 }]);
});
