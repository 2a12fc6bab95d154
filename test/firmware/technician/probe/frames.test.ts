import fc from 'fast-check';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lockBoardFamilies } from '../../../../board-profiles/board.schema.ts';
import { usualSettings } from '../../../../board-profiles/profile.ts';
import { familyOf } from '../../../../firmware/hardware/bus/families.ts';
import { bytesOf, judge, withRightChecksum } from '../../../../firmware/technician/probe/frames.ts';
import { lockBoardModels } from '../../../../firmware/technician/probe/models.ts';
import { ms } from '../../../../statecharts/units.ts';

const models = lockBoardModels(join(import.meta.dirname, '../../../../board-profiles'));

describe.each(lockBoardFamilies)('a frame for %s boards', (family) => {
  const ofFamily = models.get(family) ?? [];

  test('that opens one door of any model is known as what it is, at the first and the last channel of each', () => {
    for (const model of ofFamily) {
      const { locks, addresses } = model;
      if (locks === undefined || addresses === undefined) continue;
      for (const [address, channel] of [[addresses.least, locks.first], [addresses.least + 1, locks.last]] as const) {
        const board = { address, model, settings: { ...usualSettings, ...model.settings } };
        const { bytes } = familyOf(family).open(board, channel, ms(300));
        expect(judge(bytes, family, ofFamily)).toMatchObject({ kind: 'own', request: { asks: 'open', address } });
      }
    }
  });

  test('that the program itself would send has the right checksum, and with another last byte is told which is right', () => {
    const { bytes } = familyOf(family).hello(1);
    expect(withRightChecksum(bytes, family)).toBeNull();
    const wrong = Uint8Array.of(...bytes.subarray(0, -1), ~(bytes.at(-1) ?? 0));
    expect(withRightChecksum(wrong, family)).toEqual(bytes);
    expect(withRightChecksum(bytes.subarray(0, 1), family)).toBeNull();
  });

  test('that opens a door is forbidden as soon as it is meant for boards of another family, or something follows it', () => {
    const model = ofFamily.find(({ locks }) => locks !== undefined);
    if (model === undefined) throw new RangeError('there is no model');
    const board = { address: 1, model, settings: { ...usualSettings, ...model.settings } };
    const { bytes } = familyOf(family).open(board, model.locks?.first ?? 1, ms(300));
    const other = lockBoardFamilies.find((one) => one !== family && judge(bytes, one, models.get(one) ?? []).kind !== 'own');
    expect(other === undefined ? null : judge(bytes, other, models.get(other) ?? []).kind).toBe('forbidden');
    expect(judge(Uint8Array.of(...bytes, 0), family, ofFamily).kind).toBe('forbidden');
    expect(judge(Uint8Array.of(0, ...bytes, ...bytes), family, ofFamily).kind).toBe('forbidden');
  });
});

test('whatever bytes are typed are judged without an error', () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 24 }), fc.constantFrom(...lockBoardFamilies), (bytes, family) => {
    expect(['own', 'foreign', 'forbidden']).toContain(judge(bytes, family, models.get(family) ?? []).kind);
  }), { numRuns: 60 });
});

test('bytes are read as technicians write them', () => {
  for (const text of ['8A 01', '8a01', '0x8A 0x01', '8A:01', '8A,01']) expect(bytesOf(text)).toEqual(Uint8Array.of(0x8a, 1));
  for (const text of ['', '8', '8A 0', 'open', '8A 0G']) expect(bytesOf(text)).toBeNull();
});
