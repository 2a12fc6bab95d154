import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** They walk through a whole session for seconds; once more for each of 2,000 faults that would be a day's work of a machine. */
const explorations = ['test/statecharts/session/session.exploration.test.ts', 'test/statecharts/session/session.paths.test.ts'];

/** Nine faults out of ten end in a table, and then no other file is begun. */
class TablesFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isTable = ({ moduleId }: TestSpecification) => moduleId.endsWith('.table.test.ts');
    return Promise.resolve(files.toSorted((a, b) => Number(isTable(b)) - Number(isTable(a)) || a.moduleId.localeCompare(b.moduleId)));
  }
}

/**
 * The charts' own tests alone: each is run again for every fault that is planted in a chart. Leaving some of them out finds fewer
 * faults, never more: the score is what the others are worth without them.
 */
export default defineConfig({
  test: { include: ['test/statecharts/**/*.test.ts'], exclude: explorations, maxWorkers: 1, sequence: { sequencer: TablesFirst } },
});
