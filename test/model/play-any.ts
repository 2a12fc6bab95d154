import { bring, end, longer, service, store } from './play-kiosk.ts';
import { play } from './play.ts';
import type { SideBySide } from './side-by-side.ts';
import type { Step } from './steps.ts';

/** Takes one step of whatever kind in both banks and in the world; `number` is its place in the story. */
export function playAny(both: SideBySide, step: Step, number: number): void {
  switch (step.do) {
    case 'bring':
      return bring(both, step, number);
    case 'store':
      return store(both, step, number);
    case 'longer':
      return longer(both, step);
    case 'end':
      return end(both, step);
    case 'service-at-kiosk':
      return service(both, step);
    default:
      return play(both, step, number);
  }
}
