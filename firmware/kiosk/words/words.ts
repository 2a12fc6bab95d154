import type { en } from './en.ts';

/** Every text of one language, by the names that English has: a name that is missing does not compile. */
export type Words = Texts<typeof en>;

/** A text that depends on a number: as many forms as the language has (CLDR's names); `other` is for all the rest. */
export interface Plural {
  readonly zero?: string;
  readonly one?: string;
  readonly two?: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

type Texts<T> = {
  readonly [Name in keyof T]: T[Name] extends 'ltr' ? 'ltr' | 'rtl'
    : T[Name] extends string ? string
    : T[Name] extends { readonly one: string; readonly other: string } ? Plural
    : Texts<T[Name]>;
};
