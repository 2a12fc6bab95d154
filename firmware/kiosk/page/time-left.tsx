import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Button } from './button.tsx';
import { words } from './words.ts';

/** Section 508, 407.5: a warning comes 20 s before a time-out, where the whole time is longer than that. */
const warningMs = 20_000;

/** A line that runs out. It starts anew when `telling` changes, because then its element is another one. */
export function TimeLeft({ homeInMs, telling }: { readonly homeInMs: number; readonly telling: number }): JSX.Element {
  return <div class="time-left" aria-hidden="true"><Line key={telling} homeInMs={homeInMs} /></div>;
}

function Line({ homeInMs }: { readonly homeInMs: number }): JSX.Element {
  const line = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => line.current?.style.setProperty('--home-in', `${String(homeInMs)}ms`), [homeInMs]);
  return <div class="line" ref={line} />;
}

/** True when less than a third of the time is left, or less than the warning that the standards ask for. */
export function useIsLate(homeInMs: number | null, telling: number): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (homeInMs === null) return;
    const lateMs = Math.max(homeInMs / 3, Math.min(warningMs, homeInMs * 0.8));
    const timer = setTimeout(() => setLate(true), homeInMs - lateMs);
    return () => clearTimeout(timer);
  }, [homeInMs, telling]);
  return isLate;
}

/** Its own press is told at once, and not a second time as one touch among others. */
export function MoreTime({ onPress }: { readonly onPress: () => void }): JSX.Element {
  return (
    <div class="more-time" onPointerDown={(event) => event.stopPropagation()}>
      <Button kind="plain" icon="clock" name={words.moreTime} onPress={onPress} />
    </div>
  );
}
