import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { SimAction, SimState } from '../sim-state.ts';
import { act, PerformContext, type Perform } from './act.ts';
import { BesideKiosk } from './beside-kiosk.tsx';
import { CabinetPanel } from './cabinet-panel.tsx';
import { EventsPanel } from './events-panel.tsx';
import { Header } from './header.tsx';
import { KioskFrame } from './kiosk-frame.tsx';
import { Trolley } from './trolley.tsx';
import { Refusals, type Refusal } from './refusals.tsx';
import { UpstreamPanel } from './upstream-panel.tsx';
import { useSimState } from './use-sim-state.ts';

const refusalsMax = 3;

export function Page(): JSX.Element {
  const { state, link, connections } = useSimState();
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const perform = useCallback<Perform>(async (action: SimAction) => {
    const answer = await act(action);
    if (answer.kind === 'done') return true;
    setRefusals((before) => [...before, { number: (before.at(-1)?.number ?? 0) + 1, why: answer.why }].slice(-refusalsMax));
    return false;
  }, []);
  const forget = useCallback((number: number) => setRefusals((before) => before.filter((r) => r.number !== number)), []);
  return (
    <PerformContext.Provider value={perform}>
      <Header state={state} />
      {link === 'gone' ? (
        <p class="banner" role="alert">The simulator is not running. This page connects again by itself as soon as it is.</p>
      ) : null}
      {state === null ? <Waiting /> : <Panels state={state} connections={connections} />}
      <Refusals refusals={refusals} onForget={forget} />
    </PerformContext.Provider>
  );
}

function Waiting(): JSX.Element {
  return <main class="waiting"><h1>lockerbank simulator</h1><p>Connecting…</p></main>;
}

function Panels({ state, connections }: { readonly state: SimState; readonly connections: number }): JSX.Element {
  return (
    <main class="panels">
      <CabinetPanel state={state} />
      <div class="column">
        <KioskFrame url={state.kioskUrl} connections={connections} />
        <Trolley state={state} />
        <BesideKiosk state={state} />
      </div>
      <div class="column">
        <UpstreamPanel state={state} />
        <EventsPanel events={state.upstream.events} />
      </div>
    </main>
  );
}
