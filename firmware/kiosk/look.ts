import type { Palette } from './palette.ts';

/** How the page looks, told apart from what it shows. Pictures are paths on the kiosk's own server. */
export interface Look {
  /** Beside the logo; without one there is none. */
  readonly title: string | null;
  /** `null`: the upstream wishes no colours, and the page keeps those that it is built with. */
  readonly colours: { readonly palette: Palette; readonly isDark: boolean } | null;
  readonly logo: string | null;
  /** Behind the home screen. */
  readonly background: string | null;
  /** Shown one after the other while nobody is there. */
  readonly idle: readonly string[];
}
