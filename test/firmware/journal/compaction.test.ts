import { describe, expect, test } from 'vitest';
import { aboutBank } from '../../../firmware/bank/facts.ts';
import { Ledger, type LedgerLimits } from '../../../firmware/journal/ledger.ts';
import { journalFolder, segmentsIn } from '../../../firmware/journal/segment.ts';
import type { EventMessage } from '../../../firmware/contract/messages.ts';
import { SeededRandom } from '../../../sim/seeded-random.ts';
import { ms } from '../../../statecharts/units.ts';
import { allEvents, atRest, doorStory, ledgerOptions, smallSegments, type TestLedgerOptions } from '../../support/ledgers.ts';
import { dayMs } from '../../support/noon.ts';

/** Two doors, and with them four events, to a segment. */
const perSegment = 4;

async function bank(limits: Partial<LedgerLimits> = {}) {
  const options = ledgerOptions({ limits: { ...smallSegments, ...limits } });
  return { options, ledger: await Ledger.open(options) };
}

async function fill(ledger: Ledger, segments: number): Promise<void> {
  for (let count = 0; count < 2 * segments; count++) await ledger.commit(doorStory(1 + (count % 6))).then(atRest);
}


async function acknowledge(ledger: Ledger, through: number): Promise<void> {
  await ledger.commit([{ type: 'note.acknowledged', through }]);
}

async function segmentsOn({ disk }: TestLedgerOptions) {
  return segmentsIn(await disk.list(journalFolder)).map(({ ordinal, copies }) => `${String(ordinal)}${copies.join('')}`);
}

describe('a segment of the journal goes', () => {
  test('when its youngest record is thirty days old, both snapshots know it and the upstream has it', async () => {
    const { options, ledger } = await bank();
    await fill(ledger, 5);
    await acknowledge(ledger, 3 * perSegment);
    await ledger.snapshot();
    expect(await segmentsOn(options)).toEqual(['1a', '2a', '3a', '4ab', '5ab']);
    for (let day = 0; day < 31; day++) await options.clock.advance(ms(dayMs));
    await ledger.commit([aboutBank('link.lost', {})]);
    await ledger.snapshot();
    expect(await segmentsOn(options)).toEqual(['4ab', '5ab']);
    expect(ledger.oldestEvent).toBe(3 * perSegment + 1);
    const [oldest] = await ledger.events(1, 1);
    expect(Number((JSON.parse(oldest ?? '') as EventMessage).sequence)).toBe(ledger.oldestEvent);
    expect((await Ledger.open(options)).books).toEqual(ledger.books);
  });

  test('not before its youngest record is thirty days old, however old its oldest is', async () => {
    const { options, ledger } = await bank();
    const waitDays = async (days: number) => {
      for (let day = 0; day < days; day++) await options.clock.advance(ms(dayMs));
    };
    await fill(ledger, 1);
    await waitDays(29);
    await fill(ledger, 1);
    await waitDays(20);
    await fill(ledger, 3);
    await acknowledge(ledger, 4 * perSegment);
    for (const [days, oldest] of [[9, 1], [2, perSegment + 1], [18, perSegment + 1], [2, 4 * perSegment + 1]] as const) {
      await waitDays(days);
      await ledger.commit([aboutBank('link.lost', {})]);
      await ledger.snapshot();
      expect(ledger.oldestEvent).toBe(oldest);
    }
  });

  test('earlier, the oldest first, when all together are too many', async () => {
    const { options, ledger } = await bank({ keepBytes: 4 * 3_000 });
    await fill(ledger, 7);
    expect(await segmentsOn(options)).toHaveLength(7);
    await acknowledge(ledger, 6 * perSegment);
    await ledger.snapshot();
    expect(await segmentsOn(options)).toEqual(['4a', '5a', '6a', '7ab']);
  });

  test('never while the upstream has not acknowledged its last event, whatever else', async () => {
    const { options, ledger } = await bank({ keepBytes: 0, keepMs: 0 });
    await fill(ledger, 6);
    await acknowledge(ledger, 2 * perSegment - 1);
    await options.clock.advance(ms(dayMs));
    await ledger.snapshot();
    await ledger.commit([aboutBank('link.lost', {})]);
    await ledger.snapshot();
    expect(ledger.oldestEvent).toBe(perSegment + 1);
    expect(await allEvents(ledger)).toHaveLength(ledger.head - perSegment);
  });

  test('never while only the newer snapshot knows it: the older one must still lead to the same', async () => {
    const { options, ledger } = await bank({ keepBytes: 0, keepMs: 0 });
    await fill(ledger, 6);
    await acknowledge(ledger, 6 * perSegment);
    await ledger.snapshot();
    for (const path of ['snapshot.a.json', 'snapshot.b.json']) {
      const disk = options.disk.copy();
      disk.rot(path, 200);
      const again = await Ledger.open({ ...options, disk });
      expect(again.books).toEqual(ledger.books);
    }
    expect(await segmentsOn(options)).not.toContain('1ab');
  });

  test('never while the older snapshot begins in it, be it at its very end', async () => {
    const { options, ledger } = await bank({ keepBytes: 0, keepMs: 0 });
    await fill(ledger, 2);
    await acknowledge(ledger, ledger.head);
    await ledger.snapshot();
    await ledger.beginNewLog('why');
    await atRest();
    expect(await segmentsOn(options)).toEqual(['2ab', '3ab']);
    for (const path of ['snapshot.a.json', 'snapshot.b.json']) {
      const disk = options.disk.copy();
      disk.rot(path, 200);
      const again = await Ledger.open({ ...options, disk });
      expect(again.books).toEqual(ledger.books);
    }
  });

  test.each<readonly [string, (ledger: Ledger) => Promise<void>]>([
    ['an acknowledgement', (ledger) => acknowledge(ledger, ledger.head)],
    ['another log', (ledger) => ledger.beginNewLog('why')],
  ])('never for what a power cut can still take back [%s]', async (_, say) => {
    const options = ledgerOptions({ limits: { ...smallSegments, keepBytes: 0, keepMs: 0 } });
    const { disk } = options;
    const [open, replace] = [disk.open.bind(disk), disk.replace.bind(disk)];
    let isHeld = false;
    disk.open = async (path) => {
      const file = await open(path);
      return { ...file, sync: () => (isHeld ? new Promise<never>(() => undefined) : file.sync()) };
    };
    const ledger = await Ledger.open(options);
    await fill(ledger, 4);
    await acknowledge(ledger, perSegment);
    disk.replace = async (path, bytes) => {
      await replace(path, bytes);
      isHeld ||= path.startsWith('snapshot');
      if (isHeld) void say(ledger);
      await atRest();
    };
    await ledger.snapshot();
    disk.powerCut(new SeededRandom(1));
    const again = await Ledger.open({ ...options, disk: disk.copy() });
    expect(again.books.acknowledged).toBe(perSegment);
    expect(await again.events(perSegment + 1, 100)).toHaveLength(again.head - perSegment);
    expect(again.oldestEvent).toBeLessThanOrEqual(perSegment + 1);
  });

  test('not at all in a bank that has written one snapshot only', async () => {
    const { options, ledger } = await bank({ keepBytes: 0, keepMs: 0 });
    await fill(ledger, 1);
    await ledger.commit(doorStory(1));
    await acknowledge(ledger, 6);
    await atRest();
    expect(await segmentsOn(options)).toEqual(['1ab', '2ab']);
  });

  test('and only the copy that is whole stays of one that nobody needs any more', async () => {
    const { options, ledger } = await bank();
    await fill(ledger, 4);
    options.disk.rot(`${journalFolder}/${(await options.disk.list(journalFolder))[0] ?? ''}`, 700);
    await acknowledge(ledger, 3 * perSegment);
    const before = await allEvents(ledger);
    await ledger.snapshot();
    expect((await segmentsOn(options)).slice(0, 2)).toEqual(['1b', '2a']);
    const again = await Ledger.open(options);
    expect(await allEvents(again)).toEqual(before);
  });

  test('with an older log, whose events are sent no more', async () => {
    const { options, ledger } = await bank({ keepBytes: 0 });
    await fill(ledger, 3);
    await ledger.beginNewLog('why');
    await fill(ledger, 2);
    await ledger.snapshot();
    expect((await segmentsOn(options))[0]).toBe('4ab');
    expect(await allEvents(ledger)).toHaveLength(9);
  });

  test('whole, or as one copy, wherever the power goes', async () => {
    const { options, ledger } = await bank({ keepBytes: 0 });
    await fill(ledger, 5);
    await acknowledge(ledger, 4 * perSegment);
    const moments: TestLedgerOptions['disk'][] = [];
    options.disk.onChange = () => moments.push(options.disk.copy());
    await ledger.snapshot();
    options.disk.onChange = null;
    expect(moments.length).toBeGreaterThan(4);
    for (const moment of moments) {
      for (const disk of moment.powerCuts()) {
        const again = await Ledger.open({ ...options, disk });
        expect(again.books).toEqual(ledger.books);
        expect(await again.events(4 * perSegment + 1, 100)).toEqual(await ledger.events(4 * perSegment + 1, 100));
      }
    }
  });
});
