import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { CabinetDrawing, LockerOnScreen } from '../screens.ts';
import { Button } from './button.tsx';
import { Choices, choicesBut, choicesOf } from './choices.tsx';
import { iconOf } from './icon-of.ts';
import { Icon, type IconName } from './icons.tsx';
import { fill, useWords } from './language.ts';
import { Say } from './notice.tsx';
import { Scroll } from './scroll.tsx';
import type { ScreenProps } from './screen-props.ts';
import { counts } from './strikes.ts';

type Status = LockerOnScreen['status'];

/** In the order in which staff look for them. */
const statuses: readonly Status[] = ['check', 'expired', 'occupied', 'reserved', 'available', 'out-of-service'];

const pictures: Readonly<Record<Status, IconName>> = {
  available: 'free', reserved: 'calendar', occupied: 'parcel', expired: 'clock', check: 'warning', 'out-of-service': 'out',
};

/** The cabinet itself, each locker with its status in colour, picture and word; what is marked is dealt with together. */
export function Lockers({ screen, telling, cabinet, send }: ScreenProps<'lockers'>): JSX.Element {
  const [only, setOnly] = useState<Status | null>(null);
  const { marked } = screen;
  const shown = screen.lockers.filter(({ status }) => only === null || status === only);
  const mark = (lockers: readonly number[]): void => send({ type: 'lockers.marked', lockers });
  const isAllMarked = shown.length > 0 && shown.every(({ locker }) => marked.includes(locker));
  const marking = choicesOf(telling, 'lockers.marked');
  const most = Math.max(0, ...marking.map(({ does }) => does.lockers.length));
  const all = marking.find(({ does }) => does.lockers.length === most);
  const none = marking.find(({ does }) => does.lockers.length === 0);
  const toggled = (locker: number): readonly number[] =>
    marked.includes(locker) ? marked.filter((one) => one !== locker) : [...marked, locker].toSorted((a, b) => a - b);
  // What is marked is dealt with first: the ways to other lists make room for the deeds.
  const rest = choicesBut(telling, ['lockers.marked', 'deed.chosen']).filter(() => marked.length === 0);
  return (
    <main class="lockers">
      <div class="say"><Say telling={telling} /></div>
      <Filter lockers={screen.lockers} only={only} onOnly={setOnly} />
      <Scroll>
        <Grid cabinet={cabinet} lockers={screen.lockers} isShown={(locker) => shown.includes(locker)} marked={marked}
          onPress={(locker) => mark(toggled(locker))} />
      </Scroll>
      <div class="lockers-do">
        {all && !isAllMarked && marked.length < screen.lockers.length - 1 && (
          <Button weight="other" icon="mark" name={all.name} onPress={() => mark(shown.map(({ locker }) => locker))} />
        )}
        {none && marked.length > 1 && <Button weight="other" icon="none" name={none.name} onPress={() => mark([])} />}
        {choicesOf(telling, 'deed.chosen').map(({ name, weight, does }) => (
          <Button key={name} weight={weight} icon={iconOf(does)} name={name} isOff={marked.length === 0} onPress={() => send(does)} />
        ))}
        <Choices choices={rest} send={send} />
      </div>
    </main>
  );
}

interface FilterProps {
  readonly lockers: readonly LockerOnScreen[];
  readonly only: Status | null;
  readonly onOnly: (status: Status | null) => void;
}

/** How many lockers are how; one stroke shows only those. */
function Filter({ lockers, only, onOnly }: FilterProps): JSX.Element {
  const words = useWords();
  const counted = statuses
    .map((status) => ({ status, count: lockers.filter((locker) => locker.status === status).length }))
    .filter(({ count }) => count > 0);
  return (
    <div class="filter" role="group" aria-label={words.filter}>
      <Chip name={words.everything} count={lockers.length} icon="list" isOn={only === null} onPress={() => onOnly(null)} />
      {counted.map(({ status, count }) => (
        <Chip
          key={status} look={status} name={words.status[status]} count={count} icon={pictures[status]} isOn={only === status}
          onPress={() => onOnly(only === status ? null : status)}
        />
      ))}
    </div>
  );
}

interface ChipProps {
  readonly name: string;
  readonly count: number;
  readonly icon: IconName;
  readonly isOn: boolean;
  readonly look?: string;
  readonly onPress: () => void;
}

function Chip({ name, count, icon, isOn, look = '', onPress }: ChipProps): JSX.Element {
  return (
    <button type="button" class={`chip ${look}`} aria-pressed={isOn} onClick={(event) => counts('choice', name, event) && onPress()}>
      <Icon name={icon} /><span>{name}</span><strong>{count}</strong>
    </button>
  );
}

interface GridProps {
  readonly cabinet: CabinetDrawing | null;
  readonly lockers: readonly LockerOnScreen[];
  readonly isShown: (locker: LockerOnScreen) => boolean;
  readonly marked: readonly number[];
  readonly onPress: (locker: number) => void;
}

/** Of a longer bank the tiles would be narrower than a finger: they flow, in the order of the columns. */
const columnsMost = { landscape: 8, portrait: 5 } as const;

/** Columns and rows as they stand in front of whoever looks; heights are those of fingers, not of lockers. */
function Grid({ cabinet, lockers, isShown, marked, onPress }: GridProps): JSX.Element {
  const words = useWords();
  const columns = [...new Set(lockers.map(({ column }) => column))].toSorted((a, b) => a - b);
  const kioskColumn = cabinet?.lockers.find(({ xMm }) => xMm === cabinet.kiosk.xMm)?.column;
  return (
    <div class={`grid ${columns.length > columnsMost.landscape ? 'wide' : columns.length > columnsMost.portrait ? 'broad' : ''}`}>
      {columns.map((column) => (
        <div key={column} class="column">
          {column === kioskColumn && <p class="kiosk-place"><Icon name="person" />{words.youAreHere}</p>}
          {lockers.filter((locker) => locker.column === column).toSorted((a, b) => a.row - b.row).map((locker) => (
            <Tile
              key={locker.locker} locker={locker} isShown={isShown(locker)} isMarked={marked.includes(locker.locker)}
              onPress={() => onPress(locker.locker)}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

interface TileProps {
  readonly locker: LockerOnScreen;
  readonly isShown: boolean;
  readonly isMarked: boolean;
  readonly onPress: () => void;
}

function Tile({ locker, isShown, isMarked, onPress }: TileProps): JSX.Element {
  const words = useWords();
  const { status, isOpen } = locker;
  const state = isOpen ? `${words.status[status]}, ${words.door.open}` : words.status[status];
  const name = fill(words.locker, { locker: locker.locker });
  return (
    <button
      type="button" class={`tile ${status} ${isOpen ? 'ajar' : ''}`} aria-pressed={isMarked} disabled={!isShown}
      onClick={(event) => counts('key', name, event) && onPress()}
    >
      <span class="unseen">{name}, {locker.size}, </span>
      <strong aria-hidden="true">{locker.locker}</strong>
      <span class="tile-status"><Icon name={isOpen ? 'opening' : pictures[status]} /><span>{state}</span></span>
      {isMarked && <Icon name="mark" />}
    </button>
  );
}
