import { describe, expect, test } from 'vitest';
import { payloadBytesMost } from '../../../firmware/contract/limits.ts';
import { readQrToken } from '../../../firmware/signed/qr.ts';
import { sealCode } from '../../../firmware/signed/seal.ts';
import { MemoryDisk } from '../../../sim/disk-memory.ts';
import { SeededRandom } from '../../../sim/seeded-random.ts';
import { plainWish } from '../../../sim/upstream/demo-looks.ts';
import { demoSigning, type Signing } from '../../../sim/upstream/signing.ts';
import { openUpstreamLog } from '../../../sim/upstream/upstream-log.ts';
import { viewOf } from '../../../sim/upstream/upstream-view.ts';
import { Upstream } from '../../../sim/upstream/upstream.ts';
import { bank, sha256, tenant } from '../../support/hand-upstream.ts';
import { keySetFor } from '../../support/keys.ts';
import { linkRig, smallEvent, type LinkRig } from '../../support/link-rig.ts';
import { noonMs } from '../../support/noon.ts';
import { objectionsTo } from '../../support/schema-check.ts';
import { event, forAda, UpstreamRig } from '../../support/upstream-rig.ts';

interface Pair {
  readonly rig: LinkRig;
  readonly upstream: Upstream;
  readonly signing: Signing;
}

/** The bank's link in signed mode, and the reference upstream that signs, over one broker. */
async function pair(trust: 'signed' | 'broker' = 'signed'): Promise<Pair> {
  const log = await openUpstreamLog(new MemoryDisk());
  const random = new SeededRandom(5);
  const signing = await demoSigning(log, random);
  const rig = await linkRig({ trust, keySet: keySetFor(signing, 'root alone'), answersHello: false, acknowledges: false });
  const upstream = new Upstream({
    transport: rig.broker.transport(), log, clock: rig.clock, random, tenant, bank, signing,
    onChange: () => undefined, onTrouble: (where, error) => rig.troubles.push({ where, error }),
  });
  return { rig, upstream, signing };
}

const ids = ({ rig }: Pair) => rig.commands.map((reading) => (reading.kind === 'command' ? reading.command.id : reading.id));

async function online(): Promise<Pair> {
  const both = await pair();
  both.upstream.start();
  await both.rig.advance(100);
  both.rig.link.start();
  await both.rig.advance(2_000);
  return both;
}

const people = (count: number, change: Readonly<Record<number, string>> = {}) => ({
  recipients: Array.from({ length: count }, (_, n) => ({ id: `p-${String(n)}`, name: change[n] ?? `Person Number ${String(n)}` })),
  operators: [],
});

describe('a bank in signed mode and the reference upstream', () => {
  test('understand each other: keys, documents, commands, time, acknowledgements', async () => {
    const both = await online();
    const { rig, upstream } = both;
    expect(rig.documents.map(({ kind }) => kind)).toEqual(['keys', 'settings', 'directory']);
    const id = await upstream.openLocker(3, 'a test');
    await rig.commit(smallEvent());
    await rig.advance(200);
    expect(ids(both)).toEqual([id]);
    expect(rig.link.acknowledged).toBe(1);
    expect(rig.notices.some((notice) => notice.startsWith('time '))).toBe(true);
    expect([rig.rejected, rig.troubles, rig.link.messagesRefused]).toEqual([[], [], 0]);
  });

  test('whichever of them comes first, and whichever goes and comes back', async () => {
    const both = await pair();
    const { rig, upstream } = both;
    rig.link.start();
    await rig.advance(3_000);
    const first = await upstream.openLocker(3, 'before anybody was there');
    upstream.start();
    await rig.advance(3_000);
    expect(ids(both)).toContain(first);
    rig.broker.drop(bank);
    const second = await upstream.openLocker(4, 'while the bank was away');
    await rig.advance(30_000);
    expect(ids(both)).toContain(second);
    expect(rig.rejected).toEqual([]);
  });

  test('more commands than an answer holds all come, each in its turn', async () => {
    const both = await pair();
    const { rig, upstream } = both;
    const asked: string[] = [];
    for (let n = 0; n < 150; n++) asked.push(await upstream.service((n % 8) + 1, 'out'));
    upstream.start();
    await rig.advance(100);
    rig.link.start();
    for (let turn = 0; turn < 60; turn++) await rig.advance(50);
    expect(new Set(ids(both))).toEqual(new Set(asked));
    expect(rig.link.messagesRefused).toBe(0);
  });

  test('change one person in 20,000 for the price of one part', async () => {
    const { rig, upstream } = await online();
    const askedFor = () => rig.upstream.messages('requests').filter(({ type }) => type === 'lockerbank.blob.get.v1').length;
    await upstream.declareDirectory(people(20_000));
    await rig.advance(30_000);
    expect(rig.documents.at(-1)).toMatchObject({ kind: 'directory', version: 2 });
    const before = askedFor();
    expect(before).toBeGreaterThan(20);
    await upstream.declareDirectory(people(20_000, { 12_345: 'Somebody Else' }));
    await rig.advance(10_000);
    expect(rig.documents.at(-1)).toMatchObject({ kind: 'directory', version: 3 });
    expect(askedFor() - before).toBe(1);
    const texts = rig.documents.at(-1)?.parts.map((part) => rig.parts.get(part) ?? '') ?? [];
    expect(texts.join('')).toContain('Somebody Else');
  });

  test('declare how the bank looks', async () => {
    const { rig, upstream } = await online();
    await upstream.declareBranding({ ...plainWish, title: 'Parcels' });
    await rig.advance(500);
    expect(rig.documents.at(-1)).toMatchObject({ kind: 'branding', body: '{"title":"Parcels"}' });
  });
});

test('every message of the two is as the contract document says, and every broker can carry it', async () => {
  const { rig, upstream } = await online();
  await upstream.declareDirectory(people(3_000));
  await upstream.announce({ kind: 'delivery', ...forAda });
  await rig.advance(5_000);
  const said = rig.broker.published.filter(({ from }) => from !== 'upstream');
  const typeOf = (payload: string): string => (JSON.parse(payload) as { readonly type?: string }).type ?? '';
  const kinds = said.map(({ topic, payload }) => `${topic.split('/').slice(-2).join('/')} ${typeOf(payload)}`);
  expect([...new Set(kinds)]).toEqual(expect.arrayContaining([
    'dn/cmd lockerbank.command.v1', 'dn/rsp lockerbank.blob.answer.v1', 'dn/rsp lockerbank.document.answer.v1',
    'dn/rsp lockerbank.hello.answer.v1', 'dn/want ', 'up/req lockerbank.blob.get.v1', 'up/req lockerbank.document.get.v1',
  ]));
  expect(said.flatMap(({ topic, payload }) => objectionsTo(topic, payload).map((what) => `${topic}: ${what}`))).toEqual([]);
  for (const { payload } of said) expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(payloadBytesMost);
});

describe('the keys of the reference upstream', () => {
  test('are the same after a restart: the bank that pins them knows it again', async () => {
    const disk = new MemoryDisk();
    const first = await demoSigning(await openUpstreamLog(disk), new SeededRandom(1));
    disk.powerCut(new SeededRandom(3));
    const second = await demoSigning(await openUpstreamLog(disk), new SeededRandom(2));
    expect(second.root.paserk).toBe(first.root.paserk);
    expect(second.keysDocument).toEqual(first.keysDocument);
  });

  test('read the code that a bank has made, and show it to the recipient in place of their own', async () => {
    const signing = await demoSigning(await openUpstreamLog(new MemoryDisk()), new SeededRandom(1));
    const rig = await UpstreamRig.start({ signing });
    const reservation = await rig.upstream.announce({ kind: 'delivery', ...forAda });
    const to = keySetFor(signing).sealTo;
    if (!to) throw new Error('there is no key to seal to');
    const sealedcode = sealCode(to, '55554444', new SeededRandom(4));
    await rig.tell(event(1, 'reservation.made', { reservation, locker: 4 }));
    await rig.tell(event(2, 'deposit.completed', { reservation, locker: 4, sealedcode }));
    expect(viewOf(rig.upstream, ['small']).parcels[0]).toMatchObject({ state: 'delivered', pickupCode: '55554444' });
  });

  test('send a QR code by mail from the delivery on, which the bank reads and nobody else has signed', async () => {
    const signing = await demoSigning(await openUpstreamLog(new MemoryDisk()), new SeededRandom(1));
    const rig = await UpstreamRig.start({ signing });
    const reservation = await rig.upstream.announce({ kind: 'delivery', ...forAda });
    const token = () => viewOf(rig.upstream, ['small']).parcels[0]?.pickupToken ?? null;
    await rig.tell(event(1, 'reservation.made', { reservation, locker: 4 }));
    expect(token()).toBeNull();
    await rig.tell(event(2, 'deposit.completed', { reservation, locker: 4 }));
    const read = await readQrToken(token() ?? '', keySetFor(signing), 'demo', 'bank-1', noonMs);
    expect(read).toMatchObject({ kind: 'qr', token: { reservation, leg: null, locker: null } });
    expect(token()).toBe(token());
  });
});

test('an upstream that does not sign puts no tokens anywhere', async () => {
  const rig = await UpstreamRig.start();
  await rig.hello();
  await rig.upstream.openLocker(3, 'a test');
  const { settings } = rig.want();
  await rig.ask('document.get', { kind: 'settings', ...settings });
  await rig.advance(100);
  expect(rig.heard.filter(({ text }) => text.includes('v4.public') || text.includes('"tok"'))).toEqual([]);
  expect(settings?.sha256).toBe(sha256('{}'));
});
