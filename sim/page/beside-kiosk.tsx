import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SimState } from '../sim-state.ts';
import { Guide } from './guide.tsx';
import { Tactile } from './tactile.tsx';
import { Tabs } from './tabs.tsx';
import { WhoIsThere } from './who-is-there.tsx';

const tabWords = { guide: 'What to try', people: 'Badges and codes', tactile: 'Keypad and voice' } as const;
type Tab = keyof typeof tabWords;

const tabContents: Readonly<Record<Tab, (properties: { readonly state: SimState }) => JSX.Element>> = {
  guide: Guide,
  people: WhoIsThere,
  tactile: Tactile,
};

/** What there is at the kiosk beside its screen, and what to try with it. */
export function BesideKiosk({ state }: { readonly state: SimState }): JSX.Element {
  const [tab, setTab] = useState<Tab>('guide');
  const Contents = tabContents[tab];
  return (
    <section class="panel beside" aria-labelledby="beside-title">
      <div class="panel-head">
        <h2 class="unseen" id="beside-title">At the kiosk</h2>
        <Tabs id="beside" name="At the kiosk" words={tabWords} chosen={tab} onChoose={setTab} />
      </div>
      <div class="tab-contents" id="beside-contents" role="tabpanel" aria-labelledby={`beside-${tab}`}>
        <Contents state={state} />
      </div>
    </section>
  );
}
