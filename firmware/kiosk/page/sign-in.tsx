import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SessionInput } from '../../../statecharts/session/session.events.ts';
import type { Field as FieldToType, Telling } from '../shown.ts';
import { Button } from './button.tsx';
import { Choices } from './choices.tsx';
import { useCountdown } from './countdown.ts';
import { Field, useTypedInto } from './field.tsx';
import { Icon } from './icons.tsx';
import { Keyboard } from './keyboard.tsx';
import { Keypad, Locked, Typed } from './keypad.tsx';
import { useWords } from './language.ts';
import { Say } from './notice.tsx';
import type { ScreenProps } from './screen-props.ts';
import type { Send } from './told.ts';
import { carrierInput, codeInput } from './typed.ts';
import { useTyping } from './typing.ts';

export interface Username {
  readonly value: string;
  readonly put: (value: string) => void;
}

interface SignInProps extends ScreenProps<'sign-in'> {
  /** Outlives the moment in which the password is checked, so that nobody types their name twice. */
  readonly username: Username;
}

/** The way that somebody has chosen to say who they are. */
export function SignIn({ screen, telling, send, username }: SignInProps): JSX.Element {
  const lockedForMs = useCountdown(screen.way === 'code' ? screen.keypadLockedForMs : 0);
  if (screen.way === 'password') return <WithPassword telling={telling} send={send} username={username} />;
  const inputOf = screen.way === 'code' ? codeInput : carrierInput;
  return <Pad telling={telling} send={send} inputOf={inputOf} lockedForMs={lockedForMs} rests={screen.way} />;
}

export function Pin({ telling, send }: ScreenProps<'pin'>): JSX.Element {
  return <Pad telling={telling} send={send} inputOf={(pin) => ({ type: 'pin.entered', pin })} />;
}

interface PadProps {
  readonly telling: Telling;
  readonly send: Send;
  readonly inputOf: (text: string) => SessionInput;
  /** Too many wrong codes: the keypad rests. */
  readonly lockedForMs?: number;
  /** What the keypad is for while it rests: then nothing is asked for. */
  readonly rests?: FieldToType['name'];
}

/** One field and the keypad for it. */
export function Pad({ telling, send, inputOf, lockedForMs = 0, rests = 'code' }: PadProps): JSX.Element {
  const isLocked = lockedForMs > 0;
  const field = telling.fields[0];
  const typing = useTyping(!isLocked, (text) => send(inputOf(text)));
  return (
    <main class="pad">
      <div class="say">
        <Say telling={telling} />
        {isLocked && <Locked forMs={lockedForMs} />}
        {field && !isLocked && <Typed field={field} text={typing.text} />}
        <Choices choices={telling.choices} send={send} />
      </div>
      {(field ?? isLocked) && <Keypad field={field ?? { name: rests, keys: 'code', most: 0 }} typing={typing} isOff={isLocked} />}
    </main>
  );
}

function WithPassword({ telling, send, username }: Omit<PadProps, 'inputOf'> & { readonly username: Username }): JSX.Element {
  const words = useWords();
  const [password, setPassword] = useState('');
  const [isShown, setShown] = useState(false);
  const name = useRef<HTMLInputElement>(null);
  const secret = useRef<HTMLInputElement>(null);
  const current = useTypedInto(username.value === '' ? name : secret);
  useEffect(() => {
    const field = secret.current;
    return () => { if (field) field.value = ''; };
  }, []);
  const fieldOf = (wanted: FieldToType['name']): FieldToType | undefined => telling.fields.find((field) => field.name === wanted);
  const most = { name: fieldOf('username')?.most ?? 64, secret: fieldOf('password')?.most ?? 128 };
  const isName = (): boolean => current() === name.current;
  const submit = (): void => {
    if (username.value.trim() === '') name.current?.focus();
    else if (password === '') secret.current?.focus();
    else send({ type: 'password.entered', username: username.value.trim(), password });
  };
  const change = (how: (text: string) => string): void => {
    if (isName()) username.put(how(username.value).slice(0, most.name));
    else setPassword(how(password).slice(0, most.secret));
  };
  const enter = (): void => {
    if (isName() && password === '') secret.current?.focus();
    else submit();
  };
  return (
    <main class="desk">
      <div class="say"><Say telling={telling} /></div>
      <div class="desk-fields">
        <Field
          name="username" label={fieldOf('username')?.label ?? ''} most={most.name} input={name}
          value={username.value} onValue={username.put} onEnter={enter}
        />
        <Field
          name="password" label={fieldOf('password')?.label ?? ''} most={most.secret} input={secret}
          value={password} onValue={setPassword} onEnter={enter} isSecret={!isShown}
        >
          <button
            type="button" class="show" aria-label={isShown ? words.keys.hide : words.keys.show}
            onClick={() => setShown(!isShown)}
          >
            <Icon name={isShown ? 'hidden' : 'eye'} />
          </button>
        </Field>
        <Button weight="main" icon="forward" name={words.enter.password} onPress={submit} />
      </div>
      <Choices choices={telling.choices} send={send} />
      <Keyboard
        layout="text" enter={words.enter[isName() ? 'username' : 'password']} onCharacter={(one) => change((text) => text + one)}
        onErase={() => change((text) => text.slice(0, -1))} onEnter={enter}
      />
    </main>
  );
}
