import { expect, test } from 'vitest';
import { beepEvery, beepsMost, DoorBeeps } from '../../../../firmware/kiosk/speech/door-beeps.ts';
import { SimulatedBeeper } from '../../../../sim/tactile.ts';
import { VirtualClock } from '../../../../sim/virtual-clock.ts';
import { ms } from '../../../../statecharts/units.ts';

function rig() {
  const clock = new VirtualClock();
  const beeper = new SimulatedBeeper(clock);
  const beeps = new DoorBeeps(beeper, clock);
  return { clock, beeps, heard: (locker: number) => beeper.beeps().filter((beep) => beep.locker === locker).map(({ atMs }) => atMs) };
}

test('a door beeps at once and every two seconds, until it is found or two minutes have gone by', async () => {
  const { clock, beeps, heard } = rig();
  beeps.for([7]);
  beeps.for([7]);
  await clock.advance(ms(2 * beepEvery));
  expect(heard(7)).toEqual([0, beepEvery, 2 * beepEvery]);
  await clock.advance(ms(2 * beepsMost * beepEvery));
  expect(heard(7)).toHaveLength(beepsMost);
  expect(clock.waiting()).toEqual([]);
});

test('a door that opens later beeps as long as the first one did, though that is silent by then', async () => {
  const { clock, beeps, heard } = rig();
  beeps.for([7]);
  await clock.advance(ms(2 * beepsMost * beepEvery));
  beeps.for([7, 8]);
  await clock.advance(ms(beepEvery));
  expect([heard(7).length, heard(8).length]).toEqual([beepsMost, 2]);
  beeps.for([7]);
  await clock.advance(ms(5 * beepEvery));
  expect(heard(8)).toHaveLength(2);
  beeps.for([]);
  expect(clock.waiting()).toEqual([]);
});

test('a door that is shut and opens again is heard anew', () => {
  const { beeps, heard } = rig();
  beeps.for([7]);
  beeps.for([]);
  beeps.for([7]);
  expect(heard(7)).toHaveLength(2);
  beeps.stop();
});
