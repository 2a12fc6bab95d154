import { chromium, type Browser } from 'playwright-core';
import { cure, findChromium } from '../prerequisites.mjs';

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** The machine's own Chromium, without a window. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(cure(['chromium']));
  return chromium.launch({ executablePath, args: flags });
}
