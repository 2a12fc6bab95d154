import type { Command, Option } from './command.ts';
import { commonOptions } from './usage.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

/** A script that lets a shell complete the words of `lockerbank`, made from the rows of its commands. */
export function completionFor(shell: Shell, commands: readonly Command[]): string {
  switch (shell) {
    case 'bash':
      return bash(commands);
    case 'zsh':
      return `#compdef lockerbank\nautoload -U +X bashcompinit && bashcompinit\n${bash(commands)}`;
    case 'fish':
      return fish(commands);
  }
}

function optionsOf(command: Command): readonly (readonly [string, Option])[] {
  return Object.entries<Option>({ ...command.options, ...commonOptions });
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

/** Words of commands, options and fixed values are offered; where a file belongs, files are. */
function bash(commands: readonly Command[]): string {
  const starts = [...nextWords(commands)].map(([before, words]) => `    '${before}') offered='${words.join(' ')}' ;;`);
  const rows = commands.map((command) => {
    const options = optionsOf(command).map(([name]) => `--${name}`);
    const values = command.operands.flatMap((operand) => operand.values ?? []);
    const takesFile = [...command.operands.map(({ name }) => name), ...optionsOf(command).map(([, { value }]) => value)].includes('FILE');
    return `    '${command.name}') offered='${[...values, ...options].join(' ')}'; files=${takesFile ? '1' : ''} ;;`;
  });
  return `# Completion of lockerbank. Put it where your shell looks for it, or: eval "$(lockerbank completion bash)"
_lockerbank() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path='' word offered='' files=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) break ;; esac
    case "\${path:+$path }$word" in
      ${commandPaths(commands).map((path) => `'${path}'`).join(' | ')}) path="\${path:+$path }$word" ;;
      *) break ;;
    esac
  done
  case "$path" in
${[...starts, ...rows].join('\n')}
  esac
  COMPREPLY=($(compgen -W "$offered" -- "$current"))
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

function fish(commands: readonly Command[]): string {
  const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const lines = ['# Completion of lockerbank: lockerbank completion fish > ~/.config/fish/completions/lockerbank.fish'];
  for (const [before, words] of nextWords(commands)) {
    const when = before === '' ? '__fish_use_subcommand' : `__fish_seen_subcommand_from ${before}`;
    for (const word of words) {
      const says = commands.find(({ name }) => name === `${before} ${word}`.trim())?.purpose ?? `${word} …`;
      lines.push(`complete -c lockerbank -f -n ${quoted(when)} -a ${quoted(word)} -d ${quoted(says)}`);
    }
  }
  for (const command of commands) {
    const when = quoted(command.name.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`).join('; and '));
    for (const [name, { says, takes, value }] of optionsOf(command)) {
      const needs = takes === 'nothing' ? '' : value === 'FILE' ? ' -r -F' : ' -r';
      lines.push(`complete -c lockerbank -n ${when} -l ${name}${needs} -d ${quoted(says)}`);
    }
    const values = command.operands.flatMap((operand) => operand.values ?? []);
    if (values.length > 0) lines.push(`complete -c lockerbank -f -n ${when} -a ${quoted(values.join(' '))}`);
    if (command.operands.some(({ name }) => name === 'FILE')) lines.push(`complete -c lockerbank -F -n ${when}`);
  }
  return `${lines.join('\n')}\n`;
}
