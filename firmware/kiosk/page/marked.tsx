import type { JSX } from 'preact';
import type { DoorOnScreen, Rectangle } from '../screens.ts';
import { calloutEm, type Callout } from './callouts.ts';
import { IconAt, type IconName } from './icons.tsx';
import { markedNumberMm, type Holds } from './numbers.ts';

/** What happens behind a door, as a picture. */
export function doorIcon({ is, purpose }: DoorOnScreen): IconName {
  if (is === 'stuck') return 'warning';
  if (is === 'shut') return 'done';
  if (is === 'skipped') return 'forward';
  if (is !== 'open') return 'opening';
  return purpose === 'deposit' ? 'putIn' : purpose === 'look' ? 'eye' : purpose === 'keep' ? 'bag' : 'takeOut';
}

interface MarkedProps {
  readonly place: Rectangle;
  readonly door: DoorOnScreen;
  readonly holds: Holds;
}

/** A door of the visit: by colour, frame and picture, and by its number where that can be read. */
export function Marked({ place, door, holds }: MarkedProps): JSX.Element {
  const centreX = place.xMm + place.widthMm / 2;
  const centreY = place.yMm + place.heightMm / 2;
  const size = markedNumberMm(place);
  const textWidth = String(door.locker).length * size * calloutEm.digit;
  const left = holds === 'number' ? centreX - (size * 1.15 + textWidth) / 2 : centreX - size / 2;
  return (
    <g class={`marked ${door.is}`}>
      <rect class="halo" {...around(place, 12)} rx={26} />
      <rect class="leaf" {...around(place, 4)} rx={18} />
      {holds !== 'nothing' && <IconAt name={doorIcon(door)} x={left} y={centreY - size / 2} size={size} />}
      {holds === 'number' && <text x={left + size * 1.15 + textWidth / 2} y={centreY} font-size={size}>{door.locker}</text>}
    </g>
  );
}

interface CalledOutProps {
  readonly callout: Callout;
  readonly door: DoorOnScreen;
  readonly letterMm: number;
}

/** The number of a door that is too small for it, beside it. */
export function CalledOut({ callout: { box, pointer }, door, letterMm }: CalledOutProps): JSX.Element {
  const { padding, icon, space } = calloutEm;
  const iconMm = icon * letterMm;
  const left = box.xMm + padding * letterMm;
  const right = box.xMm + box.widthMm - padding * letterMm;
  const textLeft = left + iconMm + space * letterMm;
  const centreY = box.yMm + box.heightMm / 2;
  return (
    <g class={`marked callout ${door.is}`}>
      <path class="leaf" d={balloonOf(box, pointer, letterMm * 0.28)} style={{ strokeWidth: letterMm * 0.2 }} />
      <IconAt name={doorIcon(door)} x={left} y={centreY - iconMm / 2} size={iconMm} />
      <text x={(textLeft + right) / 2} y={centreY} font-size={letterMm}>{door.locker}</text>
    </g>
  );
}

/** A box with round corners and its pointer; page.css draws one outline around both. */
function balloonOf({ xMm, yMm, widthMm, heightMm }: Rectangle, pointer: Callout['pointer'], radius: number): string {
  const turn = (x: number, y: number): string => `a${[radius, radius, 0, 0, 1, x * radius, y * radius].join(' ')}`;
  const [across, down] = [widthMm - 2 * radius, heightMm - 2 * radius];
  const box = `M${String(xMm + radius)} ${String(yMm)}h${String(across)}${turn(1, 1)}v${String(down)}${turn(-1, 1)}`
    + `h${String(-across)}${turn(-1, -1)}v${String(-down)}${turn(1, -1)}z`;
  return `${box}M${pointer.map(({ x, y }) => `${String(x)} ${String(y)}`).join('L')}z`;
}

/** A rectangle with some room around it, or less for it. */
export function around(place: Rectangle, by: number): { x: number; y: number; width: number; height: number } {
  return { x: place.xMm - by, y: place.yMm - by, width: place.widthMm + 2 * by, height: place.heightMm + 2 * by };
}
