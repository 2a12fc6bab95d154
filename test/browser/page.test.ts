import { setTimeout } from 'node:timers/promises';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { KnownPerson } from '../../statecharts/session/session.events.ts';
import type { KioskInput } from '../../firmware/kiosk/shown.ts';
import { startBrowser } from '../support/browser.ts';
import { Ends } from '../support/ends.ts';
import { GalleryRoom, shownIn } from '../support/gallery-room.ts';
import { galleryCabinet, wallGallery, type Picture } from '../support/gallery-screens.ts';
import { until } from '../support/until.ts';

/** What the page does of itself, whoever tells it what to show. */
let browser: Browser;
const ends = new Ends();

beforeAll(async () => {
  browser = await startBrowser();
});

afterEach(() => ends.all());

afterAll(() => browser?.close());

async function open(): Promise<{ readonly room: GalleryRoom; readonly page: Page }> {
  const room = await GalleryRoom.open({ browser, cabinet: galleryCabinet, themes: ['light'] });
  ends.add(() => room.close());
  const [page] = room.pages;
  if (!page) throw new Error('a room without a page');
  return { room, page };
}

/** A scanner that types: 20 ms from key to key by its own clock, however busy the computer is that hears it. */
class Scanner {
  readonly #session: CDPSession;
  #atS = Date.now() / 1000;

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  static async at(page: Page): Promise<Scanner> {
    return new Scanner(await page.context().newCDPSession(page));
  }

  /** @param afterS since what it has typed before */
  async types(text: string, afterS = 0.02): Promise<void> {
    this.#atS += afterS - 0.02;
    for (const character of text) {
      const key = character === '\r' ? 'Enter' : character;
      const timestamp = this.#atS += 0.02;
      await setTimeout(Math.max(0, timestamp * 1000 - Date.now())); // what has not happened yet cannot be told
      await this.#session.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text: character, timestamp });
      await this.#session.send('Input.dispatchKeyEvent', { type: 'keyUp', key, timestamp });
    }
  }
}

const clerk: KnownPerson = { role: 'operator', name: 'Mia Wood', administers: true, delivers: true, receives: true };
const home: Picture = {
  name: 'home', screen: { screen: 'home', notice: null, keypadLockedForMs: 0, scans: false, ways: ['code'], stores: true },
};
const label: Picture = { name: 'label', screen: { screen: 'label', person: clerk, noLabel: false, notice: null } };

test('help that somebody has left open does not greet the next person', async () => {
  const { room, page } = await open();
  await page.clock.install();
  const shown = shownIn('en', home);
  await room.hang(shown, 'help');
  for (let step = 0; step < 2; step++) {
    expect(await page.locator('.drawer').count()).toBe(1);
    await page.clock.fastForward(31_000);
    await room.show(shown); // word of the server, without which the page would ask for it anew
  }
  await page.locator('.drawer').waitFor({ state: 'detached' });
  expect(await page.locator('.idle').count()).toBe(0);
  await page.locator('.home .button').last().click();
});

test('whoever has more doors open than a list has room for reads the number of each in one line', async () => {
  const { room, page } = await open();
  for (const [name, line, listed] of [['wall-doors-open-four', [], 4], ['wall-doors-open-six', ['12–16, 130'], 0]] as const) {
    const picture = wallGallery.find((one) => one.name === name);
    if (!picture) throw new RangeError(`no picture ${name}`);
    await room.hang(shownIn('en', picture));
    expect(await page.locator('.open-doors').allInnerTexts()).toEqual(line);
    expect(await page.locator('.door-list li').count()).toBe(listed);
  }
});

test('a label that is scanned while the page asks whether somebody is still there is never taken by half', async () => {
  const { room, page } = await open();
  const told: KioskInput[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/input')) told.push(JSON.parse(request.postData() ?? '') as KioskInput);
  });
  await room.show(shownIn('en', { ...label, around: { isWarned: true, homeInMs: 20_000 } }));
  await page.locator('.warned').waitFor();
  const scanner = await Scanner.at(page);
  await scanner.types('abcdef');
  await room.show(shownIn('en', { ...label, around: { homeInMs: 60_000 } }));
  await scanner.types('ghijklmnopqrstuvwxyz0123456789\r');
  await scanner.types('1Z999AA101\r', 0.5); // nobody scans once more within less
  await until('the label has been told', () => Promise.resolve(told.some(({ type }) => type === 'label.entered')));
  expect(told.filter(({ type }) => type !== 'person.touched' && type !== 'more-time.chosen')).toEqual([
    { type: 'label.entered', label: '1Z999AA101' },
  ]);
});

/** A turn of the screen, after which the sentences below are told. */
const turnTo = {
  code: { name: 'code', screen: { screen: 'sign-in', way: 'code', isForLabel: false, notice: null, keypadLockedForMs: 0 } },
  label,
} as const satisfies Record<string, Picture>;

test.each(['code', 'label'] as const)('whoever types quicker than the screen is drawn loses no character [%s]', async (screen) => {
  const { room, page } = await open();
  await room.show(shownIn('en', { ...home, screen: { ...home.screen, ways: ['password'] } as Picture['screen'] }));
  await page.locator('.home').waitFor();
  // The browser tells of a change before it draws it: no hand, and no scanner, is quicker than that.
  await page.evaluate(() => {
    const observer = new MutationObserver(() => {
      if (document.querySelector('.home')) return;
      observer.disconnect();
      for (const key of '314') {
        const place = document.activeElement ?? document.body;
        const isTaken = !place.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
        const field = document.activeElement;
        // A key that is only told of writes nothing: a real one would write into what has the focus by then.
        if (!isTaken && field instanceof HTMLInputElement) field.setRangeText(key, field.value.length, field.value.length, 'end');
      }
    });
    observer.observe(document.body, { childList: true, subtree: true });
  });
  room.tell(shownIn('en', turnTo[screen]));
  const typed = (): Promise<string> => page.evaluate(() => {
    const field = document.querySelector<HTMLInputElement>('input');
    return (field?.value ?? document.querySelector('output.code')?.textContent ?? '').replaceAll(/\s/g, '');
  });
  await until('all three stand there', async () => /^(314|●●●)$/.test(await typed()), 2_000);
});
