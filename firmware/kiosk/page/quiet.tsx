import type { JSX } from 'preact';
import { Icon, type IconName } from './icons.tsx';
import type { Saying } from './saying.ts';
import { words } from './words.ts';

/** A screen on which there is nothing to do but to know why. */
export function Quiet({ saying, icon }: { readonly saying: Saying; readonly icon: IconName | 'dots' }): JSX.Element {
  return (
    <main class="quiet-screen">
      {icon === 'dots' ? <Dots /> : <div class="medal"><Icon name={icon} /></div>}
      <h1 tabIndex={-1}>{saying.title}</h1>
      {saying.text !== '' && <p class="lead">{saying.text}</p>}
    </main>
  );
}

/** Lies over everything while the server cannot be heard; what was typed stays beneath it. */
export function Lost(): JSX.Element {
  return (
    <div class="lost" role="alert">
      <Dots />
      <p class="lost-title">{words.oneMoment}</p>
      <p class="lead">{words.reconnecting}</p>
    </div>
  );
}

function Dots(): JSX.Element {
  return <div class="dots" aria-hidden="true"><span /><span /><span /></div>;
}
