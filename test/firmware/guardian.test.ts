import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { until } from '../support/until.ts';

/** What Ctrl-C, Ctrl-\, a terminal that closes, and systemd send to all processes of a bank at once. */
const stops = ['SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGTERM', 'SIGABRT'] as const;

/** By the kernel's own list of what the process has a handler for. */
function hears(pid: number, signal: (typeof stops)[number]): boolean {
  const caught = /^SigCgt:\s*(\w+)$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? '0';
  return ((BigInt(`0x${caught}`) >> BigInt(constants.signals[signal] - 1)) & 1n) === 1n;
}

test('nobody ends a guardian but its controller: all others would leave coils on', async () => {
  const guardian = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, '../../firmware/guardian.ts')]);
  const ended = once(guardian, 'exit');
  const pid = guardian.pid ?? 0;
  await until('it hears signals', () => stops.every((stop) => hears(pid, stop)));
  for (const stop of stops) process.kill(pid, stop);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect([guardian.exitCode, guardian.signalCode]).toEqual([null, null]);
  guardian.stdin.end();
  expect(await ended).toEqual([0, null]);
});
