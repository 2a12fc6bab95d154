import type { JSX } from 'preact';

/** Tabs that are chosen with the arrow keys too. What they show has the id `{id}-contents` and is named by the tab. */
export function Tabs<T extends string>({ id, name, words, chosen, onChoose }: {
  readonly id: string;
  /** For those who hear the page. */
  readonly name: string;
  readonly words: Readonly<Record<T, string>>;
  readonly chosen: T;
  readonly onChoose: (tab: T) => void;
}): JSX.Element {
  const tabs = Object.keys(words) as T[];
  return (
    <div class="tabs" role="tablist" aria-label={name}>
      {tabs.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={`${id}-${tab}`}
          aria-selected={chosen === tab}
          aria-controls={`${id}-contents`}
          tabIndex={chosen === tab ? 0 : -1}
          onClick={() => onChoose(tab)}
          onKeyDown={(event) => {
            const to = neighbour(tabs, tab, event.key);
            if (to === null) return;
            onChoose(to);
            document.getElementById(`${id}-${to}`)?.focus();
          }}
        >
          {words[tab]}
        </button>
      ))}
    </div>
  );
}

function neighbour<T extends string>(tabs: readonly T[], tab: T, key: string): T | null {
  const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  return step === 0 ? null : (tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length] ?? null);
}
