import type { JSX } from 'preact';
import type { Telling } from '../shown.ts';
import { HelpLink } from './help-link.tsx';
import { Icon, type IconName } from './icons.tsx';
import { unbroken } from './language.ts';
import { noContactIn } from './no-contact.ts';

interface QuietProps {
  readonly telling: Pick<Telling, 'title' | 'text'>;
  readonly icon: IconName | 'dots';
  readonly helpLink?: string;
}

/** A screen on which there is nothing to do but to know why. */
export function Quiet({ telling, icon, helpLink = '' }: QuietProps): JSX.Element {
  return (
    <main class="quiet-screen">
      {icon === 'dots' ? <Dots /> : <div class="medal"><Icon name={icon} /></div>}
      <h1 tabIndex={-1}>{telling.title}</h1>
      {telling.text !== '' && <p class="lead">{unbroken(telling.text)}</p>}
      {helpLink !== '' && <HelpLink address={helpLink} />}
    </main>
  );
}

/** Lies over everything while the server cannot be heard; what was typed stays beneath it. */
export function Lost({ language }: { readonly language: string }): JSX.Element {
  const { title, text } = noContactIn(language);
  return (
    <div class="lost" role="alert">
      <Dots />
      <p class="lost-title">{title}</p>
      <p class="lead">{text}</p>
    </div>
  );
}

function Dots(): JSX.Element {
  return <div class="dots" aria-hidden="true"><span /><span /><span /></div>;
}
