import type { JSX } from 'preact';
import type { SimState } from '../sim-state.ts';
import { ParcelRow } from './parcel-row.tsx';
import { ReserveForm } from './reserve-form.tsx';

/** The newest: more rows than anybody reads only make the page slow. */
const shownMax = 60;

export function ParcelList({ state }: { readonly state: SimState }): JSX.Element {
  const { parcels } = state.upstream;
  return (
    <>
      <ReserveForm state={state} />
      <div class="scroll" tabIndex={0} role="region" aria-label="Parcels">
        {parcels.length === 0 ? <p class="empty">No parcel yet. Reserve a locker for one.</p> : null}
        <ul class="parcels">
          {parcels.slice(0, shownMax).map((parcel) => <ParcelRow key={parcel.reservation} parcel={parcel} upstream={state.upstream} />)}
        </ul>
        {parcels.length > shownMax ? <p class="empty">and {parcels.length - shownMax} older ones</p> : null}
      </div>
    </>
  );
}
