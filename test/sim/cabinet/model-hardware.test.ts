import { Cabinet } from '../../../sim/cabinet/cabinet.ts';
import { memoryOfOneRun } from '../../../sim/cabinet/cabinet-memory.ts';
import { createModelHardware } from '../../../sim/cabinet/model-hardware.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { ms } from '../../../statecharts/units.ts';
import { hardwareContract } from '../../hardware-contract.ts';

hardwareContract('the model', async (profile, prepare, wiredClosedIs) => {
  const clock = new VirtualClock();
  const cabinet = new Cabinet({ profile, clock, memory: memoryOfOneRun(), ...(wiredClosedIs ? { wiredClosedIs } : {}) });
  prepare(cabinet);
  const hardware = createModelHardware({ profile, cabinet, clock });
  return {
    hardware,
    cabinet,
    advance: (by) => clock.advance(ms(by)),
    end: () => {
      cabinet.stop();
      return clock.waiting();
    },
  };
});
