import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { CabinetDrawing } from '../../firmware/kiosk/screens.ts';
import type { SimDoor, SimState } from '../sim-state.ts';
import { BeepMark } from './beep-mark.tsx';
import { CabinetBody, Paints } from './cabinet-body.tsx';
import { DoorButton } from './door-button.tsx';
import { DoorInside } from './door-inside.tsx';
import { DoorLeaf } from './door-leaf.tsx';
import { layOut, marginMm, type LaidOut } from './shelves.ts';
import { useSizeOf } from './use-size.ts';
import { parcelOf, statusOf } from './words.ts';

export type DrawnLocker = CabinetDrawing['lockers'][number];

/** Of numbers on doors, in pixels, where a door has room for it. */
const numberPx = 11;
const numberLeastMm = 56;
/** What the style sheet keeps free around the drawing. */
const stagePx = { sides: 24, top: 8 } as const;

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
  const { upstream } = state;
  const stage = useRef<HTMLDivElement>(null);
  const { width, height } = useSizeOf(stage);
  const room = { width: width - stagePx.sides, height: height - stagePx.top };
  const cabinet = layOut(state.cabinet, room);
  const isTall = cabinet.heightMm * cabinet.scale > room.height;
  useInView(stage, selected);
  const numberMm = Math.max(numberLeastMm, numberPx / cabinet.scale);
  const doors = new Map<number, SimDoor>(state.doors.map((door) => [door.locker, door]));
  const byNumber = cabinet.lockers.toSorted((a, b) => a.locker - b.locker);
  // The lowest first: a leaf that swings out hangs a little over the one below it.
  const fromBelow = cabinet.lockers.toSorted((a, b) => b.yMm - a.yMm || b.xMm - a.xMm);
  return (
    <div class="stage" ref={stage}>
      <svg
        class="cabinet"
        style={isTall ? { height: `${String(cabinet.heightMm * cabinet.scale)}px` } : {}}
        viewBox={viewBoxOf(cabinet)}
        role="group"
        aria-label="The cabinet, seen from the front"
      >
        <Paints />
        <g aria-hidden="true">
          {cabinet.pieces.map(({ front, xMm, yMm }) => (
            <CabinetBody key={yMm} cabinet={front} xMm={xMm} yMm={yMm} online={upstream.bank === 'online'} />
          ))}
        </g>
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
              numberMm={numberMm}
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
    </div>
  );
}

/** A door that was chosen, by whoever or because it has opened, is where it can be seen, however far the drawing is scrolled. */
function useInView(stage: { readonly current: Element | null }, selected: number | null): void {
  useEffect(() => {
    if (selected === null) return;
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const door = stage.current?.querySelector(`[data-locker="${String(selected)}"]`);
    door?.scrollIntoView({ block: 'nearest', behavior: isCalm ? 'instant' : 'smooth' });
  }, [stage, selected]);
}

function viewBoxOf({ widthMm, heightMm }: LaidOut): string {
  return [-marginMm, -marginMm, widthMm, heightMm].map(String).join(' ');
}
