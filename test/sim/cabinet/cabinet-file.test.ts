import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Cabinet } from '../../../sim/cabinet/cabinet.ts';
import { cabinetFile } from '../../../sim/cabinet/cabinet-file.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { testProfile } from '../../support/profiles.ts';

describe('a cabinet in a file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lockerbank-cabinet-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const cabinetIn = (path: string): Cabinet =>
    new Cabinet({ profile: testProfile(), clock: new VirtualClock(), memory: cabinetFile(path) });

  test('a parcel that was put in before the kill is there after it', () => {
    const path = join(folder, 'world', 'cabinet.json');
    const before = cabinetIn(path);
    before.pull(1);
    before.putIn(1, 'PARCEL-1');
    before.setFault(2, 'jammed');
    const after = cabinetIn(path);
    expect(after.doors()).toEqual(before.doors());
    expect(after.door(1).contents).toEqual(['PARCEL-1']);
    expect(readdirSync(join(folder, 'world'))).toEqual(['cabinet.json']);
    for (const cabinet of [before, after]) cabinet.stop();
  });

  test('a bank that never ran is an empty one', () => {
    expect(cabinetFile(join(folder, 'none.json')).load()).toBeNull();
  });

  test.each([
    '', '{', 'null', '[]', '{"doors":1}', '{"doors":[null]}',
    '{"doors":[{"locker":1,"latch":"half","leaf":"open","contents":[],"fault":null,"opened":{"released":0,"forced":0}}]}',
  ])('a world that cannot be read is not made up anew [%s]', (text) => {
    const path = join(folder, 'cabinet.json');
    writeFileSync(path, text);
    const message = expect.stringContaining('Cure: remove the file') as string;
    const refusal = expect.objectContaining({ code: 'cabinet.corrupt', where: path, message }) as Error;
    expect(() => cabinetIn(path)).toThrowError(refusal);
  });

  test('a file that cannot be opened is not taken for a missing one', () => {
    expect(() => cabinetFile(folder).load()).toThrow('EISDIR');
  });
});
