import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { violationsOn } from '../support/axe.ts';
import { startBrowser } from '../support/browser.ts';
import { Ends } from '../support/ends.ts';
import type { SimProcess } from '../support/sim-process.ts';
import { simRoom } from '../support/sim-room.ts';
import { plainWish, wishFor } from '../../sim/upstream/demo-looks.ts';
import { until } from '../support/until.ts';

let browser: Browser;
let sim: SimProcess;
const ends = new Ends();
const complaints: string[] = [];

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(() => browser?.close());

beforeEach(async () => {
  sim = await (await simRoom(ends)).start();
  complaints.length = 0;
});

afterEach(() => ends.all());

async function open(url: string, options: { readonly viewport?: { width: number; height: number }; readonly bypassCSP?: boolean } = {}) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options });
  ends.add(() => page.close());
  page.on('pageerror', (error) => complaints.push(error.message));
  // What the page may not do, its own policy tells the console.
  page.on('console', (line) => {
    if (/Content.Security.Policy/i.test(line.text())) complaints.push(line.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) complaints.push(`fetched ${request.url()}`);
  });
  return page;
}

/** The kiosk as it hangs there, with a clock that may be put forward. */
async function openKiosk(query = ''): Promise<Page> {
  const kiosk = await open(sim.kioskUrl);
  await kiosk.clock.install();
  await kiosk.goto(`${sim.kioskUrl}${query}`);
  await kiosk.locator('h1').waitFor();
  return kiosk;
}

async function declared(version: number): Promise<void> {
  await until('the bank has taken the look', async () => {
    const { branding } = (await sim.state()).upstream;
    return branding.version === version && branding.answer === 'in-force';
  });
}

const styleOf = (place: Locator, name: string) =>
  place.evaluate((node, property) => getComputedStyle(node).getPropertyValue(property), name);

const hasCome = (picture: Locator) =>
  picture.evaluate((node) => node instanceof HTMLImageElement && node.complete && node.naturalWidth > 0);

/** A minute in which the server has not said a word: the page asks it again, and goes on when it has answered. */
async function passAMinute(kiosk: Page): Promise<void> {
  const again = kiosk.waitForResponse(/\/screens\?/);
  for (let step = 0; step < 2; step++) {
    await kiosk.clock.fastForward(31_000);
    await kiosk.waitForTimeout(300);
  }
  await again;
}

describe('a look that somebody declares at the upstream', () => {
  test('is judged before and by the bank, and comes to the kiosk: logo, title, words, colours', async () => {
    const page = await open(sim.simUrl, { viewport: { width: 1600, height: 950 } });
    page.removeAllListeners('request'); // the kiosk is in a frame of it
    await page.goto(sim.simUrl);
    const kiosk = await openKiosk();
    await page.getByRole('tab', { name: 'Branding' }).click();
    await page.getByRole('button', { name: 'Harbour' }).click();
    await page.getByText('Text on background 14.').waitFor();
    await page.getByRole('button', { name: 'Declare this look' }).click();
    await page.getByText('Version 2 is in force at the bank.').waitFor();
    await kiosk.getByText('Harbour Parcels').waitFor();
    await kiosk.getByRole('heading', { name: 'Ahoy!' }).waitFor();
    expect(await hasCome(kiosk.locator('.logo'))).toBe(true);
    expect(await hasCome(kiosk.locator('.backdrop img'))).toBe(true);
    expect(await styleOf(kiosk.locator('.button.main').first(), 'background-color')).toBe('rgb(11, 79, 138)');

    await page.locator('label', { hasText: 'Accent' }).first().locator('input').fill('#ffcc00');
    await page.getByText('The bank will refuse less than 4.5:1.').waitFor();
    await page.getByRole('button', { name: 'Declare this look' }).click();
    await page.getByText('Version 3 is refused by the bank: accent on background').waitFor();
    expect(await styleOf(kiosk.locator('.button.main').first(), 'background-color')).toBe('rgb(11, 79, 138)');
    expect(complaints).toEqual([]);
  });

  test('shuts nobody out: axe-core finds nothing on the panel, nor at the kiosk in any of the looks', async () => {
    const page = await open(sim.simUrl, { viewport: { width: 1600, height: 950 }, bypassCSP: true });
    page.removeAllListeners('request');
    await page.goto(sim.simUrl);
    await page.getByRole('tab', { name: 'Branding' }).click();
    const kiosk = await open(sim.kioskUrl, { bypassCSP: true });
    await kiosk.clock.install();
    await kiosk.goto(sim.kioskUrl);
    for (const [index, look] of (['harbour', 'meadow', 'night'] as const).entries()) {
      await sim.act({ do: 'brand', wish: wishFor(look) });
      await declared(index + 2);
      await page.getByText(`Version ${String(index + 2)} is in force`).waitFor();
      await kiosk.getByText(wishFor(look).title ?? '').waitFor();
      await kiosk.locator('.backdrop').waitFor();
      await kiosk.waitForTimeout(400);
      expect(await violationsOn(kiosk), look).toEqual([]);
      await kiosk.getByRole('button', { name: 'Staff' }).click();
      await kiosk.getByLabel('User name').waitFor();
      await kiosk.waitForTimeout(400);
      expect(await violationsOn(kiosk), look).toEqual([]);
      await kiosk.getByRole('button', { name: 'Back' }).click();
      await kiosk.locator('.home').waitFor();
    }
    expect(await violationsOn(page)).toEqual([]);
  });

  test('goes when it is withdrawn', async () => {
    const kiosk = await openKiosk();
    await sim.act({ do: 'brand', wish: wishFor('night') });
    await kiosk.getByText('Night Owl Lockers').waitFor();
    expect(await styleOf(kiosk.locator('body'), 'background-color')).toBe('rgb(15, 18, 38)');
    await sim.act({ do: 'brand', wish: plainWish });
    await declared(3);
    await kiosk.getByRole('heading', { name: 'Welcome' }).waitFor();
    const ground = () => styleOf(kiosk.locator('body'), 'background-color');
    await until('the built-in colours are back', async () => (await ground()) === 'rgb(244, 245, 241)');
    expect(await kiosk.locator('.logo, .brand-title, .backdrop').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('leaves the colours alone that somebody needs who sees little', async () => {
    await sim.act({ do: 'brand', wish: wishFor('harbour') });
    await declared(2);
    const kiosk = await openKiosk('?theme=contrast');
    await kiosk.getByText('Harbour Parcels').waitFor();
    expect(await styleOf(kiosk.locator('body'), 'background-color')).toBe('rgb(0, 0, 0)');
    expect(await kiosk.locator('.backdrop').isVisible()).toBe(false);
  });

  test('goes on without a picture that does not come', async () => {
    const kiosk = await openKiosk();
    await kiosk.route('**/media/**', (route) => route.abort());
    await sim.act({ do: 'brand', wish: wishFor('harbour') });
    await kiosk.getByText('Harbour Parcels').waitFor();
    await passAMinute(kiosk);
    expect(await kiosk.locator('.logo, .backdrop, .idle').count()).toBe(0);
    expect(await kiosk.locator('.brand .icon').count()).toBe(1);
  });
});

describe('pictures while nobody is there', () => {
  let kiosk: Page;
  const idle = () => kiosk.locator('.idle');

  beforeEach(async () => {
    kiosk = await openKiosk();
    await sim.act({ do: 'brand', wish: wishFor('harbour') });
    await kiosk.getByText('Harbour Parcels').waitFor();
    await kiosk.locator('.logo').waitFor();
    await passAMinute(kiosk);
    await idle().waitFor();
  });

  test('come one after the other, and a touch only wakes: it presses nothing that could not be seen', async () => {
    await idle().getByText('Touch to begin').waitFor();
    const now = () => idle().locator('img.now').getAttribute('src');
    const first = await now();
    await kiosk.clock.fastForward(10_000);
    await until('the next picture is there', async () => (await now()) !== first);
    const button = await kiosk.locator('.home .button').last().boundingBox();
    await kiosk.mouse.click((button?.x ?? 0) + 20, (button?.y ?? 0) + 20);
    await idle().waitFor({ state: 'detached' });
    await kiosk.getByRole('heading', { name: 'Ahoy!' }).waitFor();
    expect(await sim.screen()).toMatchObject({ screen: 'home' });
    await kiosk.waitForTimeout(350);
    await kiosk.locator('.home .button').last().click();
    await sim.untilScreen('sign-in');
    expect(complaints).toEqual([]);
  });

  test('stay in the way of a finger for as long as it takes to lift', async () => {
    const hand = await kiosk.context().newCDPSession(kiosk);
    const button = await kiosk.locator('.home .button').last().boundingBox();
    const finger = { x: (button?.x ?? 0) + 20, y: (button?.y ?? 0) + 20 };
    await hand.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [finger] });
    await kiosk.waitForTimeout(600);
    await hand.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await idle().waitFor({ state: 'detached' });
    await kiosk.waitForTimeout(300);
    expect(await sim.screen()).toMatchObject({ screen: 'home' });
  });

  test('go at a key, which counts: a scanner that types has typed', async () => {
    await kiosk.keyboard.type('00000000');
    expect(await idle().count()).toBe(0);
    await kiosk.keyboard.press('Enter');
    await until('the code is known to be wrong', async () => {
      const screen = await sim.screen();
      return screen.screen === 'home' && screen.notice === 'code-refused';
    });
  });

  test('go at a badge that the bank’s own reader has read', async () => {
    await sim.act({ do: 'show-badge', text: '999999' });
    await idle().waitFor({ state: 'detached' });
  });

  test('go for whoever puts in headphones, and do not come back', async () => {
    await sim.act({ do: 'plug', to: 'in' });
    await idle().waitFor({ state: 'detached' });
    await passAMinute(kiosk);
    expect(await idle().count()).toBe(0);
  });
});
