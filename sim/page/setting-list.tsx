import type { JSX } from 'preact';
import type { SimState } from '../sim-state.ts';
import { SettingRow } from './setting-row.tsx';

/** What the upstream declares in its settings document; the bank applies it when it hears of it. */
export function SettingList({ state }: { readonly state: SimState }): JSX.Element {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Settings">
      <ul class="settings">
        {state.upstream.settings.map((line) => <SettingRow key={line.name} line={line} />)}
      </ul>
    </div>
  );
}
