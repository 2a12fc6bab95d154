import { expect, test } from 'vitest';
import { Ledger } from '../../../firmware/journal/ledger.ts';
import type { EventMessage } from '../../../firmware/upstream/contract/messages.ts';
import { allEvents, atRest, doorStory, ledgerOptions } from '../../support/ledgers.ts';

test('a commit does not wait for the snapshot that it asks for, nor do the commits behind it', async () => {
  const options = ledgerOptions({ limits: { entriesPerSnapshot: 2 } });
  const ledger = await Ledger.open(options);
  const replace = options.disk.replace.bind(options.disk);
  let letGo: () => void = () => undefined;
  const slow = new Promise<void>((resolve) => (letGo = resolve));
  options.disk.replace = async (path, bytes) => {
    if (path.startsWith('snapshot')) await slow;
    await replace(path, bytes);
  };
  const written: number[] = [];
  for (const locker of [1, 2, 3, 4, 5]) {
    void ledger.commit(doorStory(locker)).then(() => written.push(locker));
    await atRest();
  }
  expect(written).toEqual([1, 2, 3, 4, 5]);
  expect(ledger.head).toBe(10);
  expect(await options.disk.read('snapshot.json')).toBeNull();
  letGo();
  await atRest();
  expect(await options.disk.read('snapshot.json')).not.toBeNull();
  expect((await Ledger.open(options)).books).toEqual(ledger.books);
});

test.each(['by the run that wrote it', 'after a restart'])('a backlog is read from the segment that holds it [%s]', async (when) => {
  const options = ledgerOptions({ limits: { segmentBytes: 600, cachedEventsMost: 2, entriesPerSnapshot: 1 } });
  let ledger = await Ledger.open(options);
  for (let times = 0; times < 20; times++) await ledger.commit(doorStory(1 + (times % 6))).then(atRest);
  if (when === 'after a restart') ledger = await Ledger.open(options);
  const texts = await allEvents(ledger);
  expect(texts).toHaveLength(40);
  expect((await options.disk.list('journal')).length).toBeGreaterThan(15);
  const read = options.disk.read.bind(options.disk);
  let reads = 0;
  options.disk.read = (path) => {
    reads++;
    return read(path);
  };
  for (const [index, text] of texts.entries()) {
    reads = 0;
    const [found] = await ledger.events(index + 1, 1);
    expect(found).toBe(text);
    expect(reads, (JSON.parse(text) as EventMessage).sequence).toBeLessThanOrEqual(1);
  }
});
