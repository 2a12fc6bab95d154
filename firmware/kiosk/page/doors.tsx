import type { JSX } from 'preact';
import type { DoorOnScreen, Screen } from '../screens.ts';
import { Cabinet, isLong } from './cabinet.tsx';
import { Choices, isAtEdge } from './choices.tsx';
import { Icon } from './icons.tsx';
import { useWords, type PageWords } from './language.ts';
import { doorIcon } from './marked.tsx';
import { Say } from './notice.tsx';
import { numbersInLine } from './numbers.ts';
import { placesByLocker } from './places.ts';
import type { ScreenProps } from './screen-props.ts';
import { Scroll } from './scroll.tsx';
import { labelInput } from './typed.ts';
import { useTyping } from './typing.ts';

type Of<Name extends Screen['screen']> = Extract<Screen, { screen: Name }>;

/** More doors than this are shown by the drawing, and in one line. */
const listedMost = 4;

/** What to do on one side, where the doors are on the other. A long bank is drawn across the whole screen instead. */
export function Doors({ screen, telling, cabinet, send }: ScreenProps<'doors'>): JSX.Element {
  const { stage, doors, may } = screen;
  const isDeposit = doors.some(({ purpose }) => purpose === 'deposit');
  useTyping(isDeposit && stage !== 'opening', (text) => send(labelInput(text))); // the next label may be scanned at once
  const choices = telling.choices.filter((choice) => !isAtEdge(choice)).length;
  const isMany = choices > 3;
  const isRoomy = stage === 'shut' ? choices < 3 : !isMany;
  const isListed = stage !== 'stuck' && isRoomy && may.code === null && doors.length <= (telling.notice ? 1 : listedMost);
  const shape = cabinet !== null && isLong(cabinet) ? 'long' : '';
  return (
    <main class={`doors ${stage} ${shape} ${isMany ? 'busy' : ''} ${may.code === null ? '' : 'coded'}`}>
      <div class="say">
        <Say telling={telling} isTitleDrawn={may.code === null || stage !== 'shut'} />
        {may.code !== null && <VisitorsCode code={may.code} />}
        {isListed && <DoorList doors={doors} places={placesByLocker(doorsTold(screen), telling.places)} />}
        {!isListed && <OpenDoors doors={doors} />}
        {isMany
          ? <Scroll><Choices choices={telling.choices} send={send} /></Scroll>
          : <Choices choices={telling.choices} send={send} />}
      </div>
      {cabinet && <Cabinet cabinet={cabinet} doors={doors} name={drawingName(telling.page, telling.places)} />}
    </main>
  );
}

function drawingName(words: PageWords, places: readonly string[]): string {
  return [words.drawing, ...places].join('. ');
}

/** The doors that its stage is about: the others are known by then, or come later. */
function doorsTold({ stage, doors }: Of<'doors'>): readonly DoorOnScreen[] {
  const thatAre = (is: DoorOnScreen['is']): readonly DoorOnScreen[] => doors.filter((door) => door.is === is);
  const told = stage === 'opening' ? [...thatAre('releasing'), ...thatAre('waiting')] : thatAre(stage);
  return told.length > 0 ? told : doors.slice(-1);
}

interface DoorListProps {
  readonly doors: readonly DoorOnScreen[];
  readonly places: ReadonlyMap<number, string>;
}

function DoorList({ doors, places }: DoorListProps): JSX.Element {
  const words = useWords();
  // The drawing says where they are, and nobody looks for a door that is shut.
  const isBrief = doors.length > 2 || doors.every(({ is }) => is === 'shut');
  return (
    <ul class={`door-list ${doors.length === 1 ? 'one' : ''} ${isBrief ? 'brief' : ''}`}>
      {doors.map((door) => (
        <li key={door.locker} class={door.is}>
          <span class="number" aria-hidden="true">{door.locker}</span>
          <span class="door-place">
            {!isBrief && <span>{places.get(door.locker)}</span>}
            {doors.length > 1 && (
              <small><Icon name={doorIcon(door)} />{words.door[door.is === 'releasing' ? 'opening' : door.is]}</small>
            )}
            {doors.length === 1 && door.items.length > 0 && <small class="labels">{door.items.join(', ')}</small>}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** By their numbers alone. The drawing, which may not have room for all of them, says where each is to whoever does not see it. */
function OpenDoors({ doors }: { readonly doors: readonly DoorOnScreen[] }): JSX.Element | null {
  const numbers = numbersInLine(doors);
  const open = doors.find(({ is }) => is === 'open');
  if (numbers === null || !open) return null;
  return <p class="open-doors" aria-hidden="true"><Icon name={doorIcon(open)} /><span>{numbers}</span></p>;
}

/** Large enough to be photographed and to be copied by hand. */
function VisitorsCode({ code }: { readonly code: string }): JSX.Element {
  const words = useWords();
  return (
    <p class="visitors-code">
      <span class="field-label">{words.code}</span>
      <strong>{code.replace(/(.{4})(?=.)/g, '$1\u00a0')}</strong>
    </p>
  );
}
