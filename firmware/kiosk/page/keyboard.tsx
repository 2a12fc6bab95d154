import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from './icons.tsx';
import { words } from './words.ts';

export interface KeyboardProps {
  /** `code`: digits and capitals, as codes have them; `text`: everything that a password may hold. */
  readonly layout: 'code' | 'text';
  readonly onCharacter: (character: string) => void;
  readonly onErase: () => void;
  readonly onEnter: () => void;
  /** Leaves the letters for the keypad; only where there is one. */
  readonly onDigits?: () => void;
}

type Layer = 'lower' | 'upper' | 'symbols';

const layers: Readonly<Record<Layer, readonly [string, string, string, string]>> = {
  lower: ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'],
  upper: ['1234567890', 'QWERTYUIOP', 'ASDFGHJKL', 'ZXCVBNM'],
  symbols: ['1234567890', '!"#$%&/()=', '+*~^|<>{}', '[]\\?;:\''],
};

export function Keyboard({ layout, onCharacter, onErase, onEnter, onDigits }: KeyboardProps): JSX.Element {
  const [layer, setLayer] = useState<Layer>(layout === 'code' ? 'upper' : 'lower');
  const [first, second, third, fourth] = layers[layer];
  const type = (character: string): void => {
    onCharacter(character);
    if (layout === 'text' && layer === 'upper') setLayer('lower'); // one capital, as on a telephone
  };
  const row = (characters: string): JSX.Element[] =>
    [...characters].map((character) => <Key key={character} label={character} onPress={() => type(character)} />);
  const erase = <Key name={words.keys.erase} label={<Icon name="erase" />} look="wide tinted" onPress={onErase} />;
  const ok = <Key label={words.keys.ok} look="broad main" onPress={onEnter} />;
  if (layout === 'code') {
    return (
      <div class="keyboard" role="group" aria-label={words.keys.keyboard}>
        <div class="keys">{row(first)}</div>
        <div class="keys">{row(second)}</div>
        <div class="keys indented">{row(third)}</div>
        <div class="keys">
          {onDigits && <Key name={words.keys.digitsName} label={words.keys.digits} look="wide tinted" onPress={onDigits} />}
          {row(fourth)}
          {erase}
        </div>
        <div class="keys">{ok}</div>
      </div>
    );
  }
  const shift = () => setLayer(layer === 'upper' ? 'lower' : 'upper');
  const symbols = () => setLayer(layer === 'symbols' ? 'lower' : 'symbols');
  const isSymbols = layer === 'symbols';
  return (
    <div class="keyboard" role="group" aria-label={words.keys.keyboard}>
      <div class="keys">{row(first)}</div>
      <div class="keys">{row(second)}</div>
      <div class="keys indented">{row(third)}</div>
      <div class="keys">
        <Key name={words.keys.shift} label={<Icon name="shift" />} look="wide tinted" isOn={layer === 'upper'} onPress={shift} />
        {row(fourth)}
        {erase}
      </div>
      <div class="keys">
        <Key
          name={isSymbols ? words.keys.lettersAgainName : words.keys.symbolsName}
          label={isSymbols ? words.keys.lettersAgain : words.keys.symbols}
          look="wide tinted"
          onPress={symbols}
        />
        {row('@-')}
        <Key name={words.keys.space} label={<Icon name="space" />} look="space" onPress={() => type(' ')} />
        {row('_.')}
        <Key label={words.keys.ok} look="wide main" onPress={onEnter} />
      </div>
    </div>
  );
}

export interface KeyProps {
  readonly label: string | JSX.Element;
  /** What a screen reader says, where the label is a picture or an abbreviation. */
  readonly name?: string;
  readonly look?: string;
  readonly isOn?: boolean;
  readonly isOff?: boolean;
  readonly onPress: () => void;
}

/** A key leaves the focus where it is, in the field that it types into. */
export function Key({ label, name, look = '', isOn, isOff = false, onPress }: KeyProps): JSX.Element {
  return (
    <button
      type="button"
      class={`key ${look}`}
      aria-label={name}
      aria-pressed={isOn}
      disabled={isOff}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPress}
    >
      {label}
    </button>
  );
}
