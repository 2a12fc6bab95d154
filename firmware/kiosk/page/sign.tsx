import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { Button } from './button.tsx';
import { Choices } from './choices.tsx';
import { useWords } from './language.ts';
import { Say } from './notice.tsx';
import type { ScreenProps } from './screen-props.ts';
import { Pad } from './sign-in.tsx';
import { strokesPath, strokesText, type Point } from './strokes.ts';

/** The field is drawn as it is sent: a thousand units wide, and as high as it is on the screen. */
const fieldHeight = 420;

/** A minute of drawing; whoever goes on draws nothing more. */
const pointsMost = 6000;

/** A signature, and for whoever does not sign, the PIN. */
export function Sign(props: ScreenProps<'sign'>): JSX.Element {
  const [byPin, setByPin] = useState(props.screen.how !== 'sign');
  const { telling, send } = props;
  if (byPin) return <Pad telling={telling} send={send} inputOf={(pin) => ({ type: 'pin.entered', pin })} />;
  return <SignatureField {...props} onPin={() => setByPin(true)} />;
}

function SignatureField({ telling, send, onPin }: ScreenProps<'sign'> & { readonly onPin: () => void }): JSX.Element {
  const words = useWords();
  const { strokes, path, hasInk, begin, go, end, clear } = useInk();
  const hasPin = telling.fields.some(({ name }) => name === 'pin');
  const give = (): void => {
    send({ type: 'signature.given', strokes: strokesText(strokes()) });
    clear();
  };
  return (
    <main class="sign">
      <div class="say"><Say telling={telling} /></div>
      <svg
        class="signature"
        viewBox={`0 0 1000 ${String(fieldHeight)}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words.sign.field}
        onTouchStart={keepToField}
        onPointerDown={begin}
        onPointerMove={go}
        onPointerUp={end}
        onPointerCancel={end}
      >
        <path class="signature-line" d={`M60 ${String(fieldHeight - 90)}H940`} />
        <path class="signature-ink" ref={path} />
      </svg>
      <div class="choices row">
        <Button weight="main" icon="opening" name={words.sign.done} isOff={!hasInk} onPress={give} />
        <Button weight="other" icon="again" name={words.sign.clear} isOff={!hasInk} onPress={clear} />
        {hasPin && <Button weight="other" icon="keypad" name={words.sign.pin} onPress={onPin} />}
      </div>
      <Choices choices={telling.choices} send={send} />
    </main>
  );
}

/**
 * A finger that leaves the field while it still moves flings it, as far as Chromium knows, although nothing there can move;
 * the next tap only stops the fling, and "Open the door" has to be touched twice. Without gestures there is no fling.
 */
function keepToField(event: TouchEvent): void {
  event.preventDefault();
}

interface Ink {
  readonly strokes: () => readonly (readonly Point[])[];
  readonly path: { current: SVGPathElement | null };
  readonly hasInk: boolean;
  readonly begin: (event: PointerEvent) => void;
  readonly go: (event: PointerEvent) => void;
  readonly end: (event: PointerEvent) => void;
  readonly clear: () => void;
}

/** What a finger draws. The line follows it at once, without the rest of the page being drawn again. */
function useInk(): Ink {
  const path = useRef<SVGPathElement | null>(null);
  const ink = useRef<{ strokes: Point[][]; points: number; pointer: number | null }>({ strokes: [], points: 0, pointer: null });
  const [hasInk, setInk] = useState(false);
  const draw = (): void => path.current?.setAttribute('d', strokesPath(ink.current.strokes));
  const add = (event: PointerEvent): void => {
    const field = event.currentTarget instanceof Element ? event.currentTarget.getBoundingClientRect() : new DOMRect(0, 0, 1, 1);
    const x = ((event.clientX - field.left) / field.width) * 1000;
    const y = ((event.clientY - field.top) / field.height) * fieldHeight;
    const isInside = x >= 0 && x <= 1000 && y >= 0 && y <= fieldHeight;
    if (!isInside || ink.current.points >= pointsMost) return;
    ink.current.points++;
    ink.current.strokes.at(-1)?.push({ x, y });
    draw();
  };
  return {
    path,
    hasInk,
    strokes: () => ink.current.strokes.filter(({ length }) => length > 0),
    begin: (event) => {
      if (ink.current.pointer !== null) return; // a second finger, or the ball of the hand
      ink.current.pointer = event.pointerId;
      if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId);
      ink.current.strokes.push([]);
      add(event);
      setInk(true);
    },
    go: (event) => { if (ink.current.pointer === event.pointerId) add(event); },
    end: (event) => { if (ink.current.pointer === event.pointerId) ink.current.pointer = null; },
    clear: () => {
      ink.current = { strokes: [], points: 0, pointer: null };
      draw();
      setInk(false);
    },
  };
}
