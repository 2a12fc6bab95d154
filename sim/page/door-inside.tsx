import type { JSX } from 'preact';
import type { DrawnLocker } from './cabinet.tsx';

/** Steel between two lockers. */
const wallMm = 8;
/** How much nearer to the middle the back wall looks. */
const depthMm = 26;
/** What an open leaf still covers on the hinge side. */
const leafMm = 104;

const shownMax = 3;

/** What lies behind a door; seen only while it is open, because the closed leaf lies over it. */
export function DoorInside({ locker, contents }: {
  readonly locker: DrawnLocker;
  readonly contents: readonly string[];
}): JSX.Element {
  const { widthMm: w, heightMm: h } = locker;
  const [left, top, right, bottom] = [wallMm, wallMm, w - wallMm, h - wallMm];
  const back = { left: left + depthMm, top: top + depthMm * 0.7, right: right - depthMm, bottom: bottom - depthMm };
  const shown = contents.slice(0, shownMax);
  // In a low locker a parcel stands beside the number, else below it.
  const from = leafMm + (h < 200 ? 62 : 0);
  const each = (back.right - from - 6) / Math.max(shown.length, 1);
  // The number once more, since the one on an open leaf is seen from the side.
  return (
    <g transform={`translate(${String(locker.xMm)} ${String(locker.yMm)})`}>
      <rect class="inside-wall" x={left} y={top} width={right - left} height={bottom - top} rx="4" />
      <path class="inside-floor" d={polygon([left, bottom], [back.left, back.bottom], [back.right, back.bottom], [right, bottom])} />
      <path class="inside-ceiling" d={polygon([left, top], [back.left, back.top], [back.right, back.top], [right, top])} />
      <rect class="inside-back" x={back.left} y={back.top} width={back.right - back.left} height={back.bottom - back.top} />
      {shown.map((label, index) => (
        <Parcel key={label} label={label} x={from + each * index} floor={bottom - 12} room={each} height={h} />
      ))}
      <text class="inside-number" x={leafMm + 4} y={top + 47}>{locker.locker}</text>
      {contents.length > shownMax ? (
        <text class="inside-more" x={right - 12} y={top + 44}>+{contents.length - shownMax}</text>
      ) : null}
    </g>
  );
}

function Parcel({ label, x, floor, room, height }: {
  readonly label: string;
  readonly x: number;
  readonly floor: number;
  readonly room: number;
  readonly height: number;
}): JSX.Element {
  const w = Math.min(room - 12, 262);
  const h = Math.min(height * 0.58, 250);
  const left = x + (room - w) / 2;
  const lid = Math.min(20, h * 0.2);
  const side = 16;
  const edge = left + w - side;
  const top = floor - h;
  const labelHeight = Math.min(h - lid - 10, 62);
  return (
    <g class="parcel">
      <path class="parcel-lid" d={polygon([left, top + lid], [left + side, top], [left + w, top], [edge, top + lid])} />
      <path class="parcel-side" d={polygon([edge, top + lid], [left + w, top], [left + w, floor - lid], [edge, floor])} />
      <rect class="parcel-front" x={left} y={top + lid} width={w - side} height={h - lid} />
      <rect class="parcel-tape" x={left + (w - side) * 0.46} y={top + lid} width={(w - side) * 0.1} height={h - lid} />
      <rect class="parcel-label" x={left + 8} y={top + lid + 6} width={w - side - 16} height={labelHeight} rx="3" />
      <text
        class={w < 150 ? 'parcel-text tiny' : 'parcel-text'}
        x={left + (w - side) / 2}
        y={top + lid + 6 + labelHeight / 2}
      >
        {shorten(label)}
      </text>
    </g>
  );
}

export function shorten(label: string): string {
  return label.length > 10 ? `${label.slice(0, 9)}…` : label;
}

function polygon(...points: readonly (readonly [number, number])[]): string {
  return `M${points.map(([x, y]) => `${String(x)} ${String(y)}`).join('L')}Z`;
}
