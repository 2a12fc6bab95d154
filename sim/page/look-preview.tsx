import type { JSX } from 'preact';
import { wordsIn } from '../../firmware/kiosk/words/languages.ts';
import { coloursIn, demoLooks, type BrandWish } from '../upstream/demo-looks.ts';

/** The home screen in somebody's look, small. The kiosk draws it itself as soon as the bank has taken it. */
export function LookPreview({ wish, language }: { readonly wish: BrandWish; readonly language: string }): JSX.Element {
  const { background, text, accent, accentText } = coloursIn(wish);
  const colours = { '--look-paper': background, '--look-ink': text, '--look-accent': accent, '--look-on-accent': accentText };
  const [logo, backdrop] = [pictureOf(wish, 'logo'), pictureOf(wish, 'background')];
  const { home } = wordsIn(language);
  return (
    <span class="look-preview" style={colours} aria-hidden="true">
      {backdrop === null ? null : <img class="look-backdrop" src={backdrop} alt="" />}
      <span class="look-head">
        {logo === null ? <span class="look-mark" /> : <img src={logo} alt="" />}
        <b>{wish.title}</b>
      </span>
      <span class="look-body">
        <span class="look-say">
          <b>{wish.texts[language]?.['home.title'] ?? home.title}</b>
          <span class="look-button">{home.typeInstead}</span>
        </span>
        <span class="look-keys">{Array.from({ length: 9 }, (_, n) => <i key={n} />)}</span>
      </span>
    </span>
  );
}

function pictureOf({ pictures }: BrandWish, use: 'logo' | 'background'): string | null {
  const found = pictures === null ? undefined : demoLooks[pictures].pictures.find((one) => one.use === use);
  return found ? `data:image/svg+xml,${encodeURIComponent(found.svg)}` : null;
}
