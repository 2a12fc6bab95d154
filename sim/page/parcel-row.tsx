import type { JSX } from 'preact';
import type { UpstreamCode, UpstreamParcel, UpstreamView } from '../sim-state.ts';
import { usePerform } from './act.ts';
import { CopyButton } from './copy-button.tsx';
import { kindWords, nameOf, timeOfDay } from './words.ts';

const over: readonly UpstreamParcel['state'][] = ['collected', 'ended', 'cancelled', 'refused'];

/** Whoever is named has brought it. */
const fromWho: ReadonlySet<UpstreamParcel['kind']> = new Set<UpstreamParcel['kind']>(['return', 'exchange']);

export function ParcelRow({ parcel, upstream }: { readonly parcel: UpstreamParcel; readonly upstream: UpstreamView }): JSX.Element {
  const { tracking, labels, kind, state, locker, why } = parcel;
  const isOver = over.includes(state);
  return (
    <li class={isOver ? 'parcel-row over' : 'parcel-row'} data-tracking={tracking}>
      <div class="parcel-line">
        <b class="tracking">{tracking}</b>
        {labels.length > 1 ? <span class="hint" title={labels.join(', ')}>and {labels.length - 1} more</span> : null}
        <span class={`chip parcel-${state}`}>{state}</span>
        {locker === null ? null : <span class="parcel-locker">locker {locker}</span>}
        <span class="spring" />
        <time class="hint" dateTime={parcel.at}>{timeOfDay(parcel.at)}</time>
      </div>
      <div class="parcel-line">
        <span class="parcel-for">
          {kindWords[kind].toLowerCase()} {fromWho.has(kind) ? 'from' : 'for'} {nameOf(upstream, parcel.recipient)}
        </span>
        <span class="spring" />
        {isOver ? null : <ParcelButtons parcel={parcel} />}
      </div>
      {why === null ? null : <p class="parcel-why">{why}</p>}
      {isOver ? null : parcel.codes.map((code) => <Code key={code.opens} tracking={tracking} code={code} upstream={upstream} />)}
      {parcel.pickupToken === null ? null : <Token tracking={tracking} token={parcel.pickupToken} />}
    </li>
  );
}

function ParcelButtons({ parcel }: { readonly parcel: UpstreamParcel }): JSX.Element {
  const perform = usePerform();
  const { tracking, kind, state, reservation } = parcel;
  return (
    <>
      {kind === 'storage' ? null : (
        <button
          type="button"
          class={state === 'reserved' ? '' : 'quiet'}
          title="As if the label were held before the kiosk's scanner"
          aria-label={`Scan label at the kiosk: ${tracking}`}
          onClick={() => void perform({ do: 'scan', text: tracking })}
        >
          Scan label<span class="roomy"> at the kiosk</span>
        </button>
      )}
      <button type="button" class="quiet" aria-label={`Cancel ${tracking}`} onClick={() => void perform({ do: 'cancel', reservation })}>
        Cancel
      </button>
    </>
  );
}

const codeWords: Readonly<Record<UpstreamCode['opens'], readonly [name: string, what: string]>> = {
  'drop-off': ['One-time PIN', 'to put it in'],
  'swap': ['Exchange code', 'to take it and leave something'],
  'pick-up': ['Pickup code', 'to collect it'],
  'storage': ['Storage code', 'to come and go'],
};

/** As the mail would say it to whoever is to type it. */
function Code({ tracking, code: { opens, party, code }, upstream }: {
  readonly tracking: string;
  readonly code: UpstreamCode;
  readonly upstream: UpstreamView;
}): JSX.Element {
  const perform = usePerform();
  const [name, what] = codeWords[opens];
  return (
    <div class={`pickup code-${opens}`}>
      <span class="pickup-hint">{name} <span class="roomy">for {nameOf(upstream, party)} {what}</span></span>
      <code class="pickup-code">{code}</code>
      <CopyButton text={code} what={`${name.toLowerCase()} of ${tracking}`} />
      <button
        type="button"
        class="quiet"
        aria-label={`Scan ${name.toLowerCase()} of ${tracking} at the kiosk`}
        onClick={() => void perform({ do: 'scan', text: code })}
      >
        Scan
      </button>
    </div>
  );
}

/** Nobody types it: it is signed, and a few hundred characters long. */
function Token({ tracking, token }: { readonly tracking: string; readonly token: string }): JSX.Element {
  const perform = usePerform();
  return (
    <div class="pickup">
      <span class="pickup-hint">Signed QR code <span class="roomy">to collect it, once</span></span>
      <code class="pickup-code token" title={token}>{token.slice(0, 14)}…</code>
      <CopyButton text={token} what={`QR code of ${tracking}`} />
      <button
        type="button"
        class="quiet"
        aria-label={`Scan QR code of ${tracking} at the kiosk`}
        onClick={() => void perform({ do: 'scan', text: token })}
      >
        Scan
      </button>
    </div>
  );
}
