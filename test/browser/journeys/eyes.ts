import type { Page } from 'playwright-core';

interface Eyes {
  /** All text that is drawn now: not what only a screen reader is told. */
  drawn(): string;
  /** Everything that has been drawn since `watch`, each once. */
  readonly seen: Set<string>;
  watch(): void;
}

declare global {
  interface Window {
    eyes: Eyes;
  }
}

/** Runs in the page, before anything of it does. */
function giveEyes(): void {
  const drawn = (): string => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const said: string[] = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? '';
      const box = node.parentElement;
      if (text === '' || box?.checkVisibility({ visibilityProperty: true, opacityProperty: true }) !== true) continue;
      const { width, height } = box.getBoundingClientRect();
      if (width > 2 && height > 2) said.push(text); // what only a screen reader reads is a pixel large
    }
    return said.join(' ');
  };
  const seen = new Set<string>();
  const look = (): void => {
    const text = drawn();
    if (text !== '') seen.add(text);
  };
  const observer = new MutationObserver(look);
  const watch = (): void => {
    seen.clear();
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    look();
  };
  window.eyes = { drawn, seen, watch };
}

/** Every page that is opened from now on can be looked at. */
export async function openEyes(page: Page): Promise<void> {
  await page.addInitScript(giveEyes);
}

export async function drawnOn(page: Page): Promise<string> {
  return page.evaluate(() => window.eyes.drawn());
}

/** From now on whatever is drawn is remembered. */
export async function watchDrawing(page: Page): Promise<void> {
  await page.evaluate(() => window.eyes.watch());
}

export async function drawnSince(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => [...window.eyes.seen]);
}

/** Everything that the document holds, drawn or not: texts, attributes, and what stands in fields; codes also without their gaps. */
export async function everythingOn(page: Page): Promise<string> {
  return page.evaluate(() => {
    const typed = [...document.querySelectorAll('input')].map(({ value }) => value);
    const text = document.body.textContent;
    return [document.title, document.documentElement.outerHTML, text, text.replaceAll(/(?<=\d)\s(?=\d)/g, ''), ...typed].join('\n');
  });
}
