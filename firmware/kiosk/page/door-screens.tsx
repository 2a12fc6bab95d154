import type { ComponentChildren, JSX } from 'preact';
import type { SessionInput } from '../../../statecharts/session/session.events.ts';
import type { CabinetDrawing, Screen } from '../screens.ts';
import { Button } from './button.tsx';
import { Cabinet, type DoorMood } from './cabinet.tsx';
import type { IconName } from './icons.tsx';
import { sayingOf } from './saying.ts';
import { useTyping } from './typing.ts';
import { fill, words } from './words.ts';

type Of<Name extends Screen['screen']> = Extract<Screen, { screen: Name }>;

interface DoorProps<Name extends Screen['screen']> {
  readonly screen: Of<Name>;
  readonly cabinet: CabinetDrawing | null;
}

interface ChoiceProps<Name extends Screen['screen']> extends DoorProps<Name> {
  readonly send: (input: SessionInput) => void;
}

export function DoorOpening({ screen, cabinet }: DoorProps<'door-opening'>): JSX.Element {
  return <DoorFrame screen={screen} cabinet={cabinet} mood="waiting" icon="opening" />;
}

export function DoorOpen({ screen, cabinet }: DoorProps<'door-open'>): JSX.Element {
  return <DoorFrame screen={screen} cabinet={cabinet} mood="open" icon={screen.purpose === 'pickup' ? 'takeOut' : 'putIn'} />;
}

export function DoorShut({ screen, cabinet, send }: ChoiceProps<'door-shut'>): JSX.Element {
  const isDeposit = screen.purpose === 'deposit';
  useTyping(isDeposit, (text) => send({ type: 'label.scanned', text })); // the next label may be scanned at once
  const again = screen.canReopen && (
    <Button kind="plain" icon="again" name={words.door.openAgain} onPress={() => send({ type: 'reopen.chosen' })} />
  );
  return (
    <DoorFrame screen={screen} cabinet={cabinet} mood="shut" icon="shut">
      <div class="choices">
        {isDeposit
          ? <Button kind="calm" icon="next" name={words.door.next} onPress={() => send({ type: 'next.chosen' })} />
          : <Button kind="calm" icon="done" name={words.door.finished} onPress={() => send({ type: 'finish.chosen' })} />}
        {again}
        {isDeposit && screen.canReopen && (
          <Button kind="plain" icon="empty" name={words.door.retract} onPress={() => send({ type: 'retract.chosen' })} />
        )}
      </div>
    </DoorFrame>
  );
}

export function DoorStuck({ screen, cabinet, send }: ChoiceProps<'door-stuck'>): JSX.Element {
  const mayRetry = screen.why !== 'window-over';
  const isDeposit = screen.purpose === 'deposit';
  return (
    <DoorFrame screen={screen} cabinet={cabinet} mood="stuck" icon="warning">
      <div class="choices">
        {mayRetry && <Button kind="calm" icon="again" name={words.door.tryAgain} onPress={() => send({ type: 'retry.chosen' })} />}
        {isDeposit && (
          <Button kind={mayRetry ? 'plain' : 'calm'} icon="next" name={words.door.next} onPress={() => send({ type: 'next.chosen' })} />
        )}
        {!isDeposit && !mayRetry && (
          <Button kind="calm" icon="done" name={words.door.finished} onPress={() => send({ type: 'finish.chosen' })} />
        )}
      </div>
    </DoorFrame>
  );
}

interface FrameProps {
  readonly screen: Of<'door-opening' | 'door-open' | 'door-shut' | 'door-stuck'>;
  readonly cabinet: CabinetDrawing | null;
  readonly mood: DoorMood;
  readonly icon: IconName;
  readonly children?: ComponentChildren;
}

/** What to do on one side, where the door is on the other. A long bank is drawn across the whole screen instead. */
function DoorFrame({ screen, cabinet, mood, icon, children }: FrameProps): JSX.Element {
  const { title, text } = sayingOf(screen);
  const isLong = cabinet !== null && cabinet.widthMm > 1.6 * cabinet.heightMm;
  return (
    <main class={isLong ? `door-screen long ${mood}` : `door-screen ${mood}`}>
      <div class="door-say">
        <h1 tabIndex={-1}>{title}</h1>
        <p class="lead">{text}</p>
        {(mood === 'open' || mood === 'waiting') && (
          <p class="place">
            <span class="number" aria-hidden="true">{screen.door.locker}</span>
            <span>{fill(words.door.place, screen.door)}</span>
          </p>
        )}
        {children}
      </div>
      {cabinet && <Cabinet cabinet={cabinet} door={screen.door} mood={mood} icon={icon} />}
    </main>
  );
}
