import type { JSX } from 'preact';
import { Icon } from './icons.tsx';

interface BrandProps {
  readonly logo: string | null;
  /** Said on the home screen alone: further on, the line belongs to the task. */
  readonly title: string | null;
}

/** Whose bank this is. */
export function Brand({ logo, title }: BrandProps): JSX.Element {
  return (
    <div class="brand">
      {logo === null ? <Icon name="boxes" /> : <img class="logo" src={logo} alt="" />}
      {title !== null && <p class="brand-title">{title}</p>}
    </div>
  );
}

/** A picture behind the screen, under so much paper that everything on it can be read. */
export function Backdrop({ src }: { readonly src: string }): JSX.Element {
  return <div class="backdrop" aria-hidden="true"><img src={src} alt="" /></div>;
}
