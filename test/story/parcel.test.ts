import { afterEach, beforeEach, expect, test } from 'vitest';
import { Ends } from '../support/ends.ts';
import type { SimProcess } from '../support/sim-process.ts';
import { simRoom, type SimRoom } from '../support/sim-room.ts';
import { codeOf, putIn, reserveAt, signIn, stateOf } from '../support/story.ts';
import { until } from '../support/until.ts';

let room: SimRoom;
let sim: SimProcess;
const ends = new Ends();

beforeEach(async () => {
  room = await simRoom(ends);
  sim = await room.start();
});

afterEach(() => ends.all());

test('a parcel goes in, its recipient takes it out, and the upstream knows both', async () => {
  const locker = await reserveAt(sim, 'PKG-1');
  await signIn(sim);
  await putIn(sim, 'PKG-1', locker);
  const code = await codeOf(sim, 'PKG-1');
  await sim.input({ type: 'finish.chosen' });
  await sim.untilScreen('home');

  await sim.input({ type: 'code.entered', code });
  const open = await sim.untilDoors('open');
  expect(open.doors.map((door) => door.locker)).toEqual([locker]);
  await sim.act({ do: 'take-out', locker });
  await sim.act({ do: 'shut', locker });
  expect((await sim.untilDoors('shut')).may.reopen).toBe(true);
  await until('the upstream knows that it was collected', async () => (await stateOf(sim, 'PKG-1')) === 'collected');
});

test('a bank that was killed has every parcel, locker and event where it was', async () => {
  const locker = await reserveAt(sim, 'PKG-2');
  await signIn(sim);
  await putIn(sim, 'PKG-2', locker);
  const code = await codeOf(sim, 'PKG-2');
  const before = await sim.state();
  await sim.stop('SIGKILL');
  sim = await room.start();
  await until('the bank reports again', async () => (await sim.state()).upstream.lockers.length === 24);
  const after = await sim.state();
  expect(after.upstream.lockers.find((row) => row.locker === locker)).toMatchObject({ status: 'occupied', door: 'closed' });
  const sequencesOf = ({ upstream }: typeof after) => upstream.events.map((event) => event.sequence);
  expect(sequencesOf(after)).toEqual(expect.arrayContaining(sequencesOf(before)));
  await sim.untilScreen('home');
  await sim.input({ type: 'code.entered', code });
  expect((await sim.untilDoors('open')).doors.map((door) => door.locker)).toEqual([locker]);
});
