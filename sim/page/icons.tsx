import type { JSX } from 'preact';
import type { Status } from './words.ts';

/** Shapes on a square of 24, so that no status is told by colour alone. */
const statusShapes: Readonly<Record<Status, { readonly line: string; readonly fill: boolean }>> = {
  'available': { line: 'M12 5a7 7 0 1 0 0 14a7 7 0 1 0 0-14z', fill: false },
  'reserved': { line: 'M7 3.5h10v17l-5-4.2-5 4.2z', fill: true },
  'occupied': { line: 'M4 8l8-4.5L20 8v8.5L12 21l-8-4.5zM4 8l8 4.5L20 8M12 12.5V21', fill: false },
  'expired': {
    line: 'M6 3.5h12M6 20.5h12M7.5 3.5c0 5 4.5 5.5 4.5 8.5s-4.5 3.5-4.5 8.5M16.5 3.5c0 5-4.5 5.5-4.5 8.5s4.5 3.5 4.5 8.5',
    fill: false,
  },
  'check': { line: 'M12 3.5L21.5 20h-19zM12 9.5v5M12 17v.6', fill: false },
  'out-of-service': { line: 'M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17zM6 6l12 12', fill: false },
  'unknown': { line: 'M8.5 9.5a3.5 3.5 0 1 1 5.5 2.8c-1.3.9-2 1.5-2 2.9M12 18.6v.4', fill: false },
};

export function StatusShape({ status }: { readonly status: Status }): JSX.Element {
  const shape = statusShapes[status];
  return <path class={`status-shape ${shape.fill ? 'filled' : 'drawn'}`} d={shape.line} />;
}

const wheelchair = 'M10.5 8.5v6h5.5l2.5 5.5M10.8 11.2h4.2M8.7 11.3a5.2 5.2 0 1 0 6.6 6.7';

export function AccessibleShape(): JSX.Element {
  return (
    <>
      <circle class="accessible-head" cx="10.5" cy="4.5" r="2.1" />
      <path class="accessible-line" d={wheelchair} />
    </>
  );
}

export function FaultShape(): JSX.Element {
  return <path class="fault-shape" d="M13.5 2L4.5 14h6.5l-1.5 8L19.5 10h-6.5z" />;
}

/** A shape beside words; the words say it, so it is not read out. */
export function Icon({ children }: { readonly children: JSX.Element }): JSX.Element {
  return <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{children}</svg>;
}

/** A shape on a drawing, `size` millimetres wide. */
export function Mark(
  { x, y, size, children }: { readonly x: number; readonly y: number; readonly size: number; readonly children: JSX.Element },
): JSX.Element {
  return <g transform={`translate(${String(x)} ${String(y)}) scale(${String(size / 24)})`}>{children}</g>;
}
