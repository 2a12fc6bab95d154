import { variables } from '../../configuration/configuration.ts';
import type { Command, Operand, Option } from './command.ts';

/** What every command takes, beside its own. */
export const commonOptions = {
  json: { takes: 'nothing', says: 'the answer as JSON, for a program' },
  help: { takes: 'nothing', says: 'this text' },
} as const satisfies Record<string, Option>;

const wide = 30;

/** The help of the whole program: one line for each command. */
export function programUsage(commands: readonly Command[]): string {
  return [
    'lockerbank [COMMAND]',
    '',
    'Runs one bank of lockers: the boards of LOCKERBANK_PROFILE, the kiosk page, and the link to the upstream over',
    'LOCKERBANK_MQTT_URL. Settings come from the environment or from a file; `lockerbank help settings` lists them.',
    ...(commands.length === 0 ? [] : ['', 'With a command, it does this instead:', '', ...commands.map(lineOf)]),
    '',
    '`lockerbank COMMAND --help` tells more of each. Exit codes: 0 done, 1 it failed, 2 wrong use or configuration,',
    '3 another process works on the data folder.',
    '',
  ].join('\n');
}

/** Every variable of the environment that the program reads. */
export function settingsUsage(): string {
  return [
    'Settings of lockerbank, from the environment, or a NAME=value a line from the file that LOCKERBANK_ENV_FILE names (where it is',
    'installed: /etc/lockerbank/lockerbank.env), or else from .env in the working folder:', '',
    ...Object.entries(variables).map(([name, { why, usual }]) => row(name, usual === '' ? why : `${why}; usually ${usual}`)), '',
  ].join('\n');
}

/** The help of one command. */
export function commandUsage(command: Command): string {
  const { name, purpose, operands, more, examples } = command;
  const options = { ...command.options, ...commonOptions };
  return [
    `lockerbank ${[name, ...operands.map(operandOf)].join(' ')}${Object.keys(command.options).length > 0 ? ' [OPTIONS]' : ''}`,
    '',
    `${purpose}.`,
    ...(more === undefined ? [] : [more]),
    '',
    ...operands.map((one) => row(one.name, saysOf(one))),
    ...Object.entries(options).map(([option, one]) => row(optionOf(option, one), saysOf(one))),
    '',
    examples.length === 1 ? 'Example:' : 'Examples:',
    ...examples.flatMap(({ line, says }) => [`  ${line}`, `      ${says}`]),
    '',
  ].join('\n');
}

/** The commands whose names begin with a word that is none by itself, such as `profile`. */
export function groupUsage(word: string, commands: readonly Command[]): string {
  return [`lockerbank ${word} …`, '', ...commands.filter(({ name }) => name.startsWith(`${word} `)).map(lineOf), ''].join('\n');
}

function lineOf({ name, operands, purpose }: Command): string {
  return row([name, ...operands.map(operandOf)].join(' '), purpose);
}

function operandOf({ name, isOptional }: Operand): string {
  return isOptional ? `[${name}]` : name;
}

function optionOf(name: string, { takes, value }: Option): string {
  return takes === 'nothing' ? `--${name}` : `--${name} ${value ?? (takes === 'number' ? 'N' : 'TEXT')}`;
}

function saysOf({ says, values }: Pick<Operand, 'says' | 'values'>): string {
  return values ? `${says}: ${values.join(', ')}` : says;
}

function row(left: string, right: string): string {
  return left.length < wide ? `  ${left.padEnd(wide)} ${right}` : `  ${left}\n  ${' '.repeat(wide)} ${right}`;
}
