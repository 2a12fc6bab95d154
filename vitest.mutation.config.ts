import { defineConfig } from 'vitest/config';

/** The charts' own tests alone: each is run again for every change that is planted in a chart. */
export default defineConfig({ test: { include: ['test/statecharts/**/*.test.ts'], maxWorkers: 1 } });
