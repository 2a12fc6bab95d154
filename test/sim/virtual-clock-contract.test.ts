import { VirtualClock } from '../../sim/virtual-clock.ts';
import { ms } from '../../statecharts/units.ts';
import { clockContract } from '../clock-contract.ts';

clockContract('the virtual clock', () => {
  const clock = new VirtualClock({ wallMs: Date.UTC(2026, 0, 1) });
  return { clock, advance: (by) => clock.advance(ms(by)) };
});
