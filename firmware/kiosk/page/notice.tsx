import type { JSX } from 'preact';
import type { Telling } from '../shown.ts';
import { Icon } from './icons.tsx';
import { unbroken } from './language.ts';

/** One sentence that says what went wrong and what to do, or what was done. The page announces it; this is how it looks. */
function Notice({ notice }: { readonly notice: Telling['notice'] }): JSX.Element | null {
  if (notice === null) return null;
  return (
    <p class={`notice ${notice.kind}`}>
      <Icon name={notice.kind === 'done' ? 'done' : 'warning'} />
      <span>{unbroken(notice.text)}</span>
    </p>
  );
}

/** The title of a screen and what it says; the focus comes here first. A title that is drawn larger elsewhere is only heard. */
export function Say({ telling, isTitleDrawn = true }: { readonly telling: Telling; readonly isTitleDrawn?: boolean }): JSX.Element {
  return (
    <>
      <h1 class={isTitleDrawn ? '' : 'unseen'} tabIndex={-1}>{telling.title}</h1>
      <Notice notice={telling.notice} />
      {telling.text !== '' && <p class="lead">{unbroken(telling.text)}</p>}
    </>
  );
}
