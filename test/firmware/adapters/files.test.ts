import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { link } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { checkNewFile, writePrivateFile } from '../../../firmware/adapters/files.ts';

vi.mock(import('node:fs/promises'), async (load) => {
  const real = await load();
  return { ...real, link: vi.fn(real.link) };
});

let folder: string;
const at = (name: string): string => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockerbank-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** @param meanwhile what somebody else does while it is written */
async function* report(meanwhile: () => void = () => undefined): AsyncIterable<Uint8Array> {
  yield Buffer.from('the whole ');
  meanwhile();
  yield Buffer.from('report');
}

const textAt = (name: string): string => readFileSync(at(name), 'utf8');

describe('a report that a technician has written', () => {
  test('leaves somebody else\'s draft of the same name alone', async () => {
    writeFileSync(at('report.html.draft'), 'theirs');
    await checkNewFile(at('report.html'));
    await writePrivateFile(at('report.html'), report());
    expect([textAt('report.html.draft'), textAt('report.html')]).toEqual(['theirs', 'the whole report']);
    expect(readdirSync(folder)).toHaveLength(2);
  });

  /** A stick with the file system of cameras and Windows has one name for each file. */
  const noLinks = (): void => void vi.mocked(link).mockRejectedValue(Object.assign(new Error('not permitted'), { code: 'EPERM' }));

  test.each([['a disk', () => undefined], ['a stick that knows no links', noLinks]])(
    'on %s is written whole, and never over what has got this name meanwhile', async (_, prepare) => {
      prepare();
      await writePrivateFile(at('first.html'), report());
      expect(textAt('first.html')).toBe('the whole report');
      await expect(writePrivateFile(at('report.html'), report(() => writeFileSync(at('report.html'), 'theirs')))).rejects.toMatchObject({
        code: 'file.unusable', message: expect.stringContaining('is there already') as string,
      });
      expect(textAt('report.html')).toBe('theirs');
      expect(readdirSync(folder).toSorted()).toEqual(['first.html', 'report.html']);
    });
});
