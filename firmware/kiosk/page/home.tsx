import type { JSX } from 'preact';
import { Choices } from './choices.tsx';
import { useCountdown } from './countdown.ts';
import { Keypad, Locked, Typed } from './keypad.tsx';
import { useWords } from './language.ts';
import { Say } from './notice.tsx';
import type { ScreenProps } from './screen-props.ts';
import { codeInput, codeMost } from './typed.ts';
import { useTyping } from './typing.ts';

/** Nobody is here yet: the scanner or the keypad first, then the other ways in. */
export function Home(props: ScreenProps<'home'>): JSX.Element {
  const { screen, telling } = props;
  const hasKeypad = !screen.scans && (telling.fields.length > 0 || screen.keypadLockedForMs > 0);
  return hasKeypad ? <TypeFirst {...props} /> : <ScanFirst {...props} />;
}

function ScanFirst({ screen, telling, send }: ScreenProps<'home'>): JSX.Element {
  useTyping(true, (text) => send(codeInput(text)));
  return (
    <main class="home scan-first">
      <div class="say">
        <Say telling={telling} />
        <Choices choices={telling.choices} send={send} />
      </div>
      {screen.scans && <Scanner />}
    </main>
  );
}

function TypeFirst({ screen, telling, send }: ScreenProps<'home'>): JSX.Element {
  const words = useWords();
  const lockedForMs = useCountdown(screen.keypadLockedForMs);
  const isLocked = lockedForMs > 0;
  const typing = useTyping(!isLocked, (text) => send(codeInput(text)));
  const field = telling.fields.find(({ name }) => name === 'code')
    ?? { name: 'code', label: words.code, keys: 'code', isSecret: false, most: codeMost };
  return (
    <main class="pad home">
      <div class="say">
        <Say telling={telling} />
        {isLocked ? <Locked forMs={lockedForMs} /> : <Typed field={field} text={typing.text} />}
        <Choices choices={telling.choices} send={send} />
      </div>
      <Keypad field={field} typing={typing} isOff={isLocked} />
    </main>
  );
}

/** A code on its way to the scanner: what to do, without a word. */
function Scanner(): JSX.Element {
  return (
    <svg class="scanner" viewBox="0 0 520 560" aria-hidden="true">
      <rect class="scanner-body" x="70" y="400" width="380" height="130" rx="34" />
      <rect class="scanner-window" x="120" y="424" width="280" height="62" rx="18" />
      <path class="scanner-beam" d="M150 424L96 250h328l-54 174z" />
      <g class="scanner-hand">
        <rect class="phone" x="160" y="24" width="200" height="330" rx="30" />
        <rect class="phone-screen" x="180" y="52" width="160" height="274" rx="10" />
        <path class="phone-code" d={codePicture} />
      </g>
    </svg>
  );
}

/** Squares of a code that says nothing: three corners and what lies between. */
const codePicture = [
  [204, 128, 36], [280, 128, 36], [204, 204, 36], [250, 130, 14], [250, 154, 14], [204, 176, 14], [228, 176, 14], [252, 178, 14],
  [278, 178, 14], [302, 178, 14], [250, 204, 14], [274, 204, 14], [300, 212, 16], [256, 228, 14], [282, 230, 14],
].map(([x = 0, y = 0, size = 0]) => `M${String(x)} ${String(y)}h${String(size)}v${String(size)}h-${String(size)}z`).join('');
