import type { JSX } from 'preact';
import type { CabinetDrawing, DoorOnScreen, Rectangle } from '../screens.ts';
import { IconAt, type IconName } from './icons.tsx';
import { useWords } from './language.ts';

/** Room around the cabinet for the frame of a door at its edge. */
const marginMm = 40;
/** Half of the gap between two doors. */
const gapMm = 9;

interface CabinetProps {
  readonly cabinet: CabinetDrawing;
  readonly doors: readonly DoorOnScreen[];
  /** Where the doors are, in words: what the drawing says to whoever does not see it. */
  readonly name: string;
}

/** This very cabinet, with the doors of the visit marked by colour, frame, picture and number, and where one stands. */
export function Cabinet({ cabinet, doors, name }: CabinetProps): JSX.Element {
  const { widthMm, heightMm } = cabinet;
  const viewBox = [-marginMm, -marginMm, widthMm + 2 * marginMm, heightMm + 2 * marginMm].join(' ');
  const marked = cabinet.lockers.flatMap((place) => {
    const door = doors.find(({ locker }) => locker === place.locker);
    return door ? [{ place, door }] : [];
  });
  const others = cabinet.lockers.filter(({ locker }) => !doors.some((door) => door.locker === locker));
  return (
    <svg class="cabinet" viewBox={viewBox} role="img" aria-label={name}>
      <rect class="body" x={-16} y={-16} width={widthMm + 32} height={heightMm + 32} rx={28} />
      <Kiosk place={cabinet.kiosk} mostMm={letterMm(cabinet)} />
      {others.map((locker) => (
        <g key={locker.locker} class="door">
          <rect {...inset(locker, gapMm)} rx={12} />
          <text
            x={locker.xMm + locker.widthMm / 2} y={locker.yMm + locker.heightMm / 2}
            font-size={Math.min(letterMm(cabinet), locker.heightMm * 0.52)}
          >
            {locker.locker}
          </text>
        </g>
      ))}
      {marked.map(({ place, door }) => <Marked key={door.locker} place={place} door={door} />)}
    </svg>
  );
}

/** A bank along a wall is drawn across the whole screen. */
export function isLong({ widthMm, heightMm }: CabinetDrawing): boolean {
  return widthMm > 1.6 * heightMm;
}

/** A 45th of the width of a drawing across the screen is what can still be read; of a smaller one more. */
function letterMm({ widthMm }: CabinetDrawing): number {
  return Math.max(84, widthMm / 45);
}

/** What happens behind a door, as a picture. */
export function doorIcon({ is, purpose }: DoorOnScreen): IconName {
  if (is === 'stuck') return 'warning';
  if (is === 'shut') return 'done';
  if (is === 'skipped') return 'forward';
  if (is !== 'open') return 'opening';
  return purpose === 'deposit' ? 'putIn' : purpose === 'look' ? 'eye' : purpose === 'keep' ? 'bag' : 'takeOut';
}

function Marked({ place, door }: { readonly place: Rectangle; readonly door: DoorOnScreen }): JSX.Element {
  const centreX = place.xMm + place.widthMm / 2;
  const centreY = place.yMm + place.heightMm / 2;
  const size = Math.min(place.heightMm * 0.68, place.widthMm * 0.3);
  const textWidth = String(door.locker).length * size * 0.58; // bold digits are 0.56 em wide
  const left = centreX - (size * 1.15 + textWidth) / 2;
  return (
    <g class={`marked ${door.is}`}>
      <rect class="halo" {...inset(place, -12)} rx={26} />
      <rect class="leaf" {...inset(place, -4)} rx={18} />
      <IconAt name={doorIcon(door)} x={left} y={centreY - size / 2} size={size} />
      <text x={left + size * 1.15 + textWidth / 2} y={centreY} font-size={size}>{door.locker}</text>
    </g>
  );
}

function Kiosk({ place, mostMm }: { readonly place: Rectangle; readonly mostMm: number }): JSX.Element {
  const words = useWords();
  const centreX = place.xMm + place.widthMm / 2;
  const size = Math.min(place.widthMm * 0.42, place.heightMm * 0.5);
  const top = place.yMm + place.heightMm / 2 - size * 0.8;
  const lines = words.youAreHere.split(' '); // in one line it could not be read on a small screen
  const longest = Math.max(6, ...lines.map(({ length }) => length));
  const sizeMm = Math.min(mostMm, (place.widthMm * 1.7) / longest, (place.heightMm * 0.35) / lines.length);
  return (
    <g class="kiosk">
      <rect {...inset(place, gapMm)} rx={12} />
      <IconAt name="person" x={centreX - size / 2} y={top} size={size} />
      {lines.map((line, at) => (
        <text key={line} x={centreX} y={top + size * 1.2 + at * sizeMm * 1.15} font-size={sizeMm}>{line}</text>
      ))}
    </g>
  );
}

function inset(place: Rectangle, by: number): { x: number; y: number; width: number; height: number } {
  return { x: place.xMm + by, y: place.yMm + by, width: place.widthMm - 2 * by, height: place.heightMm - 2 * by };
}
