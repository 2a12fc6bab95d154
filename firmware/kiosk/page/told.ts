import { useEffect, useRef, useState } from 'preact/hooks';
import type { SessionInput } from '../../../statecharts/session/session.events.ts';
import type { CabinetDrawing, Screen } from '../screens.ts';
import { openLink, type Link } from './link.ts';

/** A short break is nobody's business. */
const silentMs = 1500;
/** After this the person has gone, or should not wait; what they typed goes too. */
const forgetMs = 30_000;

export interface Told {
  readonly cabinet: CabinetDrawing | null;
  /** Null before the first word of the server, and long after its last. */
  readonly screen: Screen | null;
  /** Counts screens that differ in more than their time: each is drawn from scratch. */
  readonly turn: number;
  /** Counts every start of the screen's time. */
  readonly telling: number;
  readonly isLost: boolean;
  readonly send: (input: SessionInput) => void;
}

interface State {
  readonly cabinet: CabinetDrawing | null;
  readonly screen: Screen | null;
  readonly turn: number;
  readonly telling: number;
}

/** What the server tells, and the way to tell it something. */
export function useTold(): Told {
  const [state, setState] = useState<State>({ cabinet: null, screen: null, turn: 0, telling: 0 });
  const [isLost, setLost] = useState(false);
  const link = useRef<Link | null>(null);
  useEffect(() => {
    let timers: ReturnType<typeof setTimeout>[] = [];
    const found = (): void => {
      for (const timer of timers) clearTimeout(timer);
      timers = [];
      setLost(false);
    };
    link.current = openLink({
      onCabinet: (cabinet) => setState((state) => ({ ...state, cabinet })),
      onScreen: (screen, isFirst) => setState((state) => next(state, screen, isFirst)),
      onLost: (why) => {
        if (why === 'unsent') setLost(true);
        if (timers.length > 0) return;
        timers = [
          setTimeout(() => setLost(true), silentMs),
          setTimeout(() => setState((state) => ({ ...state, screen: null, turn: state.turn + 1 })), forgetMs),
        ];
      },
      onFound: found,
    });
  }, []);
  const send = (input: SessionInput): void => {
    void link.current?.send(input).then((hasArrived) => {
      if (hasArrived && input.type === 'person.touched') setState((state) => ({ ...state, telling: state.telling + 1 }));
    });
  };
  return { ...state, isLost, send };
}

/** The same screen told again keeps what was typed. Told again after a break, it does not get its time anew either. */
function next(state: State, screen: Screen, isFirst: boolean): State {
  const isSame = state.screen !== null && essence(state.screen) === essence(screen);
  if (!isSame) return { ...state, screen, turn: state.turn + 1, telling: state.telling + 1 };
  return isFirst ? state : { ...state, screen, telling: state.telling + 1 };
}

function essence(screen: Screen): string {
  return JSON.stringify({ ...screen, homeInMs: 0, keypadLockedForMs: 0 });
}
