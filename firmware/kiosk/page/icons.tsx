import type { JSX } from 'preact';

/** Line drawings in a square of 24 units, so that a text is never alone and a colour never the only sign. */
const paths = {
  boxes: 'M4 3h16v18H4z M12 3v18 M4 9h8 M4 15h8 M12 12h8 M9 6h.01 M9 12h.01 M9 18h.01 M17 7.5h.01 M17 16.5h.01',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z M4 21c.6-4 4-6 8-6s7.4 2 8 6',
  back: 'M10 5l-7 7 7 7 M3 12h18',
  erase: 'M9 5h12v14H9l-7-7z M12 9l6 6 M18 9l-6 6',
  done: 'M4 12.5l5.5 5.5L20 6.5',
  again: 'M20 11a8 8 0 1 0-2.3 6 M20 4v7h-7',
  next: 'M3 8l9-4.5L21 8v8.5L12 21l-9-4.5z M3 8l9 4.5L21 8 M12 12.5V21',
  empty: 'M5 5l14 14 M19 5L5 19',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M12 7v5l3.5 2.5',
  warning: 'M12 3.5L22 20.5H2z M12 10v5 M12 17.8h.01',
  shift: 'M12 4l8 9h-4.5v7h-7v-7H4z',
  space: 'M4 10v5h16v-5',
  takeOut: 'M5 13v7h14v-7 M12 15V3.5 M7.5 8L12 3.5 16.5 8',
  putIn: 'M5 13v7h14v-7 M12 3v12 M7.5 10.5L12 15l4.5-4.5',
  opening: 'M6 3.5h12v17H6z M6 3.5l7 3v17.0l-7-3 M10 13h.01',
  shut: 'M6 11h12v9.5H6z M8.5 11V8a3.5 3.5 0 0 1 7 0v3 M12 15v2',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}

interface Placed {
  readonly name: IconName;
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/** The same drawing as part of a larger one. */
export function IconAt({ name, x, y, size }: Placed): JSX.Element {
  return (
    <svg class="icon" x={x} y={y} width={size} height={size} viewBox="0 0 24 24">
      <path d={paths[name]} />
    </svg>
  );
}
