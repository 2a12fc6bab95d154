import { expect, test } from 'vitest';
import { MemoryDisk } from '../../../sim/disk-memory.ts';
import { openUpstreamLog } from '../../../sim/upstream/upstream-log.ts';
import { event } from '../../support/upstream-rig.ts';

async function three() {
  const disk = new MemoryDisk();
  const log = await openUpstreamLog(disk);
  for (const n of [1, 2, 3]) await log.write([{ kind: 'event', event: event(n) }]);
  await log.close();
  return { disk, bytes: (await disk.read('upstream.log')) ?? new Uint8Array() };
}

test('a record that a power cut tore off is cut away, and the next one follows the last whole one', async () => {
  const { disk, bytes } = await three();
  await disk.replace('upstream.log', bytes.slice(0, -20));
  const log = await openUpstreamLog(disk);
  expect(log.books.through).toBe(2);
  await log.write([{ kind: 'event', event: event(3) }]);
  await log.close();
  expect((await openUpstreamLog(disk)).books.through).toBe(3);
});

test('a record that is damaged in the middle is nothing to build on', async () => {
  const { disk, bytes } = await three();
  bytes[12] = 0;
  await disk.replace('upstream.log', bytes);
  await expect(openUpstreamLog(disk)).rejects.toMatchObject({ code: 'journal.corrupt', where: 'upstream.log:1' });
});
