import { useEffect } from 'preact/hooks';
import { giveFocus } from './focus.ts';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/** What lies askew is farther than what lies straight ahead. */
const askew = 3;

/** Which of the boxes lies next in a direction, as the eye sees it; `-1`: none. */
export function nextTowards(direction: Direction, from: Box, boxes: readonly Box[]): number {
  let best = -1;
  let least = Infinity;
  for (const [index, box] of boxes.entries()) {
    const { ahead, aside } = offset(direction, from, box);
    const cost = ahead + aside * askew;
    if (ahead > 1 && cost < least) [best, least] = [index, cost];
  }
  return best;
}

function offset(direction: Direction, from: Box, to: Box): { readonly ahead: number; readonly aside: number } {
  const dx = to.left + to.width / 2 - (from.left + from.width / 2);
  const dy = to.top + to.height / 2 - (from.top + from.height / 2);
  const isSideways = direction === 'ArrowLeft' || direction === 'ArrowRight';
  const sign = direction === 'ArrowLeft' || direction === 'ArrowUp' ? -1 : 1;
  // Boxes that overlap across the way are straight ahead, however wide they are.
  const aside = isSideways ? Math.abs(dy) - (from.height + to.height) / 2 : Math.abs(dx) - (from.width + to.width) / 2;
  return { ahead: (isSideways ? dx : dy) * sign, aside: Math.max(0, aside) };
}

/** Arrow keys move the focus to the next thing that can be pressed, in the direction of the arrow. */
export function useArrows(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!isDirection(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
      const from = document.activeElement;
      const isAlong = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
      if (from instanceof HTMLInputElement && isAlong) return; // there they move the caret
      const targets = [...document.querySelectorAll<HTMLElement>('button:not(:disabled), input')].filter(isReachable);
      const start = from instanceof HTMLElement && from !== document.body ? from.getBoundingClientRect() : new DOMRect();
      const others = targets.filter((target) => target !== from);
      const target = others[nextTowards(event.key, start, others.map((other) => other.getBoundingClientRect()))];
      if (!target) return;
      event.preventDefault();
      giveFocus(target);
      target.scrollIntoView({ block: 'nearest' });
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

function isDirection(key: string): key is Direction {
  return key === 'ArrowLeft' || key === 'ArrowRight' || key === 'ArrowUp' || key === 'ArrowDown';
}

/** Not what lies beneath a cover. */
function isReachable(element: HTMLElement): boolean {
  return element.closest('[inert], [aria-hidden="true"]') === null && element.getClientRects().length > 0;
}
