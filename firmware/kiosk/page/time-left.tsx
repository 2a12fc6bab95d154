import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** A line that runs out. It starts anew with each telling, because then its element is another one. */
export function TimeLeft({ homeInMs, count }: { readonly homeInMs: number; readonly count: number }): JSX.Element {
  return <div class="time-left" aria-hidden="true"><Line key={count} homeInMs={homeInMs} /></div>;
}

/** The style is set through the object model, which the content security policy allows; an attribute it would not. */
function Line({ homeInMs }: { readonly homeInMs: number }): JSX.Element {
  const line = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => line.current?.style.setProperty('--home-in', `${String(homeInMs)}ms`), [homeInMs]);
  return <div class="line" ref={line} />;
}
