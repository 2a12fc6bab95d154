import type { JSX } from 'preact';
import { never } from '../../../statecharts/never.ts';
import type { CabinetDrawing } from '../screens.ts';
import type { Shown } from '../shown.ts';
import { Choose } from './choose.tsx';
import { Doors } from './doors.tsx';
import { Home } from './home.tsx';
import { Label, Party } from './label.tsx';
import { Lockers } from './lockers.tsx';
import { AskEnd, Question } from './plain.tsx';
import { Quiet } from './quiet.tsx';
import { Pin, SignIn, type Username } from './sign-in.tsx';
import { Sign } from './sign.tsx';
import { Length, Sizes } from './sizes.tsx';
import type { Send } from './told.ts';

interface BodyProps {
  readonly shown: Shown;
  readonly cabinet: CabinetDrawing | null;
  readonly send: Send;
  readonly username: Username;
}

/** The one screen that is shown. */
export function Body({ shown: { screen, telling, helpLink }, cabinet, send, username }: BodyProps): JSX.Element {
  const rest = { telling, cabinet, send };
  switch (screen.screen) {
    case 'starting':
    case 'one-moment': return <Quiet telling={telling} icon="dots" />;
    case 'out-of-order': return <Quiet telling={telling} icon="warning" helpLink={helpLink} />;
    case 'set-up': return <Quiet telling={telling} icon="tools" helpLink={helpLink} />;
    case 'home': return <Home screen={screen} {...rest} />;
    case 'sign-in': return <SignIn screen={screen} {...rest} username={username} />;
    case 'pin': return <Pin screen={screen} {...rest} />;
    case 'choose': return <Choose screen={screen} {...rest} />;
    case 'ask-end': return <AskEnd screen={screen} {...rest} />;
    case 'sign': return <Sign screen={screen} {...rest} />;
    case 'doors': return <Doors screen={screen} {...rest} />;
    case 'store-size':
    case 'place': return <Sizes screen={screen} {...rest} />;
    case 'longer':
    case 'store-length': return <Length screen={screen} {...rest} />;
    case 'label': return <Label screen={screen} {...rest} />;
    case 'party': return <Party screen={screen} {...rest} />;
    case 'lockers': return <Lockers screen={screen} {...rest} />;
    case 'problem':
    case 'reason':
    case 'confirm': return <Question screen={screen} {...rest} />;
    default: return never(screen, 'screen');
  }
}
