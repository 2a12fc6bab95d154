import type { JSX } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { SimState } from '../sim-state.ts';
import { usePerform } from './act.ts';
import { Cabinet } from './cabinet.tsx';
import { DoorPanel } from './door-panel.tsx';
import { Icon, StatusShape } from './icons.tsx';
import { statusWords, type Status } from './words.ts';

const legend: readonly Status[] = ['available', 'reserved', 'occupied', 'expired', 'check', 'out-of-service'];

/** The drawing, and below it what can be done at the door that was chosen. */
export function CabinetPanel({ state }: { readonly state: SimState }): JSX.Element {
  const perform = usePerform();
  const [selected, setSelected] = useState<number | null>(null);
  const panel = useRef<HTMLDivElement>(null);
  useNewlyOpened(state, selected, setSelected, panel);
  const enter = useCallback((locker: number) => {
    setSelected(locker);
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
        <h1 id="cabinet-title">Cabinet</h1>
        <ul class="legend" aria-label="Status of a locker, as the upstream sees it">
          {legend.map((status) => (
            <li key={status} class={`status-${status}`}><Icon><StatusShape status={status} /></Icon>{statusWords[status]}</li>
          ))}
        </ul>
      </div>
      <div class="stage">
        <Cabinet state={state} selected={selected} onSelect={setSelected} onEnter={enter} onShut={shut} />
      </div>
      <div
        class="door-place"
        ref={panel}
        onKeyDown={(event) => { if (event.key === 'Escape') leave(); }}
      >
        <DoorPanel state={state} locker={selected} />
      </div>
    </section>
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
