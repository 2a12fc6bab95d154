import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { SessionInput } from '../../../statecharts/session/session.events.ts';
import { scanLengthMost } from '../limits.ts';
import type { Screen } from '../screens.ts';
import { Button } from './button.tsx';
import { Field, useTypedInto } from './field.tsx';
import { Keyboard } from './keyboard.tsx';
import { Notice } from './notice.tsx';
import { fill, words } from './words.ts';

/** Longer texts are no tracking number but may still be a label. */
const trackingMost = 64;

export interface LabelProps {
  readonly screen: Extract<Screen, { screen: 'staff-label' }>;
  readonly send: (input: SessionInput) => void;
}

export function StaffLabel({ screen, send }: LabelProps): JSX.Element {
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useTypedInto(field);
  const submit = (): void => {
    const label = text.trim();
    if (label === '') return field.current?.focus();
    send(label.length <= trackingMost ? { type: 'tracking.entered', tracking: label } : { type: 'label.scanned', text: label });
  };
  return (
    <main class="desk">
      <div class="desk-say">
        <h1 tabIndex={-1}>{words.label.title}</h1>
        {screen.notice
          ? <Notice kind={screen.notice} text={words.notices[screen.notice]} />
          : <p class="who">{fill(words.label.hello, { staff: screen.staff })}</p>}
      </div>
      <div class="desk-fields">
        <Field
          id="tracking"
          label={words.label.field}
          most={scanLengthMost}
          input={field}
          value={text}
          onValue={setText}
          onEnter={submit}
        />
        <Button kind="calm" icon="opening" name={words.label.submit} onPress={submit} />
      </div>
      <Keyboard
        layout="text"
        onCharacter={(character) => setText((text + character).slice(0, scanLengthMost))}
        onErase={() => setText(text.slice(0, -1))}
        onEnter={submit}
      />
    </main>
  );
}
