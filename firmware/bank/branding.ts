import type { colourNames, mediumTypes, mediumUses } from '../contract/document-bodies.ts';

export type ColourName = (typeof colourNames)[number];
export type MediumUse = (typeof mediumUses)[number];
export type MediumType = (typeof mediumTypes)[number];

/** How the bank looks and what it says in its own words, as far as the upstream has a wish. All else is built in. */
export interface Branding {
  /** In place of the name of the product. */
  readonly title: string | null;
  readonly colours: Readonly<Partial<Record<ColourName, string>>>;
  /** By language and name of the text. A name that the page does not have says nothing. */
  readonly texts: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly media: readonly Medium[];
}

/** A picture, and the hashes of the parts that it lies in. */
export interface Medium {
  readonly use: MediumUse;
  readonly type: MediumType;
  readonly parts: readonly string[];
}

export const noBranding: Branding = { title: null, colours: {}, texts: {}, media: [] };

/** What the page of the kiosk is built with: `--paper`, `--ink`, `--accent` of its style sheet, and white on the accent. */
export const builtInColours: Readonly<Record<ColourName, string>> = {
  background: '#f4f5f1', text: '#13211d', accent: '#00695a', accentText: '#ffffff',
};
