import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hexFile } from '../support/hex-file.ts';
import { firmataCabinet } from '../support/microcontroller.ts';
import { neededProgram } from '../support/needed-program.ts';
import { scratchFolder } from '../support/sim-process.ts';
import { until } from '../support/until.ts';

const dist = join(import.meta.dirname, '../../dist');

let folder: ReturnType<typeof scratchFolder>;
let link: string;
let board: ChildProcess;

beforeEach(async () => {
  for (const program of ['socat', 'avrdude']) neededProgram(program);
  folder = scratchFolder();
  link = join(folder.path, 'mega');
  writeFileSync(join(folder.path, 'workshop.json'), firmataCabinet('firmata-mega', link));
  const words = [join(dist, 'lockerbank-sim.mjs'), 'board', 'firmata-mega', '--link', link];
  board = spawn(process.execPath, words, { stdio: ['pipe', 'ignore', 'inherit'] });
  await until('the port is there', () => existsSync(link));
});
afterEach(async () => {
  const ended = new Promise((resolve) => board.once('exit', resolve));
  board.kill('SIGINT');
  await ended;
  folder.remove();
});

/** As a technician types it at a bank that is stopped: a Ctrl-C at the terminal reaches every process of the command. */
function typed() {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('LOCKERBANK_')));
  const words = [join(dist, 'lockerbank.mjs'), 'flash', '--mcu', 'firmware.hex', '--yes'];
  const environment = { LOCKERBANK_DATA: join(folder.path, 'data'), LOCKERBANK_PROFILE: './workshop.json' };
  const child = spawn(process.execPath, words, {
    cwd: folder.path, env: { ...inherited, ...environment }, stdio: ['ignore', 'pipe', 'pipe'], detached: true,
  });
  const run = { output: '', ended: new Promise<number | null>((resolve) => child.once('close', resolve)) };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (run.output += text));
  return { run, ctrlC: () => process.kill(-(child.pid ?? 0), 'SIGINT') };
}

test('a technician flashes an Arduino; Ctrl-C in the middle is told, and the same once more mends it', { timeout: 60_000 }, async () => {
  writeFileSync(join(folder.path, 'firmware.hex'), hexFile({ bytes: 250_000, says: 'Workshop.ino 2.6' }));
  const first = typed();
  await until('it is written', () => first.run.output.includes('  writing'));
  first.ctrlC();
  expect(await first.run.ended).toBe(1);
  expect(first.run.output).toContain('mcu is half flashed, and of no use like this. Its boot loader is still there');
  const { run } = typed();
  expect(await run.ended).toBe(0);
  expect(run.output).toContain('mcu says: Workshop.ino 2.6, Firmata 2.6, 70 pins.');
});
