import type { JSX } from 'preact';
import { never } from '../../statecharts/never.ts';
import type { SettingLine } from '../sim-state.ts';
import { ChoiceInput, ChoicesInput, SwitchInput } from './setting-choice.tsx';
import { CountInput, LengthInput, PeriodInput } from './setting-number.tsx';
import { SizesInput } from './setting-sizes.tsx';
import { TextInput } from './setting-text.tsx';

/** The line of one kind of setting. */
type LineOf<Kind extends SettingLine['kind']> = Extract<SettingLine, { readonly kind: Kind }>;

/** What an input is given: its line, and the id by which its name and its reason are found. */
export interface InputOf<Kind extends SettingLine['kind']> {
  readonly id: string;
  readonly line: LineOf<Kind>;
}

export function SettingInput({ id, line, sizes }: {
  readonly id: string;
  readonly line: SettingLine;
  readonly sizes: readonly string[];
}): JSX.Element {
  switch (line.kind) {
    case 'switch':
      return <SwitchInput id={id} line={line} />;
    case 'count':
      return <CountInput id={id} line={line} />;
    case 'duration':
      return <LengthInput id={id} line={line} />;
    case 'period':
      return <PeriodInput id={id} line={line} />;
    case 'choice':
      return <ChoiceInput id={id} line={line} />;
    case 'choices':
      return <ChoicesInput id={id} line={line} />;
    case 'perSize':
      return <SizesInput id={id} line={line} sizes={sizes} />;
    case 'text':
    case 'timeOfDay':
      return <TextInput id={id} line={line} />;
    default:
      return never(line, 'setting line');
  }
}
