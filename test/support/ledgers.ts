import { createHash } from 'node:crypto';
import { aboutLocker, type Fact } from '../../firmware/bank/facts.ts';
import type { Entry } from '../../firmware/journal/entry.ts';
import { readCopies } from '../../firmware/journal/journal-reading.ts';
import type { Ledger, LedgerLimits, LedgerOptions } from '../../firmware/journal/ledger.ts';
import { journalFolder, segmentsIn } from '../../firmware/journal/segment.ts';
import { headerOf, readRecords } from '../../firmware/journal/segment-reading.ts';
import type { Disk } from '../../firmware/ports/disk.ts';
import type { EventMessage } from '../../firmware/contract/messages.ts';
import { MemoryDisk } from '../../sim/disk-memory.ts';
import { SeededRandom } from '../../sim/seeded-random.ts';
import { VirtualClock } from '../../sim/virtual-clock.ts';
import { noonMs } from './noon.ts';
import { bankProfile } from './paper-bank.ts';

export interface TestLedgerOptions extends LedgerOptions {
  readonly disk: MemoryDisk;
  readonly clock: VirtualClock;
}

/** A segment holds a handful of doors, so that a short story crosses several. */
export const smallSegments: Partial<LedgerLimits> = { segmentBytes: 3_000, cachedEventsMost: 2 };

/** A disk on which a bank keeps its journal, and what else a start needs. */
export function ledgerOptions(change: Partial<LedgerOptions> = {}): TestLedgerOptions {
  const { disk, clock, ...others } = change;
  return {
    random: new SeededRandom(1), profile: bankProfile(), source: 'lb://demo/bank-1', ...others,
    disk: disk instanceof MemoryDisk ? disk : new MemoryDisk(),
    clock: clock instanceof VirtualClock ? clock : new VirtualClock({ wallMs: noonMs }),
  };
}

/** A door opens and shuts: two events and a note. */
export function doorStory(locker: number): readonly Fact[] {
  return [
    aboutLocker('door.opened', locker, { locker, intent: null, how: 'found' }),
    { type: 'note.door-found', locker, door: 'closed' },
    aboutLocker('door.closed', locker, { locker }),
  ];
}

export async function allEvents(ledger: Ledger): Promise<readonly string[]> {
  return ledger.events(1, 1_000_000);
}

/** Every entry that the segments of a disk hold, each from whichever copy has it, read without a bank. */
export async function entriesOn(disk: Disk): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (const segment of segmentsIn(await disk.list(journalFolder))) {
    const bytes = await readCopies(disk, segment);
    const head = headerOf(bytes);
    const start = { ordinal: segment.ordinal, offset: head?.end ?? 0, n: segment.firstN - 1, hash: head?.header.prev ?? '' };
    readRecords(bytes, start, (entry) => void entries.push(entry));
  }
  return entries;
}

/** What is wrong with a log: a gap, a foreign hash, an id that does not fit. Nothing, where it is sound. */
export function troubleWithLog(texts: readonly string[], logid: string): string | null {
  let hash = '';
  for (const [index, text] of texts.entries()) {
    const event = JSON.parse(text) as EventMessage;
    const sequence = String(index + 1).padStart(20, '0');
    if (event.sequence !== sequence) return `${event.sequence} stands where ${sequence} should`;
    if (event.id !== `${logid}-${sequence}` || event.logid !== logid) return `${event.id} is no id of log ${logid}`;
    if (event.prevhash !== hash) return `${event.sequence} does not continue the chain`;
    hash = createHash('sha256').update(text).digest('base64url');
  }
  return null;
}

/** Lets everything that needs no more than the disk in memory come to rest. */
export function atRest(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
