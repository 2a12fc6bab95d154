import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from '../../boards/bundle.mjs';
import { runInGuest, whyNoGuest } from '../../boards/guest.mjs';
import { rowOf, type Row } from '../row.ts';
import { pinFamilies, workMs } from './pin-families.ts';
import { print, rowsOf, type Played } from './played.ts';

/** Two banks are started, killed and played with, one after the other, on a machine that is some 20 times slower than this one. */
const endsWithinMs = 20 * 60_000;

interface Told {
  readonly family: string;
  readonly played: Played;
}

export const pinWords: readonly string[] = pinFamilies.map(({ word }) => word);

/** The situations over pins: real lines of a real kernel, in QEMU. Says what is missing where that cannot be, and has no rows then. */
export async function pinRows(root: string, words: readonly string[]): Promise<readonly Row[]> {
  const wanted = pinFamilies.filter(({ word }) => words.includes(word));
  if (wanted.length === 0) return [];
  const obstacle = whyNoGuest();
  if (obstacle !== null) {
    process.stdout.write(`\nPins were not tried: ${obstacle}\n`);
    return [];
  }
  const told: Told[] = [];
  const said: string[] = [];
  const guestWorkMs: number[] = [];
  await playInGuest(root, wanted.map(({ word }) => word), (line) => {
    const [, what, data = ''] = /^guest (works|played) (.*)$/.exec(line) ?? [];
    if (what === 'played') told.push(JSON.parse(data) as Told);
    else if (what === 'works') guestWorkMs.push(Number(data));
    else said.push(line);
  });
  const rows = wanted.flatMap(({ family, situations, absent }) => {
    const played = told.filter((one) => one.family === family).map((one) => one.played);
    print(`${family} (in an emulated machine)`, played);
    for (const [situation, why] of Object.entries(absent)) process.stdout.write(`  ${situation.padEnd(22)} ${why}\n`);
    if (played.length < situations.length) throw new Error(`${family} was not played to its end:\n${said.slice(-20).join('\n')}`);
    return rowsOf(family, played, false);
  });
  const slowness = { value: workMs(), against: 'the same work on this machine' };
  return [...rows, rowOf('Pins: work of the emulated machine', guestWorkMs[0] ?? Number.NaN, 'ms', slowness)];
}

async function playInGuest(root: string, words: readonly string[], onLine: (line: string) => void): Promise<void> {
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'guest-'));
  try {
    await bundle({ 'guest-play': join(import.meta.dirname, 'guest-play.ts') }, folder);
    await runInGuest([process.execPath, join(folder, 'guest-play.mjs'), root, ...words], onLine, endsWithinMs);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
