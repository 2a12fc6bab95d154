import { describe, expect, test } from 'vitest';
import { complaintsIn, failureIn, progressIn } from '../../../../firmware/technician/mcu/avrdude-progress.ts';

/** As avrdude 7.1 of Debian 12 has said it to a pipe. */
const begun = 'avrdude: AVR device initialized and ready to accept instructions\navrdude: writing 9000 bytes flash ...\n\nWriting | ';
const bar = (signs: number): string => '#'.repeat(signs);

describe('what avrdude says', () => {
  test.each([
    ['', 'connecting', 0],
    ['avrdude: AVR device initialized', 'connecting', 0],
    // Version 6 draws a bar for the signature first.
    [`Reading | ${bar(50)} | 100% 0.00s\n`, 'connecting', 0],
    [begun, 'writing', 0],
    [`${begun}${bar(20)}`, 'writing', 40],
    [`Reading | ${bar(50)} | 100% 0.00s\n${begun}${bar(1)}`, 'writing', 2],
    [`${begun}${bar(50)} | 100% 1.10s\n\navrdude: 9000 bytes of flash written`, 'writing', 100],
    [`${begun}${bar(50)} | 100% 1.10s\n\nReading | ${bar(25)}`, 'verifying', 50],
  ])('%j: %s, %i %', (said, stage, percent) => {
    expect(progressIn(said)).toEqual({ stage, percent });
  });

  test.each([
    ['avrdude warning: attempt 10 of 10: not in sync: resp=0xf9\navrdude error: unable to open programmer arduino on port x', 'no-answer'],
    ['avrdude error: timeout/error communicating with programmer', 'no-answer'],
    ['avrdude error: expected signature for ATmega328P is 1E 95 0F\n        double check chip', 'other-chip'],
    ['avrdude warning: verification mismatch\n        device 0x41 != input 0x40 at addr 0x0080 (error)', 'mismatch'],
    ['avrdude error: something new', 'failed'],
  ])('%j means %s', (said, why) => {
    expect(failureIn(said)).toBe(why);
  });

  test('is cut down to what is of use, said once', () => {
    const said = [
      'avrdude OS error: ioctl("TIOCMGET"): Inappropriate ioctl for device', 'avrdude: 12 bytes', 'avrdude warning: again',
      'avrdude warning: again', 'avrdude error: why', 'avrdude done.  Thank you.',
    ].join('\n');
    expect(complaintsIn(said)).toEqual(['avrdude warning: again', 'avrdude error: why']);
  });
});
