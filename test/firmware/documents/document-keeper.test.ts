import { describe, expect, test } from 'vitest';
import { badgeTag } from '../../../firmware/bank/codes.ts';
import { partStore, roomLeftBytes } from '../../../firmware/documents/part-store.ts';
import { MemoryDisk } from '../../../sim/disk-memory.ts';
import { documentKeys, sha256, textOf, wantOf } from '../../support/document-books.ts';
import { filesMost, KeeperRig, sent, sentInParts, type Sent } from '../../support/keeper-rig.ts';
import { hourMs, noonMs } from '../../support/noon.ts';

const people = (...ids: string[]) => ({ recipients: ids.map((id) => ({ id, name: id })) });
const wantFor = ({ wanted: { kind, version, sha256: hash } }: Sent) => ({ [kind]: { version, sha256: hash } });
const filesOf = (...documents: unknown[]) => documents.map((one) => `${sha256(textOf(one))}.json`).toSorted();

const first = sentInParts('directory', 1, [people('ada'), people('alan')]);
const second = sentInParts('directory', 2, [people('ada'), people('grace')]);

describe('a directory in parts', () => {
  test('is applied whole, and only the part that has changed has to come again', async () => {
    const rig = await KeeperRig.start();
    expect(await rig.receive(first)).toBe('applied');
    expect(rig.people).toEqual(['ada', 'alan']);
    expect(await Promise.all(second.pieces.map((piece) => rig.keeper.hasPart(sha256(piece))))).toEqual([true, false]);
    expect(await rig.receive(second)).toBe('applied');
    expect(rig.people).toEqual(['ada', 'grace']);
    expect(rig.types).toEqual(['document.applied', 'document.applied']);
  });

  test('leaves no part behind that no document names any more', async () => {
    const rig = await KeeperRig.start();
    await rig.receive(first);
    await rig.receive(second);
    expect(await rig.files('directory')).toEqual(filesOf(people('ada'), people('grace')));
  });

  test('leaves the parts of the next one alone, which are on their way already', async () => {
    const rig = await KeeperRig.start();
    const early = textOf(people('early'));
    await rig.keeper.takePart(sha256(early), early);
    rig.onTheWay = new Set([sha256(early)]);
    await rig.receive(first);
    expect(await rig.keeper.hasPart(sha256(early))).toBe(true);
    rig.onTheWay = new Set();
    await rig.receive(second);
    expect(await rig.keeper.hasPart(sha256(early))).toBe(false);
  });

  test('leaves the parts of one alone that waits for its turn', async () => {
    const rig = await KeeperRig.start();
    for (const piece of [...first.pieces, ...second.pieces]) await rig.keeper.takePart(sha256(piece), piece);
    const taken = [first, second].map(({ wanted, body, pieces }) => rig.keeper.take(wanted, body, pieces.map(sha256)));
    expect(await Promise.all(taken)).toEqual(['applied', 'applied']);
    expect(rig.people).toEqual(['ada', 'grace']);
  });

  test('is not looked up in before the journal says that it is in force', async () => {
    const disk = new MemoryDisk();
    const rig = await KeeperRig.start(disk);
    for (const piece of first.pieces) await rig.keeper.takePart(sha256(piece), piece);
    const release = disk.holdSyncs();
    const taken = rig.keeper.take(first.wanted, first.body, first.pieces.map(sha256));
    for (let turn = 0; turn < 200; turn++) await Promise.resolve();
    expect([rig.types, rig.people]).toEqual([['document.applied'], []]);
    release();
    await taken;
    expect(rig.people).toEqual(['ada', 'alan']);
  });

  test('names the same part twice and has it once', async () => {
    const rig = await KeeperRig.start();
    expect(await rig.receive(sentInParts('directory', 1, [people('ada'), people(), people()]))).toBe('applied');
    expect(rig.people).toEqual(['ada']);
  });

  test('that fits one message comes without parts, and is kept in a file all the same', async () => {
    const rig = await KeeperRig.start();
    expect(await rig.receive(sent('directory', 1, people('ada')))).toBe('applied');
    expect((await KeeperRig.start(rig.disk)).people).toEqual(['ada']);
  });

  test('that lies on the card says nothing about badges, codes and PINs', async () => {
    const disk = new MemoryDisk();
    const rig = await KeeperRig.start(disk);
    const ada = { id: 'ada', name: 'Ada', badges: ['0042424242'], barcodes: ['BARCODE-OF-ADA'] };
    const carrier = { id: 'fast', name: 'Fast', codes: [{ code: '77889910' }] };
    const bad = { recipients: [{ ...ada, name: 7 }] };
    await rig.receive(sentInParts('directory', 1, [{ recipients: [ada] }, { carriers: [carrier] }]));
    await rig.receive(sentInParts('directory', 2, [bad, { badges: ['0042424242'] }]));
    await rig.receive(sent('directory', 3, bad));
    expect(Object.keys(rig.bank.books.directory.badges)).toEqual([badgeTag(documentKeys, '0042424242')]);
    for (const secret of ['42424242', 'BARCODE-OF-ADA', '77889910']) expect(disk.image()).not.toContain(secret);
  });
});

describe('a directory that cannot be used', () => {
  test('is rejected with the part and the place of the bad record, and the one before it stays', async () => {
    const rig = await KeeperRig.start();
    await rig.receive(first);
    const broken = { recipients: [{ id: 'eve' }] };
    const bad = sentInParts('directory', 2, [people('ada'), broken]);
    expect(await rig.receive(bad)).toBe('rejected');
    expect(rig.bank.facts.at(-1)).toMatchObject({
      type: 'document.rejected',
      data: { kind: 'directory', version: 2, why: `part ${sha256(textOf(broken)).slice(0, 8)}: recipients.0.name: is missing` },
    });
    expect(rig.people).toEqual(['ada', 'alan']);
    expect(rig.bank.books.documents['directory']?.version).toBe(1);
  });

  test('is not asked for again and again, until another one is declared or the bank starts anew', async () => {
    const rig = await KeeperRig.start();
    const bad = sent('directory', 1, '{');
    expect(rig.keeper.missing(wantFor(bad))).toHaveLength(1);
    await rig.receive(bad);
    expect(rig.keeper.missing(wantFor(bad))).toEqual([]);
    expect(rig.keeper.missing(wantFor(sent('directory', 2, '{')))).toHaveLength(1);
    expect(rig.keeper.missing(wantFor(sent('directory', 1, people('ada'))))).toHaveLength(1);
    expect((await KeeperRig.start(rig.disk)).keeper.missing(wantFor(bad))).toHaveLength(1);
  });

  test('because its time was over is asked for again: the clock may have been wrong', async () => {
    const rig = await KeeperRig.start();
    const late = { ...first, wanted: { ...first.wanted, validUntilMs: noonMs - 1 } };
    expect(await rig.receive(late)).toBe('rejected');
    expect(rig.keeper.missing(wantFor(first))).toHaveLength(1);
    rig.bank.nowMs -= hourMs;
    expect(await rig.receive(late)).toBe('applied');
  });

  test('because its time was over is told of once and stored once, however often it is asked for', async () => {
    const rig = await KeeperRig.start();
    const late = sent('directory', 1, people('ada'), { validUntilMs: noonMs - 1 });
    let stored = 0;
    const { replace } = rig.disk;
    rig.disk.replace = (path, bytes) => {
      if (path.startsWith('directory/')) stored++;
      return replace.call(rig.disk, path, bytes);
    };
    for (let minutes = 0; minutes < 3; minutes++) expect(await rig.receive(late)).toBe('rejected');
    expect([rig.types, stored]).toEqual([['document.rejected'], 1]);
    rig.bank.nowMs -= hourMs;
    expect(await rig.receive(late)).toBe('applied');
  });

  test('whose text has been changed on its way is rejected, and the right one is taken', async () => {
    const rig = await KeeperRig.start();
    const { wanted } = sent('directory', 1, people('ada'));
    expect(await rig.keeper.take(wanted, textOf(people('eve')), [])).toBe('rejected');
    expect(rig.people).toEqual([]);
    expect(rig.keeper.missing(wantOf('directory', 1, people('ada')))).toHaveLength(1);
    expect(await rig.receive(sent('directory', 1, people('ada')))).toBe('applied');
  });

  test('in which parts of a branding document stand is rejected', async () => {
    const rig = await KeeperRig.start();
    expect(await rig.receive(sentInParts('directory', 1, [people('ada'), { title: 'Acme' }]))).toBe('rejected');
    const why = expect.stringMatching(/^part .*: it is nothing that belongs to a directory$/) as string;
    expect(rig.bank.facts.at(-1)).toMatchObject({ data: { why } });
    expect(await rig.receive(sentInParts('branding', 1, [people('ada')]))).toBe('rejected');
  });

  test.each([people(), { title: 7 }, { title: 'x', media: 'many' }])('has a bad part, whatever that was meant to be [%j]', async (part) => {
    const rig = await KeeperRig.start();
    expect(await rig.receive(sentInParts('directory', 1, [people('ada'), 'no JSON at all', part]))).toBe('rejected');
    expect(rig.people).toEqual([]);
  });
});

describe('a disk in trouble', () => {
  test('that is nearly full stores no part, so that the journal has its room, and the directory stays as it was', async () => {
    const disk = new MemoryDisk({ capacity: roomLeftBytes + 4_000 });
    const rig = await KeeperRig.start(disk);
    await rig.receive(first);
    const large = textOf(people('x'.repeat(60), ...Array.from({ length: 40 }, (_, at) => `${String(at)}${'y'.repeat(50)}`)));
    await expect(rig.keeper.takePart(sha256(large), large)).rejects.toMatchObject({ trouble: 'full' });
    expect(rig.people).toEqual(['ada', 'alan']);
    expect(await rig.keeper.hasPart(sha256(large))).toBe(false);
  });

  test('that loses a part before the document is whole lets it be fetched again', async () => {
    const rig = await KeeperRig.start();
    for (const piece of first.pieces) await rig.keeper.takePart(sha256(piece), piece);
    await rig.disk.remove(`directory/${sha256(first.pieces[1] ?? '')}.json`);
    expect(await rig.keeper.take(first.wanted, first.body, first.pieces.map(sha256))).toBe('incomplete');
    expect(rig.types).toEqual([]);
    expect(rig.keeper.missing(wantFor(first))).toHaveLength(1);
    expect(await rig.receive(first)).toBe('applied');
  });

  test('that loses a part whenever it comes is not written to for ever', async () => {
    const disk = new MemoryDisk();
    const rig = await KeeperRig.start(disk);
    const lose = async () => {
      for (const file of await disk.list('directory')) await disk.remove(`directory/${file}`);
    };
    const again = async () => {
      for (const piece of first.pieces) await rig.keeper.takePart(sha256(piece), piece);
      await lose();
      return rig.keeper.take(first.wanted, first.body, first.pieces.map(sha256));
    };
    expect([await again(), await again(), await again()]).toEqual(['incomplete', 'incomplete', 'rejected']);
    expect(rig.bank.facts).toMatchObject([{ type: 'document.rejected', data: { why: 'its parts cannot be kept here' } }]);
    expect(rig.keeper.missing(wantFor(first))).toEqual([]);
    expect(await rig.receive(second)).toBe('applied');
  });

  test('that cannot remove old parts is told of, and the new directory is in force all the same', async () => {
    const disk = new MemoryDisk();
    const rig = await KeeperRig.start(disk);
    await rig.receive(first);
    disk.remove = () => Promise.reject(new Error('worn out'));
    expect(await rig.receive(second)).toBe('applied');
    expect(rig.troubles).toEqual(['parts of directory']);
    expect(rig.people).toEqual(['ada', 'grace']);
  });

  test('whose journal fails leaves the old directory in force, and the next document takes its turn', async () => {
    const disk = new MemoryDisk();
    const rig = await KeeperRig.start(disk);
    await rig.receive(first);
    const piece = second.pieces[1] ?? '';
    await rig.keeper.takePart(sha256(piece), piece);
    disk.fault = 'write-fails';
    await expect(rig.keeper.take(second.wanted, second.body, second.pieces.map(sha256))).rejects.toMatchObject({ trouble: 'failed' });
    expect(rig.people).toEqual(['ada', 'alan']);
    disk.fault = 'none';
    expect(await rig.receive(sent('settings', 1, {}))).toBe('applied');
  });

  test('that fills up with parts of documents that were given up is cleared of them', async () => {
    const rig = await KeeperRig.start();
    await rig.receive(first);
    for (let at = 0; at < 130; at++) {
      const piece = textOf(people(String(at)));
      await rig.keeper.takePart(sha256(piece), piece);
    }
    expect((await rig.files('directory')).length).toBeLessThanOrEqual(filesMost);
    expect((await KeeperRig.start(rig.disk)).people).toEqual(['ada', 'alan']);
  });
});

describe('a bank that starts again', () => {
  test('has the directory that was in force', async () => {
    const before = await KeeperRig.start();
    await before.receive(first);
    await before.receive(second);
    const after = await KeeperRig.start(before.disk);
    expect(after.people).toEqual(['ada', 'grace']);
    expect(after.bank.books.directory).toEqual(before.bank.books.directory);
    expect(after.types).toEqual([]);
  });

  const losses = ['lost', 'damaged', 'made by another program'];
  test.each(losses)('and finds a part %s has no directory, says so, and fetches it again', async (how) => {
    const before = await KeeperRig.start();
    await before.receive(first);
    const [piece = ''] = first.pieces;
    const path = `directory/${sha256(piece)}.json`;
    if (how === 'lost') await before.disk.remove(path);
    else if (how === 'damaged') await before.disk.replace(path, Buffer.from('00000000 {"part":"x"}\n'));
    else await partStore(before.disk, 'directory').save(sha256(piece), { format: 99, recipients: [] });

    const after = await KeeperRig.start(before.disk);
    expect([after.people, after.types]).toEqual([[], ['bank.degraded']]);
    expect(after.bank.books.degraded).toEqual(['directory-outdated']);
    expect(after.keeper.missing(wantFor(first))).toHaveLength(1);

    const still = await KeeperRig.start(before.disk);
    expect([still.people, still.types]).toEqual([[], []]);
    expect(await still.receive(first)).toBe('applied');
    expect([still.people, still.types]).toEqual([['ada', 'alan'], ['document.applied', 'bank.recovered']]);
    expect(still.keeper.missing(wantFor(first))).toEqual([]);
  });

  test('goes on fetching where it was: parts that had come are here', async () => {
    const before = await KeeperRig.start();
    const [piece = ''] = first.pieces;
    await before.keeper.takePart(sha256(piece), piece);
    const after = await KeeperRig.start(before.disk);
    expect(await after.keeper.hasPart(sha256(piece))).toBe(true);
    expect(await after.receive(first)).toBe('applied');
  });
});

describe('other documents', () => {
  test('are in force at once, and lie in the journal', async () => {
    const rig = await KeeperRig.start();
    expect(await rig.receive(sent('settings', 1, { sizeStepUp: false }))).toBe('applied');
    expect(await rig.receive(sent('settings', 1, { sizeStepUp: false }))).toBe('passed-over');
    expect((await KeeperRig.start(rig.disk)).bank.books.settings.sizeStepUp).toBe(false);
  });

  test('that say how badges are read are heeded by the directory in force', async () => {
    const rig = await KeeperRig.start();
    await rig.receive(sent('directory', 1, { recipients: [{ id: 'ada', name: 'Ada', badges: ['0042'] }] }));
    const tags = () => Object.keys(rig.bank.books.directory.badges);
    expect(tags()).toEqual([badgeTag(documentKeys, '0042')]);
    await rig.receive(sent('settings', 1, { badgeLeadingZeros: 'drop' }));
    expect(tags()).toEqual([badgeTag(documentKeys, '42')]);
  });

  test('bring pictures, which are put together again, and fetched again when they are lost', async () => {
    const rig = await KeeperRig.start();
    const bytes = Buffer.from('\x89PNG\r\n\x1a\n and so on, for a while', 'latin1');
    const logo = bytes.toString('base64');
    const text = { title: 'Acme', media: [{ use: 'logo', type: 'image/png', sha256: sha256(logo) }], later: 'unknown' };
    const branding = sentInParts('branding', 1, [text, logo]);
    expect(await rig.receive(branding)).toBe('applied');
    const [medium] = rig.bank.books.branding.media;
    expect(medium && Buffer.from((await rig.keeper.medium(medium)) ?? [])).toEqual(bytes);
    expect(rig.keeper.missing(wantFor(branding))).toEqual([]);

    await rig.disk.remove(`branding/${sha256(logo)}.json`);
    expect(medium && (await rig.keeper.medium(medium))).toBeNull();
    const after = await KeeperRig.start(rig.disk);
    expect(after.bank.books.branding.title).toBe('Acme');
    expect(after.keeper.missing(wantFor(branding))).toHaveLength(1);
    expect(await after.receive(branding)).toBe('passed-over');
    expect(after.keeper.missing(wantFor(branding))).toEqual([]);
    expect(medium && (await after.keeper.medium(medium))).not.toBeNull();
    expect(await after.receive(sent('branding', 2, { title: 'Acme' }))).toBe('applied');
    expect(await after.files('branding')).toEqual([]);
  });
});
