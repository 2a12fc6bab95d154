import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SessionInput } from '../../../statecharts/session/session.events.ts';
import type { Screen } from '../screens.ts';
import { Button } from './button.tsx';
import { Field, useTypedInto } from './field.tsx';
import { Keyboard } from './keyboard.tsx';
import { Notice } from './notice.tsx';
import { words } from './words.ts';

export interface SignInProps {
  readonly screen: Extract<Screen, { screen: 'staff-sign-in' }>;
  readonly send: (input: SessionInput) => void;
  /** Outlives the moment in which the password is checked, so that nobody types their name twice. */
  readonly username: string;
  readonly onUsername: (username: string) => void;
}

export function StaffSignIn({ screen, send, username, onUsername }: SignInProps): JSX.Element {
  const [password, setPassword] = useState('');
  const [isShown, setShown] = useState(false);
  const name = useRef<HTMLInputElement>(null);
  const secret = useRef<HTMLInputElement>(null);
  const current = useTypedInto(username === '' ? name : secret);
  useEffect(() => {
    const field = secret.current;
    return () => { if (field) field.value = ''; };
  }, []);
  const isName = (): boolean => current() === name.current;
  const submit = (): void => {
    if (username.trim() === '') name.current?.focus();
    else if (password === '') secret.current?.focus();
    else send({ type: 'password.entered', username: username.trim(), password });
  };
  const add = (character: string): void => {
    if (isName()) onUsername((username + character).slice(0, 64));
    else setPassword((password + character).slice(0, 128));
  };
  const erase = (): void => {
    if (isName()) onUsername(username.slice(0, -1));
    else setPassword(password.slice(0, -1));
  };
  const enter = (): void => {
    if (isName() && password === '') secret.current?.focus();
    else submit();
  };
  return (
    <main class="desk">
      <div class="desk-say">
        <h1 tabIndex={-1}>{words.signIn.title}</h1>
        {screen.notice && <Notice kind={screen.notice} text={words.notices[screen.notice]} />}
      </div>
      <div class="desk-fields">
        <Field id="username" label={words.signIn.username} most={64} input={name} value={username} onValue={onUsername} onEnter={enter} />
        <Field
          id="password"
          label={words.signIn.password}
          most={128}
          input={secret}
          value={password}
          onValue={setPassword}
          onEnter={enter}
          isSecret={!isShown}
        >
          <button type="button" class="show" aria-label={words.signIn.showName} aria-pressed={isShown} onClick={() => setShown(!isShown)}>
            {words.signIn.show}
          </button>
        </Field>
        <Button kind="calm" icon="person" name={words.signIn.submit} onPress={submit} />
      </div>
      <Keyboard layout="text" onCharacter={add} onErase={erase} onEnter={enter} />
    </main>
  );
}
