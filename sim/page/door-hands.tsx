import type { JSX } from 'preact';
import type { LooseParcel, SimDoor, SimState, UpstreamParcel } from '../sim-state.ts';
import { usePerform } from './act.ts';

/** What a person in front of the door can do with their hands. */
export function DoorHands({ state, door }: { readonly state: SimState; readonly door: SimDoor }): JSX.Element {
  return (
    <div class="door-row" role="group" aria-label="By hand">
      <span class="row-name">By hand</span>
      {door.leaf === 'open' ? <AtOpenDoor state={state} door={door} /> : <AtClosedDoor door={door} />}
    </div>
  );
}

function AtOpenDoor({ state, door }: { readonly state: SimState; readonly door: SimDoor }): JSX.Element {
  const perform = usePerform();
  const { locker, contents } = door;
  const loose = likeliestFirst(state, locker);
  const meant = loose[0] !== undefined && isMeantFor(state, loose[0], locker);
  const next = nextMove(contents.length > 0, meant, hasDelivered(state, locker));
  const likely = next === 'put-in' ? 1 : 0;
  return (
    <div class="choices">
      {contents.length === 0 ? null : (
        <button type="button" class={next === 'take-out' ? 'primary' : ''} onClick={() => void perform({ do: 'take-out', locker })}>
          {contents.length === 1 ? `Take out ${String(contents[0])}` : `Take out all ${String(contents.length)}`}
        </button>
      )}
      {loose.slice(0, likely).map((parcel) => <PutIn key={parcel.tracking} locker={locker} parcel={parcel} likely />)}
      <button type="button" class={next === 'shut' ? 'primary' : ''} onClick={() => void perform({ do: 'shut', locker })}>
        Shut the door
      </button>
      {loose.slice(likely).map((parcel) => <PutIn key={parcel.tracking} locker={locker} parcel={parcel} likely={false} />)}
      <InsideRelease door={door} />
    </div>
  );
}

function PutIn({ locker, parcel, likely }: {
  readonly locker: number;
  readonly parcel: LooseParcel;
  readonly likely: boolean;
}): JSX.Element {
  const perform = usePerform();
  const { tracking } = parcel;
  return (
    <button type="button" class={likely ? 'primary' : ''} onClick={() => void perform({ do: 'put-in', locker, label: tracking })}>
      Put in {tracking}
    </button>
  );
}

function AtClosedDoor({ door }: { readonly door: SimDoor }): JSX.Element {
  const perform = usePerform();
  return (
    <div class="choices">
      <button type="button" class="danger" onClick={() => void perform({ do: 'pull', locker: door.locker })}>Pull open by force</button>
      <InsideRelease door={door} />
    </div>
  );
}

/** Of somebody who is in the locker. */
function InsideRelease({ door: { locker, hasInsideRelease } }: { readonly door: SimDoor }): JSX.Element | null {
  const perform = usePerform();
  if (!hasInsideRelease) return null;
  return (
    <button type="button" title="It opens the door in any state" onClick={() => void perform({ do: 'press-inside', locker })}>
      Press the inside release
    </button>
  );
}

/** Something more is to be put in: what was reserved for, the other half of an exchange, or belongings that come and go. */
const awaiting: readonly UpstreamParcel['state'][] = ['reserved', 'delivered', 'stored'];

/** The parcel reserved for this very locker comes first. */
function likeliestFirst(state: SimState, locker: number): readonly LooseParcel[] {
  return state.parcels.toSorted((a, b) => Number(isMeantFor(state, b, locker)) - Number(isMeantFor(state, a, locker)));
}

function isMeantFor(state: SimState, parcel: LooseParcel, locker: number): boolean {
  return state.upstream.parcels.some((p) => p.labels.includes(parcel.tracking) && p.locker === locker && awaiting.includes(p.state));
}

/** A parcel already delivered here: whoever opened the door came to fetch it. */
function hasDelivered(state: SimState, locker: number): boolean {
  return state.upstream.parcels.some((p) => p.locker === locker && ['delivered', 'stored', 'expired'].includes(p.state));
}

function nextMove(full: boolean, meant: boolean, delivered: boolean): 'take-out' | 'put-in' | 'shut' {
  if (full && delivered) return 'take-out';
  return !full && meant ? 'put-in' : 'shut';
}
