import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { scanLengthMost } from '../../ports/hardware.ts';

/** Nobody leaves a half-typed code behind for the next person to read. */
const keptMs = 60_000;

export interface Typing {
  readonly text: string;
  add(character: string): void;
  erase(): void;
  enter(): void;
}

/**
 * Collects what is typed anywhere on the page, by hand or by a scanner that poses as a keyboard. A run of characters
 * owns the Enter and the spaces in it, even where a button happens to have the focus.
 */
export function useTyping(isOn: boolean, onEnter: (text: string) => void): Typing {
  const [text, setText] = useState('');
  const latest = useRef({ text: '', onEnter }); // a scanner types faster than the page draws
  latest.current.onEnter = onEnter;
  const put = (next: string): void => {
    latest.current.text = next.slice(0, scanLengthMost); // a stuck key ends here too
    setText(latest.current.text);
  };
  const add = (character: string): void => put(latest.current.text + character);
  const erase = (): void => put(latest.current.text.slice(0, -1));
  const enter = (): void => {
    const whole = latest.current.text.trim();
    if (whole === '') return;
    put(''); // what was sent is sent: it stays neither on the screen nor in the memory
    latest.current.onEnter(whole);
  };
  // Before anybody sees the new screen: what is typed while the browser draws it is typed into it, from its first character on.
  useLayoutEffect(() => {
    if (!isOn) return put('');
    let isRun = false;
    const endRun = (): void => { isRun = false; };
    const onKey = (event: KeyboardEvent): void => {
      const isCharacter = event.key.length === 1 && (event.key !== ' ' || isRun);
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.target instanceof HTMLInputElement) return;
      if (isCharacter) add(event.key);
      else if (event.key === 'Backspace') erase();
      else if (event.key === 'Escape') put('');
      else if (event.key === 'Enter' && (isRun || !isOnButton(event))) enter();
      else if (event.key !== 'Shift') return endRun();
      else return;
      isRun = isCharacter;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    document.addEventListener('pointerdown', endRun);
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('pointerdown', endRun);
    };
  }, [isOn]);
  useEffect(() => {
    if (text === '') return undefined;
    const timer = setTimeout(() => put(''), keptMs);
    return () => clearTimeout(timer);
  }, [text]);
  return { text, add, erase, enter };
}

function isOnButton(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest('button') !== null;
}
