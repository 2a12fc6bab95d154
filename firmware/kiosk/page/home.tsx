import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SessionInput } from '../../../statecharts/session/session.events.ts';
import type { Screen } from '../screens.ts';
import { Icon } from './icons.tsx';
import { Key, Keyboard } from './keyboard.tsx';
import { Notice } from './notice.tsx';
import { useTyping, type Typing } from './typing.ts';
import { clockTime, words } from './words.ts';

/** Longer texts come from a scanner; nobody types them. */
const codeMost = 16;

export interface HomeProps {
  readonly screen: Extract<Screen, { screen: 'home' }>;
  /** Counts the times the server has told this screen: the countdown starts again. */
  readonly telling: number;
  readonly send: (input: SessionInput) => void;
}

export function Home({ screen, telling, send }: HomeProps): JSX.Element {
  const lockedForMs = useCountdown(screen.keypadLockedForMs, telling);
  const isLocked = lockedForMs > 0;
  const [hasLetters, setLetters] = useState(false);
  const typing = useTyping(!isLocked, (text) => send(inputOf(text)));
  const addKey = (character: string): void => {
    if (asCode(typing.text).length < codeMost) typing.add(character);
  };
  const notice = screen.notice === 'keypad-locked' && !isLocked ? null : screen.notice;
  return (
    <main class={hasLetters && !isLocked ? 'home letters' : 'home'}>
      <div class="home-say">
        <h1 tabIndex={-1}>{words.home.title}</h1>
        {isLocked ? <Locked forMs={lockedForMs} /> : <Code text={typing.text} />}
        {!isLocked && notice && <Notice kind={notice} text={words.notices[notice]} />}
        {!isLocked && !notice && <p class="lead">{words.home.text}</p>}
      </div>
      {hasLetters && !isLocked
        ? <Keyboard layout="code" onCharacter={addKey} onErase={typing.erase} onEnter={typing.enter} onDigits={() => setLetters(false)} />
        : <Keypad typing={typing} isOff={isLocked} onCharacter={addKey} onLetters={() => setLetters(true)} />}
    </main>
  );
}

function Code({ text }: { readonly text: string }): JSX.Element {
  const shown = groups(text);
  return (
    <div class="code-field">
      <span class="field-label" id="code-label">{words.home.code}</span>
      <output class={shown.length > 11 ? 'code long' : 'code'} aria-labelledby="code-label" aria-live="off">
        {shown === '' ? <span class="unseen">{words.home.codeEmpty}</span> : shown}
        <span class="caret" aria-hidden="true" />
      </output>
    </div>
  );
}

function Locked({ forMs }: { readonly forMs: number }): JSX.Element {
  const [before = '', after = ''] = words.home.lockedText.split('{time}');
  return (
    <div class="locked">
      <h2><Icon name="clock" />{words.home.lockedTitle}</h2>
      <p>{before}<span class="countdown" role="timer">{clockTime(forMs)}</span>{after}</p>
    </div>
  );
}

interface KeypadProps {
  readonly typing: Typing;
  readonly isOff: boolean;
  readonly onCharacter: (character: string) => void;
  readonly onLetters: () => void;
}

/** Laid out as on a telephone, which fingers know without eyes. */
function Keypad({ typing, isOff, onCharacter, onLetters }: KeypadProps): JSX.Element {
  return (
    <div class="keypad" role="group" aria-label={words.keys.keyboard}>
      {[...'123456789'].map((digit) => <Key key={digit} label={digit} isOff={isOff} onPress={() => onCharacter(digit)} />)}
      <Key name={words.keys.erase} label={<Icon name="erase" />} look="tinted" isOff={isOff} onPress={typing.erase} />
      <Key label="0" isOff={isOff} onPress={() => onCharacter('0')} />
      <Key label={words.keys.ok} look="main" isOff={isOff} onPress={typing.enter} />
      <Key name={words.keys.lettersName} label={words.keys.letters} look="low tinted" isOff={isOff} onPress={onLetters} />
    </div>
  );
}

function useCountdown(totalMs: number, telling: number): number {
  const [leftMs, setLeft] = useState(totalMs);
  useEffect(() => {
    setLeft(totalMs);
    if (totalMs <= 0) return;
    const end = performance.now() + totalMs;
    const timer = setInterval(() => {
      const left = Math.max(0, end - performance.now());
      setLeft(left);
      if (left === 0) clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  }, [totalMs, telling]);
  return leftMs;
}

/** A code has capitals and digits; spaces and dashes are how people write it down. */
function asCode(text: string): string {
  return text.replace(/[\s-]/g, '').toUpperCase();
}

function inputOf(text: string): SessionInput {
  const code = asCode(text);
  return /^[A-Z0-9]+$/.test(code) && code.length <= codeMost ? { type: 'code.entered', code } : { type: 'label.scanned', text };
}

/** "4F7K2Q9P" → "4F7K 2Q9P". The long text of a scanner is shown by its beginning. */
function groups(text: string): string {
  const code = asCode(text);
  if (code.length > codeMost || !/^[A-Z0-9]*$/.test(code)) return `${text.slice(0, codeMost)}…`;
  return code.replace(/(.{4})(?=.)/g, '$1\u00a0');
}
