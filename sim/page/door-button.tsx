import type { JSX } from 'preact';
import type { SimDoor } from '../sim-state.ts';
import type { DrawnLocker } from './cabinet.tsx';
import { faultWords, statusWords, type Status } from './words.ts';

/** Where a door is clicked, and what it is called by those who do not see it. */
export function DoorButton({ locker, door, status, selected, onSelect, onEnter, onShut }: {
  readonly locker: DrawnLocker;
  readonly door: SimDoor | null;
  readonly status: Status;
  readonly selected: boolean;
  readonly onSelect: (locker: number) => void;
  readonly onEnter: (locker: number) => void;
  readonly onShut: (locker: number) => void;
}): JSX.Element {
  const number = locker.locker;
  const name = sayDoor(locker, door, status);
  return (
    <g
      class={selected ? 'door-button selected' : 'door-button'}
      role="button"
      tabindex={0}
      data-locker={number}
      aria-label={name}
      aria-pressed={selected}
      transform={`translate(${String(locker.xMm)} ${String(locker.yMm)})`}
      onClick={() => onSelect(number)}
      onDblClick={() => { if (door?.leaf === 'open') onShut(number); }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onEnter(number);
      }}
    >
      <title>{name}</title>
      <rect class="door-hit" x="4" y="4" width={locker.widthMm - 8} height={locker.heightMm - 8} rx="8" />
    </g>
  );
}

/** `Locker 12, open, holds PKG-1001, upstream: reserved` */
function sayDoor(locker: DrawnLocker, door: SimDoor | null, status: Status): string {
  const parts = [`Locker ${String(locker.locker)}`];
  if (door?.leaf === 'open') parts.push('open', door.contents.length === 0 ? 'empty' : `holds ${door.contents.join(' and ')}`);
  else parts.push('closed');
  parts.push(`upstream: ${statusWords[status]}`);
  if (locker.accessible) parts.push('accessible');
  if (door?.fault !== null && door?.fault !== undefined) parts.push(`fault: ${faultWords[door.fault].toLowerCase()}`);
  return parts.join(', ');
}
