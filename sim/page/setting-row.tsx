import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SettingLine } from '../sim-state.ts';
import { usePerform } from './act.ts';
import { lengthWords, settingRange, settingTitle } from './words.ts';

export function SettingRow({ line }: { readonly line: SettingLine }): JSX.Element {
  const perform = usePerform();
  const id = `setting-${line.name}`;
  return (
    <li class="setting">
      <label class="setting-name" for={id}>{settingTitle(line.name)}</label>
      {line.kind === 'switch' ? <SwitchInput id={id} line={line} /> : <NumberInput id={id} line={line} />}
      <p class="setting-why" id={`${id}-why`}>{line.why}</p>
      <p class="setting-range">
        <span>{settingRange(line)}, usually {sayUsual(line)}</span>
        {line.value === line.usual ? null : (
          <button
            type="button"
            class="quiet"
            aria-label={`Back to usual: ${settingTitle(line.name)}`}
            onClick={() => void perform({ do: 'set', name: line.name, value: line.usual })}
          >
            Back to usual
          </button>
        )}
      </p>
    </li>
  );
}

function SwitchInput({ id, line }: { readonly id: string; readonly line: SettingLine }): JSX.Element {
  const perform = usePerform();
  return (
    <span class="setting-value">
      <input
        id={id}
        type="checkbox"
        aria-describedby={`${id}-why`}
        checked={line.value === true}
        onChange={(e) => void perform({ do: 'set', name: line.name, value: e.currentTarget.checked })}
      />
    </span>
  );
}

/**
 * Durations are shown in seconds. The value is sent when the person is done with it, by Enter or by leaving it. One out
 * of range is never sent: the style sheet marks it, and it goes when the person does.
 */
function NumberInput({ id, line }: { readonly id: string; readonly line: SettingLine }): JSX.Element {
  const perform = usePerform();
  const unit = line.kind === 'duration' ? 1000 : 1;
  const shown = String(Number(line.value) / unit);
  const [typed, setTyped] = useState(shown);
  useEffect(() => setTyped(shown), [shown]);
  const send = async (input: HTMLInputElement): Promise<void> => {
    const value = Math.round(input.valueAsNumber * unit);
    if (value === line.value || !input.validity.valid) return;
    if (!(await perform({ do: 'set', name: line.name, value }))) setTyped(shown);
  };
  return (
    <span class="setting-value">
      <input
        id={id}
        type="number"
        required
        min={line.least / unit}
        max={line.most / unit}
        step={line.kind === 'duration' ? 0.1 : 1}
        aria-describedby={`${id}-why`}
        value={typed}
        onInput={(e) => setTyped(e.currentTarget.value)}
        onChange={(e) => void send(e.currentTarget)}
        onBlur={(e) => { if (!e.currentTarget.validity.valid) setTyped(shown); }}
      />
      {line.kind === 'duration' ? <span class="unit">s</span> : null}
    </span>
  );
}

function sayUsual(line: SettingLine): string {
  if (line.kind === 'duration') return lengthWords(Number(line.usual));
  if (line.kind === 'count') return String(line.usual);
  return line.usual === true ? 'on' : 'off';
}
