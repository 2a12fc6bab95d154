import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { languages, wordsIn } from '../../firmware/kiosk/words/languages.ts';
import { contrastLeast, contrastWords } from '../../firmware/contract/contrast.ts';
import type { SimState } from '../sim-state.ts';
import { coloursIn, demoLookNames, demoLooks, plainWish, wishFor, type BrandWish, type ColourName } from '../upstream/demo-looks.ts';
import { usePerform } from './act.ts';
import { colourWords, isSameWish, standOf, verdictsOf, withText } from './brand-draft.ts';
import { LookPreview } from './look-preview.tsx';

/** Looks to begin with: what is built in, and those that are drawn here. */
const ready: readonly (readonly [name: string, wish: BrandWish])[] = [
  ['Built in', plainWish], ...demoLookNames.map((name) => [demoLooks[name].name, wishFor(name)] as const),
];

interface PartOfForm {
  readonly wish: BrandWish;
  readonly onWish: (wish: BrandWish) => void;
}

/** How the bank is to look: tried here, declared to the bank, and judged by it. */
export function BrandingForm({ state }: { readonly state: SimState }): JSX.Element {
  const perform = usePerform();
  const { branding } = state.upstream;
  const [draft, setDraft] = useState<BrandWish | null>(null);
  const [language, setLanguage] = useState('en');
  const wish = draft ?? branding.wish;
  const isDeclared = isSameWish(wish, branding.wish) && branding.version !== null;
  const part: PartOfForm = { wish, onWish: setDraft };
  const declare = (event: Event): void => {
    event.preventDefault();
    void perform({ do: 'brand', wish });
  };
  return (
    <form class="branding" aria-label="Branding" onSubmit={declare}>
      <div class="scroll branding-parts" tabIndex={0} role="region" aria-label="The look">
        <Ready {...part} />
        <div class="branding-now">
          <LookPreview wish={wish} language={language} />
          <Colours {...part} />
        </div>
        <Verdicts wish={wish} />
        <Names {...part} />
        <Texts {...part} language={language} onLanguage={setLanguage} />
      </div>
      <div class="branding-foot">
        <p class={branding.answer === 'refused' ? 'stand refused' : 'stand'} role="status">{standOf(branding)}</p>
        <button type="submit" class="primary" disabled={isDeclared}>Declare this look</button>
      </div>
    </form>
  );
}

function Ready({ wish, onWish }: PartOfForm): JSX.Element {
  return (
    <div class="looks" role="group" aria-label="Ready-made looks">
      {ready.map(([name, one]) => (
        <button key={name} type="button" class="look" aria-pressed={isSameWish(one, wish)} onClick={() => onWish(one)}>
          <LookPreview wish={one} language="en" />
          {name}
        </button>
      ))}
    </div>
  );
}

function Colours({ wish, onWish }: PartOfForm): JSX.Element {
  const colours = coloursIn(wish);
  return (
    <div class="colours">
      {(Object.keys(colourWords) as ColourName[]).map((name) => (
        <label key={name} class="colour">
          <input
            type="color"
            value={colours[name]}
            onInput={(e) => onWish({ ...wish, colours: { ...wish.colours, [name]: e.currentTarget.value } })}
          />
          <span>{colourWords[name]}</span>
          <code>{colours[name]}</code>
        </label>
      ))}
    </div>
  );
}

function Verdicts({ wish }: { readonly wish: BrandWish }): JSX.Element {
  const verdicts = verdictsOf(wish);
  return (
    <ul class="verdicts" aria-label="Contrast">
      {verdicts.map(({ what, ratio, isEnough }) => (
        <li key={what} class={isEnough ? 'verdict' : 'verdict low'}>
          <span aria-hidden="true">{isEnough ? '✓' : '✕'}</span> {what} <b>{contrastWords(ratio)}</b>
        </li>
      ))}
      {verdicts.every(({ isEnough }) => isEnough) ? null : <li class="hint">The bank will refuse less than {contrastLeast}:1.</li>}
    </ul>
  );
}

function Names({ wish, onWish }: PartOfForm): JSX.Element {
  return (
    <div class="branding-row">
      <div class="field">
        <label for="brand-title">Title</label>
        <input
          id="brand-title" type="text" maxLength={60} autocomplete="off" placeholder="none" value={wish.title ?? ''}
          onInput={(e) => onWish({ ...wish, title: e.currentTarget.value === '' ? null : e.currentTarget.value })}
        />
      </div>
      <div class="field">
        <label for="brand-pictures">Pictures</label>
        <select
          id="brand-pictures" value={wish.pictures ?? ''}
          onChange={(e) => onWish({ ...wish, pictures: demoLookNames.find((name) => name === e.currentTarget.value) ?? null })}
        >
          <option value="">none</option>
          {demoLookNames.map((name) => <option key={name} value={name}>{demoLooks[name].name}: logo, background, idle</option>)}
        </select>
      </div>
    </div>
  );
}

interface TextsProps extends PartOfForm {
  readonly language: string;
  readonly onLanguage: (language: string) => void;
}

/** Two of the texts that may be replaced: the first that people read, and the one that calls them. */
function Texts({ wish, onWish, language, onLanguage }: TextsProps): JSX.Element {
  const { home, page } = wordsIn(language);
  const rows = [['home.title', 'Greeting', home.title], ['page.begin', 'On idle pictures', page.begin]] as const;
  return (
    <div class="branding-row three">
      <div class="field">
        <label for="brand-language">Texts in</label>
        <select id="brand-language" value={language} onChange={(e) => onLanguage(e.currentTarget.value)}>
          {Object.entries(languages).map(([code, words]) => <option key={code} value={code}>{words.language}</option>)}
        </select>
      </div>
      {rows.map(([name, title, usual]) => (
        <div key={name} class="field">
          <label for={`brand-${name}`}>{title}</label>
          <input
            id={`brand-${name}`} type="text" maxLength={60} autocomplete="off" placeholder={usual}
            value={wish.texts[language]?.[name] ?? ''}
            onInput={(e) => onWish(withText(wish, language, name, e.currentTarget.value))}
          />
        </div>
      ))}
    </div>
  );
}
