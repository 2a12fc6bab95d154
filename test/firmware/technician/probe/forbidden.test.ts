import fc from 'fast-check';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lockBoardFamilies, type LockBoardFamily } from '../../../../board-profiles/board.schema.ts';
import { crc16Modbus, sum, xor } from '../../../../firmware/hardware/bus/checksums.ts';
import { judge } from '../../../../firmware/technician/probe/frames.ts';
import { lockBoardModels } from '../../../../firmware/technician/probe/models.ts';
import { ms } from '../../../../statecharts/units.ts';
import { BoardOnBench, lockBoard, usualBoardSettings } from '../../../support/board-bench.ts';
import { bytesOf } from '../../../support/frame-text.ts';

const models = lockBoardModels(join(import.meta.dirname, '../../../../board-profiles'));
const judged = (bytes: Uint8Array, family: LockBoardFamily) => judge(bytes, family, models.get(family) ?? []).kind;

describe.each([
  ['waveshare-relay', 'the version of every board', '00 03 80 00 00 01 AC 1B'],
  ['waveshare-relay', 'one coil of every board, for a while', '00 05 02 00 00 05 0D A0'],
  ['waveshare-relay', 'every coil', '01 05 00 FF FF 00 BC 0A'],
  ['waveshare-relay', 'a coil without an end', '01 05 00 00 FF 00 8C 3A'],
  ['waveshare-relay', 'the address of every board', '00 06 40 00 00 01 5C 1B'],
  ['waveshare-relay', 'a coil that an input switches', '01 06 10 00 00 01 4C CA'],
  ['bcc-8a', 'every lock', '8A 01 00 11 9A'],
  ['bcc-8a', 'a lock for as long as somebody likes', '8A 01 01 11 03 98'],
  ['bcc-8a', 'every contact of whichever board', '80 00 00 33 B3'],
  ['kerong-cu16', 'every lock', '02 00 33 03 38'],
  ['kerong-cu16', 'every board', '02 F0 32 03 27'],
  ['kerong-cu48', 'a lock of an address that no board has', '02 FF 00 61 03 65'],
  ['upus-skb', 'whoever is there', '55 A1 FF DF 00 D4'],
  ['upus-skb', 'every lock', '55 A1 01 E2 01 00 16'],
  ['wkly', 'a lock of an address that no board has', '57 4B 4C 59 09 FF 82 01 7C'],
] as const)('a technician who types a frame for %s', (family, what, bytes) => {
  test(`that is for ${what}, cannot send it`, () => expect(judged(bytesOf(bytes), family)).toBe('forbidden'));
});

test('a technician may uncouple an input, and give one board its address', () => {
  expect(judged(bytesOf('01 06 10 00 00 00 8D 0A'), 'waveshare-relay')).toBe('foreign');
  expect(judged(bytesOf('01 06 40 00 00 02 1C 0B'), 'waveshare-relay')).toBe('foreign');
});

/** How many coils of two boards a frame sets in motion within some minutes, while the doors are opened and shut. */
async function coilsMovedBy(bytes: Uint8Array, family: LockBoardFamily): Promise<number> {
  const benches = [1, 2].map((address) => new BoardOnBench(family, { address, model: lockBoard(family, 8), settings: usualBoardSettings }));
  for (const bench of benches) {
    bench.hear(bytes);
    for (const level of ['high', 'low'] as const) {
      for (let contact = 1; contact <= 8; contact++) bench.levels.set(contact, level);
      await bench.clock.advance(ms(60_000));
    }
  }
  const moved = benches.flatMap(({ pulsed }, at) => pulsed.map((channel) => `${String(at)}/${String(channel)}`));
  for (const bench of benches) bench.end();
  return new Set(moved).size;
}

const byte = fc.oneof(fc.constantFrom(0, 1, 2, 3, 8, 0x10, 0x1f, 0x20, 0x7f, 0xf0, 0xff), fc.nat(255));
const code = (...codes: readonly number[]) => fc.oneof(fc.constantFrom(...codes), fc.nat(255));
const withXor = (bytes: readonly number[]) => [...bytes, xor(bytes)];
const data = fc.array(byte, { maxLength: 9 });

/** Frames as boards understand them, whatever stands in them. */
const frames: Readonly<Record<LockBoardFamily, fc.Arbitrary<readonly number[]>>> = {
  'waveshare-relay': fc.tuple(byte, code(1, 2, 3, 5, 6, 15, 16), code(0, 2, 4, 0x10, 0x40), byte, data).map((parts) => {
    const crc = crc16Modbus(parts.flat());
    return [...parts.flat(), crc & 0xff, crc >> 8];
  }),
  'bcc-8a': fc.tuple(code(0x80, 0x8a, 0x90, 0x9a, 0x9b), byte, byte, code(0x11, 0x33), data).map((parts) => withXor(parts.flat())),
  'kerong-cu16': fc.tuple(byte, code(0x30, 0x31, 0x32, 0x33, 0x39), data).map((parts) => {
    const bytes = [2, ...parts.flat(), 3];
    return [...bytes, sum(bytes)];
  }),
  'kerong-cu48': fc.tuple(byte, byte, code(0x60, 0x61, 0x63)).map((parts) => {
    const bytes = [2, ...parts, 3];
    return [...bytes, sum(bytes)];
  }),
  'upus-skb': fc.tuple(byte, code(0xd0, 0xd1, 0xd2, 0xdd, 0xdf, 0xe0, 0xe1, 0xe2, 0xe4), data)
    .map(([address, what, more]) => withXor([0x55, 0xa1, address, what, more.length, ...more])),
  wkly: fc.tuple(byte, code(0x80, 0x81, 0x82, 0x83, 0x84, 0x86, 0x87, 0x88, 0x89), data)
    .map(([address, what, more]) => withXor([0x57, 0x4b, 0x4c, 0x59, 8 + more.length, address, what, ...more])),
};

describe.each(lockBoardFamilies)('whatever a technician types for %s boards', (family) => {
  test('opens no door, unless it is the bank\'s own order to open one, and then that one alone', async () => {
    const typed = fc.tuple(fc.array(byte, { maxLength: 3 }), frames[family], fc.array(byte, { maxLength: 3 }))
      .map((parts) => Uint8Array.from(parts.flat()));
    await fc.assert(fc.asyncProperty(typed, async (bytes) => {
      const verdict = judge(bytes, family, models.get(family) ?? []);
      if (verdict.kind === 'forbidden') return;
      const most = verdict.kind === 'own' && verdict.request.asks === 'open' ? 1 : 0;
      expect(await coilsMovedBy(bytes, family)).toBeLessThanOrEqual(most);
    }), { numRuns: 300 });
  });
});
