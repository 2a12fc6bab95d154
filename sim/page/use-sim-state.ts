import { useEffect, useState } from 'preact/hooks';
import type { SimState } from '../sim-state.ts';

/** `gone`: there was or should be a simulator, and it does not answer. */
type ServerLink = 'connecting' | 'live' | 'gone';

interface Watched {
  readonly state: SimState | null;
  readonly link: ServerLink;
  /** How often a connection was made. */
  readonly connections: number;
}

/** A browser gives up for good on a stream that was refused, as at too many pages; so the page asks again itself. */
const askAgainAfterMs = 2_000;

/** The state as the server tells it, for as long as the page is open. */
export function useSimState(): Watched {
  const [watched, setWatched] = useState<Watched>({ state: null, link: 'connecting', connections: 0 });
  useEffect(() => watch(setWatched), []);
  return watched;
}

/** The browser shows only the kiosk that it was told of when it fetched this page: another one needs the page anew. */
function take(before: Watched, state: SimState): Watched {
  if (before.state !== null && before.state.kioskUrl !== state.kioskUrl) window.location.reload();
  return { ...before, state, link: 'live' };
}

function watch(set: (change: (before: Watched) => Watched) => void): () => void {
  let again: number | undefined;
  let source = connect();
  function connect(): EventSource {
    const stream = new EventSource('/states');
    stream.onopen = () => set((before) => ({ ...before, link: 'live', connections: before.connections + 1 }));
    stream.onmessage = (message: MessageEvent<string>) => {
      const state = JSON.parse(message.data) as SimState;
      set((before) => take(before, state));
    };
    stream.onerror = () => {
      set((before) => ({ ...before, link: 'gone' }));
      if (stream.readyState === EventSource.CLOSED) again = window.setTimeout(() => { source = connect(); }, askAgainAfterMs);
    };
    return stream;
  }
  return () => {
    window.clearTimeout(again);
    source.close();
  };
}
