import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Telling } from '../shown.ts';

export type PageWords = Telling['page'];

/** What stands on keys and drawings, in the language of the screen. Whatever draws them stands below a screen. */
export const WordsOfScreen = createContext<PageWords | null>(null);

export function useWords(): PageWords {
  const words = useContext(WordsOfScreen);
  if (words === null) throw new TypeError('no screen has been told yet');
  return words;
}

/** Fills the gaps of a text: `fill('Locker {locker}', { locker: 7 })`. */
export function fill(text: string, gaps: Readonly<Record<string, string | number>>): string {
  const values = new Map(Object.entries(gaps));
  return text.replace(/\{(\w+)\}/g, (gap, name: string) => String(values.get(name) ?? gap));
}

/** 75 s → "1:15"; from an hour on with hours. */
export function clockTime(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  const parts = minutes < 60 ? [minutes] : [Math.floor(minutes / 60), minutes % 60];
  return [...parts, seconds % 60].map((part, at) => (at === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

/** Numbers that belong together stay on one line: a telephone number, and measures with their unit. */
export function unbroken(text: string): string {
  return text.replaceAll(/(?<=[\d×]) (?=[\d×]|[a-z]{1,2}$)/g, '\u00a0').replaceAll(/(?<=\d)-(?=\d)/g, '\u2011');
}
