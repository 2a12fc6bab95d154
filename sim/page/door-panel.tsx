import type { JSX } from 'preact';
import { cabinetFaults, type CabinetFault } from '../cabinet/faults.ts';
import type { SimDoor, SimState } from '../sim-state.ts';
import { usePerform } from './act.ts';
import { DoorHands } from './door-hands.tsx';
import { AccessibleShape, FaultShape, Icon, StatusShape } from './icons.tsx';
import { PartySelect } from './party-select.tsx';
import { partyKey, partyOf } from './wish-draft.ts';
import { faultHints, faultWords, nameOf, parcelOf, statusOf, statusWords } from './words.ts';

/** Said by the operator's log of the upstream as the reason for a remote opening. */
const remoteReason = 'Asked for on the simulator page';

/** Everything that can be done at one door, one click each. */
export function DoorPanel({ state, locker }: { readonly state: SimState; readonly locker: number | null }): JSX.Element {
  const door = state.doors.find((d) => d.locker === locker);
  if (door === undefined) {
    return (
      <p class="door-none">
        Choose a door in the drawing: put a parcel in, take it out, shut it, pull it open, or break it.
        A double click shuts an open door.
      </p>
    );
  }
  return (
    <div class="door-panel" role="region" aria-label={`Locker ${String(door.locker)}`}>
      <DoorFacts state={state} door={door} />
      <DoorHands state={state} door={door} />
      <DoorRemote state={state} door={door} />
      <DoorFaults door={door} />
    </div>
  );
}

function DoorFacts({ state, door }: { readonly state: SimState; readonly door: SimDoor }): JSX.Element {
  const { upstream } = state;
  const status = statusOf(upstream, door.locker);
  const parcel = parcelOf(upstream, door.locker);
  const drawn = state.cabinet.lockers.find((l) => l.locker === door.locker);
  const heard = upstream.lockers.find((l) => l.locker === door.locker);
  return (
    <div class="door-facts">
      <h2>Locker {door.locker}</h2>
      <span class="door-size">{door.size}</span>
      {drawn?.accessible === true ? <span class="with-icon accessible"><Icon><AccessibleShape /></Icon>accessible</span> : null}
      <span class={door.leaf === 'open' ? 'tag open' : 'tag'}>{door.leaf}</span>
      <span class="door-contents">{door.leaf === 'open' ? sayContents(door.contents) : ''}</span>
      <span class="door-upstream">
        <span class="hint">The upstream says</span>
        <span class={`with-icon status-${status}`}><Icon><StatusShape status={status} /></Icon>{statusWords[status]}</span>
        {heard === undefined ? null : <span class="hint">door {heard.door}</span>}
        {parcel === null ? null : <span class="hint">{parcel.tracking} for {nameOf(upstream, parcel.recipient)}</span>}
      </span>
    </div>
  );
}

function sayContents(contents: readonly string[]): string {
  return contents.length === 0 ? 'empty' : `holds ${contents.join(', ')}`;
}

function DoorRemote({ state, door }: { readonly state: SimState; readonly door: SimDoor }): JSX.Element {
  const perform = usePerform();
  const { locker } = door;
  const out = statusOf(state.upstream, locker) === 'out-of-service';
  return (
    <div class="door-row" role="group" aria-label="Remotely">
      <span class="row-name">Remotely</span>
      <button type="button" onClick={() => void perform({ do: 'open-locker', locker, reason: remoteReason })}>Open remotely</button>
      <button type="button" onClick={() => void perform({ do: 'service', locker, to: out ? 'in' : 'out' })}>
        {out ? 'Put back in service' : 'Take out of service'}
      </button>
      <Dedication state={state} locker={locker} />
    </div>
  );
}

/** A locker that is one party's own takes nothing of anybody else's. */
function Dedication({ state, locker }: { readonly state: SimState; readonly locker: number }): JSX.Element {
  const perform = usePerform();
  const { upstream } = state;
  const heard = upstream.lockers.find((l) => l.locker === locker)?.dedicatedTo ?? null;
  return (
    <span class="dedication">
      <label for="dedicated-to">Belongs to</label>
      <PartySelect
        id="dedicated-to"
        upstream={upstream}
        chosen={heard === null ? '' : partyKey(heard)}
        also={{ key: '', name: 'everybody' }}
        onChoose={(key) => void perform({ do: 'dedicate', locker, party: partyOf(key) })}
      />
    </span>
  );
}

function DoorFaults({ door }: { readonly door: SimDoor }): JSX.Element {
  const perform = usePerform();
  const set = (fault: CabinetFault | null): void => void perform({ do: 'fault', locker: door.locker, fault });
  return (
    <div class="door-row" role="group" aria-label="Fault">
      <span class="row-name with-icon">Fault{door.fault === null ? null : <Icon><FaultShape /></Icon>}</span>
      <div class="choices">
        <button type="button" class="choice" aria-pressed={door.fault === null} onClick={() => set(null)}>None</button>
        {cabinetFaults.map((fault) => (
          <button
            key={fault}
            type="button"
            class="choice fault"
            title={faultHints[fault]}
            aria-pressed={door.fault === fault}
            onClick={() => set(fault)}
          >
            {faultWords[fault]}
          </button>
        ))}
      </div>
    </div>
  );
}
