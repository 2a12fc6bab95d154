import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { LooseParcel, SimState } from '../sim-state.ts';
import { usePerform } from './act.ts';
import { nameOf, nextLabel, type LabelPrefix } from './words.ts';

/** What the person in front of the bank carries. */
export function Trolley({ state }: { readonly state: SimState }): JSX.Element {
  return (
    <section class="panel trolley" aria-labelledby="trolley-title">
      <div class="panel-head">
        <h2 id="trolley-title">In your hands</h2>
        {state.parcels.length === 0 ? <span class="hint">nothing yet</span> : null}
        <span class="spring" />
        <Bring state={state} prefix="PKG" what="Bring a parcel" />
        <Bring state={state} prefix="BAG" what="Bring a bag" />
      </div>
      {state.parcels.length === 0 ? null : (
        <ul class="trolley-parcels">
          {state.parcels.map((parcel) => <Carried key={parcel.tracking} state={state} parcel={parcel} />)}
        </ul>
      )}
    </section>
  );
}

function Carried({ state, parcel: { tracking, recipient } }: { readonly state: SimState; readonly parcel: LooseParcel }): JSX.Element {
  const perform = usePerform();
  return (
    <li class="trolley-parcel">
      <b>{tracking}</b>
      <span>{recipient === '' ? 'nobody has announced it' : nameOf(state.upstream, recipient)}</span>
      {tracking.startsWith('BAG-') ? null : (
        <button type="button" aria-label={`Scan label of ${tracking}`} onClick={() => void perform({ do: 'scan', text: tracking })}>
          Scan label
        </button>
      )}
    </li>
  );
}

/** Something that the upstream has not heard of: for what is brought, or stored, on the spot. */
function Bring({ state, prefix, what }: { readonly state: SimState; readonly prefix: LabelPrefix; readonly what: string }): JSX.Element {
  const perform = usePerform();
  const [used, setUsed] = useState<readonly string[]>([]);
  const bring = async (): Promise<void> => {
    const label = nextLabel(state, used, prefix);
    setUsed((before) => [...before.slice(-9), label]);
    await perform({ do: 'bring', label });
  };
  return <button type="button" class="quiet" title="Nobody has announced it" onClick={() => void bring()}>{what}</button>;
}
