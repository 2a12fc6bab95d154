import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

/** Inside the simulator's frame the page leaves the focus to its neighbours, until someone comes in. */
export function giveFocus(element: HTMLElement | null): void {
  if (window.parent === window || document.hasFocus()) element?.focus({ preventScroll: true });
}

/**
 * A new screen is read from its title, unless one of its fields has taken the focus. Never a button: a scanner's
 * late Enter must not press what it has not seen. With the screen and not after it: whoever is quick at a busy machine would be
 * taken away from what they have just reached.
 */
export function useFocusAndTitle(title: string, turn: number): void {
  useLayoutEffect(() => {
    if (!(document.activeElement instanceof HTMLInputElement)) giveFocus(document.querySelector('h1'));
  }, [turn]);
  useEffect(() => { document.title = title; }, [title]);
}

/** Puts the focus back where it was before the page was covered, as long as it is still the same screen. */
export function useReturnOfFocus(isCovered: boolean, turn: number): void {
  const last = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const onFocus = (event: FocusEvent): void => {
      const isBeneath = event.target instanceof HTMLElement && event.target.closest('.page') !== null;
      if (isBeneath) last.current = event.target;
    };
    document.addEventListener('focusin', onFocus);
    return () => document.removeEventListener('focusin', onFocus);
  }, []);
  useEffect(() => {
    // An element of the screen before would keep that screen, and what stood on it, in memory.
    if (last.current?.isConnected !== true) last.current = null;
  }, [turn]);
  useEffect(() => {
    if (!isCovered && last.current?.isConnected) giveFocus(last.current);
  }, [isCovered]);
}
