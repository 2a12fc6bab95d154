import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { scanLengthMost } from '../../ports/hardware.ts';
import { Button } from './button.tsx';
import { Choices, choicesBut, choicesOf } from './choices.tsx';
import { Field, useTypedInto } from './field.tsx';
import { Keyboard } from './keyboard.tsx';
import { useWords } from './language.ts';
import { Say } from './notice.tsx';
import { Scroll } from './scroll.tsx';
import type { ScreenProps } from './screen-props.ts';
import { labelInput } from './typed.ts';

/** A label, scanned or typed. */
export function Label({ telling, send }: ScreenProps<'label'>): JSX.Element {
  const words = useWords();
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useTypedInto(field);
  const submit = (): void => {
    const label = text.trim();
    if (label === '') field.current?.focus();
    else send(labelInput(label));
  };
  return (
    <main class="desk">
      <div class="say"><Say telling={telling} /></div>
      <div class="desk-fields">
        <Field
          name="label" label={telling.fields[0]?.label ?? ''} most={scanLengthMost} input={field}
          value={text} onValue={setText} onEnter={submit}
        />
        <Button weight="main" icon="opening" name={words.enter.label} onPress={submit} />
      </div>
      <Choices choices={telling.choices} send={send} />
      <Keyboard
        layout="text" enter={words.enter.label} onCharacter={(one) => setText((text + one).slice(0, scanLengthMost))}
        onErase={() => setText(text.slice(0, -1))} onEnter={submit}
      />
    </main>
  );
}

/** For whom something is: the first letters of the name, then the name. */
export function Party({ screen, telling, send }: ScreenProps<'party'>): JSX.Element {
  const words = useWords();
  const [text, setText] = useState(screen.sought);
  const field = useRef<HTMLInputElement>(null);
  useTypedInto(field);
  const most = telling.fields[0]?.most ?? 16;
  const put = (next: string): void => {
    const letters = next.slice(0, most);
    setText(letters);
    if (letters !== text) send({ type: 'letters.typed', letters });
  };
  const found = choicesOf(telling, 'party.chosen');
  return (
    <main class="desk party">
      <div class="say"><Say telling={telling} /></div>
      <div class="party-both">
        <div class="party-type">
          <Field
            name="letters" label={telling.fields[0]?.label ?? ''} most={most} input={field}
            value={text} onValue={put} onEnter={() => undefined}
          />
          <Choices choices={choicesBut(telling, ['party.chosen'])} send={send} />
        </div>
        <Scroll><Choices choices={found} send={send} /></Scroll>
      </div>
      <Keyboard
        layout="letters" enter={words.enter.letters} onCharacter={(one) => put(text + one)}
        onErase={() => put(text.slice(0, -1))} onEnter={() => undefined}
      />
    </main>
  );
}
