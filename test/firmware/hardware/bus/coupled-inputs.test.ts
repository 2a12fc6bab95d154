import { afterEach, expect, test } from 'vitest';
import { VirtualClock } from '../../../../sim/virtual-clock.ts';
import { ms } from '../../../../statecharts/units.ts';
import { busProfile } from '../../../support/bus-profiles.ts';
import { busRig, type BusRig } from '../../../support/bus-rig.ts';
import { bytesOf } from '../../../support/frame-text.ts';

/** Input 1 of board 1 toggles its relay 1, and again it does not. */
const [couple, uncouple] = ['01 06 10 00 00 02 0C CB', '01 06 10 00 00 00 8D 0A'].map(bytesOf);
const [known, lost, back] = [1000, 1500, 12_000];

async function rigWith(before: Uint8Array | undefined): Promise<BusRig> {
  const clock = new VirtualClock();
  rig = await busRig({
    profile: busProfile('waveshare-relay'), clock, advance: (by) => clock.advance(ms(by)),
    prepareLine: async (line) => {
      line.hear(before ?? new Uint8Array());
      await clock.advance(ms(100));
    },
  });
  await rig.advance(known);
  return rig;
}

let rig: BusRig;
afterEach(async () => expect(await rig.end()).toEqual([]));

test('a board one of whose inputs switches a relay is named and opens no door, and its neighbour is served', async () => {
  const { hardware, advance, cabinet, troubles, told } = await rigWith(couple);
  expect(troubles).toEqual([expect.stringMatching(/^board left: lets an input switch a coil .* 0x1000/)]);
  expect(hardware.health?.boards?.().map(({ board, state, trouble }) => [board, state, trouble])).toEqual([
    ['left', 'lost', 'coupled'], ['right', 'well', null],
  ]);
  expect(await hardware.locks.pulse(2, ms(200))).toEqual({ kind: 'refused', reason: 'silent' });
  const answer = hardware.locks.pulse(6, ms(200));
  await advance(1000);
  expect(await answer).toEqual({ kind: 'confirmed' });
  expect([told(1), told(6), cabinet.pulses().map(({ locker }) => locker)]).toEqual([['lost'], ['closed', 'opened'], [6]]);
});

test('a technician uncouples the inputs: the board is found well, and opens its doors', async () => {
  const { hardware, line, advance, told } = await rigWith(couple);
  line.hear(uncouple ?? new Uint8Array());
  await advance(back);
  expect([told(1).at(-1), hardware.health?.boards?.()[0]?.state]).toEqual(['closed', 'well']);
  const answer = hardware.locks.pulse(2, ms(200));
  await advance(1000);
  expect(await answer).toEqual({ kind: 'confirmed' });
});

test('a board that is exchanged for one whose inputs switch relays is found out when it is heard again', async () => {
  const { hardware, line, advance, troubles } = await rigWith(uncouple);
  line.setManner('left', 'dead', true);
  await advance(lost);
  line.setManner('left', 'dead', false);
  line.hear(couple ?? new Uint8Array());
  await advance(back);
  expect([troubles.length, hardware.health?.boards?.()[0]?.trouble]).toEqual([2, 'coupled']);
  expect(await hardware.locks.pulse(2, ms(200))).toEqual({ kind: 'refused', reason: 'silent' });
});
