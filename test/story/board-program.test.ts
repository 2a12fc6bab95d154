import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { SerialPort } from 'serialport';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bytesOf, textOf } from '../support/frame-text.ts';
import { neededProgram } from '../support/needed-program.ts';
import { runProgram } from '../support/run-program.ts';
import { scratchFolder } from '../support/sim-process.ts';
import { until } from '../support/until.ts';

const program = join(import.meta.dirname, '../../dist/lockerbank-sim.mjs');

/** The program as somebody uses it by hand: words are typed, and what it prints is read. */
class TypedProgram {
  printed = '';
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;

  constructor(...words: readonly string[]) {
    this.#child = spawn(process.execPath, [program, 'board', ...words], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => (this.printed += text));
    this.ended = new Promise((resolve) => this.#child.once('exit', resolve));
  }

  prints(text: string): Promise<void> {
    return until(`the program prints ${text}, not only:\n${this.printed}`, () => this.printed.includes(text));
  }

  type(words: string): void {
    this.#child.stdin.write(`${words}\n`);
  }

  stop(): Promise<number | null> {
    this.#child.kill('SIGINT');
    return this.ended;
  }
}

/** Whatever else somebody has on this machine that opens serial ports. */
async function openPort(path: string): Promise<{ ask(hex: string): Promise<string>; close(): Promise<void> }> {
  const port = new SerialPort({ path, baudRate: 19_200, autoOpen: false });
  let heard = '';
  port.on('data', (bytes: Buffer) => (heard += `${textOf(bytes)} `));
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
  return {
    ask: async (hex) => {
      heard = '';
      port.write(bytesOf(hex));
      await until('a board answers', () => heard.split(' ').length > 9);
      return heard.trim();
    },
    close: () => new Promise((resolve) => port.close(() => resolve())),
  };
}

describe('lockerbank-sim board', () => {
  let folder: ReturnType<typeof scratchFolder>;
  let link: string;
  beforeEach(() => {
    neededProgram('socat');
    folder = scratchFolder();
    link = join(folder.path, 'lock-bus');
  });
  afterEach(() => folder.remove());

  test('any program opens the port; a person opens and shuts a door; the adapter is pulled out and plugged in', async () => {
    const boards = new TypedProgram('kerong-cu16', '--address', '0,1', '--link', link);
    try {
      await boards.prints('Stop with Ctrl-C');
      const port = await openPort(link);
      expect(await port.ask('02 10 30 03 45')).toBe('02 10 35 FF FF 00 00 03 48');
      await port.close();
      const again = await openPort(link);
      boards.type('pull 18');
      await boards.prints('door 18 is open');
      await until('the board reads the door', async () => (await again.ask('02 10 30 03 45')) === '02 10 35 FD FF 00 00 03 46');
      boards.type('shut 18');
      boards.type('nonsense');
      await boards.prints('nonsense: not understood');
      boards.type('unplug');
      await until('the port has gone', () => !existsSync(link));
      await again.close();
      boards.type('plug');
      await until('the port is back', () => existsSync(link));
      const back = await openPort(link);
      await until('the board reads the door', async () => (await back.ask('02 10 30 03 45')) === '02 10 35 FF FF 00 00 03 48');
      await back.close();
      expect(boards.printed).toContain('02 10 30 03 45   how are the contacts of board 1?');
    } finally {
      expect(await boards.stop()).toBe(0);
    }
    expect(existsSync(link)).toBe(false);
  });

  test('a microcontroller with StandardFirmata answers any program, too', async () => {
    const uno = new TypedProgram('firmata-uno', '--link', link);
    try {
      await uno.prints('Door 8');
      const port = await openPort(link);
      expect(await port.ask('F0 79 F7')).toMatch(/^F0 79 02 05 53 00 74 00 /);
      await port.close();
      uno.type('pull 3');
      await uno.prints('door 3 is open');
      uno.type('?');
      await uno.prints('brown-out');
    } finally {
      expect(await uno.stop()).toBe(0);
    }
  });

  test('manners are given on the command line, too, and help when somebody asks', async () => {
    const boards = new TypedProgram('wkly-12', '--link', link, '--manners', 'late,corrupt');
    try {
      await boards.prints('board 0 is corrupt');
      boards.type('?');
      await boards.prints('brown-out');
    } finally {
      expect(await boards.stop()).toBe(0);
    }
  });

  test.each([
    [['kerong-cu16', '--address', '0,0'], 2, '--address'],
    [['kerong-cu16', '--address', '16'], 2, 'from 0 to 15'],
    [['kerong-cu16', '--manners', 'rude'], 2, 'lockerbank-sim board MODEL'],
    [['kerong-cu16', '--colour'], 2, 'lockerbank-sim board MODEL'],
    [[], 2, 'lockerbank-sim board MODEL'],
    [['simulated'], 1, 'hangs on no serial line'],
    [['no-such-model'], 1, 'no-such-model'],
    [['--help'], 0, '/tmp/lock-bus'],
  ])('%j ends with %i', async (words, code, says) => {
    const run = await runProgram('lockerbank-sim', folder.path, {}, ['board', ...words]);
    expect(run.output).toContain(says);
    expect(run.code).toBe(code);
  });
});
