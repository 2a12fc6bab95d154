import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from './icons.tsx';
import { useWords } from './language.ts';
import { counts } from './strikes.ts';

interface KeyboardProps {
  /**
   * `code`: digits and capitals, as codes have them; `text`: everything that a password may hold; `letters`: of a name,
   * which is found without its accents.
   */
  readonly layout: 'code' | 'text' | 'letters';
  /** What the key at the end does: "Sign in". */
  readonly enter: string;
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

export function Keyboard(props: KeyboardProps): JSX.Element {
  const words = useWords();
  return (
    <div class={`keyboard ${props.layout}`} role="group" aria-label={words.keys.keyboard}>
      {props.layout === 'text' ? <TextKeys {...props} /> : <CapitalKeys {...props} />}
    </div>
  );
}

function CapitalKeys({ layout, enter, onCharacter, onErase, onEnter, onDigits }: KeyboardProps): JSX.Element {
  const words = useWords();
  const [first, second, third, fourth] = layers.upper;
  return (
    <>
      {layout === 'code' && <div class="keys"><Row characters={first} onCharacter={onCharacter} /></div>}
      <div class="keys"><Row characters={second} onCharacter={onCharacter} /></div>
      <div class="keys indented"><Row characters={third} onCharacter={onCharacter} /></div>
      <div class="keys">
        {onDigits && <Key name={`123, ${words.keys.digits}`} label="123" look="wide tinted" onPress={onDigits} />}
        {layout === 'letters' && <Key label="-" onPress={() => onCharacter('-')} />}
        <Row characters={fourth} onCharacter={onCharacter} />
        <Key name={words.keys.erase} label={<Icon name="erase" />} look="wide tinted" onPress={onErase} />
      </div>
      {layout === 'code' && <div class="keys"><Key label={enter} look="broad main" onPress={onEnter} /></div>}
    </>
  );
}

function TextKeys({ enter, onCharacter, onErase, onEnter }: KeyboardProps): JSX.Element {
  const words = useWords();
  const [layer, setLayer] = useState<Layer>('lower');
  const [first, second, third, fourth] = layers[layer];
  const type = (character: string): void => {
    onCharacter(character);
    if (layer === 'upper') setLayer('lower'); // one capital, as on a telephone
  };
  const isSymbols = layer === 'symbols';
  return (
    <>
      <div class="keys"><Row characters={first} onCharacter={type} /></div>
      <div class="keys"><Row characters={second} onCharacter={type} /></div>
      <div class="keys indented"><Row characters={third} onCharacter={type} /></div>
      <div class="keys">
        <Key
          name={words.keys.shift}
          label={<Icon name="shift" />}
          look="wide tinted"
          isOn={layer === 'upper'}
          onPress={() => setLayer(layer === 'upper' ? 'lower' : 'upper')}
        />
        <Row characters={fourth} onCharacter={type} />
        <Key name={words.keys.erase} label={<Icon name="erase" />} look="wide tinted" onPress={onErase} />
      </div>
      <div class="keys">
        <Key
          name={isSymbols ? `abc, ${words.keys.letters}` : `#+=, ${words.keys.symbols}`}
          label={isSymbols ? 'abc' : '#+='}
          look="wide tinted"
          onPress={() => setLayer(isSymbols ? 'lower' : 'symbols')}
        />
        <Row characters="@-" onCharacter={type} />
        <Key name={words.keys.space} label={<Icon name="space" />} look="space" onPress={() => type(' ')} />
        <Row characters="_." onCharacter={type} />
        <Key name={enter} label={<Icon name="forward" />} look="wide main" onPress={onEnter} />
      </div>
    </>
  );
}

function Row({ characters, onCharacter }: { readonly characters: string; readonly onCharacter: (one: string) => void }): JSX.Element {
  return <>{[...characters].map((one) => <Key key={one} label={one} onPress={() => onCharacter(one)} />)}</>;
}

interface KeyProps {
  readonly label: string | JSX.Element;
  /** What a screen reader says, where the label is a picture or an abbreviation. */
  readonly name?: string | undefined;
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
      onClick={(event) => counts('key', typeof label === 'string' ? label : name ?? '', event) && onPress()}
    >
      {label}
    </button>
  );
}
