import { RealClock } from '../../../firmware/adapters/real-clock.ts';
import { clockContract } from '../../clock-contract.ts';

clockContract('the clocks of the machine', () => ({
  clock: new RealClock(),
  advance: (by) => new Promise((resolve) => setTimeout(resolve, by + 2)),
}));
