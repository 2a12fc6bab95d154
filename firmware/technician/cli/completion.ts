import { never } from '../../../statecharts/never.ts';
import type { Command, Operand, Option } from './command.ts';
import { commonOptions } from './usage.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

/** All that a shell may ever be offered. */
interface Offers {
  readonly commands: readonly Command[];
  /** Ids of the cabinets that come with the program. */
  readonly cabinets: readonly string[];
}

/** A script that lets a shell complete the words of `lockerbank`, made from the rows of its commands. */
export function completionFor(shell: Shell, offers: Offers): string {
  switch (shell) {
    case 'bash':
      return bash(offers);
    case 'zsh':
      return `#compdef lockerbank\nautoload -U +X bashcompinit && bashcompinit\n${bash(offers)}`;
    case 'fish':
      return fish(offers);
    default:
      return never(shell, 'shell');
  }
}

function optionsOf(command: Command): readonly (readonly [string, Option])[] {
  return Object.entries<Option>({ ...command.options, ...commonOptions });
}

/** What one word may be. */
interface Choice {
  readonly words: readonly string[];
  readonly takesFiles: boolean;
}

function choiceOf({ values = [], completes }: Operand | Option, name: string | undefined, { cabinets }: Offers): Choice {
  const takesFiles = name === 'FILE' || name === 'PORT' || completes === 'cabinets-and-files';
  return { words: completes === undefined ? values : [...values, ...cabinets], takesFiles };
}

/** What may follow some words of a command: `''` stands for the beginning. */
function nextWords(commands: readonly Command[]): ReadonlyMap<string, readonly string[]> {
  const next = new Map<string, string[]>();
  for (const { name } of commands) {
    const words = name.split(' ');
    for (const [at, word] of words.entries()) {
      const before = words.slice(0, at).join(' ');
      const known = next.get(before) ?? [];
      if (!known.includes(word)) next.set(before, [...known, word]);
    }
  }
  return next;
}

/** What may stand at each place of a command, and behind each of its options: `flash:0`, `flash:--key`. */
function bashChoices(command: Command, offers: Offers): readonly string[] {
  const places = command.operands.map((operand, at) => [String(at), choiceOf(operand, operand.name, offers)] as const);
  const values = optionsOf(command).flatMap(([name, option]) =>
    (option.takes === 'nothing' ? [] : [[`--${name}`, choiceOf(option, option.value, offers)] as const]));
  return [...places, ...values].flatMap(([place, { words, takesFiles }]) => (words.length === 0 && !takesFiles
    ? []
    : [`    '${command.name}:${place}') offered='${words.join(' ')}'; files=${takesFiles ? '1' : ''} ;;`]));
}

/** Words of commands, options and fixed values are offered; where a file belongs, files are. */
function bash(offers: Offers): string {
  const { commands } = offers;
  const starts = [...nextWords(commands)].map(([before, words]) => `    '${before}') options='${words.join(' ')}' ;;`);
  const options = commands.map((command) => {
    const names = optionsOf(command).map(([name]) => `--${name}`);
    return `    '${command.name}') options='${names.join(' ')}' ;;`;
  });
  const takers = commands.flatMap((command) =>
    optionsOf(command).flatMap(([name, { takes }]) => (takes === 'nothing' ? [] : [`'${command.name} --${name}'`])));
  return `# Completion of lockerbank. Put it where your shell looks for it, or: eval "$(lockerbank completion bash)"
_lockerbank() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path='' word inside=1 awaited='' place=0 options='' offered='' files=''
  for word in "\${COMP_WORDS[@]:1:$((COMP_CWORD - 1))}"; do
    if [ "$word" = '=' ]; then continue; fi
    if [ -n "$inside" ]; then
      case "\${path:+$path }$word" in
        ${commandPaths(commands).map((path) => `'${path}'`).join(' | ')}) path="\${path:+$path }$word"; continue ;;
      esac
      inside=''
    fi
    if [ -n "$awaited" ]; then awaited=''; continue; fi
    case "$path $word" in
      ${takers.join(' | ')}) awaited="$word" ;;
      *' -'*) ;;
      *) place=$((place + 1)) ;;
    esac
  done
  if [ "$current" = '=' ]; then current=''; fi
  case "$path" in
${[...starts, ...options].join('\n')}
  esac
  case "$path:\${awaited:-$place}" in
${commands.flatMap((command) => bashChoices(command, offers)).join('\n')}
  esac
  if [ -n "$awaited" ]; then options=''; fi
  COMPREPLY=($(compgen -W "$offered $options" -- "$current"))
  local IFS=$'\\n'
  if [ -n "$files" ]; then COMPREPLY+=($(compgen -f -- "$current")); fi
}
complete -o filenames -F _lockerbank lockerbank
`;
}

/** Every beginning of a command's name that is made of whole words. */
function commandPaths(commands: readonly Command[]): readonly string[] {
  return [...new Set(commands.flatMap(({ name }) => {
    const words = name.split(' ');
    return words.map((_, at) => words.slice(0, at + 1).join(' '));
  }))];
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function fish(offers: Offers): string {
  const { commands } = offers;
  return [
    '# Completion of lockerbank: lockerbank completion fish > ~/.config/fish/completions/lockerbank.fish',
    'complete -c lockerbank -f',
    ...[...nextWords(commands)].flatMap(([before, words]) => fishWords(before, words, commands)),
    ...commands.flatMap((command) => fishCommand(command, offers)), '',
  ].join('\n');
}

function fishWords(before: string, words: readonly string[], commands: readonly Command[]): readonly string[] {
  const behind = `__fish_seen_subcommand_from ${before}; and not __fish_seen_subcommand_from ${words.join(' ')}`;
  const when = quoted(before === '' ? '__fish_use_subcommand' : behind);
  return words.map((word) => {
    const says = commands.find(({ name }) => name === `${before} ${word}`.trim())?.purpose ?? `${word} …`;
    return `complete -c lockerbank -n ${when} -a ${quoted(word)} -d ${quoted(says)}`;
  });
}

function fishCommand(command: Command, offers: Offers): readonly string[] {
  const when = quoted(command.name.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`).join('; and '));
  const wordsOf = ({ words }: Choice): string => (words.length > 0 ? ` -a ${quoted(words.join(' '))}` : '');
  const options = optionsOf(command).map(([name, option]) => {
    const choice = choiceOf(option, option.value, offers);
    const needs = option.takes === 'nothing' ? '' : choice.takesFiles ? ' -r -F' : ' -x';
    return `complete -c lockerbank -n ${when} -l ${name}${needs}${wordsOf(choice)} -d ${quoted(option.says)}`;
  });
  const places = command.operands.flatMap((operand) => {
    const choice = choiceOf(operand, operand.name, offers);
    if (choice.words.length === 0 && !choice.takesFiles) return [];
    return [`complete -c lockerbank -n ${when}${choice.takesFiles ? ' -F' : ''}${wordsOf(choice)}`];
  });
  return [...options, ...places];
}
