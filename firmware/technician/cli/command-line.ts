import { parseArgs } from 'node:util';
import { nearest } from '../../../board-profiles/near.ts';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { exitCodeOf, exitCodes, sayError } from '../../adapters/process.ts';
import { DiskError } from '../../ports/disk.ts';
import { Misuse, type Call, type Command, type ExitCode, type Option, type Terminal } from './command.ts';
import { commandUsage, commonOptions, groupUsage, programUsage, settingsUsage } from './usage.ts';

interface Surroundings {
  readonly commands: readonly Command[];
  readonly terminal: Terminal;
  readonly version: string;
  readonly folder: string;
  readonly profileFolder: string;
  readonly shell: Call['shell'];
  /** Read only where a command wants it: a profile is checked, and help given, whatever stands in `.env`. */
  readonly environment: () => Readonly<Record<string, string | undefined>>;
}

/** Does what a command line asks for. Never rejects: what goes wrong is said on the error stream. */
export async function runWords(words: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { commands, terminal, version } = surroundings;
  const [first = '', ...others] = words;
  if (first === '--version') return said(terminal, `${version}\n`);
  if (first === '--help' || first === '-h') return said(terminal, programUsage(commands));
  if (first === 'help') return helpFor(others, surroundings);
  const command = commandIn(words, commands);
  if (!command) return unknown(words, surroundings);
  const rest = words.slice(command.name.split(' ').length);
  const complain = complainer(words, terminal);
  try {
    const { operands, options } = read(command, rest);
    if (options['help'] === true) return said(terminal, commandUsage(command));
    checkOperands(command, operands);
    const run = await command.load();
    return await run(callOf(operands, options, surroundings));
  } catch (error) {
    if (error instanceof Misuse) {
      complain('misused', error.message, `lockerbank ${command.name}: ${error.message}\n${hintAt(command.name)}`);
      return exitCodes.misused;
    }
    complain(codeOf(error), messageOf(error), `${sayError(error)}\n`);
    return exitCodeOf(error);
  }
}

/** The one line that matters stays on the screen: the whole help is for whoever asks for it. */
function hintAt(name = ''): string {
  return `How it is used: lockerbank ${name === '' ? '' : `${name} `}--help\n`;
}

/** Whoever has asked for JSON is a program, and understands nothing else, whatever it did wrong. */
function complainer(words: readonly string[], terminal: Terminal): (code: string, says: string, text: string) => void {
  const isJson = words.includes('--json');
  return (code, says, text) => terminal.error(isJson ? `${JSON.stringify({ error: { code, says } })}\n` : text);
}

function codeOf(error: unknown): string {
  if (error instanceof LockerError) return error.code;
  return error instanceof DiskError ? `disk.${error.trouble}` : 'unforeseen';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function said(terminal: Terminal, text: string): ExitCode {
  terminal.out(text);
  return exitCodes.done;
}

function helpFor(words: readonly string[], { commands, terminal }: Surroundings): ExitCode {
  const command = commandIn(words, commands);
  if (command) return said(terminal, commandUsage(command));
  if (words[0] === 'settings') return said(terminal, settingsUsage());
  return said(terminal, words[0] !== undefined && isGroup(words[0], commands) ? groupUsage(words[0], commands) : programUsage(commands));
}

/** The command with the longest name that the words begin with. */
function commandIn(words: readonly string[], commands: readonly Command[]): Command | undefined {
  const isNamed = ({ name }: Command) => name.split(' ').every((word, at) => words[at] === word);
  return commands.filter(isNamed).toSorted((a, b) => b.name.length - a.name.length)[0];
}

function isGroup(word: string, commands: readonly Command[]): boolean {
  return commands.some(({ name }) => name.startsWith(`${word} `));
}

function unknown(words: readonly string[], { commands, terminal }: Surroundings): ExitCode {
  const [first = '', second = ''] = words;
  const complain = complainer(words, terminal);
  if (isGroup(first, commands)) {
    if (second === '--help' || second === '-h') return said(terminal, groupUsage(first, commands));
    const inside = commands.flatMap(({ name }) => (name.startsWith(`${first} `) ? [name.slice(first.length + 1)] : []));
    const meant = nearest(second, inside);
    const guess = meant ? ` Did you mean ${first} ${meant}?` : '';
    const why = second === '' || second === '--json' ? `${first} what?` : `${first} ${second} is no command.${guess}`;
    const help = second === '' ? `\n${groupUsage(first, commands)}` : hintAt(first);
    complain('misused', why, `lockerbank: ${why}\n${help}`);
    return exitCodes.misused;
  }
  const meant = nearest(first, commands.map(({ name }) => name.split(' ')[0] ?? ''));
  const why = `${first} is no command.${meant ? ` Did you mean ${meant}?` : ''}`;
  complain('misused', why, `lockerbank: ${why}\n${hintAt()}`);
  return exitCodes.misused;
}

type Values = Record<string, string | number | boolean | undefined>;

function read(command: Command, words: readonly string[]): { operands: readonly string[]; options: Values } {
  const rows: Readonly<Record<string, Option>> = { ...command.options, ...commonOptions };
  const options: Record<string, { type: 'string' | 'boolean'; short?: string }> = {};
  for (const [name, { takes }] of Object.entries(rows)) options[name] = { type: takes === 'nothing' ? 'boolean' : 'string' };
  options['help'] = { type: 'boolean', short: 'h' };
  const { tokens, positionals } = parseArgs({ args: [...words], options, strict: false, allowPositionals: true, tokens: true });
  const values: Values = {};
  for (const [name, { takes }] of Object.entries(rows)) values[name] = takes === 'nothing' ? false : undefined;
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const row = Object.hasOwn(rows, token.name) ? rows[token.name] : undefined;
    if (!row) {
      const meant = nearest(token.name, Object.keys(rows));
      throw new Misuse(`${token.rawName} is no option of it.${meant ? ` Did you mean --${meant}?` : ''}`);
    }
    if (seen.has(token.name)) throw new Misuse(`--${token.name} is there twice`);
    seen.add(token.name);
    values[token.name] = valueOf(token.name, row, token.value);
  }
  return { operands: positionals, options: values };
}

function valueOf(name: string, { takes, values }: Option, value: string | undefined): string | number | boolean {
  if (takes === 'nothing') {
    if (value !== undefined) throw new Misuse(`--${name} takes no value`);
    return true;
  }
  if (value === undefined || value === '') throw new Misuse(`--${name} needs a value`);
  if (values && !values.includes(value)) throw new Misuse(notAmong(`--${name}`, value, values));
  if (takes === 'text') return value;
  if (!/^\d{1,9}$/.test(value)) throw new Misuse(`--${name} takes a number, not ${value}`);
  return Number(value);
}

function checkOperands({ operands: rows }: Command, operands: readonly string[]): void {
  const missing = rows.find((row, at) => !row.isOptional && operands[at] === undefined);
  if (missing) throw new Misuse(`${missing.name} is missing: ${missing.says}`);
  const tooMany = operands[rows.length];
  if (tooMany !== undefined) throw new Misuse(`${tooMany} is one word too many`);
  for (const [at, { name, values }] of rows.entries()) {
    const word = operands[at];
    if (word !== undefined && values && !values.includes(word)) throw new Misuse(notAmong(name, word, values));
  }
}

function notAmong(name: string, value: string, values: readonly string[]): string {
  const meant = nearest(value, values);
  return `${name} is one of ${values.join(', ')}, not ${value}.${meant ? ` Did you mean ${meant}?` : ''}`;
}

function callOf(operands: readonly string[], options: Values, surroundings: Surroundings): Call {
  const { terminal, environment, folder, profileFolder, shell } = surroundings;
  const isJson = options['json'] === true;
  return {
    operands, options: options as Call['options'], isJson, terminal, shell, folder, profileFolder,
    get environment() { return environment(); },
    answer: (value, text) => terminal.out(isJson ? `${JSON.stringify(value)}\n` : `${text}\n`),
    note: (text) => terminal.error(`${text}\n`),
  };
}
