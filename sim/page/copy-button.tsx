import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const thanksForMs = 1_500;

/** Puts a text on the clipboard and says so. `what` names it for those who hear the page. */
export function CopyButton({ text, what, label = 'Copy' }: {
  readonly text: string;
  readonly what: string;
  readonly label?: string;
}): JSX.Element {
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    if (said === null) return undefined;
    const timer = window.setTimeout(() => setSaid(null), thanksForMs);
    return () => window.clearTimeout(timer);
  }, [said]);
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(() => setSaid('Copied'), () => setSaid('Cannot copy'));
  };
  return (
    <button type="button" class="quiet copy" aria-label={`${said ?? label} ${what}`} title={`${label} ${what}`} onClick={copy}>
      {said ?? label}
    </button>
  );
}
