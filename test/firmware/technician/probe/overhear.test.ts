import { expect, test } from 'vitest';
import { kerongCu16 } from '../../../../firmware/hardware/bus/families/kerong.ts';
import { hex } from '../../../../firmware/hardware/bus/orders.ts';
import { FrameCutter, type Overheard } from '../../../../firmware/technician/probe/overhear.ts';

const question = Uint8Array.of(0x02, 0x00, 0x30, 0x03, 0x35);

function cutterOn(family: typeof kerongCu16 | null) {
  const heard: Overheard[] = [];
  return { heard, cutter: new FrameCutter(family, null, (one) => heard.push(one)) };
}

test('a frame that comes in pieces between noise is told as one, and the noise as it is', () => {
  const { heard, cutter } = cutterOn(kerongCu16);
  cutter.take(Uint8Array.of(0xff, 0xfe, ...question.subarray(0, 2)));
  cutter.take(question.subarray(2));
  cutter.take(Uint8Array.of(0x02, 0x00));
  cutter.quiet();
  expect(heard.map(({ bytes, says }) => [hex(bytes), says?.says ?? null])).toEqual([
    ['FF FE', null], ['02 00 30 03 35', 'other'], ['02 00', null],
  ]);
});

test('where nobody knows who speaks, what comes between two pauses is told together', () => {
  const { heard, cutter } = cutterOn(null);
  cutter.take(question);
  cutter.take(Uint8Array.of(1));
  expect(heard).toEqual([]);
  cutter.quiet();
  expect(heard.map(({ bytes }) => hex(bytes))).toEqual(['02 00 30 03 35 01']);
});
