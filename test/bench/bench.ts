import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import { scratchFolder } from '../support/sim-process.ts';
import { measureCodeToCoil } from './code-to-coil.ts';
import { measureProcess } from './process.ts';
import { quantile } from './quantile.ts';

/**
 * Measures what people wait for. Machines are noisy, so every figure stands beside a yardstick that was taken in the
 * same run, and the ratio between the two is what counts.
 */
interface Row {
  readonly what: string;
  readonly figure: number;
  readonly yardstick: number;
  readonly ratio: number;
  readonly unit: string;
  readonly against: string;
}

const root = join(import.meta.dirname, '../..');
const starts = 5;

const bareServer = `require('node:http').createServer((_, r) => r.end()).listen(0, '127.0.0.1', () => console.log('ready'));`;

async function codeRows(folder: string): Promise<readonly Row[]> {
  const { coilMs, appendMs } = await measureCodeToCoil(folder);
  const against = 'one append + fdatasync, same disk';
  const row = (what: string, at: number): Row => rowOf(what, quantile(coilMs, at), quantile(appendMs, at), 'ms', against);
  return [row('code entered → coil energised, median', 0.5), row('code entered → coil energised, 90th percentile', 0.9)];
}

async function processRows(folder: string): Promise<readonly Row[]> {
  const bare: { readyMs: number; memoryMiB: number }[] = [];
  const bank: typeof bare = [];
  const whole: typeof bare = [];
  for (let index = 0; index < starts; index++) {
    const environment = {
      LOCKERBANK_SIM_PORT: String(await freePort()), LOCKERBANK_KIOSK_PORT: String(await freePort()),
      LOCKERBANK_MQTT_PORT: String(await freePort()), LOCKERBANK_DATA: join(folder, `start-${String(index)}`),
    };
    const program = join(root, 'dist/lockerbank-sim.mjs');
    const nobody = {
      LOCKERBANK_MQTT_URL: `mqtt://127.0.0.1:${String(await freePort())}`,
      LOCKERBANK_DATA: join(folder, `bank-${String(index)}`),
    };
    bare.push(await measureProcess(['-e', bareServer], {}, 'ready'));
    bank.push(await measureProcess([program, 'bank'], { ...environment, ...nobody }, 'Stop with Ctrl-C'));
    whole.push(await measureProcess([program], environment, 'Stop with Ctrl-C'));
  }
  const median = (list: typeof bare, of: 'readyMs' | 'memoryMiB') => quantile(list.map((one) => one[of]), 0.5);
  const against = 'bare Node with an empty HTTP server';
  return [
    rowOf('start → ready, bank with simulated cabinet', median(bank, 'readyMs'), median(bare, 'readyMs'), 'ms', against),
    rowOf('start → ready, whole simulator', median(whole, 'readyMs'), median(bare, 'readyMs'), 'ms', against),
    rowOf('memory, bank with simulated cabinet', median(bank, 'memoryMiB'), median(bare, 'memoryMiB'), 'MiB', against),
    rowOf('memory, whole simulator', median(whole, 'memoryMiB'), median(bare, 'memoryMiB'), 'MiB', against),
  ];
}

function rowOf(what: string, figure: number, yardstick: number, unit: string, against: string): Row {
  return { what, figure: rounded(figure), yardstick: rounded(yardstick), ratio: rounded(figure / yardstick), unit, against };
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

const folder = scratchFolder();
try {
  const rows = [...(await codeRows(folder.path)), ...(await processRows(folder.path))];
  console.table(rows);
  const results = join(import.meta.dirname, 'results');
  mkdirSync(results, { recursive: true });
  const machine = { node: process.version, cores: cpus().length, cpu: cpus()[0]?.model ?? 'unknown' };
  writeFileSync(join(results, 'latest.json'), `${JSON.stringify({ machine, rows }, null, 2)}\n`);
} finally {
  folder.remove();
}
