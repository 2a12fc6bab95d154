import { describe, expect, test } from 'vitest';
import { Ledger, type LedgerLimits } from '../../../firmware/journal/ledger.ts';
import { Room, usualRoomLimits } from '../../../firmware/journal/room.ts';
import { MemoryDisk } from '../../../sim/disk-memory.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { minutes } from '../../../statecharts/units.ts';
import { allEvents, atRest, doorStory, ledgerOptions, smallSegments } from '../../support/ledgers.ts';

async function bank(limits: Partial<LedgerLimits> = {}, disk = new MemoryDisk()) {
  const options = ledgerOptions({ disk, limits: { ...smallSegments, ...limits } });
  const ledger = await Ledger.open(options);
  await atRest();
  const told: boolean[] = [];
  ledger.onLow((isLow) => told.push(isLow));
  return { options, disk, ledger, told };
}

async function fill(ledger: Ledger, doors: number): Promise<void> {
  for (let count = 0; count < doors; count++) await ledger.commit(doorStory(1 + (count % 6))).then(atRest);
}

describe('a bank whose disk is full', () => {
  test('goes on for the segment that is being written and the one to come, and says with the last that room is short', async () => {
    const { options, disk, ledger, told } = await bank();
    await fill(ledger, 1);
    disk.fault = 'full';
    await fill(ledger, 1);
    expect([ledger.isLow, told]).toEqual([false, []]);
    await fill(ledger, 2);
    expect([ledger.isLow, told]).toEqual([true, [true]]);
    expect(options.clock.waiting()).toEqual(['room on the disk']);
    await expect(ledger.commit(doorStory(1))).rejects.toMatchObject({ name: 'DiskError', trouble: 'full' });
    expect(ledger.isBroken).toBe(true);
    expect(options.clock.waiting()).toEqual([]);
    const again = await Ledger.open(options);
    expect([again.head, await allEvents(again)]).toEqual([8, await allEvents(ledger)]);
  });

  test('tries again each minute, and says when there is room', async () => {
    const { options, disk, ledger, told } = await bank();
    disk.fault = 'full';
    await fill(ledger, 3);
    await options.clock.advance(minutes(5));
    expect([ledger.isLow, told]).toEqual([true, [true]]);
    disk.fault = 'none';
    await options.clock.advance(minutes(1));
    await atRest();
    await options.clock.advance(minutes(1));
    expect([ledger.isLow, told, options.clock.waiting()]).toEqual([false, [true, false], []]);
    await fill(ledger, 4);
    expect(ledger.head).toBe(14);
  });

  test('starts all the same, and says at once that room is short', async () => {
    const { options, disk, ledger } = await bank();
    await fill(ledger, 3);
    await ledger.close();
    disk.fault = 'full';
    const again = await Ledger.open(options);
    expect(again.isLow).toBe(true);
    await again.commit(doorStory(1));
    expect(again.head).toBe(8);
    await again.close();
  });

  test('gives up what it keeps for a restored upstream, but nothing that the upstream has not acknowledged', async () => {
    const { options, disk, ledger } = await bank();
    await fill(ledger, 8);
    await ledger.commit([{ type: 'note.acknowledged', through: 11 }]);
    await ledger.snapshot();
    expect(ledger.oldestEvent).toBe(1);
    disk.fault = 'full';
    await fill(ledger, 2);
    await options.clock.advance(minutes(1));
    await atRest();
    expect([ledger.isLow, ledger.oldestEvent]).toEqual([true, 9]);
    expect(await ledger.events(12, 100)).toHaveLength(ledger.head - 11);
  });

  test('has room again as soon as the upstream has acknowledged enough', async () => {
    const disk = new MemoryDisk({ capacity: 48_000 });
    const { options, ledger } = await bank({ freeBytesLeast: 0 }, disk);
    for (let doors = 0; doors < 40 && !ledger.isLow; doors++) await fill(ledger, 1);
    expect([ledger.isLow, ledger.isBroken]).toEqual([true, false]);
    await ledger.commit([{ type: 'note.acknowledged', through: ledger.head }]);
    for (let minute = 0; minute < 3; minute++) {
      await options.clock.advance(minutes(1));
      await atRest();
    }
    expect([ledger.isLow, ledger.isBroken]).toEqual([false, false]);
    for (let doors = 0; doors < 40; doors++) {
      await fill(ledger, 1);
      await ledger.commit([{ type: 'note.acknowledged', through: ledger.head }]);
      await options.clock.advance(minutes(1));
      await atRest();
    }
    expect([ledger.isBroken, ledger.head > 80]).toEqual([false, true]);
  });

  test('says so while a snapshot has no room, though segments have', async () => {
    const { options, disk, ledger } = await bank();
    const replace = disk.replace.bind(disk);
    disk.replace = async (path, bytes) => {
      if (path.startsWith('snapshot')) disk.fault = 'full';
      try {
        await replace(path, bytes);
      } finally {
        disk.fault = 'none';
      }
    };
    await fill(ledger, 1);
    await expect(ledger.snapshot()).rejects.toMatchObject({ trouble: 'full' });
    expect(ledger.isLow).toBe(true);
    disk.replace = replace;
    await options.clock.advance(minutes(1));
    await atRest();
    expect([ledger.isLow, await disk.read('snapshot.a.json')]).toEqual([false, expect.anything()]);
  });
});

describe('a bank whose disk is nearly full', () => {
  test('says so before anything fails', async () => {
    const { ledger } = await bank({ freeBytesLeast: 100_000 }, new MemoryDisk({ capacity: 100_000 }));
    expect(ledger.isLow).toBe(true);
  });

  test('looks again when it is asked, or each minute while room is short', async () => {
    const clock = new VirtualClock();
    const disk = new MemoryDisk({ capacity: 1_000 });
    let retries = 0;
    const limits = { ...usualRoomLimits, freeBytesLeast: 500 };
    const room: Room = new Room({ disk, clock, limits, retry: () => (retries++, room.look()) });
    await disk.replace('a', new Uint8Array(600));
    await room.look();
    expect([room.isLow, clock.waiting()]).toEqual([true, ['room on the disk']]);
    await disk.remove('a');
    await clock.advance(minutes(1));
    expect([room.isLow, clock.waiting(), retries]).toEqual([false, [], 1]);
    room.set('segment', true);
    room.close();
    expect(clock.waiting()).toEqual([]);
  });

  test('is not full for a disk that cannot say how much is left', async () => {
    const disk = new MemoryDisk();
    disk.freeBytes = () => Promise.reject(new Error('no statfs here'));
    const room = new Room({ disk, clock: new VirtualClock(), limits: usualRoomLimits, retry: () => Promise.resolve() });
    await room.look();
    expect(room.isLow).toBe(false);
  });
});

test('what a bank keeps on its disk is bounded: a year of doors and acknowledgements takes no more than a month', async () => {
  const { disk, ledger } = await bank({ keepBytes: 12_000 });
  let most = 0;
  for (let day = 0; day < 365; day++) {
    await fill(ledger, 1);
    await ledger.commit([{ type: 'note.acknowledged', through: ledger.head }]);
    const sizes = await Promise.all((await disk.list('journal')).map(async (name) => (await disk.read(`journal/${name}`))?.length ?? 0));
    most = Math.max(most, sizes.reduce((sum, size) => sum + size, 0));
  }
  expect(most).toBeLessThanOrEqual(10 * 3_000 + 2 * 3_000);
});
