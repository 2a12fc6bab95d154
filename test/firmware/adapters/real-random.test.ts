import { realRandom } from '../../../firmware/adapters/real-random.ts';
import { randomContract } from '../../random-contract.ts';

randomContract("the kernel's random numbers", () => realRandom);
