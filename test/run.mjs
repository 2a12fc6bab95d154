/**
 * `npm test`: everything a change has to pass, in the order in which trouble is cheapest to find.
 *
 * Stops at the first step that fails, with that step's exit code. Once the tests have run, the last line is
 * `N passed, N failed`, counted by test/reporter.ts while they ran.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cure, prepare } from './prerequisites.mjs';

const root = join(import.meta.dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'lockerbank-test-'));
const countsFile = join(scratch, 'counts.json');

const steps = [
  { name: 'prerequisites', run: prerequisites },
  { name: 'build', run: () => tool('rollup', '-c', '--silent') },
  { name: 'types', run: () => npm('types') },
  { name: 'lint', run: () => npm('lint') },
  { name: 'tests', run: () => tool('vitest', 'run', '--coverage') },
];

function prerequisites() {
  const missing = prepare();
  if (missing.length > 0) console.error(cure(missing));
  return missing.length > 0 ? 1 : 0;
}

function tool(name, ...words) {
  return run(join(root, 'node_modules', '.bin', name), words);
}

function npm(script) {
  return run('npm', ['run', '--silent', script]);
}

function run(program, words) {
  const { status, error } = spawnSync(program, words, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, TEST_COUNTS: countsFile },
  });
  if (error !== undefined) console.error(`${program}: ${error.message}`);
  return status ?? 1;
}

function readCounts() {
  try {
    return JSON.parse(readFileSync(countsFile, 'utf8'));
  } catch {
    return undefined; // the run stopped before a test could be counted
  }
}

function main() {
  let code = 0;
  for (const { name, run: step } of steps) {
    const began = performance.now();
    console.log(`\n== ${name}`);
    code = step();
    const took = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`== ${name}: ${code === 0 ? 'done' : `failed with exit code ${code}`} after ${took} s`);
    if (code !== 0) break;
  }
  const counts = readCounts();
  if (counts === undefined) {
    console.error('No test ran.');
    return code === 0 ? 1 : code;
  }
  if (code === 0 && (counts.failed > 0 || counts.passed === 0)) code = 1;
  console.log(`${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`);
  return code;
}

try {
  process.exitCode = main();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
