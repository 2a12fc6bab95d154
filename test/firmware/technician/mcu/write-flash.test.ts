import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeFlash } from '../../../../firmware/technician/mcu/write-flash.ts';
import { VirtualClock } from '../../../../sim/virtual-clock.ts';
import { seconds } from '../../../../statecharts/units.ts';
import { until } from '../../../support/until.ts';

let folder: string;
let clock: VirtualClock;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockerbank-avrdude-'));
  clock = new VirtualClock();
});
afterEach(() => {
  expect(clock.waiting(), 'timers left behind').toEqual([]);
  rmSync(folder, { recursive: true, force: true });
});

const mcu = { part: 'atmega328p', programmer: 'arduino', baud: 115_200, programMostBytes: 32_256, firmataLeast: '2.5' } as const;

function run(program: string, interrupted = new AbortController(), onProgress: () => void = () => undefined) {
  return writeFlash({ program, mcu, port: '/dev/nobody', hex: ':00000001FF\n', clock, interrupted: interrupted.signal, onProgress });
}

function script(text: string): string {
  const path = join(folder, 'avrdude');
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}

test('a technician without avrdude is told what to install', async () => {
  await expect(run(join(folder, 'avrdude'))).rejects.toThrow('Cure: sudo apt-get install avrdude');
});

test('an avrdude that says nothing for a quarter of a minute is ended', async () => {
  let isHeard = false;
  const running = run(script('echo "Writing | ##" >&2; exec sleep 600'), undefined, () => (isHeard = true));
  await until('it has begun', () => isHeard);
  await clock.advance(seconds(14));
  expect(clock.waiting()).toEqual(['avrdude says something']);
  await clock.advance(seconds(1));
  expect(await running).toEqual({ kind: 'failed', stage: 'writing', why: 'no-answer', says: [] });
});

test('a Ctrl-C before it began ends it, too', async () => {
  const interrupted = new AbortController();
  interrupted.abort();
  expect(await run(script('exec sleep 600'), interrupted)).toEqual({ kind: 'interrupted', stage: 'connecting' });
});

test('what goes in is what was checked, not what lies in the file by then; verifying stays on', async () => {
  const heard = join(folder, 'heard');
  expect(await run(script(`echo "$@" > ${heard}; cat >> ${heard}`))).toEqual({ kind: 'flashed' });
  expect(readFileSync(heard, 'utf8')).toBe('-p atmega328p -c arduino -P /dev/nobody -b 115200 -D -U flash:w:-:i\n:00000001FF\n');
});
