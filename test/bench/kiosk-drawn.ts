import { createServer } from 'node:http';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { listenOn, loopback } from '../../firmware/adapters/listen.ts';
import { startBrowser } from '../support/browser.ts';
import { KioskBank } from './kiosk-bank.ts';

const openings = 7;
const presses = 40;

/** The page takes two touches within 300 ms for one finger that bounces. */
const betweenPressesMs = 320;

const screenOfTheKiosk = { width: 1280, height: 800 };

interface DrawnTimes {
  /** From the moment at which the browser is told the address to the first screen. */
  readonly openedMs: readonly number[];
  /** From the press of a key to the screen that answers it. */
  readonly pressedMs: readonly number[];
}

/** Of the kiosk's page, and of an empty one in the same browser. */
interface KioskDrawn {
  readonly kiosk: DrawnTimes;
  readonly empty: DrawnTimes;
}

/** A screen is on the glass two frames after the page has said what is to be drawn: one to lay it out, one to show it. */
const drawnScript = `
  window.drawn = (isThere) => new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('it was never drawn: ' + document.body.innerText)), 30_000);
    const look = () => {
      if (!isThere()) return;
      watcher.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
    };
    const watcher = new MutationObserver(look);
    watcher.observe(document, { subtree: true, childList: true, attributes: true });
    look();
  });
  window.pressed = (key, isThere) => {
    const began = performance.now();
    const there = window.drawn(isThere);
    key.click();
    return there.then((at) => at - began);
  };
`;

const emptyPage = `<!doctype html><html lang="en"><title>Empty</title><body><h1>Empty</h1>
  <button onclick="document.documentElement.lang = document.documentElement.lang === 'en' ? 'de' : 'en'">Press</button>`;

/** What a person sees of the kiosk in Chromium, beside the least that this browser takes for anything. */
export async function measureDrawn(folder: string): Promise<KioskDrawn> {
  const bank = await KioskBank.start(join(folder, 'drawn'));
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(emptyPage));
  const port = await listenOn(server, 0, 'a free port');
  const browser = await startBrowser();
  const inPage = async <T>(url: string, look: (page: Page) => Promise<T>): Promise<T> => {
    const context = await browser.newContext({ viewport: screenOfTheKiosk });
    try {
      const page = await context.newPage();
      await page.addInitScript(drawnScript);
      await page.goto(url, { waitUntil: 'commit' });
      return await look(page);
    } finally {
      await context.close();
    }
  };
  const emptyUrl = `http://${loopback}:${String(port)}/`;
  try {
    const kiosk = { openedMs: [] as number[], pressedMs: [] as number[] };
    const empty: typeof kiosk = { openedMs: [], pressedMs: [] };
    for (let opening = 0; opening < openings; opening++) {
      empty.openedMs.push(await inPage(emptyUrl, (page) => openedMs(page, 'h1')));
      kiosk.openedMs.push(await inPage(bank.url, (page) => openedMs(page, '.on-home h1')));
    }
    empty.pressedMs.push(...await inPage(emptyUrl, (page) => pressedMs(page, () => 'Press')));
    kiosk.pressedMs.push(...await inPage(bank.url, async (page) => {
      await openedMs(page, '.on-home h1');
      return pressedMs(page, (language) => (language === 'de' ? 'Deutsch' : 'English'));
    }));
    return { kiosk, empty };
  } finally {
    await browser.close();
    await new Promise((resolve) => server.close(resolve));
    await bank.stop();
  }
}

/** Since the navigation began. */
function openedMs(page: Page, what: string): Promise<number> {
  return page.evaluate(`drawn(() => document.querySelector(${JSON.stringify(what)}) !== null)`);
}

/** The key that changes the language, again and again: the whole screen is another one each time. */
async function pressedMs(page: Page, nameOf: (language: string) => string): Promise<readonly number[]> {
  const times: number[] = [];
  for (let press = 0; press < presses; press++) {
    await page.waitForTimeout(betweenPressesMs);
    const language = press % 2 === 0 ? 'de' : 'en';
    const key = `[...document.querySelectorAll('button')].find((one) => one.textContent.includes('${nameOf(language)}'))`;
    times.push(await page.evaluate(`pressed(${key}, () => document.documentElement.lang === '${language}')`));
  }
  return times;
}
