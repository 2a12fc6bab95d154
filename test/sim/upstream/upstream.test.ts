import { describe, expect, test } from 'vitest';
import type { DiskFault } from '../../../sim/disk-memory.ts';
import { viewOf } from '../../../sim/upstream/upstream-view.ts';
import type { Wish } from '../../../sim/upstream/wishes.ts';
import { command, event, forAda, UpstreamRig } from '../../support/upstream-rig.ts';

describe('the upstream books what the bank tells it', () => {
  test('in sequence, and acknowledges it', async () => {
    const rig = await UpstreamRig.start();
    await rig.tell(event(1, 'bank.booted'), event(2, 'door.opened'));
    expect(rig.upstream.books).toMatchObject({ logid: 'LOG', through: 2 });
    expect(rig.acks().at(-1)).toEqual({ logid: 'LOG', through: 2 });
  });

  test('out of a batch as well as one by one', async () => {
    const rig = await UpstreamRig.start();
    await rig.tellBatch(event(1), event(2), event(3));
    expect(rig.upstream.books.through).toBe(3);
  });

  test('only when its turn has come: what comes early is held, and nothing is acknowledged beyond the gap', async () => {
    const rig = await UpstreamRig.start();
    await rig.tell(event(1), event(3), event(4));
    expect(rig.upstream.books.through).toBe(1);
    expect(rig.acks().at(-1)).toEqual({ logid: 'LOG', through: 1 });
    await rig.tell(event(2));
    expect(rig.upstream.books.events.map(({ sequence }) => Number(sequence))).toEqual([1, 2, 3, 4]);
    expect(rig.acks().at(-1)).toEqual({ logid: 'LOG', through: 4 });
  });

  test('also when more has come early than it can hold', async () => {
    const rig = await UpstreamRig.start();
    const hundred = (first: number) => Array.from({ length: 100 }, (_, index) => event(first + index));
    const hundreds = Array.from({ length: 12 }, (_, index) => hundred(2 + 100 * index));
    for (const events of hundreds) await rig.tellBatch(...events);
    await rig.tell(event(1));
    for (const events of hundreds) await rig.tellBatch(...events);
    expect(rig.acks().at(-1)).toEqual({ logid: 'LOG', through: 1_201 });
  });

  test('behind what the bank says is lost, with as much of that as it has got', async () => {
    const rig = await UpstreamRig.start();
    const lost = [event(11, 'events.lost', { from: 5, to: 8 }), event(12, 'events.lost', { from: 2, to: 4 })];
    await rig.tell(event(1), event(6), event(9), event(10));
    expect(rig.acks().at(-1)).toEqual({ logid: 'LOG', through: 1 });
    await rig.tell(...lost);
    expect(rig.upstream.books.events.map(({ sequence }) => Number(sequence))).toEqual([1, 6, 9, 10, 11, 12]);
    expect(rig.acks().at(-1)).toEqual({ logid: 'LOG', through: 12 });
  });

  test('once, however often it comes, and acknowledges it each time', async () => {
    const rig = await UpstreamRig.start();
    await rig.tell(event(1), event(2));
    const acks = rig.acks().length;
    await rig.tell(event(1), event(2), event(2));
    expect(rig.upstream.books.events).toHaveLength(2);
    expect(rig.upstream.duplicates).toBe(3);
    expect(rig.acks().length).toBe(acks + 3);
  });

  test.each<[DiskFault]>([['sync-fails'], ['full']])('and acknowledges nothing that is not on its disk [%s]', async (fault) => {
    const rig = await UpstreamRig.start();
    await rig.tell(event(1));
    rig.disk.fault = fault;
    await rig.tell(event(2));
    expect(rig.upstream.books.through).toBe(1);
    expect(rig.acks().some(({ through }) => through === 2)).toBe(false);
    expect(rig.troubles).toEqual(['booking']);
  });

  test('and has it all after a power cut', async () => {
    const rig = await UpstreamRig.start();
    await rig.upstream.announce({ kind: 'delivery', ...forAda });
    await rig.tell(event(1), event(2));
    const { parcels, pending, through } = rig.upstream.books;
    await rig.restart();
    expect(rig.upstream.books).toMatchObject({ logid: 'LOG', through });
    expect([...rig.upstream.books.parcels]).toEqual([...parcels]);
    expect([...rig.upstream.books.pending]).toEqual([...pending]);
    expect(rig.acks().at(-1)).toEqual({ logid: 'LOG', through: 2 });
  });

  test('for a bank that was set up anew from the beginning, in whatever order its first events come', async () => {
    const rig = await UpstreamRig.start();
    await rig.tell(event(1), event(2), event(3));
    await rig.tell(event(2, 'door.closed', {}, { logid: 'NEW' }), event(1, 'bank.booted', {}, { logid: 'NEW' }));
    expect(rig.upstream.books).toMatchObject({ logid: 'NEW', through: 2 });
    expect(rig.acks().at(-1)).toEqual({ logid: 'NEW', through: 2 });
  });

  test('and does not take an old log for a new one when its last words come late', async () => {
    const rig = await UpstreamRig.start();
    await rig.tell(event(1), event(2));
    await rig.tell(event(1, 'bank.booted', {}, { logid: 'NEW' }));
    await rig.tell(event(1), event(2));
    expect(rig.upstream.books).toMatchObject({ logid: 'NEW', through: 1 });
    expect(rig.upstream.books.events).toHaveLength(3);
    expect(await rig.hello('LOG')).toMatchObject({ logid: 'LOG', through: 2 });
    expect(await rig.hello('NEW')).toMatchObject({ logid: 'NEW', through: 1 });
    expect(await rig.hello('NEWER')).toMatchObject({ logid: 'NEWER', through: 0 });
  });

  test('and leaves alone what is no event at all', async () => {
    const rig = await UpstreamRig.start();
    for (const text of ['nonsense', '{}', '[]', JSON.stringify({ ...event(1), sequence: '1' })]) await rig.say('events', text);
    for (const name of ['state', 'report', 'requests'] as const) await rig.say(name, '{"s":"gone fishing"}');
    expect(rig.upstream.books.through).toBe(0);
    expect(rig.upstream.state).toBeNull();
    expect(rig.upstream.report).toBeNull();
    expect(rig.troubles).toEqual([]);
  });
});

describe('a command of the upstream', () => {
  test('is kept until the event that ends it, and sent again after each hello', async () => {
    const rig = await UpstreamRig.start();
    const id = await rig.upstream.openLocker(3, 'a test');
    await rig.advance(50);
    expect(rig.commands()).toMatchObject([{ id, cmd: 'locker.open', args: { locker: 3, reason: 'a test' } }]);
    for (let time = 0; time < 2; time++) expect((await rig.hello()).commands).toMatchObject([{ data: { id } }]);
    await rig.tell(event(1, 'door.opened'));
    expect((await rig.hello()).commands).toHaveLength(1);
    await rig.tell(event(2, 'command.done', { command: id, cmd: 'locker.open', opened: true }, { causationid: id }));
    expect((await rig.hello()).commands).toEqual([]);
  });

  test('is not sent again when its time is over', async () => {
    const rig = await UpstreamRig.start();
    await rig.upstream.openLocker(3, 'a test');
    await rig.advance(61_000);
    expect((await rig.hello()).commands).toEqual([]);
  });

  test('that it made while it was cut off is sent as soon as it is back, though the bank said hello long ago', async () => {
    const rig = await UpstreamRig.start();
    await rig.hello();
    rig.broker.faults.refuses = true;
    rig.broker.drop('upstream-of-bank-1');
    await rig.advance(100);
    const id = await rig.upstream.openLocker(3, 'a test');
    await rig.advance(100);
    expect(rig.commands()).toEqual([]);
    rig.broker.faults.refuses = false;
    await rig.advance(2_000);
    expect(rig.commands()).toMatchObject([{ id }]);
  });

  test.each([
    ['cancel', (rig: UpstreamRig) => rig.upstream.cancel('r-1'), { cmd: 'reservation.cancel', args: { reservation: 'r-1' } }],
    ['out of service', (rig: UpstreamRig) => rig.upstream.service(4, 'out'), { cmd: 'locker.service', args: { locker: 4, to: 'out' } }],
  ])('is one that the bank can read [%s]', async (_what, ask, expected) => {
    const rig = await UpstreamRig.start();
    const id = await ask(rig);
    await rig.advance(50);
    expect(command(rig)).toMatchObject({ kind: 'command', command: { id, ...expected } });
  });
});

describe('a parcel that is asked for', () => {
  const wish: Wish = { kind: 'delivery', ...forAda, accessible: true };

  test('goes to the bank with a code of eight digits, which its recipient learns when it is in', async () => {
    const rig = await UpstreamRig.start();
    const reservation = await rig.upstream.announce(wish);
    await rig.advance(50);
    const read = command(rig);
    expect(read).toMatchObject({ command: { cmd: 'reservation.put', args: { reservation, items: [{ id: 'PKG-1' }], accessible: true } } });
    const shown = () => viewOf(rig.upstream, ['small']).parcels[0];
    expect(shown()).toMatchObject({ state: 'asked', pickupCode: null });
    await rig.tell(event(1, 'reservation.made', { reservation, locker: 4 }));
    expect(shown()).toMatchObject({ state: 'reserved', locker: 4, pickupCode: null });
    await rig.tell(event(2, 'deposit.completed', { reservation, locker: 4 }));
    expect(shown()).toMatchObject({ state: 'delivered', pickupCode: expect.stringMatching(/^\d{8}$/) as string });
    await rig.tell(event(3, 'reservation.expired', { reservation, locker: 4, occupied: true }));
    expect(shown()).toMatchObject({ state: 'expired' });
    await rig.tell(event(4, 'pickup.completed', { reservation, locker: 4 }));
    expect(shown()).toMatchObject({ state: 'collected', pickupCode: null });
  });

  test.each([
    ['reservation.refused', { why: 'no-free-locker' }, 'refused', 'no-free-locker'],
    ['command.refused', { why: 'code-in-use' }, 'refused', 'code-in-use'],
    ['command.expired', {}, 'refused', 'expired'],
    ['reservation.cancelled', {}, 'cancelled', null],
    ['reservation.expired', { occupied: false }, 'cancelled', null],
    ['deposit.abandoned', {}, 'reserved', null],
  ])('has come to its state with %s', async (type, data, state, why) => {
    const rig = await UpstreamRig.start();
    const reservation = await rig.upstream.announce(wish);
    const [pending] = rig.upstream.books.pending.keys();
    await rig.tell(event(1, type, { reservation, ...data }, pending === undefined ? {} : { causationid: pending }));
    expect(viewOf(rig.upstream, []).parcels[0]).toMatchObject({ state, why });
  });
});
