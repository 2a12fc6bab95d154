import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SimState } from '../sim-state.ts';
import { LockerTable } from './locker-table.tsx';
import { ParcelList } from './parcel-list.tsx';
import { SettingList } from './setting-list.tsx';

const tabs = ['parcels', 'lockers', 'settings'] as const;
type Tab = (typeof tabs)[number];

const tabWords: Readonly<Record<Tab, string>> = { parcels: 'Parcels', lockers: 'Lockers', settings: 'Settings' };

const tabContents: Readonly<Record<Tab, (properties: { readonly state: SimState }) => JSX.Element>> = {
  parcels: ParcelList,
  lockers: LockerTable,
  settings: SettingList,
};

/** What the reference upstream knows and may ask for: only what came to it over the network. */
export function UpstreamPanel({ state }: { readonly state: SimState }): JSX.Element {
  const [tab, setTab] = useState<Tab>('parcels');
  const Contents = tabContents[tab];
  return (
    <section class="panel upstream" aria-labelledby="upstream-title">
      <div class="panel-head">
        <h2 id="upstream-title">Upstream</h2>
        <div class="tabs" role="tablist" aria-label="Upstream">
          {tabs.map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`tab-${name}`}
              aria-selected={tab === name}
              aria-controls="upstream-contents"
              tabIndex={tab === name ? 0 : -1}
              onClick={() => setTab(name)}
              onKeyDown={(event) => {
                const to = neighbour(name, event.key);
                if (to === null) return;
                setTab(to);
                document.getElementById(`tab-${to}`)?.focus();
              }}
            >
              {tabWords[name]}
            </button>
          ))}
        </div>
      </div>
      {state.upstream.bank === 'online' && state.network === 'up' ? null : (
        <p class="stale">The bank cannot be reached. This is what the upstream last heard; what it asks for is sent later.</p>
      )}
      <div class="upstream-contents" id="upstream-contents" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        <Contents state={state} />
      </div>
    </section>
  );
}

function neighbour(tab: Tab, key: string): Tab | null {
  const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  return step === 0 ? null : (tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length] ?? null);
}
