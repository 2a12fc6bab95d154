import { useEffect, useRef, useState } from 'preact/hooks';
import type { Shown } from '../shown.ts';
import { giveFocus } from './focus.ts';
import { counts } from './strikes.ts';

/** As long as a screen usually waits for somebody who has gone: whoever reads the home screen has read it by then. */
const restAfterMs = 60_000;

/** A touch becomes a click once its finger has lifted: by then it is over, and so is the fading of the pictures. */
const wakingMs = 200;

/** `waking`: to be seen no more, but still in the way of the finger that woke it. */
export type Rest = 'awake' | 'resting' | 'waking';

/**
 * Whether nobody is there and nothing has to be told: a door that is open or was forced, a keypad that is locked and a refusal are
 * read, not covered. Who hears the screen is there.
 */
export function mayRest({ screen, homeInMs, hears, isBlank, left, forced, remote }: Shown): boolean {
  const isPlain = screen.screen === 'home' && screen.notice === null && screen.keypadLockedForMs === 0;
  const isQuiet = left.length === 0 && forced.length === 0 && remote === null;
  return isPlain && isQuiet && homeInMs === null && !hears && !isBlank;
}

/**
 * After a while without a person the page rests. A touch only wakes it, for what it would press cannot be seen; a key is what it
 * is, because a scanner may type. A badge or a scan at the bank's own reader brings another screen, and that wakes too.
 */
export function useRest(may: boolean, turn: number): Rest {
  const [rest, setRest] = useState<Rest>('awake');
  const now = useRef(rest);
  const put = (next: Rest): void => {
    now.current = next;
    setRest(next);
  };
  useEffect(() => {
    put('awake');
    if (!may) return undefined;
    let timer = 0;
    const wait = (): void => {
      clearTimeout(timer);
      timer = window.setTimeout(begin, restAfterMs);
    };
    const begin = (): void => {
      giveFocus(document.querySelector('h1')); // a key would press a button that nobody sees
      put('resting');
    };
    const onKey = (): void => {
      put('awake');
      wait();
    };
    const onTouch = (): void => {
      if (now.current === 'awake') return wait();
      put('waking'); // for as long as the finger stays
      clearTimeout(timer);
    };
    const onLift = (event: Event): void => {
      if (now.current !== 'waking') return;
      counts('choice', 'wake', event);
      clearTimeout(timer);
      timer = window.setTimeout(onKey, wakingMs);
    };
    const lifts = ['pointerup', 'pointercancel'] as const;
    wait();
    document.addEventListener('keydown', onKey, { capture: true });
    document.addEventListener('pointerdown', onTouch, { capture: true });
    for (const lift of lifts) document.addEventListener(lift, onLift, { capture: true });
    return () => {
      clearTimeout(timer);
      document.removeEventListener('keydown', onKey, { capture: true });
      document.removeEventListener('pointerdown', onTouch, { capture: true });
      for (const lift of lifts) document.removeEventListener(lift, onLift, { capture: true });
    };
  }, [may, turn]);
  return rest;
}
