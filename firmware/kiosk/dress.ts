import { builtInColours, type Branding, type Medium, type MediumType } from '../bank/branding.ts';
import { sha256Of } from '../bank/hashes.ts';
import type { Look } from './look.ts';
import { isDarkGround, paletteOf } from './palette.ts';

export interface Picture {
  readonly type: MediumType;
  readonly bytes: Uint8Array;
}

/** A look, and the pictures that it names, by the hash of their bytes. */
export interface Dress {
  readonly look: Look;
  readonly pictures: ReadonlyMap<string, Picture>;
}

/** Where the kiosk's server has its pictures. The hash is the address, so that a browser may keep them for good. */
export const picturePath = '/media/';

/** What the page is built with. */
export const builtInDress: Dress = {
  look: { title: null, colours: null, logo: null, background: null, idle: [] }, pictures: new Map(),
};

/** The look that a branding in force gives to the page. A picture that is not here is left out, and the built-in one serves. */
export async function dressOf(branding: Branding, read: (medium: Medium) => Promise<Uint8Array | null>): Promise<Dress> {
  const pictures = new Map<string, Picture>();
  const paths: (readonly [use: Medium['use'], path: string])[] = [];
  for (const medium of branding.media) {
    const bytes = await read(medium);
    if (bytes === null) continue;
    const sha256 = sha256Of(bytes);
    pictures.set(sha256, { type: medium.type, bytes });
    paths.push([medium.use, `${picturePath}${sha256}`]);
  }
  const pathsFor = (use: Medium['use']) => paths.filter(([one]) => one === use).map(([, path]) => path);
  const [logo = null] = pathsFor('logo');
  const [background = null] = pathsFor('background');
  const look = { title: branding.title, colours: coloursOf(branding.colours), logo, background, idle: pathsFor('idle') };
  return { look, pictures };
}

function coloursOf(named: Branding['colours']): Look['colours'] {
  if (Object.keys(named).length === 0) return null;
  const colours = { ...builtInColours, ...named };
  return { palette: paletteOf(colours), isDark: isDarkGround(colours.background, colours.text) };
}
