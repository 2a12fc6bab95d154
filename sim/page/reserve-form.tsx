import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SimState } from '../sim-state.ts';
import type { Wish } from '../upstream/wishes.ts';
import { usePerform } from './act.ts';
import { PartySelect } from './party-select.tsx';
import { filled, labelsIn, untouched, visitorKey, wishOf, type Draft, type Filled } from './wish-draft.ts';
import { kindWords } from './words.ts';

/** As long as eight labels may be. */
const labelsLength = 8 * 65;

const kinds: readonly Wish['kind'][] = ['delivery', 'return', 'exchange', 'asset', 'storage'];

const partyWords: Readonly<Record<Wish['kind'], string>> = {
  delivery: 'Recipient', asset: 'Recipient', return: 'Brought back by', exchange: 'Brought by', storage: 'For the belongings of',
};

const labelWords: Readonly<Record<Wish['kind'], string>> = {
  delivery: 'Tracking number', asset: 'Asset number', return: 'Tracking number', exchange: 'What is brought',
  storage: 'What it is called here',
};

/** With so many fields that the button has a row for itself. */
const fills: ReadonlySet<Wish['kind']> = new Set<Wish['kind']>(['exchange', 'storage']);

const hour = 3_600_000;
const endings: readonly (readonly [name: string, endsInMs: number])[] = [
  ['in 2 hours', 2 * hour], ['in 8 hours', 8 * hour], ['in a day', 24 * hour],
];

interface FormPart {
  readonly form: Filled;
  readonly change: (change: Partial<Draft>) => void;
  readonly state: SimState;
}

/** What the upstream wants a locker for: every kind that there is. */
export function ReserveForm({ state }: { readonly state: SimState }): JSX.Element {
  const perform = usePerform();
  const [draft, setDraft] = useState(untouched);
  const [used, setUsed] = useState<readonly string[]>([]);
  const form = filled(draft, state, used);
  const change = (more: Partial<Draft>): void => setDraft((before) => ({ ...before, ...more }));
  const reserve = async (event: Event): Promise<void> => {
    event.preventDefault();
    const wish = wishOf(form, Date.now());
    if (wish === null || !(await perform({ do: 'announce', wish }))) return;
    // The state with this reservation in it may come later than the next click.
    setUsed((before) => [...before.slice(-20), ...labelsIn(form.labels), ...labelsIn(form.back)]);
    change({ labels: null, back: null });
  };
  const part: FormPart = { form, change, state };
  return (
    <form class="reserve" aria-label="Reserve a locker" onSubmit={(event) => void reserve(event)}>
      <div class="kinds" role="group" aria-label="What for">
        {kinds.map((kind) => (
          <button
            key={kind}
            type="button"
            class="choice"
            aria-pressed={form.kind === kind}
            onClick={() => change({ kind, labels: null, back: null, to: '' })}
          >
            {kindWords[kind]}
          </button>
        ))}
      </div>
      <People {...part} />
      <Things {...part} />
      <div class="field">
        <label for="reserve-size">Size</label>
        <select id="reserve-size" value={form.size} onChange={(e) => change({ size: e.currentTarget.value })}>
          {state.upstream.sizes.map((name) => <option key={name} value={name}>{name}</option>)}
        </select>
      </div>
      {form.kind === 'storage' ? <Ending {...part} /> : null}
      <label class="tick">
        <input type="checkbox" checked={form.accessible} onChange={(e) => change({ accessible: e.currentTarget.checked })} />
        <span>Accessible locker</span>
      </label>
      <button type="submit" class={fills.has(form.kind) ? 'primary whole' : 'primary'}>Reserve a locker</button>
    </form>
  );
}

function People({ form, change, state }: FormPart): JSX.Element {
  const { kind, party, to } = form;
  const two = kind === 'return' || kind === 'exchange';
  return (
    <>
      <div class={two ? 'field' : 'field wide'}>
        <label for="reserve-recipient">{partyWords[kind]}</label>
        <PartySelect
          id="reserve-recipient"
          upstream={state.upstream}
          chosen={party}
          also={kind === 'storage' ? { key: visitorKey, name: 'A visitor, in no directory' } : null}
          onChoose={(key) => change({ party: key, accessible: null })}
        />
      </div>
      {two ? (
        <div class="field">
          <label for="reserve-to">{kind === 'return' ? 'Collected by' : 'Exchanged by'}</label>
          <PartySelect
            id="reserve-to"
            upstream={state.upstream}
            chosen={to}
            also={kind === 'return' ? { key: '', name: 'Whoever works there' } : null}
            onChoose={(key) => change({ to: key })}
          />
        </div>
      ) : null}
    </>
  );
}

function Things({ form, change }: FormPart): JSX.Element {
  const { kind, labels, back } = form;
  return (
    <>
      <div class={kind === 'exchange' || kind === 'storage' ? 'field' : 'field labels'}>
        <label for="reserve-tracking">{labelWords[kind]}</label>
        <LabelInput
          id="reserve-tracking"
          title={kind === 'storage' ? 'The bank is not told' : 'Several with spaces between them go into one locker'}
          value={labels}
          onType={(typed) => change({ labels: typed })}
        />
      </div>
      {kind === 'exchange' ? (
        <div class="field">
          <label for="reserve-back">What comes in its place</label>
          <LabelInput
            id="reserve-back"
            title="It is put in when the other is taken out"
            value={back}
            onType={(typed) => change({ back: typed })}
          />
        </div>
      ) : null}
    </>
  );
}

function LabelInput({ id, title, value, onType }: {
  readonly id: string;
  readonly title: string;
  readonly value: string;
  readonly onType: (typed: string) => void;
}): JSX.Element {
  return (
    <input
      id={id}
      type="text"
      required
      maxLength={labelsLength}
      autocomplete="off"
      spellcheck={false}
      title={title}
      value={value}
      onInput={(e) => onType(e.currentTarget.value)}
    />
  );
}

function Ending({ form, change }: FormPart): JSX.Element {
  return (
    <div class="field">
      <label for="reserve-ends">Until</label>
      <select
        id="reserve-ends"
        value={form.endsInMs === null ? '' : String(form.endsInMs)}
        onChange={(e) => change({ endsInMs: e.currentTarget.value === '' ? null : Number(e.currentTarget.value) })}
      >
        <option value="">as the settings say</option>
        {endings.map(([name, ms]) => <option key={name} value={String(ms)}>{name}</option>)}
      </select>
    </div>
  );
}
