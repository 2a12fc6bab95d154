import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SimState } from '../sim-state.ts';
import { usePerform } from './act.ts';
import { nextTracking } from './words.ts';

/** As long as a label may be. */
const trackingLength = 64;

/** What has been typed so far; null where nobody has touched it and the page proposes. */
interface Draft {
  readonly recipient: string | null;
  readonly size: string | null;
  readonly accessible: boolean | null;
  readonly tracking: string | null;
}

const untouched: Draft = { recipient: null, size: null, accessible: null, tracking: null };

export function ReserveForm({ state }: { readonly state: SimState }): JSX.Element {
  const perform = usePerform();
  const [draft, setDraft] = useState(untouched);
  const [used, setUsed] = useState<readonly string[]>([]);
  const { people, sizes } = state.upstream;
  const person = people.find((p) => p.id === draft.recipient) ?? people[0];
  const size = draft.size ?? sizes[0] ?? '';
  const accessible = draft.accessible ?? person?.accessible ?? false;
  const tracking = draft.tracking ?? nextTracking(state, used);
  const reserve = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (person === undefined) return;
    const done = await perform({ do: 'reserve', recipient: person.id, size, accessible, tracking: tracking.trim() });
    if (!done) return;
    // The state with this parcel in it may come later than the next click.
    setUsed((before) => [...before.slice(-9), tracking]);
    setDraft((before) => ({ ...before, tracking: null }));
  };
  return (
    <form class="reserve" aria-label="Reserve a locker" onSubmit={(event) => void reserve(event)}>
      <div class="field wide">
        <label for="reserve-recipient">Recipient</label>
        <select
          id="reserve-recipient"
          value={person?.id}
          onChange={(e) => setDraft({ ...draft, recipient: e.currentTarget.value, accessible: null })}
        >
          {people.map((p) => <option key={p.id} value={p.id}>{p.name}{p.accessible ? ' (needs an accessible locker)' : ''}</option>)}
        </select>
      </div>
      <div class="field">
        <label for="reserve-size">Size</label>
        <select id="reserve-size" value={size} onChange={(e) => setDraft({ ...draft, size: e.currentTarget.value })}>
          {sizes.map((name) => <option key={name} value={name}>{name}</option>)}
        </select>
      </div>
      <div class="field">
        <label for="reserve-tracking">Tracking number</label>
        <input
          id="reserve-tracking"
          type="text"
          required
          maxLength={trackingLength}
          autocomplete="off"
          spellcheck={false}
          value={tracking}
          onInput={(e) => setDraft({ ...draft, tracking: e.currentTarget.value })}
        />
      </div>
      <label class="tick">
        <input type="checkbox" checked={accessible} onChange={(e) => setDraft({ ...draft, accessible: e.currentTarget.checked })} />
        <span>Accessible locker</span>
      </label>
      <button type="submit" class="primary">Reserve a locker</button>
    </form>
  );
}
