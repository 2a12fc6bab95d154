import { builtInColours, type ColourName, type MediumUse } from '../../firmware/bank/branding.ts';
import { harbourScene, markOf, meadowScene, nightScene, type SceneColours } from './demo-pictures.ts';

/** What somebody on the simulator page wishes the bank to look like. */
export interface BrandWish {
  readonly title: string | null;
  readonly colours: Readonly<Partial<Record<ColourName, string>>>;
  /** By language and name of the text, as a branding document has them. */
  readonly texts: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Whose pictures; `null`: none. */
  readonly pictures: DemoLookName | null;
}

/** No wish: everything is as it is built in. */
export const plainWish: BrandWish = { title: null, colours: {}, texts: {}, pictures: null };

export type { ColourName } from '../../firmware/bank/branding.ts';

/** The four colours as a person sees them: those of the wish, and what is built in. */
export function coloursIn({ colours }: BrandWish): Readonly<Record<ColourName, string>> {
  return { ...builtInColours, ...colours };
}

interface DrawnPicture {
  readonly use: MediumUse;
  readonly svg: string;
}

interface DemoLook {
  readonly name: string;
  readonly wish: Omit<BrandWish, 'pictures'>;
  readonly pictures: readonly DrawnPicture[];
}

const morningSea: SceneColours = {
  sky: '#cfe6f7', skyBelow: '#fdf3e3', light: '#ffd98a', far: '#8fb7d3',
  middle: '#4d86b3', near: '#0b4f8a', bright: '#ffffff', mark: '#b8452f',
};
const eveningSea: SceneColours = {
  sky: '#33356b', skyBelow: '#f7a072', light: '#ffdf9e', far: '#7a6a9e',
  middle: '#4b4a85', near: '#252a5c', bright: '#f8efe6', mark: '#8f2d3a',
};
const summerMeadow: SceneColours = {
  sky: '#bfe0ef', skyBelow: '#fdf6dd', light: '#ffd463', far: '#a9c98b',
  middle: '#84b062', near: '#4f8236', bright: '#fbf4e2', mark: '#8a4f2b',
};
const autumnMeadow: SceneColours = {
  sky: '#e6dcc9', skyBelow: '#f9e2bd', light: '#f4b860', far: '#d9b26f',
  middle: '#c58a45', near: '#8f5a2c', bright: '#fbf0dc', mark: '#5e3520',
};
const darkTown: SceneColours = {
  sky: '#12163a', skyBelow: '#3b2f63', light: '#ffc857', far: '#2a2a58',
  middle: '#1e1f47', near: '#13142f', bright: '#f2f0ff', mark: '#ff9f68',
};
const lateTown: SceneColours = {
  sky: '#0b1a2b', skyBelow: '#1f4a5c', light: '#d8f3ff', far: '#173449',
  middle: '#10283a', near: '#0a1a28', bright: '#e3f7ff', mark: '#ffc857',
};

/** Looks to be declared with one touch: two light ones and a dark one. */
export const demoLooks = {
  harbour: {
    name: 'Harbour',
    wish: {
      title: 'Harbour Parcels',
      colours: { background: '#f3f7fb', text: '#0b2239', accent: '#0b4f8a', accentText: '#ffffff' },
      texts: {
        en: { 'home.title': 'Ahoy!' }, de: { 'home.title': 'Moin!' }, fr: { 'home.title': 'Bienvenue à bord !' },
        es: { 'home.title': '¡A bordo!' },
      },
    },
    pictures: [
      { use: 'logo', svg: markOf('wave', '#0b4f8a', '#ffffff') },
      { use: 'background', svg: harbourScene(morningSea) },
      { use: 'idle', svg: harbourScene(morningSea) },
      { use: 'idle', svg: harbourScene(eveningSea) },
    ],
  },
  meadow: {
    name: 'Meadow',
    wish: {
      title: 'Meadow Court residents',
      colours: { background: '#fbf8ef', text: '#2a2013', accent: '#3f6212', accentText: '#ffffff' },
      texts: { en: { 'home.title': 'Welcome home' }, de: { 'home.title': 'Willkommen zu Hause' } },
    },
    pictures: [
      { use: 'logo', svg: markOf('leaf', '#3f6212', '#fbf8ef') },
      { use: 'background', svg: meadowScene(summerMeadow) },
      { use: 'idle', svg: meadowScene(summerMeadow) },
      { use: 'idle', svg: meadowScene(autumnMeadow) },
    ],
  },
  night: {
    name: 'Night',
    wish: {
      title: 'Night Owl Lockers',
      colours: { background: '#0f1226', text: '#f2f0ff', accent: '#ffc857', accentText: '#1a1430' },
      texts: { en: { 'home.title': 'Open all night' }, de: { 'home.title': 'Die ganze Nacht offen' } },
    },
    pictures: [
      { use: 'logo', svg: markOf('moon', '#ffc857', '#1a1430') },
      { use: 'background', svg: nightScene(darkTown) },
      { use: 'idle', svg: nightScene(darkTown) },
      { use: 'idle', svg: nightScene(lateTown) },
    ],
  },
} as const satisfies Readonly<Record<string, DemoLook>>;

export type DemoLookName = keyof typeof demoLooks;

export const demoLookNames = Object.keys(demoLooks) as readonly DemoLookName[];

/** A look of the demonstration as a wish: its own words and colours, and its own pictures. */
export function wishFor(look: DemoLookName): BrandWish {
  return { ...demoLooks[look].wish, pictures: look };
}
