import { useEffect, useRef } from 'preact/hooks';
import type { Screen } from '../screens.ts';
import { sayingOf } from './saying.ts';
import { words } from './words.ts';

/** Inside the simulator's frame the page leaves the focus to its neighbours, until someone comes in. */
export function giveFocus(element: HTMLElement | null): void {
  if (window.parent === window || document.hasFocus()) element?.focus();
}

/**
 * A new screen is read from its title, unless one of its fields has taken the focus. Never a button: a scanner's
 * late Enter must not press what it has not seen.
 */
export function useFocusAndTitle(screen: Screen | null, turn: number): void {
  useEffect(() => {
    document.title = screen ? `${sayingOf(screen).title} – ${words.title}` : words.title;
    if (!(document.activeElement instanceof HTMLInputElement)) giveFocus(document.querySelector('h1'));
  }, [turn]);
}

/** Puts the focus back where it was before the page was covered. */
export function useReturnOfFocus(isCovered: boolean): void {
  const last = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const onFocus = (event: FocusEvent): void => {
      if (event.target instanceof HTMLElement) last.current = event.target;
    };
    document.addEventListener('focusin', onFocus);
    return () => document.removeEventListener('focusin', onFocus);
  }, []);
  useEffect(() => {
    if (!isCovered && last.current?.isConnected) giveFocus(last.current);
  }, [isCovered]);
}
