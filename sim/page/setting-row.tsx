import type { JSX } from 'preact';
import { usualOf } from '../../statecharts/setting.ts';
import { rangeWords, settingTitle, valueWords } from '../../statecharts/setting-words.ts';
import type { SettingLine } from '../sim-state.ts';
import { usePerform } from './act.ts';
import { SettingInput } from './setting-input.tsx';
import { isSameValue } from './setting-unit.ts';

/** More than one thing to fill in, or one that is too long to stand beside the name. */
const wideKinds: ReadonlySet<SettingLine['kind']> = new Set(['choices', 'perSize', 'text']);

export function SettingRow({ line, sizes }: { readonly line: SettingLine; readonly sizes: readonly string[] }): JSX.Element {
  const id = `setting-${line.name}`;
  const title = settingTitle(line.name);
  const isGroup = line.kind === 'choices' || line.kind === 'perSize' || (line.kind === 'period' && line.orNone === true);
  return (
    <li class={wideKinds.has(line.kind) ? 'setting wide' : 'setting'}>
      {isGroup ? <span class="setting-name" id={`${id}-name`}>{title}</span> : <label class="setting-name" for={id}>{title}</label>}
      <SettingInput id={id} line={line} sizes={sizes} />
      <p class="setting-why" id={`${id}-why`}>{line.why}</p>
      <p class="setting-range">
        <span>{rangeOf(line)}</span>
        <BackToUsual line={line} title={title} />
      </p>
    </li>
  );
}

function BackToUsual({ line, title }: { readonly line: SettingLine; readonly title: string }): JSX.Element | null {
  const perform = usePerform();
  const usual = usualOf(line);
  if (isSameValue(line.value, usual)) return null;
  return (
    <button
      type="button"
      class="quiet"
      aria-label={`Back to usual: ${title}`}
      onClick={() => void perform({ do: 'set', name: line.name, value: usual })}
    >
      Back to usual
    </button>
  );
}

/** What may be chosen stands in the choice itself; what the choice means does not. */
function rangeOf(line: SettingLine): string {
  const usually = `usually ${valueWords(line, usualOf(line))}`;
  if (line.kind === 'choice') return `${line.value}: ${line.options[line.value] ?? ''} (${usually})`;
  if (line.kind === 'choices') return line.least > 0 ? `at least one, ${usually}` : `any, ${usually}`;
  return `${rangeWords(line)}, ${usually}`;
}
