import type { JSX } from 'preact';
import type { CabinetDrawing } from '../../firmware/kiosk/screens.ts';
import type { SimDoor, SimState } from '../sim-state.ts';
import { BeepMark } from './beep-mark.tsx';
import { CabinetBody } from './cabinet-body.tsx';
import { DoorButton } from './door-button.tsx';
import { DoorInside } from './door-inside.tsx';
import { DoorLeaf } from './door-leaf.tsx';
import { parcelOf, statusOf } from './words.ts';

export type DrawnLocker = CabinetDrawing['lockers'][number];

/** Room around the front for its shadow and feet. */
const marginMm = 36;
const floorMm = 32;

/**
 * The front of the cabinet in millimetres. Four layers, so that an open leaf hangs over its neighbours while the
 * order of the keyboard stays that of the numbers: body, insides, leaves, and on top the buttons nobody sees.
 */
export function Cabinet({ state, selected, onSelect, onEnter, onShut }: {
  readonly state: SimState;
  readonly selected: number | null;
  readonly onSelect: (locker: number) => void;
  /** Chosen by keyboard: the person wants to go on to what can be done there. */
  readonly onEnter: (locker: number) => void;
  readonly onShut: (locker: number) => void;
}): JSX.Element {
  const { cabinet, upstream } = state;
  const doors = new Map<number, SimDoor>(state.doors.map((door) => [door.locker, door]));
  const byNumber = cabinet.lockers.toSorted((a, b) => a.locker - b.locker);
  // The lowest first: a leaf that swings out hangs a little over the one below it.
  const fromBelow = cabinet.lockers.toSorted((a, b) => b.yMm - a.yMm || b.xMm - a.xMm);
  return (
    <svg class="cabinet" viewBox={viewBoxOf(cabinet)} role="group" aria-label="The cabinet, seen from the front">
      <CabinetBody cabinet={cabinet} online={upstream.bank === 'online'} />
      <g aria-hidden="true">
        {byNumber.map((locker) => (
          <DoorInside key={locker.locker} locker={locker} contents={doors.get(locker.locker)?.contents ?? []} />
        ))}
      </g>
      <g aria-hidden="true">
        {fromBelow.map((locker) => (
          <DoorLeaf
            key={locker.locker}
            locker={locker}
            door={doors.get(locker.locker) ?? null}
            status={statusOf(upstream, locker.locker)}
            note={parcelOf(upstream, locker.locker)?.tracking ?? null}
          />
        ))}
      </g>
      <g aria-hidden="true">
        {state.atKiosk.beeping.map(({ locker, count }) => (
          <BeepMark key={`${String(locker)}-${String(count)}`} locker={cabinet.lockers.find((one) => one.locker === locker)} />
        ))}
      </g>
      {byNumber.map((locker) => (
        <DoorButton
          key={locker.locker}
          locker={locker}
          door={doors.get(locker.locker) ?? null}
          status={statusOf(upstream, locker.locker)}
          selected={selected === locker.locker}
          onSelect={onSelect}
          onEnter={onEnter}
          onShut={onShut}
        />
      ))}
    </svg>
  );
}

function viewBoxOf(cabinet: CabinetDrawing): string {
  const height = marginMm + cabinet.heightMm + cabinet.plinthMm + floorMm;
  return [-marginMm, -marginMm, cabinet.widthMm + 2 * marginMm, height].map(String).join(' ');
}
