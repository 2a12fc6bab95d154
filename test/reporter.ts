import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule, TestSuite } from 'vitest/node';

type Counts = { passed: number; failed: number; skipped: number };

/**
 * Counts what really ran, over all projects, for the closing line of `npm test`: into the file named by TEST_COUNTS.
 *
 * A file that cannot be loaded, a hook that throws and an error outside every test count as one failed test each,
 * because otherwise a run could fail and still close with "0 failed".
 */
export class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const file = process.env['TEST_COUNTS'];
    if (file !== undefined) writeFileSync(file, JSON.stringify(countsOf(modules, unhandled)));
  }
}

function countsOf(modules: readonly TestModule[], unhandled: readonly unknown[]): Counts {
  const counts: Counts = { passed: 0, failed: unhandled.length, skipped: 0 };
  for (const module of modules) {
    counts.failed += brokenOf(module);
    for (const suite of module.children.allSuites()) counts.failed += brokenOf(suite);
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      // Pending after the end of the run: it was due and did not run to its end.
      counts[state === 'pending' ? 'failed' : state] += 1;
    }
  }
  return counts;
}

function brokenOf(part: TestModule | TestSuite): number {
  return part.errors().length > 0 ? 1 : 0;
}
