import type { JSX } from 'preact';
import type { CabinetDrawing, Rectangle } from '../../firmware/kiosk/screens.ts';

/** The frame around the doors reaches this far below the lowest one. */
const frameMm = 8;
/** The shadow between frame and plinth. */
const kickMm = 12;

/** How steel shines, and how what is out of service is hatched. */
export function Paints(): JSX.Element {
  return (
    <defs>
      <linearGradient id="sheen" x1="0" y1="0" x2="1" y2="0.25">
        <stop offset="0" class="sheen-light" />
        <stop offset="0.5" class="sheen-none" />
        <stop offset="1" class="sheen-dark" />
      </linearGradient>
      <pattern id="hatch" width="26" height="26" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="hatch-line" width="9" height="26" />
      </pattern>
    </defs>
  );
}

/** The steel around the doors, the plinth under them, and the kiosk's panel among them. */
export function CabinetBody({ cabinet, xMm, yMm, online }: {
  readonly cabinet: CabinetDrawing;
  readonly xMm: number;
  readonly yMm: number;
  readonly online: boolean;
}): JSX.Element {
  const { widthMm, heightMm, plinthMm } = cabinet;
  const frameEnd = heightMm + frameMm;
  const plinth = Math.max(0, plinthMm - frameMm);
  return (
    <g transform={`translate(${String(xMm)} ${String(yMm)})`}>
      <ellipse class="floor-shadow" cx={widthMm / 2} cy={frameEnd + plinth + 6} rx={widthMm / 2 + 26} ry="22" />
      <rect class="body-side" x="-16" y="-18" width={widthMm + 32} height={frameEnd + 18} rx="12" />
      <rect class="body-cap" x="-20" y="-24" width={widthMm + 40} height="18" rx="8" />
      <rect class="body-plinth" x="6" y={frameEnd} width={widthMm - 12} height={plinth} rx="4" />
      <rect class="body-kick" x="6" y={frameEnd} width={widthMm - 12} height={Math.min(kickMm, plinth)} />
      {cabinet.kiosk.widthMm === 0 ? null : <KioskPanel place={cabinet.kiosk} online={online} />}
    </g>
  );
}

function KioskPanel({ place, online }: { readonly place: Rectangle; readonly online: boolean }): JSX.Element {
  const { widthMm: w, heightMm: h } = place;
  const screen = { x: 36, y: h * 0.12, w: w - 72, h: (w - 72) * 0.625 };
  const below = screen.y + screen.h;
  const middle = w / 2;
  return (
    <g transform={`translate(${String(place.xMm)} ${String(place.yMm)})`}>
      <rect class="kiosk-panel" x="5" y="5" width={w - 10} height={h - 10} rx="10" />
      <circle class="kiosk-camera" cx={middle} cy={screen.y / 2} r="10" />
      <rect class="kiosk-bezel" x={screen.x - 14} y={screen.y - 14} width={screen.w + 28} height={screen.h + 28} rx="12" />
      <rect class="kiosk-screen" x={screen.x} y={screen.y} width={screen.w} height={screen.h} rx="4" />
      <text class="kiosk-word" x={middle} y={screen.y + screen.h * 0.46}>Kiosk</text>
      {[-2, -1, 0, 1, 2].map((n) => (
        <rect class="kiosk-key" key={n} x={middle + n * 46 - 17} y={screen.y + screen.h * 0.62} width="34" height="40" rx="5" />
      ))}
      <rect class="kiosk-scanner" x={middle - 90} y={below + 70} width="180" height="62" rx="10" />
      <rect class="kiosk-beam" x={middle - 66} y={below + 98} width="132" height="6" rx="3" />
      <rect class="kiosk-badge" x={middle - 52} y={below + 176} width="104" height="76" rx="10" />
      <path class="kiosk-wave" d={waves(middle, below + 214)} />
      {[0, 1, 2, 3, 4, 5, 6].map((n) => <circle class="kiosk-hole" key={n} cx={middle - 60 + n * 20} cy={h - 96} r="5" />)}
      {[0, 1, 2, 3, 4, 5].map((n) => <circle class="kiosk-hole" key={n} cx={middle - 50 + n * 20} cy={h - 78} r="5" />)}
      <circle class={online ? 'kiosk-lamp online' : 'kiosk-lamp'} cx={w - 44} cy={h - 44} r="9" />
    </g>
  );
}

/** The sign of a badge reader: three arcs. */
function waves(x: number, y: number): string {
  const arc = (r: number): string => `M${String(x - 12 + r)} ${String(y - r * 0.7)}a${String(r)} ${String(r)} 0 0 1 0 ${String(r * 1.4)}`;
  return [10, 20, 30].map(arc).join('');
}
