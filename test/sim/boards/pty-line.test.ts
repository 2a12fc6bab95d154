import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RealClock } from '../../../firmware/adapters/real-clock.ts';
import { SerialLine } from '../../../firmware/hardware/serial/serial-line.ts';
import { PtyLine } from '../../../sim/boards/pty-line.ts';
import { Workbench } from '../../../sim/boards/workbench.ts';
import { ms } from '../../../statecharts/units.ts';
import { lockBoard } from '../../support/board-bench.ts';
import { bytesOf, textOf } from '../../support/frame-text.ts';
import { neededProgram } from '../../support/needed-program.ts';
import { until } from '../../support/until.ts';

const clock = new RealClock();
const question = '02 00 30 03 35';
const answer = '02 00 35 FF FF 00 00 03 38';
let folder: string;
let told: string[];
let workbench: Workbench;
let pty: PtyLine;

beforeEach(async () => {
  neededProgram('socat');
  folder = mkdtempSync(join(tmpdir(), 'lockerbank-pty-'));
  told = [];
  const model = { ...lockBoard('kerong-cu16', 16), family: 'kerong-cu16' } as const;
  workbench = new Workbench({ model, addresses: [0], clock, tell: (line) => told.push(line) });
  pty = await PtyLine.open(workbench.line, join(folder, 'line'));
});
afterEach(async () => {
  await pty.close();
  workbench.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What comes back within a while when a board is asked at a speed. */
async function askedAt(baud: number): Promise<string> {
  const heard: number[] = [];
  const line = new SerialLine({
    port: pty.link, baud, clock, device: 'lock bus', onBytes: (bytes) => heard.push(...bytes), onLost: () => undefined,
  });
  await line.tried();
  const before = told.length;
  await line.write(bytesOf(question));
  await until('the boards hear it', () => told.length > before);
  await new Promise<void>((resolve) => void clock.setTimer('a board answers', ms(150), resolve));
  await line.close();
  return textOf(Uint8Array.from(heard));
}

describe('boards at a pseudo-terminal', () => {
  test('answer whoever speaks at their speed, and hear noise from whoever does not', async () => {
    expect(await askedAt(19_200)).toBe('');
    expect(told.join('\n')).toContain('not a thing that the driver says');
    expect(await askedAt(workbench.line.baud)).toBe(answer);
    expect(await askedAt(115_200)).toBe('');
    await pty.unplug();
    await pty.plugIn();
    expect(await askedAt(workbench.line.baud)).toBe(answer);
  });

  test('may still say something when their port has ended by itself', async () => {
    execFileSync('pkill', ['-INT', '-f', `link=${pty.link} `]);
    await until('the port is gone', () => !existsSync(pty.link));
    workbench.line.hear(bytesOf(question));
    await new Promise<void>((resolve) => void clock.setTimer('a board answers', ms(150), resolve));
    expect(told.join('\n')).toContain(answer);
  });

  test('are noise to whoever listens at another speed', async () => {
    const heard: number[] = [];
    const line = new SerialLine({
      port: pty.link, baud: 19_200, clock, device: 'lock bus', onBytes: (bytes) => heard.push(...bytes), onLost: () => undefined,
    });
    await line.tried();
    workbench.line.hear(bytesOf(question));
    await until('the answer is there', () => heard.length === bytesOf(answer).length);
    expect(textOf(Uint8Array.from(heard))).not.toBe(answer);
    await line.close();
  });
});
