import type { JSX } from 'preact';
import type { SimState } from '../sim-state.ts';
import { usePerform } from './act.ts';
import { nameOf } from './words.ts';

/** What the person in front of the bank carries. */
export function Trolley({ state }: { readonly state: SimState }): JSX.Element {
  const perform = usePerform();
  return (
    <section class="panel trolley" aria-labelledby="trolley-title">
      <div class="panel-head">
        <h2 id="trolley-title">In your hands</h2>
        <span class="hint">{state.parcels.length === 0 ? 'nothing yet' : 'put it into an open door'}</span>
      </div>
      {state.parcels.length === 0 ? null : (
        <ul class="trolley-parcels">
          {state.parcels.map((parcel) => (
            <li key={parcel.tracking} class="trolley-parcel">
              <b>{parcel.tracking}</b>
              <span>{nameOf(state.upstream, parcel.recipient)}</span>
              <button
                type="button"
                aria-label={`Scan label of ${parcel.tracking}`}
                onClick={() => void perform({ do: 'scan', text: parcel.tracking })}
              >
                Scan label
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
