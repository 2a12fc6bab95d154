import { useEffect, useRef, useState } from 'preact/hooks';
import type { Look } from '../look.ts';
import type { CabinetDrawing } from '../screens.ts';
import type { KioskInput, Shown } from '../shown.ts';
import { essenceOf } from './essence.ts';
import { openLink, type Link } from './link.ts';

/** A short break is nobody's business. */
const silentMs = 1500;
/** After this the person has gone, or should not wait; what they typed goes too. */
const forgetMs = 30_000;

export interface Told {
  readonly cabinet: CabinetDrawing | null;
  readonly look: Look | null;
  /** Null before the first word of the server, and long after its last. */
  readonly shown: Shown | null;
  /** Counts screens that ask for something else: each is drawn from scratch. */
  readonly turn: number;
  /** Counts everything that was told: each time the rest of the screen's time is told anew. */
  readonly count: number;
  readonly isLost: boolean;
  readonly send: Send;
}

export type Send = (input: KioskInput) => void;

interface State {
  readonly cabinet: CabinetDrawing | null;
  readonly look: Look | null;
  readonly shown: Shown | null;
  readonly turn: number;
  readonly count: number;
}

/** What the server tells, and the way to tell it something. */
export function useTold(): Told {
  const [state, setState] = useState<State>({ cabinet: null, look: null, shown: null, turn: 0, count: 0 });
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
      onLook: (look) => setState((state) => ({ ...state, look })),
      onShown: (shown) => setState((state) => next(state, shown)),
      onLost: (why) => {
        if (why === 'unsent') setLost(true);
        if (timers.length > 0) return;
        timers = [
          setTimeout(() => setLost(true), silentMs),
          setTimeout(() => setState((state) => ({ ...state, shown: null, turn: state.turn + 1 })), forgetMs),
        ];
      },
      onFound: found,
    });
  }, []);
  const [send] = useState<Send>(() => (input: KioskInput) => void link.current?.send(input));
  return { ...state, isLost, send };
}

/** What is told again of the same screen keeps what was typed, marked and looked at. */
function next(state: State, shown: Shown): State {
  const isSame = state.shown !== null && essenceOf(state.shown.screen) === essenceOf(shown.screen);
  return { ...state, shown, count: state.count + 1, turn: isSame ? state.turn : state.turn + 1 };
}
