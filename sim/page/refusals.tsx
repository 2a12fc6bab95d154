import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';

/** Why something was not done, in the server's words. */
export interface Refusal {
  readonly number: number;
  readonly why: string;
}

/** Long enough to read two lines. */
const shownForMs = 8_000;

export function Refusals({ refusals, onForget }: {
  readonly refusals: readonly Refusal[];
  readonly onForget: (number: number) => void;
}): JSX.Element {
  return (
    <div class="refusals" role="status" aria-live="polite">
      {refusals.map((refusal) => <RefusalNote key={refusal.number} refusal={refusal} onForget={onForget} />)}
    </div>
  );
}

function RefusalNote({ refusal, onForget }: { readonly refusal: Refusal; readonly onForget: (number: number) => void }): JSX.Element {
  const { number, why } = refusal;
  useEffect(() => {
    const timer = window.setTimeout(() => onForget(number), shownForMs);
    return () => window.clearTimeout(timer);
  }, [number, onForget]);
  return (
    <div class="refusal">
      <span><b>Not done.</b> {why}</span>
      <button type="button" class="quiet" onClick={() => onForget(number)}>Dismiss</button>
    </div>
  );
}
