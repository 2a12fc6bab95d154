import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openSystemd } from '../../../firmware/adapters/systemd.ts';
import { Ends } from '../../support/ends.ts';
import { neededProgram } from '../../support/needed-program.ts';
import { until } from '../../support/until.ts';

const ends = new Ends();
afterEach(() => ends.all());

/** Somebody who hears datagrams at a local address, as systemd does. */
function receiver(option: 'unix-recv' | 'abstract-recv', address: string): { readonly child: ChildProcess; heard(): string } {
  const child = spawn(neededProgram('socat'), ['-u', `${option}:${address}`, '-'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const gone = new Promise((resolve) => child.once('close', resolve));
  ends.add(async () => {
    child.kill();
    await gone;
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => (text += more));
  return { child, heard: () => text };
}

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lockerbank-systemd-'));
  ends.add(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('systemd is told', () => {
  test('that the bank is open, that it lives, how it is, and that it closes, at a socket in a folder', async () => {
    const path = join(scratch(), 'notify');
    const { heard } = receiver('unix-recv', path);
    await until('somebody listens', () => existsSync(path));
    const troubles: unknown[] = [];
    const systemd = await openSystemd({
      environment: { NOTIFY_SOCKET: path, WATCHDOG_USEC: '30000000' }, processId: 1, onTrouble: (_, error) => troubles.push(error),
    });
    systemd.ready('Open for business:\nsim-24');
    systemd.feed();
    systemd.status('Standing still: doors');
    systemd.stopping();
    await until('everything has been heard', () => heard().includes('STOPPING'));
    expect(heard()).toBe(
      'READY=1\nSTATUS=Open for business: sim-24WATCHDOG=1STATUS=Standing still: doorsSTOPPING=1\nSTATUS=The bank is closing',
    );
    expect(systemd.starvesAfter).toBe(30_000);
    expect(troubles).toEqual([]);
  });

  test('at a name of the kernel, which no folder has', async () => {
    const name = `lockerbank-test-${String(process.pid)}`;
    const { heard } = receiver('abstract-recv', name);
    const systemd = await openSystemd({ environment: { NOTIFY_SOCKET: `@${name}` }, processId: 1, onTrouble: () => undefined });
    await until('it has been heard', () => {
      systemd.feed();
      return heard().includes('WATCHDOG=1');
    });
    expect(systemd.starvesAfter).toBe(null);
  });

  test('of no other process that it watches', async () => {
    const environment = { NOTIFY_SOCKET: '/nowhere', WATCHDOG_USEC: '30000000', WATCHDOG_PID: '7' };
    const of = async (processId: number) => (await openSystemd({ environment, processId, onTrouble: () => undefined })).starvesAfter;
    expect([await of(7), await of(8)]).toEqual([30_000, null]);
  });
});

describe('a bank goes on', () => {
  test('where systemd has gone away: it is in the log once, and the bank does not wait', async () => {
    const troubles: string[] = [];
    const systemd = await openSystemd({
      environment: { NOTIFY_SOCKET: join(scratch(), 'gone') }, processId: 1,
      onTrouble: (where, error) => troubles.push(`${where}: ${String(error)}`),
    });
    systemd.ready('Open for business');
    systemd.feed();
    systemd.feed();
    expect(troubles).toEqual([expect.stringMatching(/^systemd: Error: .*\/gone takes nothing/)]);
  });

  test.each(['nothing', `/${'a'.repeat(108)}`])('where the address is none (%s)', async (address) => {
    const troubles: string[] = [];
    const systemd = await openSystemd({
      environment: { NOTIFY_SOCKET: address }, processId: 1, onTrouble: (_, error) => troubles.push(String(error)),
    });
    systemd.ready('Open for business');
    expect(troubles).toEqual([expect.stringContaining('Cure:')]);
  });

  test('where there is no systemd', async () => {
    const troubles: unknown[] = [];
    const systemd = await openSystemd({ environment: {}, processId: 1, onTrouble: (_, error) => troubles.push(error) });
    systemd.ready('Open for business');
    systemd.feed();
    systemd.stopping();
    expect(troubles).toEqual([]);
  });
});
