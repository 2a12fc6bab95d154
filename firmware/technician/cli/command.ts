/**
 * What a technician can ask of `lockerbank`. A command is a row of data with its work behind a door: help, completion and
 * the reading of the command line need only the row, so that `lockerbank --help` loads no driver and no journal.
 */
export interface Command {
  /** The words by which it is called: `doors`, `profile check`. */
  readonly name: string;
  /** One line, without a full stop. */
  readonly purpose: string;
  readonly operands: readonly Operand[];
  readonly options: Options;
  /** Lines that can be typed as they stand, and what each is good for. */
  readonly examples: readonly Example[];
  /** What else somebody must know before they run it. */
  readonly more?: string;
  readonly load: () => Promise<(call: Call) => Promise<ExitCode>>;
}

/** What a shell offers for a word: beside this, names of files for what is called `FILE` or `PORT`, and all `values`. */
type Completes = 'cabinets' | 'cabinets-and-files';

/** What stands behind the words of a command. */
export interface Operand {
  readonly name: string;
  readonly says: string;
  readonly isOptional?: true;
  /** All that it may be, where that is known beforehand. */
  readonly values?: readonly string[];
  readonly completes?: Completes;
}

export interface Option {
  readonly takes: 'nothing' | 'text' | 'number';
  readonly says: string;
  /** What stands for the value in the usage: `FILE`, `REASON`. */
  readonly value?: string;
  readonly values?: readonly string[];
  readonly completes?: Completes;
}

type Options = Readonly<Record<string, Option>>;

/** Options, as the work of a command names their kinds. */
export type Text = Option & { readonly takes: 'text' };
export type Count = Option & { readonly takes: 'number' };
export type Switch = Option & { readonly takes: 'nothing' };

interface Example {
  readonly line: string;
  readonly says: string;
}

/** 0 done, 1 the thing asked for failed, 2 wrong usage or configuration, 3 another process works on the data folder. */
export type ExitCode = 0 | 1 | 2 | 3;

type ValueOf<O extends Option> = O['takes'] extends 'nothing' ? boolean : (O['takes'] extends 'number' ? number : string) | undefined;

/** One call of a command, read and checked: as many operands as its row allows, no option that its row has not. */
export interface Call<O extends Options = Options> {
  readonly operands: readonly string[];
  readonly options: { readonly [N in keyof O]: ValueOf<O[N]> };
  /** The answer is for a program. */
  readonly isJson: boolean;
  readonly terminal: Terminal;
  /** The environment, with what `.env` adds. Read it by `readConfiguration`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What the shell says by itself, such as where home is: for what needs no bank, nor the right to read its settings. */
  readonly shell: Readonly<Record<string, string | undefined>>;
  /** Where relative paths begin. */
  readonly folder: string;
  /** Where the profiles of the program lie. */
  readonly profileFolder: string;
  /** Prints one answer: `value` as JSON on one line where that was asked for, else the text. */
  answer(value: unknown, text: string): void;
  /** Something for the person alone, on the error stream: progress, a warning. */
  note(text: string): void;
}

/** Who sits in front of it. */
export interface Terminal {
  out(text: string): void;
  error(text: string): void;
  /** Whether colours can be seen: a terminal, and no NO_COLOR. */
  readonly hasColours: boolean;
  /**
   * Asks, and waits for a line.
   * @returns `null` where nobody is there to answer: no terminal, or the input has ended
   */
  ask(question: string): Promise<string | null>;
  /** Aborted by Ctrl-C: what goes on for long ends in order. */
  readonly interrupted: AbortSignal;
}

interface CommandRow<O extends Options> extends Omit<Command, 'options' | 'operands' | 'load'> {
  readonly operands?: readonly Operand[];
  readonly options?: O;
  readonly load: () => Promise<(call: Call<O>) => Promise<ExitCode>>;
}

/** Makes a command whose work knows the types of its options. */
export function command<const O extends Options = Record<never, Option>>(row: CommandRow<O>): Command {
  return { operands: [], options: {}, ...row, load: row.load as Command['load'] };
}

/** Wrong use of a command: what is wrong is said in a line, and the exit code is 2. */
export class Misuse extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'Misuse';
  }
}
