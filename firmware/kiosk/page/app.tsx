import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { Screen } from '../screens.ts';
import type { Shown } from '../shown.ts';
import { useArrows } from './arrows.ts';
import { Body } from './body.tsx';
import { wearColours } from './brand-colours.ts';
import { Idle } from './brand-idle.tsx';
import { usePictures } from './brand-pictures.ts';
import { mayRest, useRest } from './brand-rest.ts';
import { Backdrop, Brand } from './brand.tsx';
import { useFit } from './fit.ts';
import { useFocusAndTitle, useReturnOfFocus } from './focus.ts';
import { WordsOfScreen } from './language.ts';
import { noContactIn } from './no-contact.ts';
import { Lost, Quiet } from './quiet.tsx';
import type { Username } from './sign-in.tsx';
import { TimeLeft } from './time-left.tsx';
import { useTold, type Told } from './told.ts';
import { DrawerOf, Tools, type Drawer } from './tools.tsx';
import { useTouches } from './touches.ts';
import { Banners, Warned } from './warned.tsx';

/** The whole page: what was told, or that nothing is told. */
export function App(): JSX.Element {
  const told = useTold();
  const { shown, isLost } = told;
  const language = useLanguage(shown);
  useLayoutEffect(() => wearColours(told.look?.colours ?? null), [told.look]);
  useArrows();
  return (
    <>
      {shown && <Page told={told} shown={shown} />}
      {!shown && <div class="page"><Quiet telling={{ ...noContactIn(language), text: '' }} icon="dots" /></div>}
      {isLost && <Lost language={language} />}
    </>
  );
}

/** Above the tools, then the screen, then the time that it stays; over them what cannot wait. */
function Page({ told, shown }: { readonly told: Told; readonly shown: Shown }): JSX.Element {
  const { turn, count, cabinet, isLost, send } = told;
  const { screen, telling, homeInMs, isWarned } = shown;
  const [drawer, setDrawer] = useState<Drawer | null>(null);
  const username = useUsername(screen);
  const fit = useFit();
  const isCovered = isLost || isWarned;
  const isHome = screen.screen === 'home';
  const pictures = usePictures(told.look);
  const hasIdle = pictures.idle.length > 0;
  // Where there are no pictures, what rests is a drawer that somebody has left open.
  const rest = useRest((hasIdle || drawer !== null) && !isCovered && mayRest(shown), turn);
  useEffect(() => setDrawer(null), [turn, rest]);
  useTouches(homeInMs !== null && !isCovered, () => send({ type: 'person.touched' }));
  useFocusAndTitle(isWarned ? document.title : telling.title, turn);
  useReturnOfFocus(isCovered, turn);
  if (shown.isBlank) return <main class="blank"><h1 class="unseen" tabIndex={-1}>{telling.title}</h1></main>;
  return (
    <WordsOfScreen.Provider value={telling.page}>
      <div class={`page on-${screen.screen}`} inert={isCovered}>
        {isHome && pictures.background !== null && <Backdrop src={pictures.background} />}
        <header>
          <Brand logo={pictures.logo} title={isHome ? told.look?.title ?? null : null} />
          <Tools shown={shown} send={send} drawer={drawer} onDrawer={setDrawer} />
        </header>
        <Banners left={shown.left} forced={shown.forced} remote={shown.remote} />
        {drawer && <DrawerOf shown={shown} send={send} drawer={drawer} onChosen={() => setDrawer(null)} />}
        <div class="beneath" ref={fit} hidden={drawer !== null}>
          <Body key={turn} shown={shown} cabinet={cabinet} send={send} username={username} />
        </div>
        {homeInMs !== null && <TimeLeft homeInMs={homeInMs} count={count} />}
      </div>
      <p class="unseen" role="status">{announcementOf(shown)}</p>
      {rest !== 'awake' && hasIdle && <Idle pictures={pictures.idle} rest={rest} />}
      {isWarned && !isLost && <Warned shown={shown} cabinet={cabinet} count={count} send={send} />}
    </WordsOfScreen.Provider>
  );
}

/** What a screen reader says of itself, without the focus going anywhere: how the last try ended, or what to do and where. */
function announcementOf({ telling: { notice, text, places }, screen }: Shown): string {
  const where = screen.screen === 'doors' ? places : [];
  return [notice?.text, text, ...where].filter((part) => part !== undefined && part !== '').join(' ');
}

/** The document speaks the language of the screen, and is read in its direction. */
function useLanguage(shown: Shown | null): string {
  const [language, setLanguage] = useState('en');
  useLayoutEffect(() => {
    if (!shown) return;
    setLanguage(shown.language);
    document.documentElement.lang = shown.language;
    document.documentElement.dir = shown.telling.direction;
  }, [shown?.language, shown?.telling.direction]);
  return language;
}

/** Outlives the moment in which a password is checked, so that nobody types their name twice; nothing beyond it. */
function useUsername(screen: Screen): Username {
  const [value, put] = useState('');
  const isNeeded = screen.screen === 'sign-in' || screen.screen === 'one-moment';
  useEffect(() => { if (!isNeeded) put(''); }, [isNeeded]);
  return { value, put };
}
