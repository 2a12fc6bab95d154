import type { JSX } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { SimState } from '../sim-state.ts';
import { usePerform } from './act.ts';
import { BoardsPanel } from './boards-panel.tsx';
import { Cabinet } from './cabinet.tsx';
import { DoorPanel } from './door-panel.tsx';
import { Icon, StatusShape } from './icons.tsx';
import { Tabs } from './tabs.tsx';
import { statusWords, violationInWords, type Status } from './words.ts';

const tabWords = { door: 'Door', boards: 'Boards' } as const;
type Tab = keyof typeof tabWords;

const legend: readonly Status[] = ['available', 'reserved', 'occupied', 'expired', 'check', 'out-of-service'];

/** The drawing, and below it what can be done at the door that was chosen. */
export function CabinetPanel({ state }: { readonly state: SimState }): JSX.Element {
  const perform = usePerform();
  const [selected, setSelected] = useState<number | null>(null);
  const [tab, setTab] = useState<Tab>('door');
  const panel = useRef<HTMLDivElement>(null);
  useNewlyOpened(state, selected, setSelected, panel);
  const choose = useCallback((locker: number) => {
    setSelected(locker);
    setTab('door');
  }, []);
  const enter = useCallback((locker: number) => {
    choose(locker);
    // The buttons of the chosen door are not there yet.
    requestAnimationFrame(() => panel.current?.querySelector('button')?.focus());
  }, []);
  const leave = useCallback(() => {
    document.querySelector<SVGElement>(`[data-locker="${String(selected)}"]`)?.focus();
  }, [selected]);
  const shut = useCallback((locker: number) => void perform({ do: 'shut', locker }), [perform]);
  return (
    <section class="panel cabinet-panel" aria-labelledby="cabinet-title">
      <div class="panel-head">
        <h1 id="cabinet-title">Cabinet <span class="hint" title={state.profile.label}>{state.profile.id}</span></h1>
        <ul class="legend" aria-label="Status of a locker, as the upstream sees it">
          {legend.map((status) => (
            <li key={status} class={`status-${status}`}><Icon><StatusShape status={status} /></Icon>{statusWords[status]}</li>
          ))}
        </ul>
      </div>
      <Cabinet state={state} selected={selected} onSelect={choose} onEnter={enter} onShut={shut} />
      <Overdriven violations={state.violations} />
      {state.buses.length === 0 ? null : (
        <div class="place-head"><Tabs id="place" name="Behind the cabinet" words={tabWords} chosen={tab} onChoose={setTab} /></div>
      )}
      <div
        class="door-place"
        ref={panel}
        {...(state.buses.length === 0 ? {} : { id: 'place-contents', role: 'tabpanel', 'aria-labelledby': `place-${tab}` })}
        onKeyDown={(event) => { if (event.key === 'Escape') leave(); }}
      >
        {tab === 'boards' && state.buses.length > 0 ? <BoardsPanel buses={state.buses} /> : <DoorPanel state={state} locker={selected} />}
      </div>
    </section>
  );
}

/** What the firmware, or a board, has done to a coil; until somebody has seen it. */
function Overdriven({ violations: [newest] }: { readonly violations: SimState['violations'] }): JSX.Element | null {
  const [seenMs, setSeenMs] = useState(-1);
  if (newest === undefined || newest.atMs === seenMs) return null;
  return (
    <p class="overdriven" role="alert">
      <b>Overdriven.</b> <span>{violationInWords(newest)}</span>
      <button type="button" onClick={() => setSeenMs(newest.atMs)}>Dismiss</button>
    </p>
  );
}

/**
 * A door that springs open is what the person looks at next, so it is chosen for them: unless they are busy with
 * another open door, or with the buttons of one.
 */
function useNewlyOpened(
  state: SimState,
  selected: number | null,
  select: (locker: number) => void,
  panel: { readonly current: HTMLElement | null },
): void {
  const openBefore = useRef<ReadonlySet<number> | null>(null);
  useEffect(() => {
    const open = new Set(state.doors.filter((door) => door.leaf === 'open').map((door) => door.locker));
    const before = openBefore.current;
    openBefore.current = open;
    const opened = before === null ? [...open][0] : [...open].find((locker) => !before.has(locker));
    const busy = selected !== null && (open.has(selected) || panel.current?.contains(document.activeElement) === true);
    if (opened !== undefined && !busy) select(opened);
  }, [state]);
}
