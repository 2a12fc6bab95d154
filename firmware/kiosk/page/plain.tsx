import type { JSX } from 'preact';
import { Cabinet, isLong } from './cabinet.tsx';
import { Choices } from './choices.tsx';
import type { ScreenProps } from './screen-props.ts';
import { Say } from './notice.tsx';

/** A question and its answers, and nothing else. */
export function Question({ telling, send }: ScreenProps): JSX.Element {
  return (
    <main class="question">
      <div class="say"><Say telling={telling} /></div>
      <Choices choices={telling.choices} send={send} />
    </main>
  );
}

/** A question about one locker, with where it is. */
export function AskEnd({ screen, telling, cabinet, send }: ScreenProps<'ask-end'>): JSX.Element {
  const door = { ...screen.door, is: 'waiting', why: null, purpose: 'keep', items: [] } as const;
  return (
    <main class={`doors shut ${cabinet !== null && isLong(cabinet) ? 'long' : ''}`}>
      <div class="say">
        <Say telling={telling} />
        <Choices choices={telling.choices} send={send} />
      </div>
      {cabinet && <Cabinet cabinet={cabinet} doors={[door]} name={[telling.page.drawing, ...telling.places].join('. ')} />}
    </main>
  );
}
