import type { Books } from '../bank/books.ts';
import { own } from '../bank/own.ts';
import type { DoorPlace, Screen } from './screens.ts';
import type { Shown } from './shown.ts';
import { remoteText, tellingOf, type TellingFrame } from './telling.ts';
import { spokenLanguage } from './words/languages.ts';

/** What is shown, before it is said in words. */
export interface ToShow extends Omit<Shown, 'telling' | 'language' | 'remote' | 'helpLink'> {
  readonly books: Books;
  /** The language that the person here has chosen; `null`: that of the bank. */
  readonly language: string | null;
  readonly remote: { readonly door: DoorPlace; readonly why: string } | null;
}

/** All that a page is told: a screen, in the words of one language. */
export function shownOf({ books, language: chosen, remote, ...rest }: ToShow): Shown {
  const { settings, branding } = books;
  const language = spokenLanguage([...(chosen === null ? [] : [chosen]), settings.language, ...settings.languages]);
  const frame: TellingFrame = {
    language, languages: settings.languages, timeZone: settings.timeZone,
    help: [settings.supportText, settings.supportPhone].filter((part) => part !== '').join(' '),
    isWarned: rest.isWarned,
    secondsLeft: rest.isWarned && rest.homeInMs !== null ? Math.ceil(rest.homeInMs / 1_000) : null,
    texts: own(branding.texts, language) ?? {},
  };
  return {
    ...rest, language, helpLink: settings.supportLink,
    telling: tellingOf(rest.screen, frame),
    remote: remote && { door: remote.door, text: remoteText(remote.door.locker, remote.why, frame) },
  };
}

/** What a page is told while there are no books, and with them no settings: in English, or in a language of ours. */
export function shownWithoutBooks(screen: Screen, language = 'en'): Shown {
  return {
    screen, language, homeInMs: null, isWarned: false, hears: false, isBlank: false, left: [], forced: [], remote: null, helpLink: '',
    telling: tellingOf(screen, { language, help: '', timeZone: 'UTC', isWarned: false, secondsLeft: null, texts: {} }),
  };
}

/** What a page is told before the books are open. */
export const startingShown: Shown = shownWithoutBooks({ screen: 'starting' });
