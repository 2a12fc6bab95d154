import { defineConfig } from 'vitest/config';
import { ClosingLine } from './test/reporter.ts';

/** Tests that run the programs of dist/ as processes, with real brokers and power cuts: one after the other. */
const story = ['test/boards/**/*.test.ts', 'test/brokers/**/*.test.ts', 'test/story/**/*.test.ts'];

/** The same in a real browser, which draws without a graphics card: two at once would keep each other waiting. */
const browser = ['test/browser/**/*.test.ts'];

/** Lives, sentences and boot loaders take their time, while nobody computes anything: beside each other they save four minutes. */
const patient = [
  'test/kill/**/*.test.ts', 'test/browser/journeys/recipients.test.ts', 'test/browser/journeys/staff-ways.test.ts',
  'test/firmware/technician/mcu/flash-mcu.test.ts',
];

const all = { lines: 100, branches: 100, functions: 100, statements: 100 };

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    reporters: ['default', new ClosingLine()],
    // Not a test's business: what the one test changes, the next must not see.
    restoreMocks: true,
    unstubEnvs: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...story, ...browser, ...patient],
          // Sweeps play thousands of stories in virtual time: seconds each, several times that under coverage on a busy machine.
          testTimeout: 60_000,
          // The usual one less than there are cores would leave half of a machine with two of them idle.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'story',
          include: story,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: browser,
          exclude: patient,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'patient',
          include: patient,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
        },
      },
    ],
    coverage: {
      provider: 'v8',
      reporter: ['text-summary', 'html', 'json-summary'],
      include: ['statecharts/**/*.ts', 'board-profiles/**/*.ts', 'firmware/**/*.ts', 'sim/**/*.ts'],
      // Pages run in a browser and the programs as processes of their own: the story tests see what they do.
      exclude: ['test/**', '**/*.d.ts', '**/page/**', 'firmware/main.ts', 'firmware/guardian.ts', 'sim/main.ts'],
      thresholds: {
        'statecharts/**': all,
        'board-profiles/**': all,
        // The floor for the rest: raise it when it has become too easy, never lower it.
        lines: 92,
        branches: 86,
        functions: 92,
        statements: 92,
      },
    },
  },
});
