import { never } from '../../../statecharts/never.ts';
import { awaited, settingGroups, usualOf, type SettingGroup, type SettingRow } from '../../../statecharts/setting.ts';
import { lengthWords, rangeWords, valueWords } from '../../../statecharts/setting-words.ts';
import { settingsTable } from '../settings.ts';
import { relations } from './relations.ts';

/** What people look for among the settings, and where it is said instead. */
const elsewhere: readonly (readonly [what: string, where: string])[] = [
  ['sizes of lockers, and their order', 'the [board profile](../board-profiles/README.md): `sizes`'],
  ['which lockers are accessible, and how high they are', 'the board profile: `accessible`, and where each locker stands'],
  ['how long a lock is pulsed, and how long its coil rests', 'the board profile: `lock`, out of its data sheet'],
  ['which scanners and readers there are', 'the board profile: `readers`'],
  ['barcodes on the back of lockers that are filled from behind', 'the number of the locker, out of the board profile'],
  ['codes of carriers, their hours and their sizes', 'the `directory` document; a new code each day is a new version of it'],
  ['the language of one visit', 'the person chooses it on the home screen, out of `languages`'],
  ['lockers that belong to one recipient or department', 'the command `locker.dedicate`'],
  ['logo, colours, background, texts and pictures of an idle screen', 'the `branding` document'],
  ['keys that commands, documents and QR tokens are signed with', 'the `keys` document'],
  ['how long one reservation waits for its parcel', 'the command `reservation.put`: its window'],
  ['mails and messages to people', 'the upstream: the bank tells it what happened and writes to nobody'],
  ["how long a browser stays signed in to the upstream's pages", 'the upstream: it has nothing to do with the timers of the kiosk'],
];

/** docs/settings.md: the whole table for people who read, in Markdown. */
export function settingsGuide(): string {
  const groups = Object.entries(settingGroups).map(([group, title]) => groupText(group as SettingGroup, title));
  return `${[introduction, ...groups, relationsText(), elsewhereText()].join('\n\n')}\n`;
}

const introduction = `# Settings

What the upstream may set at a bank. It declares a \`settings\` document, as
[the guide for whoever writes an upstream](guide-upstream.md#documents) shows; in the simulator it is the tab *Settings*. The
document is a JSON object: the names below, with the values that they may have. What it does not name keeps its usual value. The
bank takes it whole or not at all, without a restart, and keeps it when the network is gone. What is refused is told in
\`document.rejected\`, with the name of the setting.

In the document lengths of time are milliseconds: a minute is \`60000\`. [settings.schema.json](settings.schema.json) says
the same to an editor or a program.

This page and that file are made from the table in [firmware/bank/settings.ts](../firmware/bank/settings.ts).`;

function groupText(group: SettingGroup, title: string): string {
  const rows = Object.entries<SettingRow>(settingsTable).filter(([, row]) => row.group === group);
  return [`## ${title}`, tableOf(['setting', 'in the document', 'may be', 'usually', 'because'], rows.map(cellsOf))].join('\n\n');
}

function cellsOf([name, row]: readonly [name: string, row: SettingRow]): readonly string[] {
  const usual = usualOf(row);
  const json = code(JSON.stringify(usual));
  const isSaidTwice = row.kind === 'duration' || row.kind === 'period';
  return [code(name), unitOf(row), mayBe(row), isSaidTwice ? `${valueWords(row, usual)}: ${json}` : json, row.why + awaitingWords(row)];
}

/** Said of a row that no part of the product reads yet; empty for all others. */
export function awaitingWords({ awaits }: SettingRow): string {
  return awaits === undefined ? '' : ` Changes nothing yet: awaits ${awaited[awaits]}.`;
}

function mayBe(row: SettingRow): string {
  if (row.kind !== 'choice' && row.kind !== 'choices') return rangeWords(row);
  const how = row.kind === 'choice' ? 'one of' : row.least === 0 ? 'any of' : 'at least one of';
  return [how, ...Object.entries(row.options).map(([option, says]) => `${code(option)}: ${says}`)].join('<br>');
}

function unitOf(row: SettingRow): string {
  switch (row.kind) {
    case 'duration':
      return 'milliseconds';
    case 'period':
      return row.orNone ? 'milliseconds, or `null` for never' : 'milliseconds';
    case 'count':
      return `number of ${row.unit}`;
    case 'switch':
      return '`true` or `false`';
    case 'choice':
      return 'a name';
    case 'choices':
      return 'a list of names, none twice';
    case 'perSize':
      return `number of ${row.unit} by name of size`;
    case 'text':
      return 'a text';
    case 'timeOfDay':
      return "a time in the bank's time zone";
    default:
      return never(row, 'setting row');
  }
}

const code = (text: string): string => `\`${text}\``;

function tableOf(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heads, heads.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
}

function relationsText(): string {
  const lines = relations.map(({ says, about }) => {
    const named = [...about].toSorted((a, b) => b.length - a.length);
    return `- ${named.reduce((text, name) => text.replace(new RegExp(`(?<![\`\\w])${name}(?![\`\\w])`, 'gu'), `\`${name}\``), says)}.`;
  });
  return `## What belongs together

A document that breaks one of these is refused. What it does not name counts with its usual value: who sets \`heldOpenAfter\` to
20 s sets \`openWarning\`, usually ${lengthWords(settingsTable.openWarning.usualMs)}, too.

${lines.join('\n')}`;
}

function elsewhereText(): string {
  return ['## What is no setting', tableOf(['what', 'where it is said'], elsewhere)].join('\n\n');
}
