import { describe, expect, test } from 'vitest';
import { readSettings } from '../../../firmware/bank/settings.ts';
import { readCommand } from '../../../firmware/contract/commands.ts';
import { SeededRandom } from '../../../sim/seeded-random.ts';
import { demoSettings } from '../../../sim/upstream/demo-settings.ts';
import { emptyBooks, foldRecord } from '../../../sim/upstream/upstream-books.ts';
import { viewOf } from '../../../sim/upstream/upstream-view.ts';
import { askedFor, freshCodes, type Wish } from '../../../sim/upstream/wishes.ts';
import type { PutArgs } from '../../support/paper-bank.ts';
import { ada, bankWith, person, post, sound, withDirectory } from '../../support/put-rig.ts';
import { command, event, forAda, UpstreamRig } from '../../support/upstream-rig.ts';

const alan = { type: 'recipient', id: 'alan' } as const;
const people = { ada: person('ada'), alan: person('alan') };
const visitor = { type: 'recipient', id: 'visitor-BAG-1' } as const;

const wishes: readonly (readonly [string, Wish, readonly string[]])[] = [
  ['a delivery of three parcels', { kind: 'delivery', ...forAda, labels: ['PKG-1', 'PKG-2', 'PKG-3'] }, ['pick-up']],
  ['a delivery for a department', { kind: 'delivery', ...forAda, party: post }, ['pick-up']],
  ['an asset', { kind: 'asset', ...forAda, labels: ['AST-1'] }, ['pick-up']],
  ['a return for whoever works there', { kind: 'return', ...forAda, to: null }, ['drop-off']],
  ['a return for a department', { kind: 'return', ...forAda, to: post }, ['drop-off', 'pick-up']],
  ['an exchange', { kind: 'exchange', ...forAda, to: alan, back: ['PKG-2'] }, ['drop-off', 'swap', 'pick-up']],
  ['belongings', { kind: 'storage', ...forAda, isVisitor: false, ends: null }, ['storage']],
  ['belongings until this evening', { kind: 'storage', ...forAda, isVisitor: false, ends: '2026-11-22T18:00:00.000Z' }, ['storage']],
  ['belongings of a visitor', { kind: 'storage', ...forAda, party: visitor, isVisitor: true, ends: null }, ['storage']],
  ['belongings of a department', { kind: 'storage', ...forAda, party: post, isVisitor: false, ends: null }, ['storage']],
];

describe('a wish', () => {
  test.each(wishes)('is one that a bank of the demonstration grants: %s', (_what, wish, opens) => {
    const bank = withDirectory(bankWith(demoSettings), people);
    const asked = askedFor(wish, 'r-1', freshCodes(emptyBooks, new SeededRandom(1)));
    const reading = readCommand({ id: 'c-1', cmd: 'reservation.put', args: asked.args, exp: '2026-11-23T12:00:00.000Z' });
    expect(reading).toMatchObject({ kind: 'command' });
    if (reading.kind !== 'command') return;
    const facts = sound(bank.command('reservation.put', reading.command.args as PutArgs));
    expect(facts).toMatchObject([{ type: 'reservation.made', data: { kind: wish.kind, party: asked.args['party'] } }]);
    expect(asked.codes.map((one) => one.opens)).toEqual(opens);
    expect(new Set(asked.codes.map(({ code }) => code)).size).toBe(opens.length);
  });

  test('gets codes that no parcel has yet', () => {
    const draws = [1, 1, 2].map((digit) => new Uint8Array(8).fill(digit));
    const fresh = freshCodes(emptyBooks, { bytes: () => draws.shift() ?? new Uint8Array(8).fill(9) });
    expect([fresh(), fresh()]).toEqual(['11111111', '22222222']);
  });
});

describe('whoever is to come is told a code', () => {
  const told = (rig: UpstreamRig) => viewOf(rig.upstream, []).parcels[0]?.codes.map(({ opens }) => opens);

  test('for each half of an exchange when its time has come', async () => {
    const rig = await UpstreamRig.start();
    const reservation = await rig.upstream.announce({ kind: 'exchange', ...forAda, to: alan, back: ['PKG-2'] });
    expect(told(rig)).toEqual(['drop-off']);
    await rig.tell(event(1, 'reservation.made', { reservation, locker: 4 }));
    await rig.tell(event(2, 'deposit.completed', { reservation, items: [{ id: 'PKG-1' }] }));
    expect(told(rig)).toEqual(['swap']);
    await rig.tell(event(3, 'pickup.completed', { reservation }), event(4, 'deposit.completed', { reservation, items: [{ id: 'PKG-2' }] }));
    expect(told(rig)).toEqual(['pick-up']);
    await rig.tell(event(5, 'pickup.completed', { reservation }));
    expect([told(rig), viewOf(rig.upstream, []).parcels[0]?.state]).toEqual([[], 'collected']);
  });

  test('for belongings as soon as a locker is kept for them, until it is over', async () => {
    const rig = await UpstreamRig.start();
    const reservation = await rig.upstream.announce({ kind: 'storage', ...forAda, isVisitor: false, ends: null });
    expect(told(rig)).toEqual([]);
    await rig.tell(event(1, 'reservation.made', { reservation, locker: 4 }));
    expect(told(rig)).toEqual(['storage']);
    await rig.tell(event(2, 'storage.started', { reservation, locker: 4 }), event(3, 'storage.overdue', { reservation, locker: 4 }));
    expect([told(rig), viewOf(rig.upstream, []).parcels[0]?.state]).toEqual([['storage'], 'expired']);
    await rig.tell(event(4, 'storage.ended', { reservation, locker: 4 }));
    expect([told(rig), viewOf(rig.upstream, []).parcels[0]?.state]).toEqual([[], 'ended']);
  });
});

describe('a parcel that somebody brought unannounced', () => {
  const made = { reservation: 'bank-LOG-1', kind: 'delivery', locker: 4, items: [{ id: 'PKG-7' }], party: ada };

  test('is in the books from then on, and its recipient is told a code when it is in', async () => {
    const rig = await UpstreamRig.start();
    await rig.tell(event(1, 'reservation.made', made));
    const shown = () => viewOf(rig.upstream, []).parcels[0];
    expect(shown()).toMatchObject({ tracking: 'PKG-7', recipient: 'ada', state: 'reserved', locker: 4, pickupCode: null, codes: [] });
    await rig.tell(event(2, 'deposit.completed', made));
    const [code] = shown()?.codes ?? [];
    expect(code).toMatchObject({ opens: 'pick-up', code: expect.stringMatching(/^\d{8}$/) as string });
    expect(command(rig)).toMatchObject({ command: { cmd: 'reservation.put', args: { reservation: 'bank-LOG-1', codes: [code?.code] } } });
    await rig.tell(event(3, 'deposit.completed', { ...made, items: [{ id: 'PKG-8' }] }));
    expect([rig.commands().length, shown()?.labels]).toEqual([1, ['PKG-7', 'PKG-8']]);
    await rig.restart();
    expect(shown()?.pickupCode).toBe(code?.code);
  });

  test.each([
    ['for nobody known', { party: { type: 'recipient', id: '?' } }],
    ['as belongings', { kind: 'storage' }],
    ['as a return', { kind: 'return' }],
  ])('gets no code where nobody could use one [%s]', async (_how, change) => {
    const rig = await UpstreamRig.start();
    await rig.tell(event(1, 'reservation.made', { ...made, ...change }), event(2, 'deposit.completed', { ...made, ...change }));
    expect([viewOf(rig.upstream, []).parcels[0]?.codes, rig.commands()]).toEqual([[], []]);
  });

  test('is not in the books where the bank says nothing of it that can be read', async () => {
    const rig = await UpstreamRig.start();
    await rig.tell(event(1, 'reservation.made', { reservation: 'bank-LOG-1' }));
    expect(viewOf(rig.upstream, []).parcels).toEqual([]);
  });
});

test('a parcel that was asked for before there were other kinds is still a delivery with a pickup code', () => {
  const asked = { reservation: 'r-1', tracking: 'PKG-1', recipient: 'ada', code: '47110815', at: '2026-11-22T12:00:00.000Z' };
  expect(foldRecord(emptyBooks, { kind: 'asked', parcel: asked }).parcels.get('r-1')).toMatchObject({
    kind: 'delivery', party: ada, labels: ['PKG-1'], back: [], codes: [{ opens: 'pick-up', party: ada, code: '47110815' }],
  });
});

test('a locker that is given to a department is shown as its own, until it is taken back', async () => {
  const rig = await UpstreamRig.start();
  await rig.upstream.dedicate(4, post);
  await rig.advance(50);
  expect(command(rig)).toMatchObject({ command: { cmd: 'locker.dedicate', args: { locker: 4, party: post } } });
  await rig.tell(event(1, 'locker.dedicated', { locker: 4, party: post }), event(2, 'locker.dedicated', { locker: 5, party: 'nobody' }));
  expect([...rig.upstream.books.dedicated]).toEqual([[4, post]]);
  await rig.tell(event(3, 'locker.released', { locker: 4 }));
  expect([...rig.upstream.books.dedicated]).toEqual([]);
});

test('the settings of the demonstration are ones that a bank takes, and what somebody changes counts more', async () => {
  expect(readSettings(demoSettings)).toMatchObject({ kind: 'settings' });
  const rig = await UpstreamRig.start({ settings: demoSettings });
  const value = (name: string) => viewOf(rig.upstream, []).settings.find((line) => line.name === name)?.value;
  expect(value('returnsAndExchanges')).toBe(true);
  await rig.upstream.set('returnsAndExchanges', false);
  expect([value('returnsAndExchanges'), value('storagePerPerson')]).toEqual([false, 2]);
});
