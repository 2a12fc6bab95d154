import type { JSX } from 'preact';
import { Icon, type IconName } from './icons.tsx';

export interface ButtonProps {
  readonly name: string;
  readonly icon: IconName;
  /** `calm`: the one thing most people want; `plain`: another choice; `quiet`: always there, never in the way. */
  readonly kind: 'calm' | 'plain' | 'quiet';
  readonly onPress: () => void;
}

export function Button({ name, icon, kind, onPress }: ButtonProps): JSX.Element {
  return (
    // The second stroke of a double tap may land on the screen that the first one called up; it means nothing there.
    <button type="button" class={`button ${kind}`} onClick={(event) => event.detail < 2 && onPress()}>
      <Icon name={icon} />
      <span>{name}</span>
    </button>
  );
}
