import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { usePerform } from './act.ts';
import type { InputOf } from './setting-input.tsx';

/**
 * Sent when the person is done with it, by Enter or by leaving it, and never where the bank would not take it. A time of day
 * changes with every digit, so what the browser calls a change is too early.
 */
export function TextInput({ id, line }: InputOf<'text' | 'timeOfDay'>): JSX.Element {
  const perform = usePerform();
  const shown = line.value;
  const [typed, setTyped] = useState(shown);
  useEffect(() => setTyped(shown), [shown]);
  const done = async (input: HTMLInputElement): Promise<void> => {
    const { value, validity } = input;
    if (value === shown) return;
    if (!validity.valid || !(await perform({ do: 'set', name: line.name, value }))) setTyped(shown);
  };
  const form = line.kind === 'text'
    ? { type: 'text', maxLength: line.most, pattern: line.form.pattern, title: line.form.says } as const
    : { type: 'time', required: true } as const;
  return (
    <span class="setting-value">
      <input
        id={id}
        aria-describedby={`${id}-why`}
        autocomplete="off"
        spellcheck={false}
        {...form}
        value={typed}
        onInput={(e) => setTyped(e.currentTarget.value)}
        onBlur={(e) => void done(e.currentTarget)}
        onKeyDown={(e) => { if (e.key === 'Enter' && e.currentTarget.validity.valid) void done(e.currentTarget); }}
      />
    </span>
  );
}
