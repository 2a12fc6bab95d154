import type { JSX } from 'preact';
import type { CabinetDrawing, DoorPlace, Rectangle } from '../screens.ts';
import { IconAt, type IconName } from './icons.tsx';
import { fill, words } from './words.ts';

/** Room around the cabinet for the frame of a door at its edge. */
const marginMm = 40;
/** Half of the gap between two doors. */
const gapMm = 9;

export type DoorMood = 'waiting' | 'open' | 'shut' | 'stuck';

export interface CabinetProps {
  readonly cabinet: CabinetDrawing;
  readonly door: DoorPlace;
  readonly mood: DoorMood;
  readonly icon: IconName;
}

/** This very cabinet, with one door marked by colour, frame, picture and number. */
export function Cabinet({ cabinet, door, mood, icon }: CabinetProps): JSX.Element {
  const { widthMm, heightMm } = cabinet;
  const viewBox = [-marginMm, -marginMm, widthMm + 2 * marginMm, heightMm + 2 * marginMm].join(' ');
  const marked = cabinet.lockers.find((locker) => locker.locker === door.locker);
  return (
    <svg class={`cabinet ${mood}`} viewBox={viewBox} role="img" aria-label={fill(words.door.drawing, door)}>
      <rect class="body" x={-16} y={-16} width={widthMm + 32} height={heightMm + 32} rx={28} />
      <Kiosk place={cabinet.kiosk} />
      {cabinet.lockers.map((locker) => locker !== marked && (
        <g key={locker.locker} class="door">
          <rect {...inset(locker, gapMm)} rx={12} />
          <text x={locker.xMm + locker.widthMm / 2} y={locker.yMm + locker.heightMm / 2} font-size={Math.min(64, locker.heightMm * 0.45)}>
            {locker.locker}
          </text>
        </g>
      ))}
      {marked && <Marked place={marked} number={door.locker} icon={icon} />}
    </svg>
  );
}

function Marked({ place, number, icon }: { readonly place: Rectangle; readonly number: number; readonly icon: IconName }): JSX.Element {
  const centreX = place.xMm + place.widthMm / 2;
  const centreY = place.yMm + place.heightMm / 2;
  const size = Math.min(place.heightMm * 0.62, place.widthMm * 0.3);
  const textWidth = String(number).length * size * 0.58; // bold digits are 0.56 em wide
  const left = centreX - (size * 1.15 + textWidth) / 2;
  return (
    <g class="marked">
      <rect class="halo" {...inset(place, -12)} rx={26} />
      <rect class="leaf" {...inset(place, -4)} rx={18} />
      <IconAt name={icon} x={left} y={centreY - size / 2} size={size} />
      <text x={left + size * 1.15 + textWidth / 2} y={centreY} font-size={size}>{number}</text>
    </g>
  );
}

function Kiosk({ place }: { readonly place: Rectangle }): JSX.Element {
  const centreX = place.xMm + place.widthMm / 2;
  const size = Math.min(place.widthMm * 0.42, place.heightMm * 0.5);
  const top = place.yMm + place.heightMm / 2 - size * 0.8;
  return (
    <g class="kiosk">
      <rect {...inset(place, gapMm)} rx={12} />
      <IconAt name="person" x={centreX - size / 2} y={top} size={size} />
      <text x={centreX} y={top + size * 1.35} font-size={Math.min(58, place.widthMm / 7.5)}>{words.door.kiosk}</text>
    </g>
  );
}

function inset(place: Rectangle, by: number): { x: number; y: number; width: number; height: number } {
  return { x: place.xMm + by, y: place.yMm + by, width: place.widthMm - 2 * by, height: place.heightMm - 2 * by };
}
