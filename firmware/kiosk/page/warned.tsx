import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { CabinetDrawing, DoorPlace } from '../screens.ts';
import type { Shown } from '../shown.ts';
import { Button } from './button.tsx';
import { Cabinet, isLong } from './cabinet.tsx';
import { choicesOf } from './choices.tsx';
import { useCountdown } from './countdown.ts';
import { giveFocus } from './focus.ts';
import { Icon } from './icons.tsx';
import { fill, useWords } from './language.ts';
import type { Send } from './told.ts';

interface WarnedProps {
  readonly shown: Shown;
  readonly cabinet: CabinetDrawing | null;
  /** Counts what is told: the countdown starts again. */
  readonly count: number;
  readonly send: Send;
}

/** Are they still there? One huge key; a touch beside it, and any key of the keyboard, is as good. */
export function Warned({ shown, cabinet, count, send }: WarnedProps): JSX.Element {
  const words = useWords();
  const { telling, screen } = shown;
  const left = Math.ceil(useCountdown(shown.homeInMs ?? 0, count) / 1000);
  const cover = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    giveFocus(cover.current?.querySelector('button') ?? null);
    let lastKeyMs = -Infinity;
    const onKey = (event: KeyboardEvent): void => {
      lastKeyMs = event.timeStamp;
      event.preventDefault();
      if (!event.repeat) send({ type: 'more-time.chosen' });
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
      passOverRestOfRun(lastKeyMs);
    };
  }, []);
  const said = telling.notice?.text ?? telling.title;
  const question = /^[^?？؟]+[?？؟]/.exec(said)?.[0] ?? said; // the rest says in words what the number shows
  const [stay] = choicesOf(telling, 'more-time.chosen');
  // Where the door is stays to be seen: somebody may be looking for it.
  const drawn = screen.screen === 'doors' ? cabinet : null;
  const look = drawn === null ? '' : isLong(drawn) ? 'beside long' : 'beside';
  return (
    <div
      class={`warned ${look}`} ref={cover}
      role="alertdialog" aria-modal="true" aria-labelledby="warned-title" aria-describedby="warned-text"
      onClick={() => send({ type: 'more-time.chosen' })}
    >
      <div class="warned-ask">
        <p class="warned-title" id="warned-title">{question}</p>
        <p class="unseen" id="warned-text">{telling.notice?.text}</p>
        <p class="seconds" role="timer" aria-label={fill(words.secondsLeft, { count: left })}>{left}</p>
        {stay && <Button weight="main" icon="clock" name={stay.name} onPress={() => undefined} />}
      </div>
      {drawn && screen.screen === 'doors' && (
        <Cabinet cabinet={drawn} doors={screen.doors} name={[telling.page.drawing, ...telling.places].join('. ')} />
      )}
    </div>
  );
}

/** A scanner that types leaves less than this between two keys; a person, more. */
const runMs = 100;

/** No field had the focus for the beginning of a label that is being scanned: none may take what is left of it for a whole one. */
function passOverRestOfRun(fromMs: number): void {
  let lastKeyMs = fromMs;
  const onKey = (event: KeyboardEvent): void => {
    if (event.timeStamp - lastKeyMs > runMs) return document.removeEventListener('keydown', onKey, { capture: true });
    lastKeyMs = event.timeStamp;
    event.preventDefault();
  };
  document.addEventListener('keydown', onKey, { capture: true });
}

const numbersOf = (doors: readonly DoorPlace[]): string => doors.map(({ locker }) => locker).join(', ');

/** What concerns everybody here, whoever is served: doors that somebody forces, opens from elsewhere, or has left open. */
export function Banners({ left, forced, remote }: Pick<Shown, 'left' | 'forced' | 'remote'>): JSX.Element {
  const words = useWords();
  const numbers = numbersOf(left);
  return (
    <div class="banners" role="status">
      {forced.length > 0 && (
        <p class="banner forced">
          <Icon name="warning" /><span>{fill(words.forced, { lockers: numbersOf(forced) })}</span>
        </p>
      )}
      {remote && <p class="banner remote"><Icon name="opening" /><span>{remote.text}</span></p>}
      {left.length > 0 && (
        <p class="banner left">
          <Icon name="shut" />
          <span>{fill(left.length === 1 ? words.left : words.leftMany, { locker: numbers, lockers: numbers })}</span>
        </p>
      )}
    </div>
  );
}
