import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { DoorPlace } from '../screens.ts';
import type { Shown } from '../shown.ts';
import { Button } from './button.tsx';
import { choicesOf } from './choices.tsx';
import { useCountdown } from './countdown.ts';
import { giveFocus } from './focus.ts';
import { Icon } from './icons.tsx';
import { fill, useWords } from './language.ts';
import type { Send } from './told.ts';

export interface WarnedProps {
  readonly shown: Shown;
  /** Counts what is told: the countdown starts again. */
  readonly count: number;
  readonly send: Send;
}

/** Are they still there? One huge key; a touch beside it, and any key of the keyboard, is as good. */
export function Warned({ shown, count, send }: WarnedProps): JSX.Element {
  const words = useWords();
  const { telling } = shown;
  const left = Math.ceil(useCountdown(shown.homeInMs ?? 0, count) / 1000);
  const cover = useRef<HTMLDivElement>(null);
  useEffect(() => {
    giveFocus(cover.current?.querySelector('button') ?? null);
    const onKey = (event: KeyboardEvent): void => {
      event.preventDefault();
      if (!event.repeat) send({ type: 'more-time.chosen' });
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  const said = telling.notice?.text ?? telling.title;
  const question = /^[^?？؟]+[?？؟]/.exec(said)?.[0] ?? said; // the rest says in words what the number shows
  const [stay] = choicesOf(telling, 'more-time.chosen');
  // Where the door is stays to be seen: somebody may be looking for it.
  const isAtDoors = shown.screen.screen === 'doors';
  return (
    <div
      class={isAtDoors ? 'warned beside' : 'warned'} ref={cover}
      role="alertdialog" aria-modal="true" aria-labelledby="warned-title" aria-describedby="warned-text"
      onClick={() => send({ type: 'more-time.chosen' })}
    >
      <p class="warned-title" id="warned-title">{question}</p>
      <p class="unseen" id="warned-text">{telling.notice?.text}</p>
      <p class="seconds" role="timer" aria-label={fill(words.secondsLeft, { count: left })}>{left}</p>
      {stay && <Button weight="main" icon="clock" name={stay.name} onPress={() => undefined} />}
    </div>
  );
}

/** What concerns everybody here, whoever is served: a door that somebody else opens, and one that somebody left open. */
export function Banners({ left, remote }: { readonly left: readonly DoorPlace[]; readonly remote: Shown['remote'] }): JSX.Element {
  const words = useWords();
  return (
    <div class="banners" role="status">
      {remote && <p class="banner remote"><Icon name="opening" /><span>{remote.text}</span></p>}
      {left.map((door) => (
        <p key={door.locker} class="banner left"><Icon name="shut" /><span>{fill(words.left, { locker: door.locker })}</span></p>
      ))}
    </div>
  );
}
