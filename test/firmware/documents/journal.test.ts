import { describe, expect, test } from 'vitest';
import { DocumentKeeper } from '../../../firmware/documents/document-keeper.ts';
import { Ledger } from '../../../firmware/journal/ledger.ts';
import { MemoryDisk } from '../../../sim/disk-memory.ts';
import { SeededRandom } from '../../../sim/seeded-random.ts';
import { documentKeys, sha256 } from '../../support/document-books.ts';
import { sentInParts, type Sent } from '../../support/keeper-rig.ts';
import { ledgerOptions } from '../../support/ledgers.ts';

const people = (...ids: string[]) => ({ recipients: ids.map((id) => ({ id, name: `name of ${id}` })) });
const first = sentInParts('directory', 1, [people('ada'), people('alan')]);
const second = sentInParts('directory', 2, [people('ada'), people('grace')]);
const worlds: Readonly<Record<string, readonly string[]>> = { none: [], 1: ['ada', 'alan'], 2: ['ada', 'grace'] };

interface Bank {
  readonly ledger: Ledger;
  readonly keeper: DocumentKeeper;
}

async function open(disk: MemoryDisk): Promise<Bank> {
  const ledger = await Ledger.open(ledgerOptions({ disk }));
  const keeper = new DocumentKeeper({
    disk, keys: documentKeys, books: () => ledger.books, now: () => ledger.now(), commit: (facts) => ledger.commit(facts),
    use: (directory) => ledger.useDirectory(directory), partsWanted: () => new Set(),
    onTrouble: (where, error) => expect.unreachable(`${where}: ${String(error)}`),
  });
  await keeper.start();
  return { ledger, keeper };
}

async function receive({ keeper }: Bank, { wanted, body, pieces }: Sent): Promise<string> {
  for (const piece of pieces) if (!(await keeper.hasPart(sha256(piece)))) await keeper.takePart(sha256(piece), piece);
  return keeper.take(wanted, body, pieces.map(sha256));
}

const peopleOf = ({ ledger }: Bank): readonly string[] => Object.keys(ledger.books.directory.recipients);

describe('the directory beside the journal of a bank', () => {
  test('is there again after a restart, and no snapshot and no record holds a name of it', async () => {
    const disk = new MemoryDisk();
    const before = await open(disk);
    expect([await receive(before, first), await receive(before, second)]).toEqual(['applied', 'applied']);
    await before.ledger.snapshot();
    await before.ledger.close();
    const after = await open(disk);
    expect(peopleOf(after)).toEqual(worlds['2']);
    await after.ledger.close();
    for (const file of await disk.list('directory')) await disk.remove(`directory/${file}`);
    expect(disk.image()).not.toContain('name of');
  });

  test('is whole after a power cut at any call to the disk, and is the one that the journal names', async () => {
    const rehearsal = new MemoryDisk();
    const whole = await open(rehearsal);
    const begun = rehearsal.calls;
    await receive(whole, first);
    await receive(whole, second);
    const seen = new Set<string>();
    for (let call = begun + 1; call <= rehearsal.calls + 1; call++) {
      const disk = new MemoryDisk();
      const bank = await open(disk);
      disk.haltAt(call);
      await untilDark(receive(bank, first).then(() => receive(bank, second)), disk);
      disk.powerCut(new SeededRandom(call));
      const after = await open(disk);
      const version = String(after.ledger.books.documents['directory']?.version ?? 'none');
      expect([peopleOf(after), after.ledger.books.degraded], `call ${String(call)}`).toEqual([worlds[version], []]);
      seen.add(version);
    }
    expect([...seen].toSorted()).toEqual(['1', '2', 'none']);
  });
});

/** Until the power has gone, after which nothing is answered any more. */
async function untilDark(work: Promise<unknown>, disk: MemoryDisk): Promise<void> {
  let isOver = false;
  void work.then(() => (isOver = true), () => (isOver = true));
  for (let before = -1; !isOver && disk.calls !== before; ) {
    before = disk.calls;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
