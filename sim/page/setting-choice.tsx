import type { JSX } from 'preact';
import { usePerform } from './act.ts';
import type { InputOf } from './setting-input.tsx';

/** What was refused is put back by hand: the page draws only what has changed, and for the bank nothing has. */
export function SwitchInput({ id, line }: InputOf<'switch'>): JSX.Element {
  const perform = usePerform();
  const send = async (box: HTMLInputElement): Promise<void> => {
    if (!(await perform({ do: 'set', name: line.name, value: box.checked }))) box.checked = line.value;
  };
  return (
    <span class="setting-value">
      <input id={id} type="checkbox" aria-describedby={`${id}-why`} checked={line.value} onChange={(e) => void send(e.currentTarget)} />
    </span>
  );
}

export function ChoiceInput({ id, line }: InputOf<'choice'>): JSX.Element {
  const perform = usePerform();
  const send = async (select: HTMLSelectElement): Promise<void> => {
    if (!(await perform({ do: 'set', name: line.name, value: select.value }))) select.value = line.value;
  };
  return (
    <span class="setting-value">
      <select id={id} aria-describedby={`${id}-why`} value={line.value} onChange={(e) => void send(e.currentTarget)}>
        {Object.keys(line.options).map((option) => <option key={option} value={option}>{optionWords(option)}</option>)}
      </select>
    </span>
  );
}

/** What is chosen is read from the boxes themselves: the answer to the last click may still be on its way. */
export function ChoicesInput({ id, line }: InputOf<'choices'>): JSX.Element {
  const perform = usePerform();
  const send = async (group: HTMLElement): Promise<void> => {
    const boxes = [...group.querySelectorAll('input')];
    const value = boxes.filter((box) => box.checked).map((box) => box.value);
    if (await perform({ do: 'set', name: line.name, value })) return;
    for (const box of boxes) box.checked = line.value.includes(box.value);
  };
  return (
    <div
      class="setting-options"
      role="group"
      aria-labelledby={`${id}-name`}
      aria-describedby={`${id}-why`}
      onChange={(e) => void send(e.currentTarget)}
    >
      {Object.entries(line.options).map(([option, says]) => (
        <label key={option} class="tick">
          <input type="checkbox" value={option} checked={line.value.includes(option)} />
          <span>{optionWords(option)} <span class="hint">{says}</span></span>
        </label>
      ))}
    </div>
  );
}

function optionWords(option: string): string {
  return option.replaceAll('-', ' ');
}
