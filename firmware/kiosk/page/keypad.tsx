import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Field } from '../shown.ts';
import { Icon } from './icons.tsx';
import { Key, Keyboard } from './keyboard.tsx';
import { clockTime, useWords } from './language.ts';
import { asCode, codeMost, grouped } from './typed.ts';
import type { Typing } from './typing.ts';

/** What has been typed so far. Of a secret, how much. */
export function Typed({ field, text }: { readonly field: Pick<Field, 'label' | 'isSecret'>; readonly text: string }): JSX.Element {
  const words = useWords();
  const shown = field.isSecret ? '●'.repeat(text.length) : grouped(text);
  return (
    <div class="code-field">
      <span class="field-label" id="code-label">{field.label}</span>
      <output class={shown.length > 11 ? 'code long' : 'code'} aria-labelledby="code-label" aria-live="off">
        {shown === '' ? <span class="unseen">{words.empty}</span> : shown}
        <span class="caret" aria-hidden="true" />
      </output>
    </div>
  );
}

/** How long the keypad still rests, where the typed code would stand. */
export function Locked({ forMs }: { readonly forMs: number }): JSX.Element {
  return <p class="locked"><Icon name="clock" /><span class="countdown" role="timer">{clockTime(forMs)}</span></p>;
}

interface KeypadProps {
  readonly field: Pick<Field, 'keys' | 'most' | 'name'>;
  readonly typing: Typing;
  readonly isOff?: boolean;
}

/** Laid out as on a telephone, which fingers know without eyes. Codes with letters have them one touch away. */
export function Keypad({ field, typing, isOff = false }: KeypadProps): JSX.Element {
  const words = useWords();
  const [hasLetters, setLetters] = useState(false);
  const add = (character: string): void => {
    if (asCode(typing.text).length < Math.min(codeMost, field.most)) typing.add(character);
  };
  if (hasLetters && !isOff) {
    return (
      <Keyboard
        layout="code"
        enter={words.enter[field.name]}
        onCharacter={add}
        onErase={typing.erase}
        onEnter={typing.enter}
        onDigits={() => setLetters(false)}
      />
    );
  }
  const mayHaveLetters = field.keys !== 'digits';
  return (
    <div class={mayHaveLetters ? 'keypad' : 'keypad digits-only'} role="group" aria-label={words.keys.keyboard}>
      {[...'123456789'].map((digit) => <Key key={digit} label={digit} isOff={isOff} onPress={() => add(digit)} />)}
      <Key name={words.keys.erase} label={<Icon name="erase" />} look="tinted" isOff={isOff} onPress={typing.erase} />
      <Key label="0" isOff={isOff} onPress={() => add('0')} />
      <Key label={words.enter[field.name]} look="main" isOff={isOff} onPress={typing.enter} />
      {mayHaveLetters && (
        <Key name={`ABC, ${words.keys.letters}`} label="ABC" look="low tinted" isOff={isOff} onPress={() => setLetters(true)} />
      )}
    </div>
  );
}
