import type { Choice, Shown } from '../shown.ts';
import { filled, speechWords } from './speech-words.ts';
import type { Typing } from './typing.ts';

/** What can be set about hearing, on the keys 1 to 7 under 0. */
export type AudioDeed =
  | { readonly kind: 'volume'; readonly by: 1 | -1 }
  | { readonly kind: 'pace'; readonly by: 1 | -1 }
  | { readonly kind: 'dark' }
  | { readonly kind: 'characters' }
  | { readonly kind: 'chosen'; readonly choice: Choice };

interface AudioItem {
  readonly name: string;
  readonly deed: AudioDeed;
}

/** The items that are always there keep their keys; the languages of the bank come after them. */
export function audioMenu(shown: Shown, typing: Typing, isDark: boolean): readonly AudioItem[] {
  const words = speechWords(shown.language);
  return [
    { name: words.louder, deed: { kind: 'volume', by: 1 } },
    { name: words.softer, deed: { kind: 'volume', by: -1 } },
    { name: words.faster, deed: { kind: 'pace', by: 1 } },
    { name: words.slower, deed: { kind: 'pace', by: -1 } },
    { name: isDark ? words.lit : words.dark, deed: { kind: 'dark' } },
    ...(typing.maySwitch() ? [{ name: typing.takesLetters() ? words.digits : words.letters, deed: { kind: 'characters' } as const }] : []),
    ...shown.telling.languages.map((choice) => ({ name: choice.name, deed: { kind: 'chosen', choice } as const })),
  ];
}

/** The languages beyond the last key are on the home screen. */
export const menuItemsMost = 8;

/** What is behind the key that is the same everywhere: who helps, as the drawer of the screen has it, and the settings. */
export function menuSpoken(shown: Shown, items: readonly AudioItem[]): readonly string[] {
  const words = speechWords(shown.language);
  const said = items.slice(0, menuItemsMost).map(({ name }, at) => filled(words.choice, { key: at + 1, name }));
  const { help } = shown.telling;
  return [words.menu, ...(help === '' ? [] : [help]), ...said, words.leaveMenu];
}
