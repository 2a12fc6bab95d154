import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundle } from './bundle.mjs';
import { guestCases } from './guest-cases.ts';
import { runInGuest, whyNoGuest } from './guest.mjs';

const root = join(import.meta.dirname, '..', '..');
/** Building, booting an emulated machine and starting a dozen programs in it: 60 s on two idle cores; the first time, downloads too. */
const longestMs = 300_000;

/** The drivers of pins over a real Linux kernel, whose lines and expanders are simulated below them. */
describe('pins of a Raspberry Pi, by a kernel in QEMU', () => {
  let obstacle: string | null = null;
  const outcomes = new Map<number, string>();
  const notes: string[] = [];
  const said: string[] = [];
  let folder = '';

  beforeAll(async () => {
    obstacle = whyNoGuest();
    if (obstacle !== null) return console.log(`Skipped: ${obstacle}`);
    const cache = join(root, 'node_modules', '.cache');
    mkdirSync(cache, { recursive: true });
    folder = mkdtempSync(join(cache, 'guest-'));
    await bundle({
      'guest-main': join(import.meta.dirname, 'guest-main.ts'),
      'bare-controller': join(root, 'test/support/bare-controller.ts'),
      'lockerbank-guardian': join(root, 'firmware/guardian.ts'),
    }, folder);
    await runInGuest([process.execPath, join(folder, 'guest-main.mjs'), join(root, 'board-profiles')], (line) => {
      const [, kind, number, rest] = /^guest (passed|failed|notes) (\d+) ?(.*)$/.exec(line) ?? [];
      if (kind === undefined) said.push(line);
      else if (kind === 'notes') notes.push(`${guestCases[Number(number)]?.name ?? ''}: ${rest ?? ''}`);
      else outcomes.set(Number(number), kind === 'passed' ? kind : (JSON.parse(rest ?? '""') as string));
    });
    console.log(notes.join('\n'));
  }, longestMs);

  afterAll(() => {
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });

  test.for(guestCases.map(({ name }, number) => [name, number] as const))('%s', ([, number], { skip }) => {
    if (obstacle !== null) skip(obstacle);
    expect(outcomes.get(number) ?? `it was not reached: ${said.slice(-10).join('\n')}`).toBe('passed');
  });
});
