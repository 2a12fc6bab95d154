import type { JSX } from 'preact';
import type { SimState } from '../sim-state.ts';
import { usePerform } from './act.ts';
import { CopyButton } from './copy-button.tsx';
import { bankWords } from './words.ts';

/** What this is, whether everything is connected, and where else to look. */
export function Header({ state }: { readonly state: SimState | null }): JSX.Element {
  return (
    <header class="header">
      <span class="brand">
        <svg class="brand-mark" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
          <path d="M2 2h5v5H2zM2 9h5v5H2zM9 2h5v12H9z" />
        </svg>
        <b>lockerbank</b> simulator
      </span>
      {state === null ? null : <Connections state={state} />}
      {state === null ? null : <Addresses state={state} />}
    </header>
  );
}

function Connections({ state }: { readonly state: SimState }): JSX.Element {
  const perform = usePerform();
  const { bank, acknowledged } = state.upstream;
  const cut = state.network === 'cut';
  const silent = state.upstream.degraded.includes('boards-silent');
  return (
    <div class="connections">
      <span class={`light ${bank === 'online' ? 'good' : 'bad'}`}>{bankWords[bank]}</span>
      {state.buses.length === 0 ? null : (
        <span class={`light boards-light ${silent ? 'bad' : 'good'}`} title="As the bank reports it">
          {silent ? 'Boards silent' : 'Boards well'}
        </span>
      )}
      <span class={`light ${cut ? 'bad' : 'good'}`}>{cut ? 'Network cut' : 'Network up'}</span>
      <button
        type="button"
        class={cut ? 'primary' : 'on-dark'}
        onClick={() => void perform({ do: 'network', to: cut ? 'up' : 'cut' })}
      >
        {cut ? 'Mend the network' : 'Cut the network'}
      </button>
      <span class="acknowledged" title="Every event up to this number is safe with the upstream">
        {acknowledged} events acknowledged
      </span>
    </div>
  );
}

function Addresses({ state }: { readonly state: SimState }): JSX.Element {
  return (
    <dl class="addresses">
      <div><dt>Kiosk</dt><dd><a href={state.kioskUrl} target="_blank" rel="noreferrer">{state.kioskUrl}</a></dd></div>
      <div><dt>MQTT</dt><dd><code>{state.mqttUrl}</code><CopyButton text={state.mqttUrl} what="MQTT address" /></dd></div>
    </dl>
  );
}
