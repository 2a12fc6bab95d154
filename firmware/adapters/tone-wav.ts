import type { Tone } from '../ports/speech.ts';

const rate = 22_050;

/** Hertz and milliseconds of each sound. High and low can be told apart without knowing what they mean. */
const tones: Readonly<Record<Tone, readonly (readonly [hertz: number, lengthMs: number])[]>> = {
  typed: [[880, 70]],
  refused: [[220, 160]],
  warning: [[660, 180], [0, 80], [880, 260]],
};

/** A sound file: 16-bit, one channel. @param loudness from 0 to 1 */
export function wavOfTone(tone: Tone, loudness: number): Uint8Array {
  const samples = tones[tone].flatMap(([hertz, lengthMs]) => {
    const count = Math.round((rate * lengthMs) / 1000);
    // It swells and fades over 5 ms: a sine that is cut off clicks.
    const edge = rate * 0.005;
    return Array.from({ length: count }, (_, at) => {
      const fade = Math.min(1, at / edge, (count - at) / edge);
      return Math.round(Math.sin((2 * Math.PI * hertz * at) / rate) * fade * loudness * 0.5 * 32_767);
    });
  });
  const file = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const write = (at: number, text: string) => [...text].forEach((letter, index) => file.setUint8(at + index, letter.charCodeAt(0)));
  write(0, 'RIFF');
  file.setUint32(4, 36 + samples.length * 2, true);
  write(8, 'WAVEfmt ');
  file.setUint32(16, 16, true);
  file.setUint16(20, 1, true);
  file.setUint16(22, 1, true);
  file.setUint32(24, rate, true);
  file.setUint32(28, rate * 2, true);
  file.setUint16(32, 2, true);
  file.setUint16(34, 16, true);
  write(36, 'data');
  file.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, at) => file.setInt16(44 + at * 2, sample, true));
  return new Uint8Array(file.buffer);
}
