import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { settingGroups, usualOf } from '../../statecharts/setting.ts';
import { settingTitle } from '../../statecharts/setting-words.ts';
import type { SettingLine, SimState } from '../sim-state.ts';
import { SettingRow } from './setting-row.tsx';
import { isSameValue } from './setting-unit.ts';

/** What the upstream declares in its settings document; the bank applies it when it hears of it. */
export function SettingList({ state }: { readonly state: SimState }): JSX.Element {
  const [filter, setFilter] = useState('');
  const { settings, sizes } = state.upstream;
  const wanted = settings.filter((line) => isWanted(line, filter));
  const changed = settings.filter((line) => !isSameValue(line.value, usualOf(line))).length;
  return (
    <>
      <div class="setting-head">
        <input
          class="filter"
          type="search"
          placeholder="Find a setting"
          aria-label="Find a setting"
          value={filter}
          onInput={(e) => setFilter(e.currentTarget.value)}
        />
        <span class="hint" role="status">{saying(settings.length, filter === '' ? null : wanted.length, changed)}</span>
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label="Settings">
        {Object.entries(settingGroups).map(([group, title]) => (
          <Group key={group} id={`settings-${group}`} title={title} lines={wanted.filter((line) => line.group === group)} sizes={sizes} />
        ))}
        {wanted.length === 0 ? <p class="empty">No setting matches.</p> : null}
      </div>
    </>
  );
}

function Group({ id, title, lines, sizes }: {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly SettingLine[];
  readonly sizes: readonly string[];
}): JSX.Element | null {
  if (lines.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h3 class="setting-group" id={id}>{title}</h3>
      <ul class="settings">{lines.map((line) => <SettingRow key={line.name} line={line} sizes={sizes} />)}</ul>
    </section>
  );
}

/** Every word must occur somewhere in what the row shows. */
function isWanted(line: SettingLine, filter: string): boolean {
  const options = 'options' in line ? Object.entries(line.options).flat().join(' ') : '';
  const text = `${settingTitle(line.name)} ${line.name} ${settingGroups[line.group]} ${line.why} ${options}`.toLowerCase();
  return filter.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

function saying(all: number, found: number | null, changed: number): string {
  if (found !== null) return `${String(found)} of ${String(all)}`;
  return changed === 0 ? 'All are as usual' : `${String(changed)} changed`;
}
