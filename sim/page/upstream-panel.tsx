import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SimState } from '../sim-state.ts';
import { BrandingForm } from './branding-form.tsx';
import { LockerTable } from './locker-table.tsx';
import { ParcelList } from './parcel-list.tsx';
import { SettingList } from './setting-list.tsx';
import { Tabs } from './tabs.tsx';

const tabWords = { parcels: 'Parcels', lockers: 'Lockers', settings: 'Settings', branding: 'Branding' } as const;
type Tab = keyof typeof tabWords;

const tabContents: Readonly<Record<Tab, (properties: { readonly state: SimState }) => JSX.Element>> = {
  parcels: ParcelList,
  lockers: LockerTable,
  settings: SettingList,
  branding: BrandingForm,
};

/** What the reference upstream knows and may ask for: only what came to it over the network. */
export function UpstreamPanel({ state }: { readonly state: SimState }): JSX.Element {
  const [tab, setTab] = useState<Tab>('parcels');
  const Contents = tabContents[tab];
  return (
    <section class="panel upstream" aria-labelledby="upstream-title">
      <div class="panel-head">
        <h2 id="upstream-title">Upstream</h2>
        <Tabs id="tab" name="Upstream" words={tabWords} chosen={tab} onChoose={setTab} />
      </div>
      {state.upstream.bank === 'online' && state.network === 'up' ? null : (
        <p class="stale">The bank cannot be reached. This is what the upstream last heard; what it asks for is sent later.</p>
      )}
      <div class="tab-contents" id="tab-contents" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        <Contents state={state} />
      </div>
    </section>
  );
}
