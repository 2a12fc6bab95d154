import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SettingValue } from '../../statecharts/setting.ts';
import { settingTitle } from '../../statecharts/setting-words.ts';
import { usePerform } from './act.ts';
import type { InputOf } from './setting-input.tsx';
import { lengthUnitOf, shownLength, typedLengthMs } from './setting-unit.ts';

export function CountInput({ id, line }: InputOf<'count'>): JSX.Element {
  const perform = usePerform();
  return (
    <span class="setting-value">
      <NumberField
        id={id}
        describedBy={`${id}-why`}
        least={line.least}
        most={line.most}
        step={1}
        shown={String(line.value)}
        send={(value) => perform({ do: 'set', name: line.name, value })}
      />
      <span class="unit">{line.unit}</span>
    </span>
  );
}

export function LengthInput({ id, line }: InputOf<'duration' | 'period'>): JSX.Element {
  const perform = usePerform();
  const unit = lengthUnitOf(line);
  return (
    <span class="setting-value">
      <NumberField
        id={id}
        label={line.kind === 'period' && line.orNone ? `${settingTitle(line.name)}, in ${unit.unit}` : undefined}
        describedBy={`${id}-why`}
        least={line.leastMs / unit.unitMs}
        most={line.mostMs / unit.unitMs}
        step="any"
        shown={line.value === null ? '' : shownLength(line.value, unit)}
        disabled={line.value === null}
        send={(value) => perform({ do: 'set', name: line.name, value: typedLengthMs(value, unit) })}
      />
      <span class="unit">{unit.unit}</span>
    </span>
  );
}

/** A period that may be endless has a box beside it; unticked, it is as usual, or as short as it may be where never is usual. */
export function PeriodInput({ id, line }: InputOf<'period'>): JSX.Element {
  const perform = usePerform();
  if (line.orNone !== true) return <LengthInput id={id} line={line} />;
  const send = async (box: HTMLInputElement): Promise<void> => {
    const value: SettingValue = box.checked ? null : (line.usualMs ?? line.leastMs);
    if (!(await perform({ do: 'set', name: line.name, value }))) box.checked = line.value === null;
  };
  return (
    <span class="setting-value" role="group" aria-labelledby={`${id}-name`}>
      <label class="tick">
        <input type="checkbox" checked={line.value === null} onChange={(e) => void send(e.currentTarget)} />
        <span>never</span>
      </label>
      <LengthInput id={id} line={line} />
    </span>
  );
}

interface NumberFieldProperties {
  readonly id: string;
  /** Where no label points at it. */
  readonly label?: string | undefined;
  readonly describedBy: string;
  readonly least: number;
  readonly most: number;
  readonly step: number | 'any';
  readonly shown: string;
  readonly disabled?: boolean;
  readonly send: (value: number) => Promise<boolean>;
}

/**
 * The value is sent when the person is done with it, by Enter or by leaving it. One out of range is never sent: the style
 * sheet marks it, and it goes when the person does.
 */
export function NumberField(properties: NumberFieldProperties): JSX.Element {
  const { id, label, describedBy, least, most, step, shown, disabled = false, send } = properties;
  const [typed, setTyped] = useState(shown);
  useEffect(() => setTyped(shown), [shown]);
  const done = async (input: HTMLInputElement): Promise<void> => {
    if (input.value === shown || !input.validity.valid) return;
    if (!(await send(input.valueAsNumber))) setTyped(shown);
  };
  return (
    <input
      id={id}
      type="number"
      required={!disabled}
      disabled={disabled}
      min={least}
      max={most}
      step={step}
      aria-label={label}
      aria-describedby={describedBy}
      value={typed}
      onInput={(e) => setTyped(e.currentTarget.value)}
      onChange={(e) => void done(e.currentTarget)}
      onBlur={(e) => { if (!e.currentTarget.validity.valid) setTyped(shown); }}
    />
  );
}
