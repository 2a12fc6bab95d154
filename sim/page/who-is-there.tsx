import type { ComponentChildren, JSX } from 'preact';
import type { SimState } from '../sim-state.ts';
import { usePerform } from './act.ts';
import { CopyButton } from './copy-button.tsx';

/** Who may come to this bank, and what they carry: a click holds a badge before the reader. */
export function WhoIsThere({ state }: { readonly state: SimState }): JSX.Element {
  const { people, operators, carriers } = state.upstream;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Badges and codes">
      {people.length + operators.length === 0 ? <p class="empty">The upstream runs elsewhere: its people are not known here.</p> : null}
      <ul class="people">
        {people.map(({ id, name, badge, pin }) => (
          <Person key={id} name={name} role="recipient">
            {pin === null ? null : <Secret word="PIN" text={pin} whose={name} />}
            {badge === null ? <span class="hint">no badge: a pickup code only</span> : <Badge text={badge} whose={name} />}
          </Person>
        ))}
        {operators.map(({ username, name, role, password, badge, pin }) => (
          <Person key={username} name={name} role={role}>
            <Secret word="" text={username} whose={`user name of ${name}`} />
            <Secret word="" text={password} whose={`password of ${name}`} />
            {pin === null ? null : <Secret word="PIN" text={pin} whose={name} />}
            <Badge text={badge} whose={name} />
          </Person>
        ))}
        {carriers.map(({ id, name, code }) => (
          <Person key={id} name={name} role="carrier"><Secret word="Carrier code" text={code} whose={name} /></Person>
        ))}
      </ul>
    </div>
  );
}

function Person({ name, role, children }: {
  readonly name: string;
  readonly role: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <li class="person">
      <span class="person-name"><b>{name}</b><span class={`role role-${role}`}>{role}</span></span>
      <span class="person-shows">{children}</span>
    </li>
  );
}

function Badge({ text, whose }: { readonly text: string; readonly whose: string }): JSX.Element {
  const perform = usePerform();
  return (
    <button
      type="button"
      class="badge-card"
      aria-label={`Show badge of ${whose}`}
      title={`Number ${text}`}
      onClick={() => void perform({ do: 'show-badge', text })}
    >
      Show badge
    </button>
  );
}

function Secret({ word, text, whose }: { readonly word: string; readonly text: string; readonly whose: string }): JSX.Element {
  return (
    <span class="secret">
      {word === '' ? null : <span class="hint">{word}</span>}
      <code>{text}</code>
      <CopyButton text={text} what={word === '' ? whose : `${word} of ${whose}`} />
    </span>
  );
}
