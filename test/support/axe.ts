import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong on a page that was opened with `bypassCSP`; one line each. */
export async function violationsOn(page: Page): Promise<readonly string[]> {
  await page.evaluate(source);
  const result = await page.evaluate('axe.run(document, { iframes: false })');
  const { violations } = result as { violations: { id: string; nodes: { target: unknown[] }[] }[] };
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}
