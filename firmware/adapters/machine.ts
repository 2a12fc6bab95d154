import { execFile } from 'node:child_process';
import { arch, cpus, freemem, loadavg, release, totalmem, uptime } from 'node:os';
import { readFile } from 'node:fs/promises';

/** How the machine is, without its name or addresses. */
export async function machineFacts(): Promise<Readonly<Record<string, string | number>>> {
  const model = await readFile('/proc/device-tree/model', 'utf8').catch(() => '');
  const system = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return {
    model: model.replaceAll('\0', '') || (cpus()[0]?.model ?? 'unknown'), system: /^PRETTY_NAME="(.*)"$/m.exec(system)?.[1] ?? 'unknown',
    kernel: release(), processor: arch(), cores: cpus().length, node: process.version,
    memoryMiB: Math.round(totalmem() / 1024 / 1024), freeMemoryMiB: Math.round(freemem() / 1024 / 1024),
    upSeconds: Math.round(uptime()), load: loadavg().map((one) => one.toFixed(2)).join(' '),
  };
}

/** The last lines that a systemd unit has logged; `null` where there is no journald, or it says nothing. */
export function unitLog(unit: string, lines: number): Promise<readonly string[] | null> {
  return new Promise((resolve) => {
    const words = ['-u', unit, '-n', String(lines), '--no-pager', '-o', 'short-iso', '-q'];
    execFile('journalctl', words, { timeout: 10_000, maxBuffer: 8 * 1024 * 1024 }, (error, output) => {
      const found = output.split('\n').filter((line) => line !== '');
      resolve(error || found.length === 0 ? null : found);
    });
  });
}
