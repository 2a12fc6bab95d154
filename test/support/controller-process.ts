import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import type { Profile } from '../../board-profiles/profile.schema.ts';
import { until } from './until.ts';

interface Programs {
  /** Each a program with its arguments. */
  readonly controller: readonly string[];
  readonly guardian: readonly string[];
}

const root = join(import.meta.dirname, '..', '..');
const fromSource = (file: string): readonly string[] => [process.execPath, '--import', 'tsx', join(root, file)];

/** Both straight from their sources. */
export const sourcePrograms: Programs = {
  controller: fromSource('test/support/bare-controller.ts'), guardian: fromSource('firmware/guardian.ts'),
};

/** A controller as a process of its own, with its guardian as its child. */
export class ControllerProcess {
  readonly said: string[] = [];
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;

  constructor(profile: Profile, { controller: [program = '', ...words], guardian }: Programs) {
    this.#child = spawn(program, [...words, JSON.stringify(guardian), JSON.stringify(profile)], { stdio: ['pipe', 'pipe', 'inherit'] });
    if (this.#child.stdout) createInterface({ input: this.#child.stdout }).on('line', (line) => void this.said.push(line));
    this.#ended = new Promise((resolve) => this.#child.once('exit', () => resolve()));
  }

  /** Waits until it says so, or has said so. */
  async hears(line: string): Promise<void> {
    const isSaid = (): boolean => this.said.some((one) => one.startsWith(line));
    try {
      await until(`the controller says ${line}`, () => isSaid() || this.isGone, 40_000);
      if (!isSaid()) throw new Error('it is gone');
    } catch (error) {
      throw new Error(`waited for ${line}, but it said: ${this.said.slice(-20).join(' | ')}`, { cause: error });
    }
  }

  open(...lockers: readonly number[]): void {
    this.#child.stdin?.write(`${lockers.join(' ')}\n`);
  }

  /** What it said last. */
  last(): string {
    return this.said.at(-1) ?? 'nothing';
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child.kill(signal);
  }

  /** The process id of its guardian; `null` while there is none. */
  guardian(): number | null {
    const pid = String(this.#child.pid);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return children === '' ? null : Number(children.split(' ')[0]);
  }

  get isGone(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** In order. */
  async end(): Promise<void> {
    this.#child.stdin?.end();
    await this.#ended;
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }
}

/** Milliseconds until it is so, to within 5. */
export async function took(what: string, isSo: () => boolean): Promise<number> {
  const began = performance.now();
  while (!isSo()) {
    if (performance.now() - began > 10_000) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return performance.now() - began;
}
