import type { JSX } from 'preact';
import { Icon, type IconName } from './icons.tsx';
import { counts } from './strikes.ts';

interface ButtonProps {
  readonly name: string;
  readonly icon: IconName;
  /** `main`: the one thing most people want; `other`: another choice; `quiet`: always there, never in the way. */
  readonly weight: 'main' | 'other' | 'quiet';
  readonly onPress: () => void;
  readonly isOff?: boolean;
  readonly isOn?: boolean;
  /** What stands beneath the name in small. */
  readonly detail?: string;
  readonly look?: string;
}

export function Button({ name, icon, weight, onPress, isOff = false, isOn, detail, look = '' }: ButtonProps): JSX.Element {
  return (
    <button
      type="button"
      class={`button ${weight} ${look}`}
      disabled={isOff}
      aria-pressed={isOn}
      onClick={(event) => counts('choice', name, event) && onPress()}
    >
      <Icon name={icon} />
      <span class="button-name">{name}{detail !== undefined && <small>{detail}</small>}</span>
    </button>
  );
}
