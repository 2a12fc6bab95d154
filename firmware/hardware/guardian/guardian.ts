import { spawn, type ChildProcess } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { never } from '../../../statecharts/never.ts';
import { ms, seconds } from '../../../statecharts/units.ts';
import type { Clock, Timer } from '../../ports/clock.ts';
import { ExpectedTrouble } from '../../ports/expected-trouble.ts';
import type { OnTrouble } from '../field.ts';
import { Lines, readReport, type Report, type Watch } from './orders.ts';

/** Node starts in 0.1 s on a Pi 5 and in 1 s on a Zero 2 W; pins may be in its predecessor's hands for 2 s. */
const readyWithin = seconds(10);
/** An order takes a millisecond. A guardian that takes none of those it has for this long hangs, and is killed. */
const takenWithin = ms(500);
const readWithin = ms(50);
/** It ends every output first, which it tries for a second. */
const endsWithin = seconds(2);
/** The first comes at once; one that dies again and again must not keep the machine busy. */
const againAfter = { first: ms(0), later: seconds(1) } as const;

export interface GuardianOptions {
  readonly watch: Watch;
  /** Program and arguments. */
  readonly program: readonly string[];
  readonly clock: Clock;
  readonly onTrouble: OnTrouble;
  /** Called at once when a guardian has died: outputs may still be on, and nobody watches over them. Nothing goes on before it resolves. */
  readonly makeSafe: () => void | Promise<void>;
  /** Whether another one takes over. */
  readonly isReplaced: boolean;
  /** Told when there is none, and when there is one again. */
  readonly onChange?: (is: 'up' | 'down') => void;
  /** Told of outputs that the guardian cannot switch, and that it can again. */
  readonly onReach?: (pins: readonly number[], is: 'lost' | 'found') => void;
}

/** The process that holds the outputs, from the controller's side: it is started, ordered about, and replaced when it dies. */
export class Guardian {
  readonly #options: GuardianOptions;
  readonly #untaken = new Map<number, (isTaken: boolean) => void>();
  #patience: Timer | null = null;
  #child: ChildProcess | null = null;
  #isUp = false;
  #isClosed = false;
  #nextNumber = 1;
  #diedAtMs = -Infinity;
  #again: Timer | null = null;
  #safe: Promise<void> = Promise.resolve();

  private constructor(options: GuardianOptions) {
    this.#options = options;
  }

  /**
   * Starts a guardian. Every output is off before it resolves.
   * @throws LockerError `hardware.not-ready`
   */
  static async start(options: GuardianOptions): Promise<Guardian> {
    const guardian = new Guardian(options);
    await guardian.#start();
    return guardian;
  }

  /** Of the present process; `null` while there is none. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** What is said to and by a microcontroller; `null` while there is no guardian. */
  get bytes(): Duplex | null {
    return (this.#child?.stdio[3] as Duplex | undefined) ?? null;
  }

  /**
   * @returns soon, whether the output is as ordered
   * @throws Error while there is no guardian who would switch it on. Off it is then, like all others, before there is another one
   */
  order(pin: number, to: 'on' | 'off'): Promise<boolean> {
    if (!this.#isUp || this.#isClosed) {
      if (to === 'off') return Promise.resolve(true);
      throw new Error('there is no guardian');
    }
    const number = this.#nextNumber++;
    if (this.#patience === null) this.#beginPatience();
    return new Promise((resolve) => {
      this.#untaken.set(number, resolve);
      this.#child?.stdin?.write(`${JSON.stringify({ number, pin, to })}\n`);
    });
  }

  /** Whoever sees that it hangs ends it: its death is noticed, and everything switched off. */
  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  /** Everything off, whoever does it, and the process gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#again !== null) this.#options.clock.cancel(this.#again);
    const child = this.#child;
    if (child !== null) {
      await new Promise<void>((resolve) => {
        const limit = this.#options.clock.setTimer('guardian ends', endsWithin, () => child.kill('SIGKILL'));
        child.once('exit', () => {
          this.#options.clock.cancel(limit);
          resolve();
        });
        child.stdin?.end();
      });
    }
    await this.#safe;
  }

  #start(): Promise<void> {
    const { program: [program = '', ...words], watch, clock } = this.#options;
    const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit', 'pipe'] });
    this.#child = child;
    // What cannot be written has no reader any more; its end is told by `exit`.
    for (const stream of child.stdio) stream?.on('error', () => undefined);
    child.stdin?.write(`${JSON.stringify(watch)}\n`);
    return new Promise((resolve, reject) => {
      const fail = (what: string, where = 'guardian'): void => {
        clock.cancel(limit);
        child.kill('SIGKILL');
        reject(new LockerError('hardware.not-ready', where, what));
      };
      const limit = clock.setTimer('guardian gets ready', readyWithin, () => fail(`did not get ready within ${String(readyWithin)} ms`));
      this.#listen(child, fail, () => {
        clock.cancel(limit);
        this.#isUp = true;
        this.#options.onChange?.('up');
        resolve();
      });
      child.once('error', (error) => {
        if (child.pid === undefined) this.#child = null; // It never was, so it has no end.
        fail(`cannot be started: ${error.message}`);
      });
      child.once('exit', (code, signal) => {
        this.#died(child, String(signal ?? code));
        fail(`ended at its start with ${String(signal ?? code)}`);
      });
    });
  }

  #listen(child: ChildProcess, fail: (what: string, where: string) => void, ready: () => void): void {
    const lines = new Lines();
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      for (const line of lines.push(text)) {
        const report = readReport(line);
        if (report !== null) this.#hear(report, fail, ready);
      }
    });
  }

  #hear(report: Report, fail: (what: string, where: string) => void, ready: () => void): void {
    switch (report.kind) {
      case 'ready':
        return ready();
      case 'not-ready':
        return fail(report.what, report.where);
      case 'taken':
        return this.#answered(report.number, true);
      case 'refused':
        this.#options.onTrouble('guardian', new ExpectedTrouble('an order was not carried out'));
        return this.#answered(report.number, false);
      case 'reach':
        return this.#options.onReach?.(report.pins, report.is);
      case 'trouble':
        return this.#options.onTrouble(report.where, new ExpectedTrouble(report.what));
      default:
        return never(report, 'report of a guardian');
    }
  }

  #answered(number: number, isTaken: boolean): void {
    this.#untaken.get(number)?.(isTaken);
    this.#untaken.delete(number);
    this.#endPatience();
    if (this.#untaken.size > 0) this.#beginPatience();
  }

  #beginPatience(): void {
    const { clock, onTrouble } = this.#options;
    this.#patience = clock.setTimer('guardian takes an order', takenWithin, () => {
      // It may be this process that was busy, with the answer already before its door: it is let in first.
      this.#patience = clock.setTimer('answer of the guardian is read', readWithin, () => {
        onTrouble('guardian', new ExpectedTrouble(`hangs: no answer within ${String(takenWithin)} ms`));
        this.#child?.kill('SIGKILL');
      });
    });
  }

  #endPatience(): void {
    if (this.#patience !== null) this.#options.clock.cancel(this.#patience);
    this.#patience = null;
  }

  #died(child: ChildProcess, how: string): void {
    if (child !== this.#child) return;
    this.#child = null;
    this.#endPatience();
    for (const answer of this.#untaken.values()) answer(false);
    this.#untaken.clear();
    const wasUp = this.#isUp;
    this.#isUp = false;
    // One that never was up had switched nothing on, and one that ends with 0 has switched everything off.
    if (!wasUp || (this.#isClosed && how === '0')) return;
    this.#safe = this.#makeSafe();
    this.#options.onTrouble('guardian', new ExpectedTrouble(`ended with ${how}`));
    if (this.#isClosed) return;
    this.#options.onChange?.('down');
    if (this.#options.isReplaced) this.#startAgain();
  }

  async #makeSafe(): Promise<void> {
    try {
      await this.#options.makeSafe();
      this.#options.onTrouble('guardian', new ExpectedTrouble('every output was switched off'));
    } catch (error) {
      this.#options.onTrouble('guardian', error);
    }
  }

  #startAgain(): void {
    const nowMs = this.#options.clock.monoMs();
    const after = nowMs - this.#diedAtMs > readyWithin ? againAfter.first : againAfter.later;
    this.#diedAtMs = nowMs;
    this.#again = this.#options.clock.setTimer('guardian is replaced', after, () => void this.#replace());
  }

  async #replace(): Promise<void> {
    this.#again = null;
    await this.#safe;
    if (this.#isClosed) return;
    try {
      await this.#start();
    } catch (error) {
      if (this.#isClosed) return;
      this.#options.onTrouble('guardian', error);
      this.#startAgain();
    }
  }
}
