import type { Shown } from '../shown.ts';
import { filled, speechWords } from './speech-words.ts';
import { allParts, type Part } from './spoken.ts';

/**
 * What is new to whoever has heard the last screen: all of it, some words of it, what can be chosen, or nothing. A list that
 * changes a little must not begin anew with its title each time.
 */
type News =
  | { readonly kind: 'screen' }
  | { readonly kind: 'words'; readonly parts: readonly Part[]; readonly choices: boolean }
  | { readonly kind: 'nothing' };

export function newsOf(shown: Shown, before: Shown | null): News {
  if (before === null || !isSameScreen(shown, before)) return { kind: 'screen' };
  const parts = allParts.filter((part) => isNewPart(part, shown, before));
  const choices = ['fields', 'choices'] as const;
  const areNew = choices.some((part) => !isSame(shown.telling[part], before.telling[part])) || isSoughtAnew(shown, before);
  return parts.length > 0 || areNew ? { kind: 'words', parts, choices: areNew } : { kind: 'nothing' };
}

function isSameScreen({ screen, telling, language }: Shown, before: Shown): boolean {
  return screen.screen === before.screen.screen && telling.title === before.telling.title && language === before.language;
}

/** A notice that has gone says nothing; a countdown until typing works again is no news each second. */
function isNewPart(part: Part, { screen, telling }: Shown, before: Shown): boolean {
  if (part === 'notice' && telling.notice === null) return false;
  const counts = screen.screen === 'home' || screen.screen === 'sign-in';
  const told = (of: Shown['telling']) => (counts ? JSON.stringify(of[part]).replaceAll(/\d+/g, '0') : JSON.stringify(of[part]));
  return told(telling) !== told(before.telling);
}

/** Another name was looked for, and as nobody was found as before. */
function isSoughtAnew({ screen }: Shown, { screen: before }: Shown): boolean {
  return screen.screen === 'party' && before.screen === 'party' && screen.sought !== before.sought;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Doors that were forced, and doors that have come to stand open for too long, in words that say which and where. */
export function alarmsOf({ forced, left, language }: Shown, before: Shown | null): readonly string[] {
  const words = speechWords(language);
  const areNew = (doors: Shown['left'], known: Shown['left'] = []) =>
    doors.filter(({ locker }) => known.every((one) => one.locker !== locker));
  return [
    ...areNew(forced, before?.forced).map((door) => filled(words.forced, { ...door })),
    ...areNew(left, before?.left).map((door) => filled(words.shutDoor, { ...door })),
  ];
}

/** Nobody is here, or nobody any more: a refused code is still somebody's. */
export function isHome({ screen }: Shown): boolean {
  return screen.screen === 'starting' || (screen.screen === 'home' && screen.notice === null);
}
