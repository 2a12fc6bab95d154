import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Everything that WCAG 2.2 asks for on levels A and AA; target sizes are among it, which axe-core leaves out by itself. */
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe-core finds wrong on a page; one line each. */
export function violationsOn(page: Page): Promise<readonly string[]> {
  return run(page, { iframes: false });
}

/** The same by the rules of WCAG 2.2 A and AA alone: what hundreds of screens have time for. */
export function wcagViolationsOn(page: Page): Promise<readonly string[]> {
  return run(page, { iframes: false, resultTypes: ['violations'], runOnly: wcag });
}

async function run(page: Page, options: object): Promise<readonly string[]> {
  // Half a megabyte of script takes as long to read as a page to check.
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(source);
  const result = await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`);
  const { violations } = result as { violations: { id: string; nodes: { target: unknown[] }[] }[] };
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}
