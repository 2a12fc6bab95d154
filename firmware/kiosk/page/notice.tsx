import type { JSX } from 'preact';
import type { Notice as NoticeKind } from '../../../statecharts/session/session.events.ts';
import { Icon } from './icons.tsx';

/** One sentence that says what went wrong and what to do. The page announces it; this is how it looks. */
export function Notice({ kind, text }: { readonly kind: NoticeKind; readonly text: string }): JSX.Element {
  const isGood = kind === 'deposit-retracted';
  return (
    <p class={isGood ? 'notice good' : 'notice'}>
      <Icon name={isGood ? 'done' : 'warning'} />
      <span>{text}</span>
    </p>
  );
}
