import { useEffect, useRef } from 'preact/hooks';

/** A person who types fast is there all the time; the server need not hear every key. */
const everyMs = 2000;

/** Says that a person is there, at a touch or a key. */
export function useTouches(isOn: boolean, touch: () => void): void {
  const latest = useRef({ touch, at: -everyMs });
  latest.current.touch = touch;
  useEffect(() => {
    if (!isOn) return;
    const onTouch = (): void => {
      const now = performance.now();
      if (now - latest.current.at < everyMs) return;
      latest.current.at = now;
      latest.current.touch();
    };
    document.addEventListener('pointerdown', onTouch);
    document.addEventListener('keydown', onTouch);
    return () => {
      document.removeEventListener('pointerdown', onTouch);
      document.removeEventListener('keydown', onTouch);
    };
  }, [isOn]);
}
