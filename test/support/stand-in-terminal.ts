import type { Command, ExitCode, Terminal } from '../../firmware/technician/cli/command.ts';
import { runWords } from '../../firmware/technician/cli/command-line.ts';
import { commands as allCommands } from '../../firmware/technician/cli/commands.ts';

/** What a terminal was shown, and what the person in front of it types. */
export class StandInTerminal implements Terminal {
  readonly hasColours: boolean;
  shown = '';
  complaints = '';
  /** What is typed at each question; nobody is there once it is empty. */
  readonly typed: string[] = [];
  readonly questions: string[] = [];
  readonly #controller = new AbortController();

  constructor(hasColours = false) {
    this.hasColours = hasColours;
  }

  out(text: string): void {
    this.shown += text;
  }

  error(text: string): void {
    this.complaints += text;
  }

  ask(question: string): Promise<string | null> {
    this.questions.push(question);
    return Promise.resolve(this.typed.shift() ?? null);
  }

  get lines(): readonly string[] {
    return this.shown.trimEnd().split('\n');
  }

  /** What it was shown, as a program reads it. */
  get json(): unknown {
    return JSON.parse(this.shown) as unknown;
  }

  get interrupted(): AbortSignal {
    return this.#controller.signal;
  }

  /** Ctrl-C. */
  interrupt(): void {
    this.#controller.abort();
  }
}

interface Asked {
  readonly commands?: readonly Command[];
  readonly terminal?: StandInTerminal;
  readonly environment?: Readonly<Record<string, string>>;
  readonly folder?: string;
  readonly profileFolder?: string;
}

/** Runs a command line, and tells what came of it. */
export async function runLine(
  words: readonly string[], asked: Asked = {},
): Promise<{ readonly code: ExitCode; readonly terminal: StandInTerminal }> {
  const { commands = allCommands, terminal = new StandInTerminal(), environment = {}, folder = '/', profileFolder = '' } = asked;
  const world = { commands, terminal, version: '1.2.3', folder, profileFolder, shell: environment, environment: () => environment };
  const code = await runWords(words, world);
  return { code, terminal };
}
