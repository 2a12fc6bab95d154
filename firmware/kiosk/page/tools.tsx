import type { JSX } from 'preact';
import type { Choice, Shown } from '../shown.ts';
import { Button } from './button.tsx';
import { choicesOf, isWayOut } from './choices.tsx';
import { iconOf } from './icon-of.ts';
import { HelpLink } from './help-link.tsx';
import { Icon, type IconName } from './icons.tsx';
import { unbroken, useWords } from './language.ts';
import { counts } from './strikes.ts';
import type { Send } from './told.ts';

export type Drawer = 'languages' | 'help';

interface ToolsProps {
  readonly shown: Shown;
  readonly send: Send;
  /** Which of the drawers is open. */
  readonly drawer: Drawer | null;
  readonly onDrawer: (drawer: Drawer | null) => void;
}

/** Two further languages stand there by their names; more of them share a drawer. */
const namedMost = 2;

/** At the upper edge of each screen, always in the same order: the language, the way out, and in the corner help. */
export function Tools({ shown, send, drawer, onDrawer }: ToolsProps): JSX.Element {
  const words = useWords();
  const { telling } = shown;
  const { languages } = telling;
  const isNamed = shown.screen.screen === 'home' || languages.length <= 1;
  const toggle = (which: Drawer): void => onDrawer(drawer === which ? null : which);
  return (
    <div class="tools">
      {shown.hears && <span class="hears"><Icon name="headphones" /></span>}
      {languages.length > 0 && (isNamed && languages.length <= namedMost
        ? languages.map((choice) => <Language key={choice.name} choice={choice} send={send} />)
        : (
          <Opener
            drawer="languages" icon="globe" name={words.language} isOpen={drawer === 'languages'}
            onPress={() => toggle('languages')}
          />
        ))}
      {telling.choices.filter(isWayOut).map(({ name, does }) => (
        <Button key={name} weight="quiet" icon={iconOf(does)} name={name} onPress={() => send(does)} />
      ))}
      {(telling.help !== '' || shown.helpLink !== '' || problems(shown).length > 0) && (
        <Opener drawer="help" icon="help" name={words.help} isOpen={drawer === 'help'} onPress={() => toggle('help')} />
      )}
    </div>
  );
}

interface DrawerProps {
  readonly shown: Shown;
  readonly send: Send;
  readonly drawer: Drawer;
  readonly onChosen: () => void;
}

/** What a drawer holds lies over the screen; what was typed there stays. */
export function DrawerOf({ shown, send, drawer, onChosen }: DrawerProps): JSX.Element {
  const words = useWords();
  const choices = drawer === 'languages' ? shown.telling.languages : problems(shown);
  const choose = (choice: Choice): void => {
    onChosen();
    send(choice.does);
  };
  return (
    <main class="drawer">
      <h1 tabIndex={-1}>{words[drawer === 'languages' ? 'language' : 'help']}</h1>
      {drawer === 'help' && shown.telling.help !== '' && <p class="who-helps">{numberApart(shown.telling.help)}</p>}
      {drawer === 'help' && <HelpLink address={shown.helpLink} />}
      <div class="choices many">
        {choices.map((choice) => (
          <div key={choice.name} class="drawer-choice" lang={languageOf(choice)}>
            <Button weight="other" icon={iconOf(choice.does)} name={choice.name} onPress={() => choose(choice)} />
          </div>
        ))}
      </div>
    </main>
  );
}

function problems({ telling }: Shown): readonly Choice[] {
  return choicesOf(telling, 'reporting.chosen');
}

/** The telephone number, which people copy, has a line of its own. */
function numberApart(help: string): string {
  return unbroken(help).replace(/ (?=[+(\d][^ ]{4,}$)/, '\n');
}

function languageOf({ does }: Choice): string | undefined {
  return does.type === 'language.chosen' ? does.language : undefined;
}

function Language({ choice, send }: { readonly choice: Choice; readonly send: Send }): JSX.Element {
  return (
    <button
      type="button" class="button quiet language" lang={languageOf(choice)}
      onClick={(event) => counts('choice', choice.name, event) && send(choice.does)}
    >
      <span class="button-name">{choice.name}</span>
    </button>
  );
}

interface OpenerProps {
  readonly drawer: Drawer;
  readonly icon: IconName;
  readonly name: string;
  readonly isOpen: boolean;
  readonly onPress: () => void;
}

function Opener({ drawer, icon, name, isOpen, onPress }: OpenerProps): JSX.Element {
  return (
    <button
      type="button" class={`button quiet opener ${drawer}`} aria-expanded={isOpen}
      onClick={(event) => counts('choice', name, event) && onPress()}
    >
      <Icon name={isOpen ? 'none' : icon} />
      <span class="caption">{name}</span>
    </button>
  );
}
