import { expect, test } from 'vitest';
import type { Reading } from '../../firmware/ports/hardware.ts';
import { AtKiosk } from '../../sim/at-kiosk.ts';
import { SimulatedBoards } from '../../sim/boards/simulated-boards.ts';
import { Cabinet } from '../../sim/cabinet/cabinet.ts';
import { memoryOfOneRun } from '../../sim/cabinet/cabinet-memory.ts';
import { MemoryBroker } from '../../sim/memory-broker.ts';
import { cuttable } from '../../sim/network.ts';
import { Simulation } from '../../sim/simulation.ts';
import { plainWish, wishFor } from '../../sim/upstream/demo-looks.ts';
import { VirtualClock } from '../../sim/virtual-clock.ts';
import { testProfile } from '../support/profiles.ts';
import { event, forAda, UpstreamRig } from '../support/upstream-rig.ts';

async function world(isUpstreamHere = true) {
  const profile = testProfile();
  const rig = await UpstreamRig.start();
  const clock = new VirtualClock();
  const cabinet = new Cabinet({ profile, clock, memory: memoryOfOneRun() });
  const atKiosk = new AtKiosk(clock);
  const simulation = new Simulation({
    profile, cabinet, boards: new SimulatedBoards({ profile, cabinet, clock }), atKiosk,
    network: cuttable(new MemoryBroker({ clock }).transport()), upstream: isUpstreamHere ? rig.upstream : null, kioskUrl: '', mqttUrl: '',
  });
  const carried = () => simulation.state().parcels.map(({ tracking }) => tracking);
  return { rig, cabinet, atKiosk, simulation, carried };
}

const to = { type: 'recipient', id: 'alan' } as const;

test('a scan that the scanner swallows is refused, and nobody is told that it was done', async () => {
  const { atKiosk, simulation } = await world(false);
  const readings: Reading[] = [];
  atKiosk.readers.watch((reading) => readings.push(reading));
  const why = 'The scanner could not read that.';
  expect(await simulation.perform({ do: 'scan', text: 'PKG\n1001' })).toEqual({ kind: 'refused', why });
  expect(await simulation.perform({ do: 'scan', text: 'PKG-1001' })).toEqual({ kind: 'done' });
  const unread = await simulation.perform({ do: 'show-badge', text: '100\n418' });
  expect(unread).toEqual({ kind: 'refused', why: 'The reader could not read that.' });
  expect(await simulation.perform({ do: 'show-badge', text: '100418' })).toEqual({ kind: 'done' });
  expect(readings).toEqual([{ from: 'scanner', text: 'PKG-1001' }, { from: 'badge', text: '100418' }]);
});

test('a person plugs in headphones once, and presses a key as often as they like', async () => {
  const { simulation } = await world(false);
  expect(await simulation.perform({ do: 'plug', to: 'in' })).toEqual({ kind: 'done' });
  expect(await simulation.perform({ do: 'plug', to: 'in' })).toEqual({ kind: 'refused', why: 'The plug is in already.' });
  expect(simulation.state().atKiosk.headphones).toBe('in');
  for (const key of ['5', '5', 'round'] as const) expect(await simulation.perform({ do: 'press', key })).toEqual({ kind: 'done' });
});

test('a parcel that somebody brings unannounced is in their hands until it lies behind a door', async () => {
  const { simulation, cabinet, carried } = await world();
  expect(await simulation.perform({ do: 'bring', label: 'PKG-9' })).toEqual({ kind: 'done' });
  expect(simulation.state().parcels).toEqual([{ tracking: 'PKG-9', recipient: '' }]);
  expect(await simulation.perform({ do: 'bring', label: 'PKG-9' })).toMatchObject({ kind: 'refused' });
  cabinet.pull(1);
  expect(await simulation.perform({ do: 'put-in', locker: 1, label: 'PKG-9' })).toEqual({ kind: 'done' });
  expect(carried()).toEqual([]);
  expect(await simulation.perform({ do: 'bring', label: 'PKG-9' })).toMatchObject({ kind: 'refused' });
  for (let n = 1; n <= 8; n++) await simulation.perform({ do: 'bring', label: `PKG-1${String(n)}` });
  expect(await simulation.perform({ do: 'bring', label: 'PKG-20' })).toEqual({ kind: 'refused', why: 'Nobody can carry more than that.' });
});

test('both halves of an exchange are in somebody’s hands until each has been put in', async () => {
  const { rig, simulation, carried } = await world();
  await simulation.perform({ do: 'announce', wish: { kind: 'exchange', ...forAda, to, back: ['PKG-2'] } });
  const [reservation = ''] = rig.upstream.books.parcels.keys();
  expect(carried()).toEqual(['PKG-1', 'PKG-2']);
  await rig.tell(event(1, 'deposit.completed', { reservation, locker: 1, items: [{ id: 'PKG-1' }], leg: 0 }));
  expect(carried()).toEqual(['PKG-2']);
  await rig.tell(event(2, 'pickup.completed', { reservation, locker: 1, items: [{ id: 'PKG-1' }], leg: 1 }));
  expect(carried()).toEqual(['PKG-2']);
  await rig.tell(event(3, 'deposit.completed', { reservation, locker: 1, items: [{ id: 'PKG-2' }], leg: 1 }));
  expect(carried()).toEqual([]);
});

test('a bag comes and goes for as long as its locker is kept for it', async () => {
  const { rig, simulation, cabinet, carried } = await world();
  await simulation.perform({ do: 'announce', wish: { kind: 'storage', ...forAda, labels: ['BAG-1'], isVisitor: false, ends: null } });
  const [reservation = ''] = rig.upstream.books.parcels.keys();
  expect(carried()).toEqual(['BAG-1']);
  cabinet.pull(1);
  cabinet.putIn(1, 'BAG-1');
  await rig.tell(event(1, 'storage.started', { reservation, locker: 1 }));
  expect(carried()).toEqual([]);
  cabinet.takeOut(1);
  expect(carried()).toEqual(['BAG-1']);
  await rig.tell(event(2, 'storage.ended', { reservation, locker: 1 }));
  expect(carried()).toEqual([]);
});

test('a look that somebody wishes is declared, and shown as declared', async () => {
  const { rig, simulation } = await world();
  expect(await simulation.perform({ do: 'brand', wish: wishFor('harbour') })).toEqual({ kind: 'done' });
  await rig.advance(50);
  expect(Object.keys(rig.want())).toContain('branding');
  expect(simulation.state().upstream.branding).toMatchObject({ wish: wishFor('harbour'), answer: 'waiting' });
  const { simulation: alone } = await world(false);
  expect(await alone.perform({ do: 'brand', wish: plainWish })).toMatchObject({ kind: 'refused' });
  expect(alone.state().upstream.branding).toMatchObject({ wish: plainWish, answer: 'none' });
});

test('nobody presses a button that is not there, and no board is set as none of its kind can be', async () => {
  const { simulation } = await world(false);
  const noButton = { kind: 'refused', why: 'There is no button inside, or it is pressed already.' };
  expect(await simulation.perform({ do: 'press-inside', locker: 1 })).toEqual(noButton);
  const noBoard = { kind: 'refused', why: 'This cabinet has no board that can do so.' };
  expect(await simulation.perform({ do: 'couple-inputs', board: 'b1', is: true })).toEqual(noBoard);
  expect(simulation.state().doors[0]).toMatchObject({ locker: 1, hasInsideRelease: false });
});

test('nobody can be asked for a locker while the upstream runs elsewhere', async () => {
  const { simulation } = await world(false);
  const why = 'The upstream runs elsewhere.';
  expect(await simulation.perform({ do: 'announce', wish: { kind: 'delivery', ...forAda } })).toEqual({ kind: 'refused', why });
  expect(await simulation.perform({ do: 'dedicate', locker: 1, party: forAda.party })).toEqual({ kind: 'refused', why });
});
