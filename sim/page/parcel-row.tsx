import type { JSX } from 'preact';
import type { UpstreamParcel, UpstreamView } from '../sim-state.ts';
import { usePerform } from './act.ts';
import { CopyButton } from './copy-button.tsx';
import { nameOf, timeOfDay } from './words.ts';

const over: readonly UpstreamParcel['state'][] = ['collected', 'cancelled', 'refused'];

export function ParcelRow({ parcel, upstream }: { readonly parcel: UpstreamParcel; readonly upstream: UpstreamView }): JSX.Element {
  const { tracking, state, locker, why } = parcel;
  const isOver = over.includes(state);
  return (
    <li class={isOver ? 'parcel-row over' : 'parcel-row'} data-tracking={tracking}>
      <div class="parcel-line">
        <b class="tracking">{tracking}</b>
        <span class={`chip parcel-${state}`}>{state}</span>
        {locker === null ? null : <span class="parcel-locker">locker {locker}</span>}
        <span class="spring" />
        <time class="hint" dateTime={parcel.at}>{timeOfDay(parcel.at)}</time>
      </div>
      <div class="parcel-line">
        <span class="parcel-for">for {nameOf(upstream, parcel.recipient)}</span>
        <span class="spring" />
        {isOver ? null : <ParcelButtons parcel={parcel} />}
      </div>
      {why === null ? null : <p class="parcel-why">{why}</p>}
      {isOver || parcel.pickupCode === null ? null : <PickupCode tracking={tracking} code={parcel.pickupCode} />}
    </li>
  );
}

function ParcelButtons({ parcel }: { readonly parcel: UpstreamParcel }): JSX.Element {
  const perform = usePerform();
  const { tracking, state, reservation } = parcel;
  return (
    <>
      <button
        type="button"
        class={state === 'reserved' ? '' : 'quiet'}
        title="As if the label were held before the kiosk's scanner"
        aria-label={`Scan label at the kiosk: ${tracking}`}
        onClick={() => void perform({ do: 'scan', text: tracking })}
      >
        Scan label<span class="roomy"> at the kiosk</span>
      </button>
      <button type="button" class="quiet" aria-label={`Cancel ${tracking}`} onClick={() => void perform({ do: 'cancel', reservation })}>
        Cancel
      </button>
    </>
  );
}

function PickupCode({ tracking, code }: { readonly tracking: string; readonly code: string }): JSX.Element {
  const perform = usePerform();
  return (
    <div class="pickup">
      <span class="pickup-hint">Pickup code<span class="roomy">, as in the mail. Type it at the kiosk.</span></span>
      <code class="pickup-code">{code}</code>
      <CopyButton text={code} what={`pickup code of ${tracking}`} />
      <button
        type="button"
        class="quiet"
        aria-label={`Scan pickup code of ${tracking} at the kiosk`}
        onClick={() => void perform({ do: 'scan', text: code })}
      >
        Scan
      </button>
    </div>
  );
}
