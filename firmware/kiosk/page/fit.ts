import { useLayoutEffect, useState } from 'preact/hooks';

/** From the size that is meant down to the smallest that can be read; page.css says how large each of them is. */
const steps = ['0', '1', '2', '3'] as const;

/**
 * A long language, a long name, a notice and a banner at once are more than there is room for: then what is read gets
 * smaller, step by step, until nothing is cut off. What is touched keeps its size.
 */
export function useFit(): (room: HTMLElement | null) => void {
  const [room, setRoom] = useState<HTMLElement | null>(null);
  useLayoutEffect(() => room ? fit(room) : undefined); // before it is painted
  useLayoutEffect(() => {
    if (!room) return undefined;
    // A keyboard that comes, a window that turns: the page is drawn anew without being told anything.
    const changes = new MutationObserver(() => fit(room));
    changes.observe(room, { childList: true, characterData: true, subtree: true });
    const sizes = new ResizeObserver(() => fit(room));
    sizes.observe(room);
    return () => {
      changes.disconnect();
      sizes.disconnect();
    };
  }, [room]);
  return setRoom;
}

function fit(room: HTMLElement): void {
  const tools = room.parentElement?.querySelector<HTMLElement>('.tools');
  room.style.setProperty('--tools', `${String(Math.ceil(tools?.offsetWidth ?? 0))}px`);
  for (const step of steps) {
    room.dataset['fit'] = step;
    if (!isTooFull(room)) return;
  }
}

/** Each box that holds words and must show all of them; a pixel is rounding. */
function isTooFull(room: HTMLElement): boolean {
  return [...room.querySelectorAll('main, .say, .keyboard')].some(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight + 1);
}
