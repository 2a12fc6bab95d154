import type { JSX } from 'preact';
import type { HeardLine } from '../at-kiosk.ts';
import { otherKeys, twelveKeys } from '../keys.ts';
import type { Key, SimState } from '../sim-state.ts';
import { usePerform } from './act.ts';

/** The kiosk for whoever does not see it: keys that can be felt, a socket for headphones, and what is heard. */
export function Tactile({ state }: { readonly state: SimState }): JSX.Element {
  const { heard, headphones } = state.atKiosk;
  return (
    <div class="tactile">
      <div class="tactile-keys">
        <Headphones is={headphones} />
        <div class="keypad" role="group" aria-label="Keypad">
          {twelveKeys.map((key) => <KeypadKey key={key} name={key} />)}
        </div>
        <div class="keypad-more" role="group" aria-label="Further keys">
          {otherKeys.map((key) => <KeypadKey key={key} name={key} />)}
        </div>
      </div>
      <div class="scroll transcript" tabIndex={0} role="region" aria-label="What is heard">
        {heard.length === 0 ? (
          <p class="empty">Silence. Plug in headphones, or press any key: from then on every screen is spoken.</p>
        ) : null}
        <ol class="heard">{heard.map((line) => <HeardRow key={line.number} line={line} />)}</ol>
      </div>
    </div>
  );
}

function Headphones({ is }: { readonly is: 'in' | 'out' }): JSX.Element {
  const perform = usePerform();
  return (
    <button
      type="button"
      class={is === 'in' ? 'headphones plugged' : 'headphones'}
      onClick={() => void perform({ do: 'plug', to: is === 'in' ? 'out' : 'in' })}
    >
      <svg class="headphones-shape" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <path d="M4 15v-3a8 8 0 0 1 16 0v3M4 14h3v6H5a1 1 0 0 1-1-1zM20 14h-3v6h2a1 1 0 0 0 1-1z" />
      </svg>
      {is === 'in' ? 'Pull the plug' : 'Plug in'}
    </button>
  );
}

/** What is printed on a key, where it is not itself; and how it is called by those who hear the page. */
const keyWords: Readonly<Partial<Record<Key, readonly [print: string, name: string]>>> = {
  star: ['✱', 'Star: deletes'],
  round: ['●', 'Round key: enters'],
  speech: ['Speech', 'Speech: begins, repeats'],
  louder: ['+', 'Louder'],
  softer: ['−', 'Softer'],
  dark: ['Dark', 'Dark: nothing is drawn'],
};

function KeypadKey({ name }: { readonly name: Key }): JSX.Element {
  const perform = usePerform();
  const [print, spoken] = keyWords[name] ?? [name, `Key ${name}`];
  return (
    <button
      type="button"
      class={`key key-${name}`}
      title={spoken}
      aria-label={spoken}
      onClick={() => void perform({ do: 'press', key: name })}
    >
      {print}
    </button>
  );
}

const endWords: Readonly<Record<HeardLine['end'], string>> = {
  speaking: 'speaking', spoken: '', 'cut-off': 'cut off', failed: 'not heard',
};

function HeardRow({ line }: { readonly line: HeardLine }): JSX.Element {
  const { what, text, language, from, end } = line;
  return (
    <li class={`heard-line heard-${end} ${what}`}>
      <span class={`heard-from from-${from}`} title={from === 'headphones' ? 'at one person’s ears' : 'for everybody who stands near'}>
        {from}
      </span>
      <span class="heard-text" lang={language === '' ? undefined : language}>{text}</span>
      {endWords[end] === '' ? null : <span class="heard-end">{endWords[end]}</span>}
    </li>
  );
}
