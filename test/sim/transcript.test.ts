import { describe, expect, test } from 'vitest';
import { utteranceMost, type Utterance } from '../../firmware/ports/speech.ts';
import { SimulatedHeadphones } from '../../sim/tactile.ts';
import { heardMost, Transcript } from '../../sim/transcript.ts';
import { VirtualClock } from '../../sim/virtual-clock.ts';
import { ms } from '../../statecharts/units.ts';
import { speechContract } from '../speech-contract.ts';

speechContract('the transcript', () => {
  const clock = new VirtualClock();
  const speech = new Transcript(clock);
  return {
    speech,
    advance: (by) => clock.advance(ms(by)),
    end: async () => {
      await speech.close();
      expect(clock.waiting()).toEqual([]);
    },
  };
});

describe('a transcript', () => {
  const welcome: Utterance = { text: 'Welcome', language: 'en', output: 'loudspeaker', volume: 5, pace: 100 };

  test('says what was spoken, where, when, and what was cut off', async () => {
    const clock = new VirtualClock();
    const transcript = new Transcript(clock);
    void transcript.speak(welcome);
    await clock.advance(ms(300));
    void transcript.speak({ ...welcome, text: 'Locker', output: 'headphones' });
    await clock.advance(ms(599));
    expect(transcript.isSilent()).toBe(false);
    await clock.advance(ms(1));
    transcript.tone('refused', 'headphones', 3);
    expect(transcript.isSilent()).toBe(true);
    expect(transcript.heard()).toEqual([
      { ...welcome, kind: 'speech', atMs: 0, endedMs: 300, end: 'cut-off' },
      { ...welcome, kind: 'speech', text: 'Locker', output: 'headphones', atMs: 300, endedMs: 900, end: 'spoken' },
      { kind: 'tone', tone: 'refused', output: 'headphones', volume: 3, atMs: 900 },
    ]);
    expect([transcript.texts(), transcript.texts('headphones')]).toEqual([['Welcome', 'Locker'], ['Locker']]);
    transcript.clear();
    expect(transcript.heard()).toEqual([]);
  });

  test('stays silent while its sound card is gone, and says so', async () => {
    const transcript = new Transcript(new VirtualClock());
    transcript.break(true);
    transcript.tone('typed', 'headphones', 5);
    expect(await transcript.speak(welcome)).toBe('failed');
    expect(transcript.heard()).toEqual([]);
    transcript.break(false);
    void transcript.speak({ ...welcome, text: 'a'.repeat(2 * utteranceMost) });
    expect(transcript.texts()).toEqual(['a'.repeat(utteranceMost)]);
  });

  test('of a bank that talks for days keeps the last lines', async () => {
    const transcript = new Transcript(new VirtualClock());
    for (let said = 0; said < heardMost; said++) transcript.tone('typed', 'headphones', 5);
    const last = transcript.speak(welcome);
    transcript.silence();
    expect(await last).toBe('cut-off');
    expect(transcript.heard()).toHaveLength(heardMost / 2 + 1);
    expect(transcript.heard().at(-1)).toMatchObject({ text: 'Welcome', end: 'cut-off' });
  });
});

test('a plug that is in already is not plugged in again', () => {
  const headphones = new SimulatedHeadphones(true);
  const told: boolean[] = [];
  headphones.watch((isPlugged) => told.push(isPlugged));
  for (const isPlugged of [true, false, false, true]) headphones.plug(isPlugged);
  expect(told).toEqual([false, true]);
});
