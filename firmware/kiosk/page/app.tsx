import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { never } from '../../../statecharts/never.ts';
import type { SessionInput } from '../../../statecharts/session/session.events.ts';
import type { Screen } from '../screens.ts';
import { Button } from './button.tsx';
import { DoorOpen, DoorOpening, DoorShut, DoorStuck } from './door-screens.tsx';
import { useFocusAndTitle, useReturnOfFocus } from './focus.ts';
import { Home } from './home.tsx';
import { Icon } from './icons.tsx';
import { Lost, Quiet } from './quiet.tsx';
import { announcementOf, sayingOf } from './saying.ts';
import { StaffLabel } from './staff-label.tsx';
import { StaffSignIn } from './staff-sign-in.tsx';
import { MoreTime, TimeLeft, useIsLate } from './time-left.tsx';
import { useTold, type Told } from './told.ts';
import { useTouches } from './touches.ts';
import { words } from './words.ts';

/** The whole page: help and the way out above, then the screen, then the time that it stays. */
export function App(): JSX.Element {
  const told = useTold();
  const { screen, turn, telling, isLost, send } = told;
  const homeInMs = screen && 'homeInMs' in screen ? screen.homeInMs : null;
  const isLate = useIsLate(homeInMs, telling);
  const touch = (): void => send({ type: 'person.touched' });
  useTouches(homeInMs !== null, touch);
  useFocusAndTitle(screen, turn);
  useReturnOfFocus(isLost);
  return (
    <>
      <div class="page" inert={isLost}>
        <header>
          <div class="brand">
            <Icon name="boxes" />
            <p><strong>{words.title}</strong><span>{words.help}</span></p>
          </div>
          {isLate && <MoreTime onPress={touch} />}
          <WayOut screen={screen} send={send} />
        </header>
        <Body key={turn} told={told} username={useUsername(screen)} />
        {homeInMs !== null && <TimeLeft homeInMs={homeInMs} telling={telling} />}
      </div>
      <p class="unseen" role="status">{isLate ? words.homeSoon : screen ? announcementOf(screen) : ''}</p>
      {isLost && <Lost />}
    </>
  );
}

interface BodyProps {
  readonly told: Told;
  readonly username: Username;
}

function Body({ told: { screen, cabinet, telling, send }, username }: BodyProps): JSX.Element {
  if (!screen) return <Quiet saying={{ title: words.oneMoment, text: '' }} icon="dots" />;
  switch (screen.screen) {
    case 'starting':
    case 'one-moment': return <Quiet saying={sayingOf(screen)} icon="dots" />;
    case 'out-of-order': return <Quiet saying={sayingOf(screen)} icon="warning" />;
    case 'home': return <Home screen={screen} telling={telling} send={send} />;
    case 'staff-sign-in': return <StaffSignIn screen={screen} send={send} username={username.value} onUsername={username.put} />;
    case 'staff-label': return <StaffLabel screen={screen} send={send} />;
    case 'door-opening': return <DoorOpening screen={screen} cabinet={cabinet} />;
    case 'door-open': return <DoorOpen screen={screen} cabinet={cabinet} />;
    case 'door-shut': return <DoorShut screen={screen} cabinet={cabinet} send={send} />;
    case 'door-stuck': return <DoorStuck screen={screen} cabinet={cabinet} send={send} />;
    default: return never(screen, 'screen');
  }
}

interface WayOutProps {
  readonly screen: Screen | null;
  readonly send: (input: SessionInput) => void;
}

/** Always at the same place. None where the screen leaves by itself in a moment. */
function WayOut({ screen, send }: WayOutProps): JSX.Element | null {
  const finish = (): void => send({ type: 'finish.chosen' });
  switch (screen?.screen) {
    case 'home':
      return <Button kind="quiet" icon="person" name={words.home.staff} onPress={() => send({ type: 'staff.chosen' })} />;
    case 'staff-label':
      return <Button kind="quiet" icon="done" name={words.finish} onPress={finish} />;
    case 'door-shut': // a recipient's finish is the large button
      return screen.purpose === 'deposit' ? <Button kind="quiet" icon="done" name={words.finish} onPress={finish} /> : null;
    case 'staff-sign-in':
    case 'door-open':
    case 'door-stuck':
      return <Button kind="quiet" icon="back" name={words.backToStart} onPress={finish} />;
    default:
      return null;
  }
}

interface Username {
  readonly value: string;
  readonly put: (value: string) => void;
}

/** Outlives the moment in which a password is checked, so that nobody types their name twice; nothing beyond it. */
function useUsername(screen: Screen | null): Username {
  const [value, put] = useState('');
  const isNeeded = screen?.screen === 'staff-sign-in' || screen?.screen === 'one-moment';
  useEffect(() => { if (!isNeeded) put(''); }, [isNeeded]);
  return { value, put };
}
