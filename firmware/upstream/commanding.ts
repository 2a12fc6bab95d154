import { readCommand, type CommandReading } from '../contract/commands.ts';
import { openCommand, tokenOf, type Frame } from '../signed/trust.ts';

interface CommandsOptions {
  readonly frame: () => Frame;
  /** The session of the present connection; empty without one. */
  readonly session: () => string;
  readonly onCommand: (reading: Exclude<CommandReading, { kind: 'noise' }>) => void;
  /** Something on `dn/cmd` that is not obeyed and that nobody is answered for. */
  readonly onRefused: (why: string) => void;
  /** A command that cannot be read, answered or not. */
  readonly onUnreadable: () => void;
  readonly onTrouble: (where: string, error: unknown) => void;
}

/**
 * What comes on `dn/cmd`, and in answers to `hello`: opened, read and handed on in the order in which it came. A command
 * for another session than the one that is open when its signature has been verified is not handed on.
 */
export class Commands {
  readonly #options: CommandsOptions;
  #last: Promise<void> = Promise.resolve();

  constructor(options: CommandsOptions) {
    this.#options = options;
  }

  take(message: unknown): void {
    const { frame, session, onTrouble } = this.#options;
    const judgedBy = frame();
    if (judgedBy.trust === 'broker' && tokenOf(message) === undefined) return this.#read(message);
    const of = session();
    const opening = openCommand(message, judgedBy, of); // All at once: one slow check holds up no other.
    const turn = this.#last.then(async () => {
      const opened = await opening;
      // Before the first keys nothing can be judged: `hello` brings it again when they have come.
      if (opened.kind === 'refused') return hasNoKeysYet(judgedBy) ? undefined : this.#options.onRefused(opened.why);
      if (of === session()) this.#read(opened.message);
    });
    this.#last = turn.catch((error: unknown) => onTrouble('command', error));
  }

  #read(message: unknown): void {
    const reading = readCommand(message);
    if (reading.kind !== 'command') this.#options.onUnreadable();
    if (reading.kind !== 'noise') this.#options.onCommand(reading);
  }
}

function hasNoKeysYet({ trust, keys }: Frame): boolean {
  return trust === 'signed' && keys.verifying.every((key) => key.good.command === undefined);
}
