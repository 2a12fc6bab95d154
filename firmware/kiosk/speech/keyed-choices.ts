import type { Digit } from '../../ports/keypad.ts';
import type { Choice } from '../shown.ts';

/** So many choices are heard at once; 8 and 9 turn the page. */
export const choicesOnPage = 7;

const moreKey = '8';
const backKey = '9';

/** The choices of one screen as twelve keys reach them. */
export interface KeyedChoices {
  readonly pages: readonly (readonly Choice[])[];
  /** On 9 at every screen, so that nobody has to listen for it. */
  readonly wayOut: Choice | null;
}

export function keyed(choices: readonly Choice[]): KeyedChoices {
  const lastThat = (type: Choice['does']['type']) => choices.findLast(({ does }) => does.type === type);
  const wayOut = lastThat('back.chosen') ?? lastThat('finish.chosen');
  const listed = choices.filter((choice) => choice !== wayOut);
  const pages = Array.from({ length: Math.ceil(listed.length / choicesOnPage) }, (_, page) =>
    listed.slice(page * choicesOnPage, (page + 1) * choicesOnPage));
  return { pages, wayOut: wayOut ?? null };
}

/** What a key means while somebody chooses. */
type ChoiceKey =
  | { readonly kind: 'chosen'; readonly choice: Choice }
  | { readonly kind: 'turned'; readonly page: number }
  | { readonly kind: 'menu' }
  | { readonly kind: 'nothing' };

export function choiceAt({ pages, wayOut }: KeyedChoices, page: number, key: Digit): ChoiceKey {
  switch (key) {
    case '0':
      return { kind: 'menu' };
    case moreKey:
      return page + 1 < pages.length ? { kind: 'turned', page: page + 1 } : { kind: 'nothing' };
    case backKey:
      if (page > 0) return { kind: 'turned', page: page - 1 };
      return wayOut === null ? { kind: 'nothing' } : { kind: 'chosen', choice: wayOut };
    default: {
      const choice = pages[page]?.[Number(key) - 1];
      return choice === undefined ? { kind: 'nothing' } : { kind: 'chosen', choice };
    }
  }
}
