import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Rest } from './brand-rest.ts';
import { useWords } from './language.ts';

/** Long enough to look at a picture while walking up to it; and far from three flashes in a second (WCAG 2.2, 2.3.1). */
const eachMs = 10_000;

interface IdleProps {
  readonly pictures: readonly string[];
  readonly rest: Rest;
}

/**
 * Pictures for whoever passes by, one after the other. To a screen reader the home screen beneath is there as ever: who does not
 * see the pictures loses nothing.
 */
export function Idle({ pictures, rest }: IdleProps): JSX.Element {
  const words = useWords();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (pictures.length < 2) return undefined;
    const timer = setInterval(() => setTurn((before) => before + 1), eachMs);
    return () => clearInterval(timer);
  }, [pictures.length]);
  return (
    <div class={`idle ${rest}`} aria-hidden="true">
      {pictures.map((path, index) => (
        <img key={path} src={path} alt="" class={index === turn % pictures.length ? 'now' : ''} />
      ))}
      <p class="begin">{words.begin}</p>
    </div>
  );
}
