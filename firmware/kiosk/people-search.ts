import type { PartyName } from '../../statecharts/session/session.events.ts';
import type { Books } from '../bank/books.ts';
import type { Directory } from '../bank/directory.ts';
import { own } from '../bank/own.ts';
import type { Settings } from '../bank/settings.ts';
import type { PartyOffer } from './screens.ts';
import { typedBeginning } from './speech/key-letters.ts';

/** As many as fit on a screen, and are read aloud in one breath. Whoever is not among them types one more letter. */
export const foundMost = 8;

/** Fewer letters would list half the building to whoever has a carrier's code. */
export const lettersLeast = 3;

type NameForm = Settings['nameAtSelection'];

interface Sought {
  readonly directory: Directory;
  readonly letters: string;
  readonly form: NameForm;
  readonly found: readonly PartyOffer[];
}

interface Match extends PartyOffer {
  readonly key: string;
}

/** People and departments by the first letters of any of their names, typed as letters or on a telephone's keys. */
export class PeopleSearch {
  /** Looking through 100,000 names takes milliseconds, and a screen is shown more often than letters are typed. */
  #last: Sought | null = null;

  find(books: Books, typed: string): readonly PartyOffer[] {
    const { directory, settings: { nameAtSelection: form } } = books;
    const letters = folded(typed.trim());
    const last = this.#last;
    if (last && last.directory === directory && last.letters === letters && last.form === form) return last.found;
    const found = letters.length < lettersLeast ? [] : search(directory, letters, form);
    this.#last = { directory, letters, form, found };
    return found;
  }

  /** Nobody's name outlives the session in which it was sought. */
  forget(): void {
    this.#last = null;
  }
}

function search({ recipients, departments }: Directory, letters: string, form: NameForm): readonly PartyOffer[] {
  const matches: Match[] = [];
  const beginning = typedBeginning(letters);
  for (const { id, name } of Object.values(departments)) {
    const key = folded(name);
    if (beginning.test(key)) matches.push({ key, party: { type: 'department', id }, name });
  }
  for (const { id, name } of Object.values(recipients)) {
    const key = folded(name);
    if (beginning.test(key)) matches.push({ key, party: { type: 'recipient', id }, name });
  }
  const first = matches.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).slice(0, foundMost);
  return first.map(({ party, name }) => ({ party, name: party.type === 'recipient' ? shownName(name, form, letters) : name }));
}

/** How the party is called on the screen on which its locker is chosen. A department is nobody's name. */
export function partyName({ directory, settings }: Books, party: PartyName | null): string {
  if (party === null) return hidden;
  if (party.type === 'department') return own(directory.departments, party.id)?.name ?? hidden;
  const name = own(directory.recipients, party.id)?.name;
  if (name === undefined || settings.nameAtSelection === 'off') return hidden;
  return shownName(name, settings.nameAtSelection, '');
}

const hidden = '…';

/** Of names that are not shown in full there is as much to read as was typed, and else the initials. */
function shownName(name: string, form: NameForm, letters: string): string {
  if (form === 'full') return name;
  const words = name.split(wordEnd).filter((word) => word !== '');
  return words.map((word) => {
    const isSought = letters !== '' && typedBeginning(letters).exec(folded(word))?.index === 0;
    const shown = Array.from(word).slice(0, isSought ? letters.length : 1).join('');
    return shown === word ? word : isSought ? `${shown}…` : `${shown}.`;
  }).join(' ');
}

const wordEnd = /[\s,]+/;

/** `É` is found by `e`: nobody looks for accents with a parcel under one arm. Most names have none, and are folded quickly. */
function folded(name: string): string {
  const lower = name.toLowerCase();
  return plain.test(lower) ? lower : lower.normalize('NFD').replace(/\p{M}/gu, '');
}

const plain = /^[ -~]*$/;
