import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { CabinetDrawing, DoorOnScreen, DoorPlace, Rectangle } from '../screens.ts';
import { IconAt } from './icons.tsx';
import { useWords } from './language.ts';
import { around, CalledOut, Marked } from './marked.tsx';
import { numbersOf, type Numbers } from './numbers.ts';
import { usePaper, viewOf } from './paper.ts';

/** Half of the gap between two doors. */
const gapMm = 9;

interface CabinetProps {
  readonly cabinet: CabinetDrawing;
  readonly doors: readonly DoorOnScreen[];
  /** Where the doors are, in words: what the drawing says to whoever does not see it. */
  readonly name: string;
}

/** This very cabinet, with the doors of the visit marked by colour, frame, picture and number, and where one stands. */
export function Cabinet({ cabinet, doors, name }: CabinetProps): JSX.Element {
  const [drawing, paper] = usePaper();
  const numbers = useMemo(() => paper && numbersOf(cabinet, doors, paper), [cabinet, doors, paper]);
  const { xMm, yMm, widthMm, heightMm } = viewOf(cabinet);
  return (
    <svg ref={drawing} class="cabinet" viewBox={[xMm, yMm, widthMm, heightMm].join(' ')} role="img" aria-label={name}>
      {numbers && <Drawn cabinet={cabinet} doors={doors} numbers={numbers} />}
    </svg>
  );
}

interface DrawnProps extends Pick<CabinetProps, 'cabinet' | 'doors'> {
  readonly numbers: Numbers;
}

function Drawn({ cabinet: { widthMm, heightMm, kiosk, lockers }, doors, numbers }: DrawnProps): JSX.Element {
  const doorAt = (locker: number): DoorOnScreen | undefined => doors.find((door) => door.locker === locker);
  const marked = (isSought: boolean) => lockers.map((place) => {
    const door = doorAt(place.locker);
    return door && numbers.sought.has(door.locker) === isSought
      && <Marked key={door.locker} place={place} door={door} holds={numbers.inMarked(place)} />;
  });
  return (
    <>
      <rect class="body" x={-16} y={-16} width={widthMm + 32} height={heightMm + 32} rx={28} />
      <Kiosk place={kiosk} mostMm={numbers.otherLetterMm} />
      {lockers.map((place) => !doorAt(place.locker) && (
        <Other key={place.locker} place={place} numberMm={numbers.otherMm(place)} />
      ))}
      {marked(false)}
      {numbers.callouts.map((callout) => {
        const door = doorAt(callout.locker);
        return door && <CalledOut key={door.locker} callout={callout} door={door} letterMm={numbers.letterMm} />;
      })}
      {marked(true)}
    </>
  );
}

/** A bank along a wall is drawn across the whole screen. */
export function isLong({ widthMm, heightMm }: CabinetDrawing): boolean {
  return widthMm > 1.6 * heightMm;
}

function Other({ place, numberMm }: { readonly place: DoorPlace & Rectangle; readonly numberMm: number | null }): JSX.Element {
  return (
    <g class="door">
      <rect {...around(place, -gapMm)} rx={12} />
      {numberMm !== null && (
        <text x={place.xMm + place.widthMm / 2} y={place.yMm + place.heightMm / 2} font-size={numberMm}>{place.locker}</text>
      )}
    </g>
  );
}

function Kiosk({ place, mostMm }: { readonly place: Rectangle; readonly mostMm: number }): JSX.Element {
  const words = useWords();
  const centreX = place.xMm + place.widthMm / 2;
  const size = Math.min(place.widthMm * 0.42, place.heightMm * 0.5);
  const top = place.yMm + place.heightMm / 2 - size * 0.8;
  const lines = words.youAreHere.split(' '); // in one line it could not be read on a small screen
  const longest = Math.max(6, ...lines.map(({ length }) => length));
  const sizeMm = Math.min(mostMm, (place.widthMm * 1.7) / longest, (place.heightMm * 0.35) / lines.length);
  return (
    <g class="kiosk">
      <rect {...around(place, -gapMm)} rx={12} />
      <IconAt name="person" x={centreX - size / 2} y={top} size={size} />
      {lines.map((line, at) => (
        <text key={line} x={centreX} y={top + size * 1.2 + at * sizeMm * 1.15} font-size={sizeMm}>{line}</text>
      ))}
    </g>
  );
}
