import type { JSX } from 'preact';

/** Line drawings in a square of 24 units, so that a text is never alone and a colour never the only sign. */
const paths = {
  boxes: 'M4 3h16v18H4z M12 3v18 M4 9h8 M4 15h8 M12 12h8 M9 6h.01 M9 12h.01 M9 18h.01 M17 7.5h.01 M17 16.5h.01',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z M4 21c.6-4 4-6 8-6s7.4 2 8 6',
  people:
    'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z M2.5 20c.5-3.5 3-5.2 6.5-5.2s6 1.7 6.5 5.2'
    + ' M16 5a3.3 3.3 0 0 1 0 6.3 M17.5 15c2.3.5 3.7 2.2 4 5',
  key: 'M8 15.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9z M12.5 11H21v4 M17 11v3',
  van: 'M2.5 6h11v11h-11z M13.5 10h4.5l3.5 3.5V17h-8 M7 20a2 2 0 1 0 0-4 2 2 0 0 0 0 4z M17 20a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  bag: 'M5 8h14l1 13H4z M8.5 8V6.5a3.5 3.5 0 0 1 7 0V8',
  keypad: 'M6 5h.01 M12 5h.01 M18 5h.01 M6 11h.01 M12 11h.01 M18 11h.01 M6 17h.01 M12 17h.01 M18 17h.01',
  scan: 'M3 8V4h4 M17 4h4v4 M21 16v4h-4 M7 20H3v-4 M7 8.5v7 M10.5 8.5v7 M13.5 8.5v7 M17 8.5v7',
  back: 'M10 5l-7 7 7 7 M3 12h18',
  forward: 'M14 5l7 7-7 7 M21 12H3',
  up: 'M5 15l7-7 7 7',
  down: 'M5 9l7 7 7-7',
  plus: 'M12 4v16 M4 12h16',
  minus: 'M4 12h16',
  erase: 'M9 5h12v14H9l-7-7z M12 9l6 6 M18 9l-6 6',
  done: 'M4 12.5l5.5 5.5L20 6.5',
  again: 'M20 11a8 8 0 1 0-2.3 6 M20 4v7h-7',
  parcel: 'M3 8l9-4.5L21 8v8.5L12 21l-9-4.5z M3 8l9 4.5L21 8 M12 12.5V21',
  none: 'M5 5l14 14 M19 5L5 19',
  tools: 'M20.5 6.2a4.5 4.5 0 0 1-6 5.6L7 19.3a1.9 1.9 0 0 1-2.7-2.7L11.8 9a4.5 4.5 0 0 1 5.6-6l-2.7 2.7.5 3.1 3.1.5z',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M12 7v5l3.5 2.5',
  warning: 'M12 3.5L22 20.5H2z M12 10v5 M12 17.8h.01',
  shift: 'M12 4l8 9h-4.5v7h-7v-7H4z',
  space: 'M4 10v5h16v-5',
  takeOut: 'M5 13v7h14v-7 M12 15V3.5 M7.5 8L12 3.5 16.5 8',
  putIn: 'M5 13v7h14v-7 M12 3v12 M7.5 10.5L12 15l4.5-4.5',
  opening: 'M6 3.5h12v17H6z M6 3.5l7 3v17.0l-7-3 M10 13h.01',
  shut: 'M6 11h12v9.5H6z M8.5 11V8a3.5 3.5 0 0 1 7 0v3 M12 15v2',
  larger: 'M4 14v6h6 M4 20l7-7 M20 10V4h-6 M20 4l-7 7',
  pen: 'M4 20l1-4.5L16.5 4 20 7.5 8.5 19z M14 6.5l3.5 3.5',
  label: 'M3 5h18v14H3z M7 9v6 M10 9v6 M12.5 9v6 M17 9v6',
  tag: 'M3 4h8.5L21 13.5 13.5 21 3 11.5z M7.5 8h.01',
  eye: 'M2 12c3-5 6.3-7 10-7s7 2 10 7c-3 5-6.3 7-10 7s-7-2-10-7z M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z',
  hidden: 'M2 12c3-5 6.3-7 10-7s7 2 10 7c-3 5-6.3 7-10 7s-7-2-10-7z M4 4l16 16',
  out: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M6 6l12 12',
  empty: 'M4 7h16 M9 7V4h6v3 M6 7l1 14h10l1-14 M10 11v6 M14 11v6',
  globe: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M3 12h18 M12 3c3 3 3.5 6 3.5 9s-.5 6-3.5 9c-3-3-3.5-6-3.5-9s.5-6 3.5-9z',
  contrast: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M12 3v18 M15 5v14 M18 7.5v9',
  headphones: 'M4 16v-3a8 8 0 0 1 16 0v3 M4 15h3.5v6H5.5L4 19.5z M20 15h-3.5v6h2l1.5-1.5z',
  help: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M9.2 9.3a2.9 2.9 0 1 1 4.1 2.9c-.9.5-1.3 1-1.3 1.9 M12 17h.01',
  alert: 'M4 4v17 M4 5h14l-3 4 3 4H4',
  camera: 'M3 7.5h4.5L9 5h6l1.5 2.5H21V19H3z M12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z',
  list: 'M9 6h12 M9 12h12 M9 18h12 M4 6h.01 M4 12h.01 M4 18h.01',
  reach: 'M12 6a2 2 0 1 0 0-4 2 2 0 0 0 0 4z M10 8v6h6l3 6 M10 10.5h5 M9 12a5 5 0 1 0 6 7.5',
  free: 'M4 4h16v16H4z',
  mark: 'M4 4h16v16H4z M8 12.5l3 3 5.5-6.5',
  home: 'M4 11l8-7 8 7v9.5h-5.5V15h-5v5.5H4z',
  calendar: 'M4 6h16v15H4z M4 10.5h16 M8 3.5V7 M16 3.5V7',
} as const;

export type IconName = keyof typeof paths;

/** What points along the line of reading points the other way where people read from right to left. */
const readingWay: readonly IconName[] = ['back', 'forward', 'erase', 'again', 'list', 'van'];

export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class={readingWay.includes(name) ? 'icon turns' : 'icon'} viewBox="0 0 24 24" aria-hidden="true">
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
