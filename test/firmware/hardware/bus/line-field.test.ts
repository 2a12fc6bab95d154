import { VirtualClock } from '../../../../sim/virtual-clock.ts';
import { ms } from '../../../../statecharts/units.ts';
import { busContract } from '../../../bus-contract.ts';
import { busRig } from '../../../support/bus-rig.ts';

busContract('a line in memory', (profile) => {
  const clock = new VirtualClock();
  return busRig({ profile, clock, advance: (by) => clock.advance(ms(by)) });
});
