import { useEffect, useRef } from 'preact/hooks';

/** A person who types fast is there all the time; the server need not hear every key. */
const everyMs = 1000;

/** Says that a person is there, at a touch or a key. */
export function useTouches(isOn: boolean, touch: () => void): void {
  const latest = useRef({ touch, at: -everyMs });
  latest.current.touch = touch;
  useEffect(() => {
    if (!isOn) return undefined;
    const onTouch = (): void => {
      const now = performance.now();
      if (now - latest.current.at < everyMs) return;
      latest.current.at = now;
      latest.current.touch();
    };
    const events = ['pointerdown', 'keydown', 'scrollend'] as const;
    for (const event of events) document.addEventListener(event, onTouch, { capture: true });
    return () => {
      for (const event of events) document.removeEventListener(event, onTouch, { capture: true });
    };
  }, [isOn]);
}
