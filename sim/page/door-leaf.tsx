import type { JSX } from 'preact';
import type { SimDoor } from '../sim-state.ts';
import type { DrawnLocker } from './cabinet.tsx';
import { shorten } from './door-inside.tsx';
import { AccessibleShape, FaultShape, Mark, StatusShape } from './icons.tsx';
import type { Status } from './words.ts';

/** Gap around a leaf, so that it clears its frame. */
const gapMm = 5;

/** Up to here a number is as large as the style sheet has it. */
const usualNumberMm = 66;

/** The leaf hangs on its left edge; the style sheet swings it. What it says is what the upstream believes. */
export function DoorLeaf({ locker, door, status, note, numberMm }: {
  readonly locker: DrawnLocker;
  readonly door: SimDoor | null;
  readonly status: Status;
  readonly note: string | null;
  /** How large its number is to be, if there is room for it. */
  readonly numberMm: number;
}): JSX.Element {
  const w = locker.widthMm - 2 * gapMm;
  const h = locker.heightMm - 2 * gapMm;
  const { number, accessible, broken, badge, noted } = placesOn(w, h, String(locker.locker).length, numberMm);
  const open = door?.leaf === 'open';
  const fault = door?.fault ?? null;
  return (
    <g transform={`translate(${String(locker.xMm + gapMm)} ${String(locker.yMm + gapMm)})`}>
      <g class={open ? 'leaf open' : 'leaf'}>
        <rect class="leaf-edge" width={w} height={h} rx="7" />
        <rect class={`leaf-face status-${status}`} x="1.5" y="1.5" width={w - 3} height={h - 6} rx="6" />
        <rect class="leaf-sheen" x="1.5" y="1.5" width={w - 3} height={h - 6} rx="6" />
        {status === 'out-of-service' ? <rect class="leaf-hatch" x="1.5" y="1.5" width={w - 3} height={h - 6} rx="6" /> : null}
        <rect class="leaf-press" x="13" y="13" width={w - 26} height={h - 29} rx="4" />
        <Louvres w={w} h={h} />
        <text class="leaf-number" {...number}>{locker.locker}</text>
        {locker.accessible ? <Mark {...accessible}><AccessibleShape /></Mark> : null}
        {fault === null ? null : <Mark {...broken}><FaultShape /></Mark>}
        <g class={`badge status-${status}`}><Mark {...badge}><StatusShape status={status} /></Mark></g>
        {note === null || noted === null ? null : <text class="leaf-note" {...noted}>{shorten(note)}</text>}
        <Lock w={w} h={h} lit={door?.coil === 'energised'} />
        <rect class="leaf-shade" width={w} height={h} rx="7" />
      </g>
    </g>
  );
}

/** Where everything stands on a leaf. The usual way is as the style sheet has it; on a small drawing it is larger, and less. */
function placesOn(w: number, h: number, digits: number, numberMm: number) {
  if (numberMm <= usualNumberMm) {
    return {
      number: { x: 30, y: 69 }, accessible: { x: 46 + 37 * digits, y: 24, size: 56 }, broken: { x: w - 182, y: 26, size: 52 },
      badge: { x: w - 128, y: 22, size: 60 }, noted: { x: 30, y: 118 },
    };
  }
  const isLow = h < 200;
  const letter = Math.min(numberMm, h * 0.68, (w * 0.36) / (digits * 0.58));
  const size = Math.min(numberMm * 1.1, h * 0.62, w * 0.24);
  const line = isLow ? h / 2 : 24 + size / 2;
  const baseline = line + letter * 0.36;
  const noteMm = numberMm * 0.6;
  const isNoted = h > baseline + noteMm * 1.3;
  return {
    number: { x: 22, y: baseline, style: { fontSize: `${String(letter)}px` } },
    accessible: isLow
      ? { x: 28 + letter * 0.58 * digits, y: line - size * 0.4, size: size * 0.8 }
      : { x: 18, y: h - size * 0.9 - 18, size: size * 0.9 },
    broken: { x: w - 58 - 2 * size, y: line - size / 2, size },
    badge: { x: w - 52 - size, y: line - size / 2, size },
    noted: isNoted ? { x: 22, y: baseline + noteMm * 1.15, style: { fontSize: `${String(noteMm)}px` } } : null,
  };
}

function Lock({ w, h, lit }: { readonly w: number; readonly h: number; readonly lit: boolean }): JSX.Element {
  const y = h / 2 - 33;
  return (
    <g>
      <rect class="lock-plate" x={w - 46} y={y} width="28" height="66" rx="6" />
      <circle class="lock-glow" cx={w - 32} cy={y + 18} r={lit ? 34 : 0} />
      <circle class={lit ? 'lock-lamp lit' : 'lock-lamp'} cx={w - 32} cy={y + 18} r="9" />
      <rect class="lock-slot" x={w - 35} y={y + 36} width="6" height="20" rx="3" />
    </g>
  );
}

/** Only where there is room for them. */
function Louvres({ w, h }: { readonly w: number; readonly h: number }): JSX.Element | null {
  if (h < 250) return null;
  return (
    <g>
      {[0, 1, 2].map((n) => <rect class="leaf-louvre" key={n} x={w / 2 - 62} y={h - 78 + n * 16} width="124" height="6" rx="3" />)}
    </g>
  );
}
